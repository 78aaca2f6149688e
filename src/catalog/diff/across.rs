//! Compares a release in one catalog with a release in another, made of it by reading an official file.

use std::collections::BTreeSet;

use super::facts::{Seen, State, changed_facts, name};
use super::{Change, Diff, Event};
use crate::catalog::kind::Kind;
use crate::catalog::normalize::same_name;
use crate::catalog::object::{Lifetime, Object, Successor};
use crate::catalog::release::{ReleaseIx, release_order};
use crate::catalog::store::Catalog;

/// A release in its catalog.
type Side<'c> = (&'c Catalog, ReleaseIx);

/// Compares a release in one catalog with the same or a later one in another.
pub(in crate::catalog) fn diff_across(from: Side<'_>, to: Side<'_>) -> Diff {
    let release = |(catalog, ix): Side<'_>| catalog.release_name(ix).to_owned();
    let gaps = |(catalog, ix): Side<'_>| {
        let release = catalog.release_at(ix);
        release.map_or_else(Vec::new, |release| release.gaps.clone())
    };
    let pair = Pair {
        from,
        to,
        is_one_release: release(from) == release(to),
    };
    let objects = from.0.objects().iter().chain(to.0.objects());
    let ids: BTreeSet<&str> = objects.map(|object| object.id.as_str()).collect();
    let mut changes: Vec<Change> = ids.into_iter().flat_map(|id| pair.compare(id)).collect();
    changes.sort_by_key(|change| change.kind);
    let (before, after) = (gaps(from), gaps(to));
    let (kept, filled): (Vec<Kind>, Vec<Kind>) = before
        .into_iter()
        .partition(|kind| !pair.is_one_release || after.contains(kind));
    let kept = kept.into_iter().filter(|_| !pair.is_one_release);
    let kept = kept.map(|kind| (release(from), kind));
    let after = after.into_iter().map(|kind| (release(to), kind));
    Diff {
        from: release(from),
        to: release(to),
        of_file: pair.is_one_release,
        backwards: release_order(&release(from)) > release_order(&release(to)),
        gaps: kept.chain(after).collect(),
        filled,
        changes,
    }
}

struct Pair<'c> {
    from: Side<'c>,
    to: Side<'c>,
    /// Whether both sides are one release, so that the new facts replace the old ones.
    is_one_release: bool,
}

impl Pair<'_> {
    fn compare(&self, id: &str) -> Vec<Change> {
        let Some(kind) = Kind::of_id(id) else {
            return Vec::new();
        };
        let ((old, from), (new, to)) = (self.from, self.to);
        let (old, new) = (old.object(id), new.object(id));
        let in_release = (
            old.and_then(|object| object.lifetime_in(from)),
            new.and_then(|object| object.lifetime_in(to)),
        );
        let events = match in_release {
            (None, None) => Vec::new(),
            (None, Some(lifetime)) => {
                let ended = |other: &Lifetime| other.last.is_some_and(|last| last < lifetime.first);
                let reused = new.is_some_and(|object| object.lifetimes.iter().any(ended));
                let official = lifetime.names.first().is_some_and(|first| first.official);
                let name = name((lifetime, to));
                vec![(official, Event::Added { name, reused })]
            }
            (Some(lifetime), None) => {
                let retired = Event::Retired {
                    name: name((lifetime, from)),
                    successors: new.map_or_else(Vec::new, |object| successors(object, to)),
                };
                // The official file that was read lacks the object.
                vec![(true, retired)]
            }
            (Some(old), Some(new)) => self.compare_lifetimes((old, from), (new, to)),
        };
        let change = |(official, event)| Change {
            kind,
            id: id.to_owned(),
            official,
            event,
        };
        events.into_iter().map(change).collect()
    }

    fn compare_lifetimes(&self, old: State<'_>, new: State<'_>) -> Vec<(bool, Event)> {
        let first = |catalog: &Catalog, (lifetime, _): State<'_>| {
            release_order(catalog.release_name(lifetime.first))
        };
        let (old_name, new_name) = (name(old), name(new));
        let is_same_start = first(self.from.0, old) == first(self.to.0, new);
        if !is_same_start && !same_name(&old_name, &new_name) {
            let reused = Event::Reused {
                old: old_name,
                new: new_name,
            };
            return vec![(new.0.is_official(), reused)];
        }
        // Facts of the same release are replaced, so the old ones need not be official.
        let is_official =
            |old: Seen, new: Seen| new.official && (old.official || self.is_one_release);
        changed_facts(old, new, &is_official)
    }
}

/// Returns what replaced the last lifetime that ended before a release.
fn successors(object: &Object, before: ReleaseIx) -> Vec<Successor> {
    let mut newest_first = object.lifetimes.iter().rev();
    let ended = newest_first.find(|lifetime| lifetime.last.is_some_and(|last| last < before));
    ended.map_or_else(Vec::new, |lifetime| lifetime.successors.clone())
}
