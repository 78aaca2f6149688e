//! The releases of the official files in a vault.

use std::collections::BTreeMap;

use super::index::Vault;
use super::page_ref::PageRef;
use crate::catalog::{Catalog, ReleaseIx, official};
use crate::syntax::Shape;
use crate::text::FileId;
use crate::text::path::parent_of;

impl Vault<'_> {
    /// Returns the release of each official file, by its stated version or its content.
    #[must_use]
    pub fn official_releases(&self, catalog: &Catalog) -> BTreeMap<FileId, ReleaseIx> {
        let release = |page: PageRef<'_>| {
            let shape = page.data()?.1.shape?;
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
        let mut found: BTreeMap<FileId, ReleaseIx> = self
            .pages()
            .filter_map(|page| Some((page.file, release(page)?)))
            .collect();
        let beside = self.sources_beside_releases(&found);
        found.extend(beside);
        found
    }

    /// Returns the releases of source files that state none: those of the release files in the same folder, if they agree. A copy
    /// of the official data may hold both, but not the file that states the version of the sources.
    fn sources_beside_releases(
        &self,
        found: &BTreeMap<FileId, ReleaseIx>,
    ) -> Vec<(FileId, ReleaseIx)> {
        let shape = |page: &PageRef<'_>| page.data()?.1.shape;
        let folder = |page: &PageRef<'_>| parent_of(self.sources.get(page.file).path());
        let mut of_folder: BTreeMap<&str, Option<ReleaseIx>> = BTreeMap::new();
        for page in self.pages() {
            let is_release = shape(&page).is_some_and(Shape::is_release);
            if let Some(&release) = found.get(&page.file).filter(|_| is_release) {
                let agreed = of_folder.entry(folder(&page)).or_insert(Some(release));
                *agreed = agreed.filter(|&agreed| agreed == release);
            }
        }
        self.pages()
            .filter(|page| {
                page.is_data()
                    && shape(page) == Some(Shape::Source)
                    && !found.contains_key(&page.file)
            })
            .filter_map(|page| Some((page.file, (*of_folder.get(folder(&page))?)?)))
            .collect()
    }
}
