//! The catalog: all releases and all objects, and look-ups by id and by release.

use std::sync::OnceLock;

use foldhash::HashMap;

use super::kind::Kind;
use super::name_index::NameIndex;
use super::nearest_names::NearestNames;
use super::object::Object;
use super::relation_index::RelationIndex;
use super::release::{Release, ReleaseIx, version_parts};
use super::versioned::unverified;

/// All known ATLAS releases and their objects.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    releases: Vec<Release>,
    objects: Vec<Object>,
    /// The key of each object's id. Ids are looked up for each mention in a vault, and numbers are compared at once.
    keys: Vec<u128>,
    /// The first object with each key.
    by_key: OnceLock<HashMap<u128, usize>>,
    names: OnceLock<NameIndex>,
    nearest_names: NearestNames,
    /// The names, if they were compiled in.
    encoded_names: &'static [u8],
    relations: OnceLock<RelationIndex>,
    /// For each release, this catalog as far as it and the releases before verify it, made on first use.
    as_of: OnceLock<Vec<OnceLock<Catalog>>>,
}

/// Returns the first bytes of an id as a number, in the order of the ids. All of an official id fits.
fn key(id: &str) -> u128 {
    let mut bytes = [0; size_of::<u128>()];
    let length = id.len().min(bytes.len());
    bytes[..length].copy_from_slice(&id.as_bytes()[..length]);
    u128::from_be_bytes(bytes)
}

impl Catalog {
    /// Makes a catalog of releases, from old to new, and objects, sorted by id.
    pub(super) fn new(releases: Vec<Release>, objects: Vec<Object>) -> Catalog {
        Catalog {
            releases,
            keys: objects.iter().map(|object| key(&object.id)).collect(),
            objects,
            ..Catalog::default()
        }
    }

    /// Adds the names of the objects in the form in which they are compiled in.
    pub(super) fn with_names(self, encoded_names: &'static [u8]) -> Catalog {
        Catalog {
            encoded_names,
            ..self
        }
    }

    /// Returns all releases, from old to new.
    #[must_use]
    pub fn releases(&self) -> &[Release] {
        &self.releases
    }

    /// Returns all objects, sorted by id.
    #[must_use]
    pub fn objects(&self) -> &[Object] {
        &self.objects
    }

    /// Returns the object with exactly this id.
    #[must_use]
    pub fn object(&self, id: &str) -> Option<&Object> {
        let wanted = key(id);
        let by_key = self.by_key.get_or_init(|| {
            let keys = self.keys.iter().enumerate().rev();
            keys.map(|(at, key)| (*key, at)).collect()
        });
        let first = *by_key.get(&wanted)?;
        let all = self.objects.iter().zip(&self.keys).skip(first);
        let mut same = all.take_while(|(_, key)| **key == wanted);
        same.find(|(object, _)| object.id == id)
            .map(|(object, _)| object)
    }

    /// Returns the index over names, which is built on first use.
    pub(super) fn name_index(&self) -> &NameIndex {
        self.names
            .get_or_init(|| NameIndex::of(&self.objects, self.encoded_names))
    }

    /// Returns the nearest names that were asked for.
    pub(super) fn nearest_names(&self) -> &NearestNames {
        &self.nearest_names
    }

    /// Returns this catalog with the marks that it had when `ix` was the newest release: what only a later release verified is
    /// unverified.
    pub(super) fn as_of(&self, ix: ReleaseIx) -> &Catalog {
        let sees_all = self.release_at(ix).is_none_or(|release| release.official);
        if sees_all || ix == self.newest() {
            return self;
        }
        let all = self
            .as_of
            .get_or_init(|| vec![OnceLock::new(); self.releases.len()]);
        let made = all.get(usize::from(ix.0));
        made.map_or(self, |made| made.get_or_init(|| self.remarked(ix)))
    }

    /// Returns the index over relations, which is built on first use.
    pub(super) fn relation_index(&self) -> &RelationIndex {
        self.relations
            .get_or_init(|| RelationIndex::of(&self.objects))
    }

    /// Returns the release with this name (`2026.05`) or version number before v6 (`5.4.0`). A leading
    /// `v` is allowed.
    #[must_use]
    pub fn release(&self, text: &str) -> Option<ReleaseIx> {
        let text = text.trim();
        let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
        let index = self
            .releases()
            .iter()
            .position(|release| release.is_called(text))?;
        u16::try_from(index).ok().map(ReleaseIx)
    }

    /// Returns the release with this name or version number. For a number that no release has, such as
    /// `5.6.1`, it returns the last one before with the same major version.
    #[must_use]
    pub fn release_at_or_before(&self, text: &str) -> Option<ReleaseIx> {
        self.release(text).or_else(|| {
            let wanted = version_parts(text).filter(|parts| parts.len() == 3)?;
            let mut all = self.releases().iter().zip(0..=self.newest().0).rev();
            let before = all.find(|(release, _)| {
                let number = release.legacy.as_deref().and_then(version_parts);
                number.is_some_and(|number| number < wanted && number[0] == wanted[0])
            });
            before.map(|(_, ix)| ReleaseIx(ix))
        })
    }

    /// Returns the newest release that was out on a day such as `2026-05-27`.
    #[must_use]
    pub fn release_on(&self, day: &str) -> Option<ReleaseIx> {
        let mut all = self.releases().iter().zip(0..=self.newest().0).rev();
        let newest = all.find(|(release, _)| release.date.as_str() <= day);
        newest.map(|(_, ix)| ReleaseIx(ix))
    }

    #[must_use]
    pub fn release_at(&self, ix: ReleaseIx) -> Option<&Release> {
        self.releases().get(usize::from(ix.0))
    }

    /// Returns the name of a release, or "unknown" for an index of another catalog.
    #[must_use]
    pub fn release_name(&self, ix: ReleaseIx) -> &str {
        self.release_at(ix)
            .map_or("unknown", |release| release.name.as_str())
    }

    /// Returns the mark of a release in which something began or ended: nothing where the fact and the release are verified.
    #[must_use]
    pub fn mark(&self, ix: ReleaseIx, kind: Kind, official: bool) -> &'static str {
        let release = self.release_at(ix);
        unverified(official && release.is_some_and(|release| release.verifies(kind)))
    }

    #[must_use]
    pub fn newest(&self) -> ReleaseIx {
        ReleaseIx(u16::try_from(self.releases().len().saturating_sub(1)).unwrap_or(u16::MAX))
    }
}
