//! Snapshots of releases that a catalog already has.

use std::collections::BTreeMap;

use super::fact::for_each_fact;
use super::object::{Lifetime, Object};
use super::release::{ReleaseIx, first_without};
use super::snapshot::{ObjectSnapshot, ReleaseSnapshot};
use super::store::Catalog;

impl Catalog {
    /// Returns what the official file of a release states, as far as the catalog keeps it.
    pub(super) fn official_snapshot(&self, ix: ReleaseIx) -> ReleaseSnapshot {
        let mut snapshot = self.snapshot_header(ix);
        for (object, lifetime) in self.objects_in(ix) {
            let stated = official_facts(lifetime, ix);
            snapshot.objects.insert(object.id.clone(), stated);
        }
        snapshot
    }

    /// Returns a snapshot of a release without its objects.
    pub(super) fn snapshot_header(&self, ix: ReleaseIx) -> ReleaseSnapshot {
        let release = self.release_at(ix);
        ReleaseSnapshot {
            release: release.map(|release| release.name.clone()),
            legacy: release.and_then(|release| release.legacy.clone()),
            date: release.map(|release| release.date.clone()),
            official: release.is_some_and(|release| release.official),
            confirmed: release.map_or_else(Vec::new, |release| release.confirmed.clone()),
            files: release.map_or_else(Vec::new, |release| release.files.clone()),
            objects: BTreeMap::new(),
            replaced_by: self.replaced_by(ix),
        }
    }

    /// Returns the objects of a release, each with its lifetime there. Objects of a kind that the
    /// file of the release lacks are left out.
    pub(super) fn objects_in(&self, ix: ReleaseIx) -> impl Iterator<Item = (&Object, &Lifetime)> {
        let gaps = self.release_at(ix).map_or(&[][..], |release| &release.gaps);
        self.objects()
            .iter()
            .filter(|object| !gaps.contains(&object.kind))
            .filter_map(move |object| Some((object, object.lifetime_in(ix)?)))
    }

    /// Returns ids that a release is the first to lack, each with the id that is said to replace it.
    pub(super) fn replaced_by(&self, ix: ReleaseIx) -> BTreeMap<String, String> {
        let replaced = |object: &Object, lifetime: &Lifetime| {
            let gone = first_without(self.releases(), lifetime.last?, object.kind);
            match &lifetime.successors[..] {
                [next] if gone == ix && !next.certain => Some((object.id.clone(), next.id.clone())),
                _ => None,
            }
        };
        self.objects()
            .iter()
            .flat_map(|object| {
                object
                    .lifetimes
                    .iter()
                    .map(move |lifetime| (object, lifetime))
            })
            .filter_map(|(object, lifetime)| replaced(object, lifetime))
            .collect()
    }
}

/// Returns what an official file states of one object in its release.
fn official_facts(lifetime: &Lifetime, ix: ReleaseIx) -> ObjectSnapshot {
    let mut stated = ObjectSnapshot::default();
    for_each_fact!(fact => {
        let version = fact.at(lifetime, ix).filter(|version| version.official);
        fact.set(&mut stated, version.map(|version| version.value.clone()));
    });
    stated
}
