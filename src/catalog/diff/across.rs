//! What changed from a release in one catalogue to a release in another, after an official file was read.

use std::collections::BTreeSet;

use super::{Change, Diff, What, name};
use crate::catalog::kind::Kind;
use crate::catalog::normalize::same_name;
use crate::catalog::object::{Lifetime, Object, Successor};
use crate::catalog::release::{ReleaseIx, release_order};
use crate::catalog::store::Catalog;
use crate::catalog::versioned::{Versioned, at};

/// A release in its catalogue.
type Side<'c> = (&'c Catalog, ReleaseIx);

/// Compares a release in one catalogue with the same or a later one in another.
pub(in crate::catalog) fn across(from: Side<'_>, to: Side<'_>) -> Diff {
    let release = |(catalog, ix): Side<'_>| catalog.release_name(ix).to_owned();
    let gaps = |(catalog, ix): Side<'_>| {
        catalog
            .release_at(ix)
            .map_or_else(Vec::new, |release| release.gaps.clone())
    };
    let pair = Pair {
        from,
        to,
        one_release: release(from) == release(to),
    };
    let ids: BTreeSet<&str> = [from, to]
        .into_iter()
        .flat_map(|(catalog, _)| catalog.objects())
        .map(|object| object.id.as_str())
        .collect();
    let mut changes: Vec<Change> = ids.into_iter().flat_map(|id| pair.compare(id)).collect();
    changes.sort_by_key(|change| change.kind);
    let (before, after) = (gaps(from), gaps(to));
    let (kept, filled): (Vec<Kind>, Vec<Kind>) = before
        .into_iter()
        .partition(|kind| !pair.one_release || after.contains(kind));
    let kept = kept.into_iter().filter(|_| !pair.one_release);
    let kept = kept.map(|kind| (release(from), kind));
    Diff {
        from: release(from),
        to: release(to),
        backwards: release_order(&release(from)) > release_order(&release(to)),
        gaps: kept
            .chain(after.into_iter().map(|kind| (release(to), kind)))
            .collect(),
        filled,
        changes,
    }
}

struct Pair<'c> {
    from: Side<'c>,
    to: Side<'c>,
    /// Both sides are one release, and what was known of it is replaced.
    one_release: bool,
}

impl Pair<'_> {
    fn compare(&self, id: &str) -> Vec<Change> {
        let Some(kind) = Kind::of_id(id) else {
            return Vec::new();
        };
        let ((old, from), (new, to)) = (self.from, self.to);
        let (old, new) = (old.object(id), new.object(id));
        let told = match (living(old, from), living(new, to)) {
            (None, None) => Vec::new(),
            (None, Some(lifetime)) => {
                let ended = |other: &Lifetime| other.last.is_some_and(|last| last < lifetime.first);
                let reused = new.is_some_and(|object| object.lifetimes.iter().any(ended));
                let official = lifetime.names.first().is_some_and(|first| first.official);
                vec![(official, What::Added(name(lifetime, to), reused))]
            }
            (Some(lifetime), None) => {
                let successors = new.map_or_else(Vec::new, |object| successors(object, to));
                vec![(true, What::Retired(name(lifetime, from), successors))]
            }
            (Some(lifetime), Some(other)) => self.within(lifetime, other),
        };
        let change = |(official, what)| Change {
            kind,
            id: id.to_owned(),
            official,
            what,
        };
        told.into_iter().map(change).collect()
    }

    fn within(&self, lifetime: &Lifetime, other: &Lifetime) -> Vec<(bool, What)> {
        let ((old, from), (new, to)) = (self.from, self.to);
        let (before, after) = (name(lifetime, from), name(other, to));
        let begun = |catalog: &Catalog, lifetime: &Lifetime| {
            release_order(catalog.release_name(lifetime.first))
        };
        if begun(old, lifetime) != begun(new, other) && !same_name(&before, &after) {
            return vec![(other.is_official(), What::Reused(before, after))];
        }
        let text = |text: &String| text.clone();
        let parent = |id: &Option<String>| id.clone().unwrap_or_else(|| "none".to_owned());
        let names = self.changed(&lifetime.names, &other.names, text);
        let parents = self.changed(&lifetime.parent, &other.parent, parent);
        let tactics = self.changed(&lifetime.tactics, &other.tactics, Clone::clone);
        let maturity = self.changed(&lifetime.maturity, &other.maturity, text);
        [
            names.map(|(official, old, new)| (official, What::Renamed(old, new))),
            parents.map(|(official, old, new)| (official, What::Parent(old, new))),
            tactics.map(|(official, old, new)| (official, What::Tactics(old, new))),
            maturity.map(|(official, old, new)| (official, What::Maturity(old, new))),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Both values, if they differ, and whether official files state them. What is replaced need not be.
    fn changed<T: PartialEq, V>(
        &self,
        old: &[Versioned<T>],
        new: &[Versioned<T>],
        write: impl Fn(&T) -> V,
    ) -> Option<(bool, V, V)> {
        let (old, new) = (at(old, self.from.1)?, at(new, self.to.1)?);
        let official = new.official && (old.official || self.one_release);
        (old.value != new.value).then(|| (official, write(&old.value), write(&new.value)))
    }
}

/// The lifetime of an object in a release.
fn living(object: Option<&Object>, ix: ReleaseIx) -> Option<&Lifetime> {
    object?.lifetimes.iter().find(|lifetime| lifetime.spans(ix))
}

/// What took the place of the last lifetime that ended before a release.
fn successors(object: &Object, before: ReleaseIx) -> Vec<Successor> {
    let ended = |lifetime: &&Lifetime| lifetime.last.is_some_and(|last| last < before);
    let lifetime = object.lifetimes.iter().rev().find(ended);
    lifetime.map_or_else(Vec::new, |lifetime| lifetime.successors.clone())
}
