//! Languages of a site: what one lacks is taken from another.

use foldhash::HashMap;

use super::index::Vault;
use super::start::{From, path_in};
use crate::dialect::Dialect;
use crate::text::join_path;
use crate::text::path::parent_of;

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
        if let Some((_, page)) = inside.split_once('/') {
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
            if dialects.has_languages(parent_of(&folder)) {
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
