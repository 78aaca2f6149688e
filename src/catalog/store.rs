//! The catalog: all releases and all objects.

use std::sync::OnceLock;

use super::name_index::NameIndex;
use super::object::Object;
use super::relation_index::RelationIndex;
use super::release::{Release, ReleaseIx, version_parts};

/// Every ATLAS object of every release known.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    releases: Vec<Release>,
    objects: Vec<Object>,
    names: OnceLock<NameIndex>,
    relations: OnceLock<RelationIndex>,
}

impl Catalog {
    /// Makes a catalog of releases, oldest first, and objects, sorted by id.
    pub(super) fn new(releases: Vec<Release>, objects: Vec<Object>) -> Catalog {
        Catalog {
            releases,
            objects,
            ..Catalog::default()
        }
    }

    /// All releases, oldest first.
    #[must_use]
    pub fn releases(&self) -> &[Release] {
        &self.releases
    }

    /// All objects, sorted by id.
    #[must_use]
    pub fn objects(&self) -> &[Object] {
        &self.objects
    }

    /// The object with exactly this id.
    #[must_use]
    pub fn object(&self, id: &str) -> Option<&Object> {
        let place = self
            .objects
            .binary_search_by(|object| object.id.as_str().cmp(id))
            .ok()?;
        self.objects.get(place)
    }

    /// Returns the index over names, which is built on first use.
    pub(super) fn name_index(&self) -> &NameIndex {
        self.names.get_or_init(|| NameIndex::of(&self.objects))
    }

    /// Returns the index over relations, which is built on first use.
    pub(super) fn relation_index(&self) -> &RelationIndex {
        self.relations
            .get_or_init(|| RelationIndex::of(&self.objects))
    }

    /// The release of that name (`2026.05`) or number before v6 (`5.4.0`); a leading `v` is allowed.
    #[must_use]
    pub fn release(&self, text: &str) -> Option<ReleaseIx> {
        let text = text.trim();
        let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
        let place = self
            .releases()
            .iter()
            .position(|release| release.is_called(text))?;
        u16::try_from(place).ok().map(ReleaseIx)
    }

    /// The release of that name or number; of a number that no release has, such as `5.6.1`, the last one before it.
    #[must_use]
    pub fn release_at_or_before(&self, text: &str) -> Option<ReleaseIx> {
        self.release(text).or_else(|| {
            let wanted = version_parts(text).filter(|parts| parts.len() == 3)?;
            let mut all = self.releases().iter().zip(0..=self.newest().0).rev();
            let before = all.find(|(release, _)| {
                let number = release.legacy.as_deref().and_then(version_parts);
                number.is_some_and(|number| number < wanted && number[0] == wanted[0])
            });
            before.map(|(_, at)| ReleaseIx(at))
        })
    }

    /// The release at that place.
    #[must_use]
    pub fn release_at(&self, ix: ReleaseIx) -> Option<&Release> {
        self.releases().get(usize::from(ix.0))
    }

    /// The name of the release at that place.
    #[must_use]
    pub fn release_name(&self, ix: ReleaseIx) -> &str {
        self.release_at(ix)
            .map_or("unknown", |release| release.name.as_str())
    }

    /// The release whose name or number is nearest to a mistyped one; the newest of equally near.
    #[must_use]
    pub fn nearest_release(&self, text: &str) -> Option<&Release> {
        let text: String = text.trim().chars().take(20).collect();
        let text = text.strip_prefix(['v', 'V']).unwrap_or(&text);
        let far = |release: &Release| {
            let names = [Some(&release.name), release.legacy.as_ref()];
            names
                .into_iter()
                .flatten()
                .map(|name| strsim::osa_distance(text, name))
                .min()
                .unwrap_or(usize::MAX)
        };
        self.releases()
            .iter()
            .rev()
            .min_by_key(|release| far(release))
            .filter(|release| far(release) <= 2)
    }

    /// The newest release.
    #[must_use]
    pub fn newest(&self) -> ReleaseIx {
        ReleaseIx(u16::try_from(self.releases().len().saturating_sub(1)).unwrap_or(u16::MAX))
    }
}
