//! The releases of the official files in a vault.

use std::collections::BTreeMap;

use super::index::Vault;
use crate::catalog::{Catalog, ReleaseIx, official};
use crate::syntax::Shape;
use crate::syntax::document::KnownFormat;
use crate::syntax::tree::NodeId;
use crate::text::FileId;
use crate::text::path::parent_of;

impl Vault<'_> {
    /// Returns the release of each official file, by its stated version or its content.
    #[must_use]
    pub fn official_releases(&self, catalog: &Catalog) -> BTreeMap<FileId, ReleaseIx> {
        let release = |file: FileId| {
            let shape = self.data(file)?.1.shape?;
            let stated = self
                .trees
                .version(file)
                .and_then(|version| catalog.release_at_or_before(version));
            stated.or_else(|| {
                // Files from before 3.0.0 state no version, or a wrong one.
                if !shape.is_release() {
                    return None;
                }
                let text = self.sources.get(file).text();
                let snapshot = official::read(text).ok()?;
                catalog.release(&catalog.identify(&snapshot).ok()?.name)
            })
        };
        let of_layer = |file: FileId| catalog.release(self.version_of_layer(file)?);
        let of_bundle = |file: FileId| catalog.release_on(self.date_of_matrix(file)?);
        let stated = |file: FileId| {
            release(file)
                .or_else(|| of_layer(file))
                .or_else(|| of_bundle(file))
        };
        let mut found: BTreeMap<FileId, ReleaseIx> = self
            .page_files()
            .filter_map(|file| Some((file, stated(file)?)))
            .collect();
        let beside = self.sources_beside_releases(&found);
        found.extend(beside);
        found
    }

    /// Returns the version of ATLAS that a layer of the Navigator states among its metadata.
    fn version_of_layer(&self, file: FileId) -> Option<&str> {
        let (page, document) = self.data(file)?;
        if document.known != Some(KnownFormat::Layer) {
            return None;
        }
        let tree = &page.outline;
        let metadata = tree.get(tree.root()?, "metadata")?;
        let text = |item, key| tree.text(tree.get(item, key)?);
        let is_version = |item: &&NodeId| text(**item, "name") == Some("atlas_data_version");
        let item = tree.items(metadata).iter().find(is_version)?;
        text(*item, "value")
    }

    /// Returns the day of the matrix of ATLAS that a STIX bundle holds: such a bundle is a release in another form.
    fn date_of_matrix(&self, file: FileId) -> Option<&str> {
        let (page, document) = self.data(file)?;
        if document.known != Some(KnownFormat::Stix) {
            return None;
        }
        let tree = &page.outline;
        let text = |object, key| tree.text(tree.get(object, key)?);
        let is_atlas = |object| {
            let references = tree.get(object, "external_references");
            let references = references.map_or(&[][..], |list| tree.items(list));
            let name = |reference: &NodeId| text(*reference, "source_name");
            references
                .iter()
                .any(|one| name(one) == Some("mitre-atlas"))
        };
        let objects = tree.items(tree.get(tree.root()?, "objects")?);
        let mut matrices = objects
            .iter()
            .filter(|object| text(**object, "type") == Some("x-mitre-matrix"));
        let matrix = matrices.find(|object| is_atlas(**object))?;
        text(*matrix, "modified")?.get(.."2026-01-01".len())
    }

    /// Returns the releases of source files that state none: those of the release files in the same folder, if they agree. A copy
    /// of the official data may hold both, but not the file that states the version of the sources.
    fn sources_beside_releases(
        &self,
        found: &BTreeMap<FileId, ReleaseIx>,
    ) -> Vec<(FileId, ReleaseIx)> {
        let shape = |file: FileId| self.data(file)?.1.shape;
        let folder = |file: FileId| parent_of(self.sources.get(file).path());
        let mut of_folder: BTreeMap<&str, Option<ReleaseIx>> = BTreeMap::new();
        for file in self.page_files() {
            let is_release = shape(file).is_some_and(Shape::is_release);
            if let Some(&release) = found.get(&file).filter(|_| is_release) {
                let agreed = of_folder.entry(folder(file)).or_insert(Some(release));
                *agreed = agreed.filter(|&agreed| agreed == release);
            }
        }
        self.page_files()
            .filter(|file| shape(*file) == Some(Shape::Source) && !found.contains_key(file))
            .filter_map(|file| Some((file, (*of_folder.get(folder(file))?)?)))
            .collect()
    }
}
