//! Questions by name.

use super::View;
use crate::catalog::kind::Kind;
use crate::catalog::name_index::NameIndexEntry;
use crate::catalog::normalize::normalize_name;
use crate::catalog::object::{Lifetime, Object};
use crate::catalog::versioned::{Versioned, at};

/// The most words of a parent's name.
const MAX_WORDS: usize = 12;

/// An object that has, or had, a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameHit<'c> {
    /// The object.
    pub object: &'c Object,
    /// The lifetime in which it had the name.
    pub lifetime: &'c Lifetime,
    /// The name as ATLAS writes it, and its first release.
    pub name: &'c Versioned<String>,
    /// Whether the pinned release has the object in that lifetime.
    pub lives: bool,
    /// Whether it is the name of the id in the pinned release.
    pub current: bool,
}

impl<'c> View<'c> {
    /// Returns every object that has or had the name up to the pinned release, former lifetimes
    /// included. Names are compared as [`normalize_name`] makes them.
    #[must_use]
    pub fn by_name(&self, text: &str) -> Vec<NameHit<'c>> {
        self.by_normalized_name(&normalize_name(text))
    }

    /// Returns the ids of the objects of a kind that have the name in the pinned release.
    #[must_use]
    pub fn named(&self, kind: Kind, text: &str) -> Vec<&'c str> {
        let hits = self.by_name(text).into_iter();
        hits.filter(|hit| hit.current && hit.object.kind == kind)
            .map(|hit| hit.object.id.as_str())
            .collect()
    }

    /// Returns what [`View::by_name`] does, for a text that is normalized already.
    #[must_use]
    pub fn by_normalized_name(&self, normalized: &str) -> Vec<NameHit<'c>> {
        let index = self.catalog.name_index();
        let positions = index.by_name.get(normalized).into_iter().flatten();
        positions
            .filter_map(|position| self.hit(*position))
            .filter(|hit| hit.name.release <= self.pinned)
            .collect()
    }

    /// Returns the name at a position of the index.
    pub(super) fn hit(&self, position: NameIndexEntry) -> Option<NameHit<'c>> {
        let object = self.catalog.objects().get(position.object)?;
        let lifetime = object.lifetimes.get(position.lifetime)?;
        let name = lifetime.names.get(position.name)?;
        let lives = lifetime.spans(self.pinned);
        let current = lives && at(&lifetime.names, self.pinned) == Some(name);
        Some(NameHit {
            object,
            lifetime,
            name,
            lives,
            current,
        })
    }

    /// Returns the only sub-technique whose "Parent: Name" starts with the whole words of a normalized text that goes on behind the
    /// parent's name: "external harms financial".
    #[must_use]
    pub fn by_joined_start(&self, normalized: &str) -> Option<&'c str> {
        let spaces = normalized.match_indices(' ').take(MAX_WORDS);
        let mut found = spaces.flat_map(|(at, _)| {
            let (parent, rest) = (&normalized[..at], &normalized[at + 1..]);
            let begins = move |child: &str| {
                let name = normalize_name(self.name(child)?);
                let more = name.strip_prefix(rest)?;
                (more.is_empty() || more.starts_with(' ')).then_some(())
            };
            let parents = self.by_normalized_name(parent).into_iter();
            let parents = parents.filter(|hit| hit.current);
            parents.flat_map(move |hit| {
                let children = self.children(&hit.object.id);
                let children = children.filter(|child| begins(child).is_some());
                children.collect::<Vec<_>>()
            })
        });
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// Returns ids of the sub-techniques of the pinned release that a normalized "Parent: Name"
    /// names, with any current or former name of either.
    pub fn by_joined_name(&self, normalized: &str) -> impl Iterator<Item = &'c str> + use<'_, 'c> {
        let catalog = self.catalog;
        let index = catalog.name_index();
        // The names with their parents' are those of nearly all objects, and most texts are not two names.
        let is_name = |text: &str| index.by_name.contains_key(text);
        let may_be = normalized
            .match_indices(' ')
            .any(|(at, _)| is_name(&normalized[at + 1..]) && is_name(&normalized[..at]));
        let objects = may_be
            .then(|| index.with_parent(catalog.objects()).get(normalized))
            .flatten();
        let objects = objects.into_iter().flatten();
        objects
            .filter_map(|index| catalog.objects().get(*index))
            .map(|object| object.id.as_str())
            .filter(|id| self.is_current(id))
    }
}
