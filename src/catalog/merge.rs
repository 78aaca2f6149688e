//! Official files merged into a catalogue that knows other releases already, whatever their date.
//!
//! Everything before the oldest release that a file changes stays. From there on the releases are
//! told over again, oldest first: an official one as its file states it, an unverified one as `retell`
//! has it.

use std::collections::BTreeMap;

use super::fill::fill;
use super::history::order;
use super::official::{ReadError, ReadObject, Reading};
use super::{Catalog, Lifetime, Object, Release, ReleaseIx, Versioned, at};

/// A release on its way into the merged catalogue.
struct Layer {
    release: Release,
    /// Its place in the catalogue that is merged into.
    known: Option<ReleaseIx>,
    /// What it says now, if an official file said something new.
    read: Option<Reading>,
}

impl Catalog {
    /// This catalogue with what official files say, or `None` if they say nothing new.
    ///
    /// An official file replaces unverified facts of its release and fills gaps.
    ///
    /// # Errors
    ///
    /// If a reading cannot be placed, or contradicts an official file that was read before.
    pub fn with(&self, readings: &[Reading]) -> Result<Option<Catalog>, ReadError> {
        let known = (0..).map(ReleaseIx);
        let mut layers: Vec<Layer> = self
            .releases
            .iter()
            .zip(known)
            .map(|(release, ix)| Layer {
                release: release.clone(),
                known: Some(ix),
                read: None,
            })
            .collect();
        for reading in readings {
            self.lay(&mut layers, reading)?;
        }
        let Some(cut) = layers.iter().position(|layer| layer.read.is_some()) else {
            return Ok(None);
        };
        let mut building = self.before(cut);
        for layer in layers.drain(cut..) {
            let told = match (layer.read, layer.known) {
                (Some(read), _) => read,
                (None, Some(ix)) if layer.release.official => self.stated(ix),
                (None, Some(ix)) => self.retold(ix, &building),
                (None, None) => continue,
            };
            building.add(layer.release, &told)?;
        }
        Ok(Some(building.finish()))
    }

    /// Lays a reading over its release.
    fn lay(&self, layers: &mut Vec<Layer>, reading: &Reading) -> Result<(), ReadError> {
        let release = self.place(reading)?;
        let wanted = order(&release.name);
        let place = layers.binary_search_by_key(&wanted, |layer| order(&layer.release.name));
        let layer = match place {
            Ok(place) => layers.get_mut(place),
            Err(place) => {
                let (known, read) = (None, Some(reading.clone()));
                layers.insert(
                    place,
                    Layer {
                        release,
                        known,
                        read,
                    },
                );
                return Ok(());
            }
        };
        let Some(layer) = layer else { return Ok(()) };
        if layer.read.is_some() {
            return Err(ReadError::new(format!(
                "two files are of the same release, {}",
                release.name
            )));
        }
        let Some(ix) = layer.known else { return Ok(()) };
        if layer.release.official {
            let known = self.stated(ix);
            if let Some(whole) = fill(known, reading, &release.name)? {
                layer.release = Release {
                    files: whole.files.clone(),
                    ..release
                };
                layer.read = Some(whole);
            }
        } else {
            let mut read = reading.clone();
            // Official files never say what took the place of an object.
            let told = self.replaced_by(ix);
            for (id, next) in told {
                read.replaced_by.entry(id).or_insert(next);
            }
            layer.read = Some(read);
            layer.release = release;
        }
        Ok(())
    }

    /// What the official file of a release states, so far as it is kept.
    pub(super) fn stated(&self, ix: ReleaseIx) -> Reading {
        let mut reading = self.empty_reading(ix);
        for (object, lifetime) in self.living(ix) {
            reading
                .objects
                .insert(object.id.clone(), stated(lifetime, ix));
        }
        reading
    }

    /// The objects that a release has, each with its lifetime there. Those of a kind that the file lacks
    /// are not among them.
    pub(super) fn living(&self, ix: ReleaseIx) -> impl Iterator<Item = (&Object, &Lifetime)> {
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
    pub(super) fn empty_reading(&self, ix: ReleaseIx) -> Reading {
        let release = self.release_at(ix);
        Reading {
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
fn stated(lifetime: &Lifetime, ix: ReleaseIx) -> ReadObject {
    let other = lifetime
        .other_maturity
        .iter()
        .find(|other| other.release == ix);
    ReadObject {
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
