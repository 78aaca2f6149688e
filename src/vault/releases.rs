//! The releases of the official files in a vault.

use std::collections::BTreeMap;

use super::index::Vault;
use super::page_ref::PageRef;
use crate::catalog::{Catalog, ReleaseIx, official};
use crate::text::FileId;

impl Vault<'_> {
    /// Returns the release of each official file, by its stated version or its content.
    #[must_use]
    pub fn official_releases(&self, catalog: &Catalog) -> BTreeMap<FileId, ReleaseIx> {
        let release = |page: PageRef<'_>| {
            let shape = page.document.as_ref()?.shape?;
            let stated = self
                .trees
                .version(page.file)
                .and_then(|version| catalog.release_at_or_before(version));
            stated.or_else(|| {
                // Files from before 3.0.0 state no version, or a wrong one.
                if !shape.is_release() {
                    return None;
                }
                let text = self.sources.get(page.file).text();
                let snapshot = official::read(text).ok()?;
                catalog.release(&catalog.identify(&snapshot).ok()?.name)
            })
        };
        self.pages()
            .filter(|page| page.document.is_some())
            .filter_map(|page| Some((page.file, release(page)?)))
            .collect()
    }
}
