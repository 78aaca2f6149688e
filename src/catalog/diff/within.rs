//! Compares two releases of one catalog.

use super::facts::{Seen, changed_facts, name};
use super::{Change, Diff, Event};
use crate::catalog::kind::Kind;
use crate::catalog::object::{Lifetime, Object};
use crate::catalog::release::ReleaseIx;
use crate::catalog::store::Catalog;

/// Compares release `from` with release `to`.
#[must_use]
pub fn diff(catalog: &Catalog, from: ReleaseIx, to: ReleaseIx) -> Diff {
    let objects = catalog.objects().iter();
    let changes = objects.flat_map(|object| {
        let events = Pair {
            catalog,
            object,
            from,
            to,
        }
        .compare()
        .into_iter();
        events.map(|(official, event)| Change {
            kind: object.kind,
            id: object.id.clone(),
            official,
            event,
        })
    });
    let mut changes: Vec<Change> = changes.collect();
    changes.sort_by_key(|change| change.kind);
    let releases = if from == to { &[from][..] } else { &[from, to] };
    let releases = releases.iter().copied();
    let releases = releases.filter_map(|ix| catalog.release_at(ix));
    let gaps = releases.flat_map(|release| {
        let gaps = release.gaps.iter();
        gaps.map(|kind: &Kind| (release.name.clone(), *kind))
    });
    Diff {
        from: catalog.release_name(from).to_owned(),
        to: catalog.release_name(to).to_owned(),
        of_file: false,
        backwards: from > to,
        gaps: gaps.collect(),
        filled: Vec::new(),
        changes,
    }
}

/// An object in two releases.
struct Pair<'c> {
    catalog: &'c Catalog,
    object: &'c Object,
    from: ReleaseIx,
    to: ReleaseIx,
}

impl Pair<'_> {
    /// Returns what happened to the object, and whether verified releases show it.
    fn compare(&self) -> Vec<(bool, Event)> {
        let (object, from, to) = (self.object, self.from, self.to);
        match (object.lifetime_in(from), object.lifetime_in(to)) {
            (None, None) => Vec::new(),
            (None, Some(new)) => {
                let mut lifetimes = object.lifetimes.iter();
                let reused = lifetimes.any(|other| other.last.is_some_and(|last| last < new.first));
                let name = name((new, to));
                vec![(self.is_border_verified(new), Event::Added { name, reused })]
            }
            (Some(old), None) => {
                let successors = if from < to { &old.successors[..] } else { &[] };
                let retired = Event::Retired {
                    name: name((old, from)),
                    successors: successors.to_vec(),
                };
                vec![(self.is_border_verified(old), retired)]
            }
            (Some(old), Some(new)) if old.first != new.first => {
                let reused = Event::Reused {
                    old: name((old, from)),
                    new: name((new, to)),
                };
                vec![(old.is_official() && new.is_official(), reused)]
            }
            (Some(old), Some(new)) => {
                let is_verified = |old: Seen, new: Seen| {
                    let later = if from < to { new } else { old };
                    old.official && new.official && self.is_dated(later.since)
                };
                changed_facts((old, from), (new, to), &is_verified)
            }
        }
    }

    /// Returns whether verified releases show that a lifetime spans one of the releases and not the other.
    fn is_border_verified(&self, lifetime: &Lifetime) -> bool {
        let later = self.from.max(self.to);
        match lifetime.last {
            Some(last) if last < later => {
                lifetime.end_official && self.is_dated(ReleaseIx(last.0 + 1))
            }
            _ => {
                let first = lifetime.names.first();
                first.is_some_and(|first| first.official) && self.is_dated(lifetime.first)
            }
        }
    }

    /// Returns whether it is known that something became different between the two releases, in `since`: that release is verified,
    /// or one on either side of it.
    fn is_dated(&self, since: ReleaseIx) -> bool {
        let kind = self.object.kind;
        let (earlier, later) = (self.from.min(self.to), self.from.max(self.to));
        let after_later = ReleaseIx(later.0.saturating_add(1));
        let next = ReleaseIx(since.0.saturating_add(1));
        let verified = |from, to| self.catalog.is_verified(kind, from, to);
        verified(since, next) || (verified(earlier, since) && verified(since, after_later))
    }
}
