//! Subpaths of pages, for suggestions and for headings that must keep their names.

use foldhash::HashMap;
use std::sync::Arc;

use super::anchor::{Candidates, HeadingForm, Kind};
use super::destination::Destination;
use super::index::Vault;
use super::paths::Resolution;
use crate::text::FileId;

impl Vault<'_> {
    /// Returns the possible subpaths of this kind in a page. Collected once for all links to the page.
    #[must_use]
    pub fn candidates(&self, file: FileId, subpath: &str, form: HeadingForm) -> Arc<Candidates> {
        let key = (file, Kind::of(subpath, form));
        let known = self.candidates.read().ok();
        if let Some(known) = known.and_then(|known| known.get(&key).cloned()) {
            return known;
        }
        let style = self.slug_style(file);
        let all = self
            .lent_facts(file)
            .map(|facts| Candidates::of(&facts, key.1, style));
        let all = Arc::new(all.unwrap_or_default());
        if let Ok(mut known) = self.candidates.write() {
            known.insert(key, Arc::clone(&all));
        }
        all
    }

    /// Returns the headings and blocks of a page that links from any page lead to.
    #[must_use]
    pub fn subpaths_into(&self, file: FileId) -> &[String] {
        let all = self.subpaths.get_or_init(|| {
            let mut all: HashMap<FileId, Vec<String>> = HashMap::default();
            for from in self.page_files() {
                let has_any = self.brief(from).is_some_and(|page| page.has_subpaths);
                let Some(links) = has_any.then(|| self.lent_links(from)).flatten() else {
                    continue;
                };
                for link in links.iter().filter(|link| link.target.contains('#')) {
                    if let Destination::File {
                        found: Resolution::One { target, .. },
                        subpath: Some(subpath),
                        ..
                    } = self.destination(from, link)
                        && let Some(file) = self.paths.file(target)
                    {
                        all.entry(file).or_default().push(subpath.into_owned());
                    }
                }
            }
            all
        });
        all.get(&file).map_or(&[], Vec::as_slice)
    }
}
