//! Folds readings of releases, oldest first, into the lives of ids.

use std::collections::BTreeMap;

use super::fold::{Fold, same};
use super::official::{ReadError, Reading};
use super::{Catalog, Kind, Life, Object, Release, ReleaseIx};

/// What orders releases: year, month, and which one of the month.
pub(super) fn order(name: &str) -> Option<(u32, u32, u32)> {
    let mut parts = name.split('.');
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month = parts
        .next()
        .filter(|month| month.len() == 2)?
        .parse()
        .ok()
        .filter(|month| (1..=12).contains(month))?;
    let nth = match parts.next() {
        Some(nth) => nth.parse().ok().filter(|nth| (2..1000).contains(nth))?,
        None => 1,
    };
    parts.next().is_none().then_some((year, month, nth))
}

impl Catalog {
    /// This catalogue with `reading` as its newest release: that release and all newer ones are
    /// dropped first.
    ///
    /// A file before v6 is placed by its number, and where that is missing or wrong by its names.
    /// Values that an official reading confirms become official.
    ///
    /// # Errors
    ///
    /// If the reading does not say which release it is and its content does not show it.
    pub fn extended_by(&self, reading: &Reading) -> Result<Catalog, ReadError> {
        let release = self.place(reading)?;
        let wanted = order(&release.name);
        let cut = self
            .releases
            .iter()
            .take_while(|known| order(&known.name) < wanted)
            .count();
        let cut = ReleaseIx(
            u16::try_from(cut).map_err(|_| ReadError::new("there are too many releases"))?,
        );
        let mut objects: BTreeMap<String, Object> = self
            .objects
            .iter()
            .filter_map(|object| self.before(object, cut))
            .map(|object| (object.id.clone(), object))
            .collect();
        let mut releases: Vec<Release> = self
            .releases
            .iter()
            .take(usize::from(cut.0))
            .cloned()
            .collect();
        let gaps = gaps(&objects, reading);
        let fold = Fold {
            now: cut,
            official: reading.official,
            releases: &releases,
            renumbered: renumbers(&objects, reading),
            without_studies: gaps.contains(&Kind::CaseStudy),
        };
        for object in objects
            .values_mut()
            .filter(|object| !gaps.contains(&object.kind))
        {
            if !reading.objects.contains_key(&object.id) {
                fold.end(object, reading);
            }
        }
        for (id, read) in &reading.objects {
            let Some(kind) = Kind::of_id(id) else {
                continue;
            };
            let object = objects.entry(id.clone()).or_insert_with(|| Object {
                id: id.clone(),
                kind,
                lives: Vec::new(),
            });
            fold.meet(object, read);
        }
        fold.succeed(&mut objects, reading);
        releases.push(Release { gaps, ..release });
        Ok(Catalog {
            releases,
            objects: objects.into_values().collect(),
            ..Catalog::default()
        })
    }

    /// `object` as it was before the release `cut`; a life that ended only there is open again.
    fn before(&self, object: &Object, cut: ReleaseIx) -> Option<Object> {
        let mut lives: Vec<Life> = object
            .lives
            .iter()
            .filter(|life| life.first < cut)
            .cloned()
            .collect();
        for life in &mut lives {
            if life
                .last
                .is_some_and(|last| self.gone_in(last, object.kind) >= cut)
            {
                life.last = None;
                life.end_official = false;
                life.successors.clear();
            }
            life.names.retain(|since| since.release < cut);
            life.parent.retain(|since| since.release < cut);
            life.tactics.retain(|since| since.release < cut);
            life.attack_reference.retain(|since| since.release < cut);
            for facts in [
                &mut life.maturity,
                &mut life.other_maturity,
                &mut life.created,
                &mut life.modified,
                &mut life.incident_date,
                &mut life.granularity,
                &mut life.study_type,
            ] {
                facts.retain(|since| since.release < cut);
            }
        }
        (!lives.is_empty()).then(|| Object {
            id: object.id.clone(),
            kind: object.kind,
            lives,
        })
    }

    /// The release that shows the end of a life: the first after its last that is no gap.
    fn gone_in(&self, last: ReleaseIx, kind: Kind) -> ReleaseIx {
        let after = self.releases.iter().skip(usize::from(last.0) + 1);
        let gaps = after
            .take_while(|release| release.gaps.contains(&kind))
            .count();
        ReleaseIx(u16::try_from(gaps).map_or(u16::MAX, |gaps| {
            last.0.saturating_add(1).saturating_add(gaps)
        }))
    }
}

/// Kinds that were there and that the whole reading lacks.
fn gaps(objects: &BTreeMap<String, Object>, reading: &Reading) -> Vec<Kind> {
    let lived = |kind: &Kind| objects.values().any(|object| object.kind == *kind);
    let read = |kind: &Kind| {
        reading
            .objects
            .keys()
            .any(|id| Kind::of_id(id) == Some(*kind))
    };
    Kind::ALL
        .into_iter()
        .filter(|kind| lived(kind) && !read(kind))
        .collect()
}

/// Whether the reading gives one tactic the name that another had: then all numbers were dealt
/// anew, and a tactic whose name changed is another tactic. ATLAS did so once, in 2021.12.
fn renumbers(objects: &BTreeMap<String, Object>, reading: &Reading) -> bool {
    let tactics = || {
        objects
            .values()
            .filter(|object| object.kind == Kind::Tactic)
    };
    tactics().any(|old| {
        let name = old
            .lives
            .last()
            .filter(|life| life.last.is_none())
            .and_then(|life| life.names.last());
        name.is_some_and(|name| {
            tactics().any(|other| {
                other.id != old.id
                    && other.lives.last().is_some_and(|life| life.last.is_none())
                    && reading
                        .objects
                        .get(&other.id)
                        .is_some_and(|read| same(&read.name, &name.value))
            })
        })
    })
}
