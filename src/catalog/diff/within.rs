//! Compares two releases of one catalog.

use super::facts::{changed_facts, name};
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
        let events = compare(object, from, to).into_iter();
        events.map(|(official, event)| Change {
            kind: object.kind,
            id: object.id.clone(),
            official,
            event,
        })
    });
    let mut changes: Vec<Change> = changes.collect();
    changes.sort_by_key(|change| change.kind);
    let releases = [from, to].into_iter();
    let releases = releases.filter_map(|ix| catalog.release_at(ix));
    let gaps = releases.flat_map(|release| {
        let gaps = release.gaps.iter();
        gaps.map(|kind: &Kind| (release.name.clone(), *kind))
    });
    Diff {
        from: catalog.release_name(from).to_owned(),
        to: catalog.release_name(to).to_owned(),
        backwards: from > to,
        gaps: gaps.collect(),
        filled: Vec::new(),
        changes,
    }
}

/// Returns what happened to an object, and whether official releases show it.
fn compare(object: &Object, from: ReleaseIx, to: ReleaseIx) -> Vec<(bool, Event)> {
    match (object.lifetime_in(from), object.lifetime_in(to)) {
        (None, None) => Vec::new(),
        (None, Some(new)) => {
            let mut lifetimes = object.lifetimes.iter();
            let reused = lifetimes.any(|other| other.last.is_some_and(|last| last < new.first));
            let name = name((new, to));
            vec![(
                is_border_official(new, from, to),
                Event::Added { name, reused },
            )]
        }
        (Some(old), None) => {
            let successors = if from < to { &old.successors[..] } else { &[] };
            let retired = Event::Retired {
                name: name((old, from)),
                successors: successors.to_vec(),
            };
            vec![(is_border_official(old, to, from), retired)]
        }
        (Some(old), Some(new)) if old.first != new.first => {
            let reused = Event::Reused {
                old: name((old, from)),
                new: name((new, to)),
            };
            vec![(old.is_official() && new.is_official(), reused)]
        }
        (Some(old), Some(new)) => changed_facts((old, from), (new, to), &|old, new| old && new),
    }
}

/// Returns whether official releases show that a lifetime spans `with` and not `without`.
fn is_border_official(lifetime: &Lifetime, without: ReleaseIx, with: ReleaseIx) -> bool {
    if without > with {
        lifetime.end_official
    } else {
        lifetime.names.first().is_some_and(|first| first.official)
    }
}
