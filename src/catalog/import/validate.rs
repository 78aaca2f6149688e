//! Checks the imports of a vault, which anybody may have written.

use super::error::{ImportsError, ObjectError, ReleaseError};
use super::{MAX_IMPORTS_BYTES, MAX_OBJECTS, MAX_RELEASES, MAX_TEXT};
use crate::catalog::fact::{Fact, FactValue, for_each_fact};
use crate::catalog::kind::Kind;
use crate::catalog::object::{Lifetime, Object};
use crate::catalog::release::{Release, release_order};
use crate::catalog::store::Catalog;
use crate::catalog::validate::check_value;

impl Catalog {
    /// Reads the imports of a vault, which anybody may have written.
    ///
    /// # Errors
    ///
    /// If the text is not a catalog, or holds what no official file states.
    pub fn from_imports(text: &str) -> Result<Catalog, ImportsError> {
        if text.len() as u64 > MAX_IMPORTS_BYTES {
            return Err(ImportsError::TooLarge {
                max_mib: MAX_IMPORTS_BYTES >> 20,
            });
        }
        let imports = Catalog::from_jsonl(text).map_err(ImportsError::Jsonl)?;
        let (releases, objects) = (imports.releases(), imports.objects());
        if releases.is_empty() {
            return Err(ImportsError::NoRelease);
        }
        if releases.len() > MAX_RELEASES || objects.len() > MAX_OBJECTS {
            return Err(ImportsError::TooMany {
                max_releases: MAX_RELEASES,
                max_objects: MAX_OBJECTS,
            });
        }
        for (line, release) in (1..).zip(releases) {
            check_release(release).map_err(|reason| ImportsError::Release { line, reason })?;
        }
        if !releases.is_sorted_by(|a, b| release_order(&a.name) < release_order(&b.name)) {
            return Err(ImportsError::Unsorted);
        }
        for (line, object) in (releases.len() + 1..).zip(objects) {
            check_object(object).map_err(|reason| ImportsError::Object {
                line,
                id: object.id.clone(),
                reason,
            })?;
        }
        Ok(imports)
    }
}

fn check_release(release: &Release) -> Result<(), ReleaseError> {
    let is_sha256 = |text: &str| {
        text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    };
    let name = &release.name;
    if release_order(name).is_none() {
        return Err(ReleaseError::Name);
    }
    if !release.official || release.files.is_empty() {
        return Err(ReleaseError::NoOfficialFile(name.clone()));
    }
    if !release.files.iter().all(|file| is_sha256(&file.sha256)) {
        return Err(ReleaseError::Sha256(name.clone()));
    }
    let mut texts = std::iter::once(&release.date).chain(&release.legacy);
    if texts.any(|text| text.len() > MAX_TEXT) {
        return Err(ReleaseError::TooLong(name.clone()));
    }
    Ok(())
}

fn check_object(object: &Object) -> Result<(), ObjectError> {
    let lifetimes = &object.lifetimes;
    let are_apart = lifetimes.windows(2).all(|pair| match pair {
        [a, b] => a.last.is_some_and(|last| last < b.first),
        _ => true,
    });
    let mut all = lifetimes.iter();
    if !are_apart || !all.all(|lifetime| lifetime.last.is_none_or(|last| lifetime.first <= last)) {
        return Err(ObjectError::Overlap);
    }
    lifetimes.iter().try_for_each(check_lifetime)
}

fn check_lifetime(lifetime: &Lifetime) -> Result<(), ObjectError> {
    for_each_fact!(fact => check_versions(fact, lifetime)?);
    let mut successors = lifetime.successors.iter();
    if !successors.all(|next| Kind::of_id(&next.id).is_some()) {
        return Err(ObjectError::Successor);
    }
    if lifetime.last.is_some() && !lifetime.end_official {
        return Err(ObjectError::UnverifiedEnd);
    }
    Ok(())
}

/// Checks that values are official, well-formed, and in the order of the releases of their lifetime.
fn check_versions<T: FactValue>(fact: &Fact<T>, lifetime: &Lifetime) -> Result<(), ObjectError> {
    let versions = fact.versions(lifetime);
    if !versions.is_sorted_by(|a, b| a.release < b.release) {
        return Err(ObjectError::Misplaced);
    }
    for version in versions {
        let is_short = version.value.texts().all(|text| text.len() <= MAX_TEXT);
        if !version.official || !lifetime.spans(version.release) || !is_short {
            return Err(ObjectError::Misplaced);
        }
        check_value(fact, &version.value).map_err(ObjectError::Value)?;
    }
    Ok(())
}
