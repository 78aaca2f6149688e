//! Official files merged into a catalogue that knows other releases already, whatever their date.
//!
//! Everything before the oldest release that a file changes stays. From there on the releases are
//! told over again, oldest first: an official one as its file states it, an unverified one as `retell`
//! has it.

use std::collections::BTreeMap;

use super::builder::release_order;
use super::official::{ObjectSnapshot, ReadError, ReleaseSnapshot};
use super::reconcile::reconcile;
use super::{Catalog, Lifetime, Object, Release, ReleaseIx, Versioned, at};

/// A release on its way into the merged catalogue.
struct PlannedRelease {
    release: Release,
    /// Its place in the catalogue that is merged into.
    known: Option<ReleaseIx>,
    /// What it says now, if an official file said something new.
    read: Option<ReleaseSnapshot>,
}

impl Catalog {
    /// This catalogue with what official files say, or `None` if they say nothing new.
    ///
    /// An official file replaces unverified facts of its release and fills gaps.
    ///
    /// # Errors
    ///
    /// If a snapshot cannot be placed, or contradicts an official file that was read before.
    pub fn merged_with(&self, snapshots: &[ReleaseSnapshot]) -> Result<Option<Catalog>, ReadError> {
        let known = (0..).map(ReleaseIx);
        let mut planned: Vec<PlannedRelease> = self
            .releases
            .iter()
            .zip(known)
            .map(|(release, ix)| PlannedRelease {
                release: release.clone(),
                known: Some(ix),
                read: None,
            })
            .collect();
        for snapshot in snapshots {
            self.plan(&mut planned, snapshot)?;
        }
        let Some(cut) = planned.iter().position(|entry| entry.read.is_some()) else {
            return Ok(None);
        };
        let mut builder = self.rewound_to(cut);
        for entry in planned.drain(cut..) {
            let told = match (entry.read, entry.known) {
                (Some(read), _) => read,
                (None, Some(ix)) if entry.release.official => self.official_snapshot(ix),
                (None, Some(ix)) => self.rebased_snapshot(ix, &builder),
                (None, None) => continue,
            };
            builder.add(entry.release, &told)?;
        }
        Ok(Some(builder.finish()))
    }

    /// Lays a snapshot over its release.
    fn plan(
        &self,
        planned: &mut Vec<PlannedRelease>,
        snapshot: &ReleaseSnapshot,
    ) -> Result<(), ReadError> {
        let release = self.identify(snapshot)?;
        let wanted = release_order(&release.name);
        let identify =
            planned.binary_search_by_key(&wanted, |entry| release_order(&entry.release.name));
        let entry = match identify {
            Ok(identify) => planned.get_mut(identify),
            Err(identify) => {
                let (known, read) = (None, Some(snapshot.clone()));
                planned.insert(
                    identify,
                    PlannedRelease {
                        release,
                        known,
                        read,
                    },
                );
                return Ok(());
            }
        };
        let Some(entry) = entry else { return Ok(()) };
        if entry.read.is_some() {
            return Err(ReadError::new(format!(
                "two files are of the same release, {}",
                release.name
            )));
        }
        let Some(ix) = entry.known else { return Ok(()) };
        if entry.release.official {
            let known = self.official_snapshot(ix);
            if let Some(whole) = reconcile(known, snapshot, &release.name)? {
                entry.release = Release {
                    files: whole.files.clone(),
                    ..release
                };
                entry.read = Some(whole);
            }
        } else {
            let mut read = snapshot.clone();
            // Official files never say what took the place of an object.
            let told = self.replaced_by(ix);
            for (id, next) in told {
                read.replaced_by.entry(id).or_insert(next);
            }
            entry.read = Some(read);
            entry.release = release;
        }
        Ok(())
    }

    /// What the official file of a release states, so far as it is kept.
    pub(super) fn official_snapshot(&self, ix: ReleaseIx) -> ReleaseSnapshot {
        let mut snapshot = self.snapshot_header(ix);
        for (object, lifetime) in self.objects_in(ix) {
            snapshot
                .objects
                .insert(object.id.clone(), official_snapshot(lifetime, ix));
        }
        snapshot
    }

    /// The objects that a release has, each with its lifetime there. Those of a kind that the file lacks
    /// are not among them.
    pub(super) fn objects_in(&self, ix: ReleaseIx) -> impl Iterator<Item = (&Object, &Lifetime)> {
        let gaps = self.release_at(ix).map_or(&[][..], |release| &release.gaps);
        self.objects
            .iter()
            .filter(|object| !gaps.contains(&object.kind))
            .filter_map(move |object| {
                let lifetime = object
                    .lifetimes
                    .iter()
                    .find(|lifetime| lifetime.spans(ix))?;
                Some((object, lifetime))
            })
    }

    /// What a release says of itself, without objects.
    pub(super) fn snapshot_header(&self, ix: ReleaseIx) -> ReleaseSnapshot {
        let release = self.release_at(ix);
        ReleaseSnapshot {
            release: release.map(|release| release.name.clone()),
            legacy: release.and_then(|release| release.legacy.clone()),
            date: release.map(|release| release.date.clone()),
            official: release.is_some_and(|release| release.official),
            files: release.map_or_else(Vec::new, |release| release.files.clone()),
            objects: BTreeMap::new(),
            replaced_by: self.replaced_by(ix),
        }
    }

    /// The objects that a release lacks first, each with what is said to have taken its place.
    fn replaced_by(&self, ix: ReleaseIx) -> BTreeMap<String, String> {
        let ended = |object: &Object, lifetime: &Lifetime| {
            let gone = lifetime.last.map(|last| self.gone_in(last, object.kind));
            match &lifetime.successors[..] {
                [next] if gone == Some(ix) && !next.certain => {
                    Some((object.id.clone(), next.id.clone()))
                }
                _ => None,
            }
        };
        self.objects
            .iter()
            .flat_map(|object| {
                object
                    .lifetimes
                    .iter()
                    .map(move |lifetime| (object, lifetime))
            })
            .filter_map(|(object, lifetime)| ended(object, lifetime))
            .collect()
    }
}

/// What an official file states of one object in its release.
fn official_snapshot(lifetime: &Lifetime, ix: ReleaseIx) -> ObjectSnapshot {
    let other = lifetime
        .other_maturity
        .iter()
        .find(|other| other.release == ix);
    ObjectSnapshot {
        name: official(&lifetime.names, ix).unwrap_or_default(),
        parent: official(&lifetime.parent, ix).flatten(),
        tactics: official(&lifetime.tactics, ix).unwrap_or_default(),
        maturity: official(&lifetime.maturity, ix),
        other_maturity: other.map(|other| other.value.clone()),
        created: official(&lifetime.created, ix),
        modified: official(&lifetime.modified, ix),
        attack_reference: official(&lifetime.attack_reference, ix).flatten(),
        incident_date: official(&lifetime.incident_date, ix),
        granularity: official(&lifetime.granularity, ix),
        study_type: official(&lifetime.study_type, ix),
        employs: official(&lifetime.employs, ix),
        mitigates: official(&lifetime.mitigates, ix),
    }
}

fn official<T: Clone>(facts: &[Versioned<T>], ix: ReleaseIx) -> Option<T> {
    at(facts, ix)
        .filter(|version| version.official)
        .map(|version| version.value.clone())
}
