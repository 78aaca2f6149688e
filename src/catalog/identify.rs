//! Identifies the release of a snapshot.

use super::error::MergeError;
use super::fact::{Fact, GRANULARITY, INCIDENT_DATE, TACTICS};
use super::kind::Kind;
use super::normalize::same_name;
use super::object::Lifetime;
use super::release::{Release, ReleaseIx, release_order, version_parts};
use super::snapshot::{ObjectSnapshot, ReleaseSnapshot};
use super::store::Catalog;
use super::versioned::at;

/// The most characters that are kept of a version number.
const MAX_VERSION: usize = 40;

impl Catalog {
    /// Returns the release of a snapshot, which this catalog need not have. It is found by the first
    /// of these that is conclusive: a file that was read before, the version number or the release
    /// name, the names of all objects, the newest date.
    ///
    /// # Errors
    ///
    /// If the snapshot does not state its release and its content does not show it.
    pub fn identify(&self, snapshot: &ReleaseSnapshot) -> Result<Release, MergeError> {
        if let Some(known) = self.by_file_or_name(snapshot) {
            return Ok(known_release(known, snapshot));
        }
        let new_release = |name: &str, legacy: Option<String>, date: String| Release {
            name: name.to_owned(),
            legacy,
            date,
            official: snapshot.official,
            confirmed: snapshot.confirmed.clone(),
            gaps: Vec::new(),
            files: snapshot.files.clone(),
        };
        if let Some(name) = &snapshot.release {
            if release_order(name).is_none() {
                return Err(MergeError::ReleaseName);
            }
            let date = snapshot.date.clone().unwrap_or_default();
            return Ok(new_release(name, snapshot.legacy.clone(), date));
        }
        if !self.is_newer_than_all(snapshot)
            && let Some(known) = self.by_content(snapshot)
        {
            return Ok(known_release(known, snapshot));
        }
        let Some(version) = &snapshot.legacy else {
            return Err(MergeError::UnknownRelease);
        };
        let version: String = version.chars().take(MAX_VERSION).collect();
        let Some((date, name)) = self.by_date(snapshot) else {
            return Err(MergeError::UnknownVersion(version));
        };
        let mut releases = self.releases().iter();
        Ok(match releases.find(|known| known.name == name) {
            Some(known) => known_release(known, snapshot),
            None => new_release(&name, Some(version), date),
        })
    }

    /// Returns the known release that has the file, the version number or the name of a snapshot. The
    /// file comes first where there is no name: files before v6 may state a wrong number or none.
    fn by_file_or_name(&self, snapshot: &ReleaseSnapshot) -> Option<&Release> {
        let mut releases = self.releases().iter();
        let has_file = |known: &&Release| known.files.iter().any(|f| snapshot.files.contains(f));
        let by_file = releases.find(has_file);
        let called = |text: &String| self.releases().iter().find(|known| known.is_called(text));
        by_file
            .filter(|_| snapshot.release.is_none())
            .or_else(|| snapshot.legacy.as_ref().and_then(called))
            .or_else(|| snapshot.release.as_ref().and_then(called))
    }

    /// Returns whether the version number is above all known ones. Such a release is new, even if it
    /// changed nothing.
    fn is_newer_than_all(&self, snapshot: &ReleaseSnapshot) -> bool {
        let versions = self.releases().iter();
        let newest = versions
            .filter_map(|release| version_parts(release.legacy.as_ref()?))
            .max();
        let version = snapshot.legacy.as_deref().and_then(version_parts);
        version > newest
    }

    /// Returns the newest date of a snapshot, and the name of the first release of that month that
    /// has no version number yet.
    fn by_date(&self, snapshot: &ReleaseSnapshot) -> Option<(String, String)> {
        let objects = snapshot.objects.values();
        let date = objects
            .filter_map(|object| object.modified.as_ref())
            .max()?;
        let month = date.get(..7)?.replace('-', ".");
        release_order(&month)?;
        let is_taken = |name: &String| {
            let mut releases = self.releases().iter();
            releases.any(|known| known.name == *name && known.legacy.is_some())
        };
        let later = (2..100).map(|nth| format!("{month}.{nth}"));
        let mut names = std::iter::once(month.clone()).chain(later);
        Some((date.clone(), names.find(|name| !is_taken(name))?))
    }

    /// Returns the release before v6 that has exactly the names of a snapshot. Of several it is the
    /// one that agrees in most other facts, or else the newest, as they differ in no fact then.
    fn by_content(&self, snapshot: &ReleaseSnapshot) -> Option<&Release> {
        let releases = self.releases().iter().zip((0..).map(ReleaseIx));
        let candidates = releases
            .filter(|(release, _)| release.legacy.is_some())
            .filter_map(|(release, ix)| Some((self.agreement(snapshot, release, ix)?, release)));
        candidates
            .max_by_key(|(agreement, _)| *agreement)
            .map(|(_, release)| release)
    }

    /// Counts the facts in which a snapshot agrees with a release. Returns `None` if their names
    /// differ. Tactics are left out, as files before v6 have other ids for them until 2021.10.
    fn agreement(
        &self,
        snapshot: &ReleaseSnapshot,
        release: &Release,
        ix: ReleaseIx,
    ) -> Option<usize> {
        let is_compared = |kind: Kind| kind != Kind::Tactic && !release.gaps.contains(&kind);
        let ids = snapshot.objects.keys();
        let expected = ids
            .filter(|id| Kind::of_id(id).is_some_and(is_compared))
            .count();
        let mut found = 0;
        let mut agreed = 0;
        let objects = self.objects().iter();
        for object in objects.filter(|object| is_compared(object.kind)) {
            let Some(lifetime) = object.lifetime_in(ix) else {
                continue;
            };
            let stated = snapshot.objects.get(&object.id)?;
            if at(&lifetime.names, ix).is_none_or(|name| !same_name(&name.value, &stated.name)) {
                return None;
            }
            found += 1;
            agreed += usize::from(agrees(&TACTICS, lifetime, ix, stated))
                + usize::from(agrees(&INCIDENT_DATE, lifetime, ix, stated))
                + usize::from(agrees(&GRANULARITY, lifetime, ix, stated));
        }
        (found == expected).then_some(agreed)
    }
}

/// Returns a known release with the files of a snapshot.
fn known_release(known: &Release, snapshot: &ReleaseSnapshot) -> Release {
    // An official file wins over what unverified sources say of its release.
    let date = snapshot
        .date
        .clone()
        .filter(|_| !known.official && snapshot.official);
    Release {
        date: date.unwrap_or_else(|| known.date.clone()),
        legacy: known.legacy.clone().or_else(|| snapshot.legacy.clone()),
        official: snapshot.official,
        confirmed: snapshot.confirmed.clone(),
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
