//! Finds out which release a reading is.

use super::history::order;
use super::official::{ReadError, Reading};
use super::{Catalog, Kind, Release, ReleaseIx, at, normalise_name};

impl Catalog {
    /// The release that `reading` is: by its name, by its number, by its names of objects, and at
    /// last by its newest date.
    pub(super) fn place(&self, reading: &Reading) -> Result<Release, ReadError> {
        let official = reading.official;
        let stated = reading.release.as_deref().or(reading.legacy.as_deref());
        if let Some(known) =
            stated.and_then(|text| self.releases().iter().find(|known| known.is_called(text)))
        {
            return Ok(Release {
                official,
                ..known.clone()
            });
        }
        if let Some(name) = &reading.release {
            if order(name).is_none() {
                return Err(ReadError::new(format!(
                    "{name:?} is no release name like 2026.05"
                )));
            }
            let date = reading.date.clone().unwrap_or_default();
            return Ok(Release {
                name: name.clone(),
                legacy: reading.legacy.clone(),
                date,
                official,
                gaps: Vec::new(),
            });
        }
        if let Some(known) = self.by_content(reading) {
            return Ok(Release {
                official,
                ..known.clone()
            });
        }
        let number: Option<String> = reading
            .legacy
            .as_ref()
            .map(|number| number.chars().take(40).collect());
        let newest = reading
            .objects
            .values()
            .filter_map(|object| object.modified.as_ref())
            .max();
        let month = newest.and_then(|date| Some((date, date.get(..7)?.replace('-', "."))));
        match (number, month) {
            (Some(number), Some((date, name))) if order(&name).is_some() => Ok(Release {
                name,
                legacy: Some(number),
                date: date.clone(),
                official,
                gaps: Vec::new(),
            }),
            (Some(number), _) => Err(ReadError::new(format!(
                "version {number:?} is no release that is known, and the file holds no dates to place it by"
            ))),
            (None, _) => Err(ReadError::new(
                "the file does not say which release it is, and its names are those of no release that is known",
            )),
        }
    }

    /// The release before v6 that has exactly the names of the reading. Of several, the one that
    /// agrees in most other facts, and then the newest: they differ in no fact that is kept.
    fn by_content(&self, reading: &Reading) -> Option<&Release> {
        let all = self
            .releases()
            .iter()
            .zip(0..)
            .filter(|(release, _)| release.legacy.is_some());
        all.filter_map(|(release, ix)| {
            Some((self.agreement(reading, release, ReleaseIx(ix))?, release))
        })
        .max_by_key(|(agreement, _)| *agreement)
        .map(|(_, release)| release)
    }

    /// In how many facts the reading agrees with a release, or `None` if their names differ.
    /// Tactics are left out: until 2021.10 they have other ids in files before v6.
    fn agreement(&self, reading: &Reading, release: &Release, ix: ReleaseIx) -> Option<usize> {
        let held = |kind: Kind| kind != Kind::Tactic && !release.gaps.contains(&kind);
        let counted = reading
            .objects
            .keys()
            .filter(|id| Kind::of_id(id).is_some_and(held))
            .count();
        let mut met = 0;
        let mut agreed = 0;
        for object in self.objects().iter().filter(|object| held(object.kind)) {
            let Some(life) = object.lives.iter().find(|life| life.spans(ix)) else {
                continue;
            };
            let read = reading.objects.get(&object.id)?;
            if at(&life.names, ix)
                .is_none_or(|name| normalise_name(&name.value) != normalise_name(&read.name))
            {
                return None;
            }
            met += 1;
            agreed += usize::from(
                at(&life.tactics, ix).is_some_and(|tactics| tactics.value == read.tactics),
            );
            for (facts, value) in [
                (&life.incident_date, &read.incident_date),
                (&life.granularity, &read.granularity),
            ] {
                agreed += usize::from(at(facts, ix).map(|since| &since.value) == value.as_ref());
            }
        }
        (met == counted).then_some(agreed)
    }
}

impl Release {
    /// Whether `text` is its name or its number before v6.
    pub(super) fn is_called(&self, text: &str) -> bool {
        self.name == text || self.legacy.as_deref() == Some(text)
    }
}
