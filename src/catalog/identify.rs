//! Finds out which release a snapshot is.

use super::error::MergeError;
use super::fact::{Fact, GRANULARITY, INCIDENT_DATE, TACTICS};
use super::kind::Kind;
use super::normalize::same_name;
use super::object::Lifetime;
use super::release::{Release, ReleaseIx, release_order, version_parts};
use super::snapshot::{ObjectSnapshot, ReleaseSnapshot};
use super::store::Catalog;
use super::versioned::at;

impl Catalog {
    /// The release that `snapshot` is: by its file, by its number, by its name, by its names of
    /// objects, and at last by its newest date. The catalogue need not know it.
    ///
    /// # Errors
    ///
    /// If the snapshot does not say which release it is and its content does not show it.
    pub fn identify(&self, snapshot: &ReleaseSnapshot) -> Result<Release, MergeError> {
        let official = snapshot.official;
        if let Some(known) = self.known(snapshot) {
            return Ok(read_again(known, snapshot));
        }
        if let Some(name) = &snapshot.release {
            if release_order(name).is_none() {
                return Err(MergeError::ReleaseName);
            }
            let date = snapshot.date.clone().unwrap_or_default();
            return Ok(Release {
                name: name.clone(),
                legacy: snapshot.legacy.clone(),
                date,
                official,
                gaps: Vec::new(),
                files: snapshot.files.clone(),
            });
        }
        // A number above all others is that of a new release, however little it changed.
        let newest = self
            .releases()
            .iter()
            .filter_map(|r| version_parts(r.legacy.as_ref()?))
            .max();
        let newer = snapshot
            .legacy
            .as_ref()
            .and_then(|text| version_parts(text))
            > newest;
        if let Some(known) = self.by_content(snapshot).filter(|_| !newer) {
            return Ok(read_again(known, snapshot));
        }
        let legacy: Option<String> = snapshot
            .legacy
            .as_ref()
            .map(|number| number.chars().take(40).collect());
        match (legacy, self.by_date(snapshot)) {
            (Some(number), Some((date, name))) => {
                let known = self.releases().iter().find(|known| known.name == name);
                let fresh = || Release {
                    name,
                    legacy: Some(number),
                    date,
                    official,
                    gaps: Vec::new(),
                    files: snapshot.files.clone(),
                };
                Ok(known.map_or_else(fresh, |known| read_again(known, snapshot)))
            }
            (Some(text), _) => Err(MergeError::UnknownVersion(text)),
            (None, _) => Err(MergeError::UnknownRelease),
        }
    }

    /// The release that is known to be that of the snapshot. Files before v6 may say a wrong number
    /// or none, but such a file may be known as it is.
    fn known(&self, snapshot: &ReleaseSnapshot) -> Option<&Release> {
        let mut files = self.releases().iter();
        let by_file =
            files.find(|known| known.files.iter().any(|file| snapshot.files.contains(file)));
        let called = |text: &String| self.releases().iter().find(|known| known.is_called(text));
        by_file
            .filter(|_| snapshot.release.is_none())
            .or_else(|| snapshot.legacy.as_ref().and_then(called))
            .or_else(|| snapshot.release.as_ref().and_then(called))
    }

    /// The newest day of the snapshot, and the name of a release of that month that has no number
    /// yet, which the snapshot can be.
    fn by_date(&self, snapshot: &ReleaseSnapshot) -> Option<(String, String)> {
        let days = snapshot
            .objects
            .values()
            .filter_map(|object| object.modified.as_ref());
        let date = days.max()?;
        let month = date.get(..7)?.replace('-', ".");
        release_order(&month)?;
        let taken = |name: &String| {
            let mut known = self.releases().iter();
            known.any(|known| known.name == *name && known.legacy.is_some())
        };
        let later = (2..100).map(|nth| format!("{month}.{nth}"));
        let name = std::iter::once(month.clone())
            .chain(later)
            .find(|name| !taken(name))?;
        Some((date.clone(), name))
    }

    /// The release before v6 that has exactly the names of the snapshot. Of several, the one that
    /// agrees in most other facts, and then the newest: they differ in no fact that is kept.
    fn by_content(&self, snapshot: &ReleaseSnapshot) -> Option<&Release> {
        let all = self
            .releases()
            .iter()
            .zip(0..)
            .filter(|(release, _)| release.legacy.is_some());
        all.filter_map(|(release, ix)| {
            Some((self.agreement(snapshot, release, ReleaseIx(ix))?, release))
        })
        .max_by_key(|(agreement, _)| *agreement)
        .map(|(_, release)| release)
    }

    /// In how many facts the snapshot agrees with a release, or `None` if their names differ.
    /// Tactics are left out: until 2021.10 they have other ids in files before v6.
    fn agreement(
        &self,
        snapshot: &ReleaseSnapshot,
        release: &Release,
        ix: ReleaseIx,
    ) -> Option<usize> {
        let held = |kind: Kind| kind != Kind::Tactic && !release.gaps.contains(&kind);
        let counted = snapshot
            .objects
            .keys()
            .filter(|id| Kind::of_id(id).is_some_and(held))
            .count();
        let mut met = 0;
        let mut agreed = 0;
        for object in self.objects().iter().filter(|object| held(object.kind)) {
            let Some(lifetime) = object.lifetime_in(ix) else {
                continue;
            };
            let read = snapshot.objects.get(&object.id)?;
            if at(&lifetime.names, ix).is_none_or(|name| !same_name(&name.value, &read.name)) {
                return None;
            }
            met += 1;
            agreed += usize::from(agrees(&TACTICS, lifetime, ix, read))
                + usize::from(agrees(&INCIDENT_DATE, lifetime, ix, read))
                + usize::from(agrees(&GRANULARITY, lifetime, ix, read));
        }
        (met == counted).then_some(agreed)
    }
}

/// A release that is known, as the snapshot of its file has it.
fn read_again(known: &Release, snapshot: &ReleaseSnapshot) -> Release {
    // What an unverified release is said to be, its file says better.
    let date = snapshot
        .date
        .clone()
        .filter(|_| !known.official && snapshot.official);
    Release {
        date: date.unwrap_or_else(|| known.date.clone()),
        legacy: known.legacy.clone().or_else(|| snapshot.legacy.clone()),
        official: snapshot.official,
        files: snapshot.files.clone(),
        ..known.clone()
    }
}

fn agrees<T: PartialEq>(
    fact: &Fact<T>,
    lifetime: &Lifetime,
    ix: ReleaseIx,
    stated: &ObjectSnapshot,
) -> bool {
    fact.at(lifetime, ix).map(|version| &version.value) == fact.stated(stated)
}
