//! Languages of a site: what one lacks is taken from another.

use foldhash::HashMap;

use super::index::Vault;
use super::start::{From, path_in};
use crate::dialect::Dialect;
use crate::text::join_path;
use crate::text::path::{name_of, parent_of};

/// Maximum number of languages in which a missing file is looked for.
const MOST_LANGUAGES: usize = 32;

impl Vault<'_> {
    /// Returns where a path leads in all languages of a site. Each has a folder in the content folder, or in Hugo may have a
    /// content folder of its own.
    pub(super) fn in_languages(&self, from: &From<'_>, path: &str) -> Vec<Option<String>> {
        let site = from.site.filter(|site| site.has_languages);
        let inside = site.and_then(|site| {
            let content = site.content_of(&from.path)?;
            Some((site, content, path_in(&from.path, content)))
        });
        let Some((site, content, inside)) = inside else {
            return Vec::new();
        };
        let mut places = Vec::new();
        let mut add = |folders: &[String], page: &str| {
            let starts = match path.strip_prefix('/') {
                Some(_) => [Some(String::new()), None],
                None => [Some(parent_of(page).to_owned()), from.address_of(page)],
            };
            for start in starts.into_iter().flatten() {
                let below = join_path(&start, path);
                if let Some(below) = below {
                    places.extend(folders.iter().map(|folder| join_path(folder, &below)));
                }
            }
        };
        if let Some((own, page)) = inside.split_once('/')
            && is_language(own)
        {
            let languages = self.languages.get_or_init(|| self.all_languages());
            add(languages.get(content).map_or(&[][..], Vec::as_slice), page);
        }
        if from.dialect == Dialect::Hugo {
            add(
                &site.content[..site.content.len().min(MOST_LANGUAGES)],
                inside,
            );
        }
        places
    }

    /// Returns the folders of languages in each content folder, in order.
    fn all_languages(&self) -> HashMap<Box<str>, Vec<String>> {
        let dialects = self.around.dialects;
        let mut all: HashMap<Box<str>, Vec<String>> = HashMap::default();
        for folder in self.paths.folders.values() {
            let folder = format!("{}{folder}", dialects.prefix());
            if is_language(name_of(&folder)) && dialects.has_languages(parent_of(&folder)) {
                all.entry(parent_of(&folder).into())
                    .or_default()
                    .push(folder);
            }
        }
        for languages in all.values_mut() {
            languages.sort_unstable();
            languages.truncate(MOST_LANGUAGES);
        }
        all
    }
}

/// Returns whether the name of a folder is that of a language: `en`, `zh-CN`, `pt_BR`. Those of three letters are
/// rarer than other folders with such names. <https://www.rfc-editor.org/rfc/rfc5646#section-2.1>
fn is_language(name: &str) -> bool {
    let mut parts = name.split(['-', '_']);
    let language = parts.next().unwrap_or_default();
    language.len() == 2
        && language.bytes().all(|b| b.is_ascii_lowercase())
        && parts.all(|part| {
            matches!(part.len(), 2..=4) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}
