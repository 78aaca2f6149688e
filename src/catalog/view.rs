//! The catalog as of one release.

mod by_name;
mod nearest;
mod relations;

pub use by_name::NameHit;

use super::object::Lifetime;
use super::release::ReleaseIx;
use super::store::Catalog;
use super::versioned::{Versioned, at};

impl Catalog {
    /// Returns this catalog as of one release.
    #[must_use]
    pub fn at(&self, pinned: ReleaseIx) -> View<'_> {
        View {
            catalog: self.as_of(pinned),
            pinned,
        }
    }
}

/// A catalog as of one release. Of later releases it knows only that an id is [`Status::Newer`].
#[derive(Clone, Copy, Debug)]
pub struct View<'c> {
    /// The catalog.
    pub catalog: &'c Catalog,
    /// The release.
    pub pinned: ReleaseIx,
}

/// Status of an id in a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status<'c> {
    /// The release has it.
    Current(&'c Lifetime),
    /// An earlier release had it; holds its last lifetime before.
    Retired(&'c Lifetime),
    /// Only a later release has it; holds its first lifetime.
    Newer(&'c Lifetime),
    /// No release has it.
    Unknown,
}

impl<'c> View<'c> {
    /// Returns the status of `id` in the pinned release.
    #[must_use]
    pub fn status(&self, id: &str) -> Status<'c> {
        let Some(object) = self.catalog.object(id) else {
            return Status::Unknown;
        };
        let mut newest_first = object.lifetimes.iter().rev();
        match newest_first.find(|lifetime| lifetime.first <= self.pinned) {
            Some(lifetime) if lifetime.spans(self.pinned) => Status::Current(lifetime),
            Some(lifetime) => Status::Retired(lifetime),
            None => object
                .lifetimes
                .first()
                .map_or(Status::Unknown, Status::Newer),
        }
    }

    /// Returns whether the pinned release has `id`.
    #[must_use]
    pub fn is_current(&self, id: &str) -> bool {
        matches!(self.status(id), Status::Current(_))
    }

    /// Returns the lifetime of `id` in the pinned release, or its last before.
    #[must_use]
    pub fn lifetime(&self, id: &str) -> Option<&'c Lifetime> {
        match self.status(id) {
            Status::Current(lifetime) | Status::Retired(lifetime) => Some(lifetime),
            Status::Newer(_) | Status::Unknown => None,
        }
    }

    /// Returns `AML.T0051: LLM Prompt Injection`, or the id alone if it has no name.
    #[must_use]
    pub fn id_and_name(&self, id: &str) -> String {
        match self.name(id) {
            Some(name) => format!("{id}: {name}"),
            None => id.to_owned(),
        }
    }

    /// Returns the name of `id`, that of a sub-technique with its parent's before it: `LLM Prompt Injection: Direct`.
    #[must_use]
    pub fn full_name(&self, id: &str) -> Option<String> {
        let own = self.name(id)?;
        let parent = self.parent(id).and_then(|parent| self.name(parent));
        Some(parent.map_or_else(|| own.to_owned(), |parent| format!("{parent}: {own}")))
    }

    /// Returns the name of `id` in the pinned release, or its last one if it is retired.
    #[must_use]
    pub fn name(&self, id: &str) -> Option<&'c str> {
        at(&self.lifetime(id)?.names, self.pinned).map(|version| version.value.as_str())
    }

    /// Returns all names of `id` in its lifetime, up to the pinned release, newest first.
    pub fn names(&self, id: &str) -> impl Iterator<Item = &'c Versioned<String>> + use<'c> {
        let pinned = self.pinned;
        let names = self.lifetime(id).map(|lifetime| &lifetime.names);
        let names = names.into_iter().flatten().rev();
        names.filter(move |version| version.release <= pinned)
    }

    /// Returns ids of the tactics of a technique in the pinned release.
    #[must_use]
    pub fn tactics(&self, id: &str) -> &'c [String] {
        self.lifetime(id)
            .map_or(&[], |lifetime| self.ids(&lifetime.tactics))
    }

    /// Returns the tactics that hold for a technique in the pinned release, with the release that they began in: its own, else its
    /// parent's, because files before v6 give a sub-technique none.
    #[must_use]
    pub fn tactics_since(&self, id: &str) -> Option<&'c Versioned<Vec<String>>> {
        let of = |lifetime: &'c Lifetime| {
            let version = at(&lifetime.tactics, self.pinned);
            version.filter(|version| !version.value.is_empty())
        };
        let lifetime = self.lifetime(id)?;
        of(lifetime).or_else(|| of(self.lifetime(self.parent(id)?)?))
    }

    /// Returns ids of the tactics that hold for a technique in the pinned release: its own, else its parent's.
    #[must_use]
    pub fn effective_tactics(&self, id: &str) -> &'c [String] {
        self.tactics_since(id).map_or(&[], |version| &version.value)
    }

    /// Returns the technique that `id` is a sub-technique of.
    #[must_use]
    pub fn parent(&self, id: &str) -> Option<&'c str> {
        let parent = at(&self.lifetime(id)?.parent, self.pinned)?;
        parent.value.as_deref()
    }

    /// Returns ids of the sub-techniques of `id` that the pinned release has, sorted.
    pub fn children<'v>(&'v self, id: &'v str) -> impl Iterator<Item = &'c str> + 'v {
        let catalog = self.catalog;
        let children = catalog.name_index().children(catalog.objects()).get(id);
        let children = children.into_iter().flatten();
        children
            .filter_map(move |index| catalog.objects().get(*index))
            .map(|object| object.id.as_str())
            .filter(move |child| self.is_current(child) && self.parent(child) == Some(id))
    }

    fn ids(&self, versions: &'c [Versioned<Vec<String>>]) -> &'c [String] {
        at(versions, self.pinned).map_or(&[], |version| &version.value)
    }
}
