//! Official files that a vault brings along: what was read in them, and what they change.
//!
//! The vault's file holds the facts of those files only, as a catalogue of its own, and no copy of
//! the one compiled in. Both are merged when they are read: an atlas-lint of a later day that knows
//! more releases loses none of them to an older file, and none of the file's.

use super::diff::{Diff, diff_across};
use super::error::{ReadError, ValueError};
use super::fact::{Fact, FactValue, for_each_fact};
use super::file::Format;
use super::kind::Kind;
use super::object::{Lifetime, Object};
use super::release::{Release, ReleaseIx, release_order};
use super::snapshot::ReleaseSnapshot;
use super::store::Catalog;
use super::validate::check_value;

/// The name of the file.
pub const IMPORTS_FILE: &str = "atlas-lint-catalog.jsonl";
/// The most bytes of it that are read. One release has 70 KB, each later one far less.
pub const MAX_IMPORTS_BYTES: u64 = 8 << 20;

/// ATLAS has had 37 releases in five years, and 370 ids.
const MAX_RELEASES: usize = 200;
const MAX_OBJECTS: usize = 3000;
const MAX_TEXT: usize = 400;
const UNSOUND: &str =
    "a value that is too long, of the wrong kind, or not of the releases that have it";

/// What an official file changes.
#[derive(Clone, Debug)]
pub struct Import {
    /// The release that it is.
    pub release: String,
    /// Whether unverified facts of that release were known.
    pub was_unverified: bool,
    /// What of the release differs from what was known of it, or from the release before it.
    pub diff: Diff,
    /// The imports, with this one.
    pub imports: Catalog,
    /// The whole catalogue, with this one.
    pub catalog: Catalog,
}

/// Reads an official file into `imports`, which come with the catalogue `base`. `None` if it says
/// nothing new.
///
/// # Errors
///
/// If the file cannot be placed, or contradicts an official file that was read before.
pub fn import(
    base: &Catalog,
    imports: &Catalog,
    snapshot: &ReleaseSnapshot,
) -> Result<Option<Import>, ReadError> {
    let known = base.with_imports(imports)?;
    if known.merged_with(std::slice::from_ref(snapshot))?.is_none() {
        return Ok(None);
    }
    let release = known.identify(snapshot)?;
    known.whole(snapshot, &release.name)?;
    let snapshot = ReleaseSnapshot {
        release: Some(release.name.clone()),
        legacy: release.legacy,
        date: Some(release.date),
        ..snapshot.clone()
    };
    let imports = imports
        .merged_with(&[snapshot])?
        .unwrap_or_else(|| imports.clone());
    // What is written now has to be read again.
    Catalog::from_imports(&imports.to_jsonl())
        .map_err(|why| ReadError::new(format!("this holds what no ATLAS release does: {why}")))?;
    let catalog = base.with_imports(&imports)?;
    let before = known.release(&release.name);
    let to = catalog.release(&release.name).unwrap_or_default();
    let from = before.unwrap_or(ReleaseIx(to.0.saturating_sub(1)));
    let was_official = before
        .and_then(|ix| known.release_at(ix))
        .map(|release| release.official);
    Ok(Some(Import {
        was_unverified: was_official == Some(false),
        diff: diff_across((&known, from), (&catalog, to)),
        release: release.name,
        imports,
        catalog,
    }))
}

impl Catalog {
    /// Refuses a file before v6 that was cut off between two case studies, which come last in it. One
    /// that is missing at the end may have been taken back, as AML.CS0015 once was.
    fn whole(&self, snapshot: &ReleaseSnapshot, release: &str) -> Result<(), ReadError> {
        let is_v5 = snapshot.files.iter().any(|file| file.format == Format::V5);
        let wanted = release_order(release);
        let before = (0..).map(ReleaseIx).zip(self.releases());
        let before = before
            .filter(|(_, release)| release.official && !release.gaps.contains(&Kind::CaseStudy))
            .take_while(|(_, release)| release_order(&release.name) < wanted)
            .last();
        let (Some((ix, before)), true) = (before, is_v5) else {
            return Ok(());
        };
        let is_study = |id: &&String| Kind::of_id(id) == Some(Kind::CaseStudy);
        let last = snapshot.objects.keys().rfind(is_study);
        let known = self.official_snapshot(ix).objects;
        let missing = known.keys().filter(is_study).filter(|id| Some(*id) > last);
        match missing.count() {
            0 | 1 => Ok(()),
            more => Err(ReadError::new(format!(
                "this is cut off: it ends with {}, and ATLAS {} has {more} case studies after it",
                last.map_or("no case study", String::as_str),
                before.name
            ))),
        }
    }

    /// Reads the imports of a vault, which anybody may have written.
    ///
    /// # Errors
    ///
    /// Says what is wrong, and in which line where one is at fault.
    pub fn from_imports(text: &str) -> Result<Catalog, String> {
        if text.len() as u64 > MAX_IMPORTS_BYTES {
            return Err(format!("it is larger than {} MiB", MAX_IMPORTS_BYTES >> 20));
        }
        let imports = Catalog::from_jsonl(text).map_err(|error| error.to_string())?;
        if imports.releases().is_empty() {
            return Err("it holds no release".to_owned());
        }
        if imports.releases().len() > MAX_RELEASES || imports.objects().len() > MAX_OBJECTS {
            return Err(format!(
                "it holds more than {MAX_RELEASES} releases or {MAX_OBJECTS} objects"
            ));
        }
        for (number, release) in (1..).zip(imports.releases()) {
            sound_release(release).map_err(|why| format!("line {number}: {why}"))?;
        }
        if !imports
            .releases()
            .is_sorted_by(|a, b| release_order(&a.name) < release_order(&b.name))
        {
            return Err("its releases are not in order, oldest first".to_owned());
        }
        for (number, object) in (imports.releases().len() + 1..).zip(imports.objects()) {
            sound_object(object).map_err(|why| format!("line {number}: {}: {why}", object.id))?;
        }
        Ok(imports)
    }

    /// This catalogue with the imports of a vault.
    ///
    /// # Errors
    ///
    /// If they contradict an official file that this catalogue was made of.
    pub fn with_imports(&self, imports: &Catalog) -> Result<Catalog, ReadError> {
        let places = (0..).map(ReleaseIx).take(imports.releases().len());
        let snapshots: Vec<ReleaseSnapshot> =
            places.map(|ix| imports.official_snapshot(ix)).collect();
        Ok(self
            .merged_with(&snapshots)?
            .unwrap_or_else(|| self.clone()))
    }
}

fn sound_release(release: &Release) -> Result<(), String> {
    let is_sha256 = |text: &str| {
        text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    };
    let name = &release.name;
    if release_order(&release.name).is_none() {
        return Err("the release has no name like 2026.05".to_owned());
    }
    if !release.official || release.files.is_empty() {
        return Err(format!(
            "release {name} does not tell the official file that it was read in"
        ));
    }
    if !release.files.iter().all(|file| is_sha256(&file.sha256)) {
        return Err(format!(
            "release {name} names a file by something that is no SHA-256"
        ));
    }
    let texts = [Some(&release.date), release.legacy.as_ref()];
    if texts
        .into_iter()
        .flatten()
        .any(|text| text.len() > MAX_TEXT)
    {
        return Err(format!(
            "release {name} has a date or a number that is too long"
        ));
    }
    Ok(())
}

fn sound_object(object: &Object) -> Result<(), String> {
    let lifetimes = &object.lifetimes;
    let apart = lifetimes.windows(2).all(|pair| match pair {
        [a, b] => a.last.is_some_and(|last| last < b.first),
        _ => true,
    });
    let ordered = lifetimes
        .iter()
        .all(|lifetime| lifetime.last.is_none_or(|last| lifetime.first <= last));
    if !apart || !ordered {
        return Err("its lives overlap".to_owned());
    }
    lifetimes.iter().try_for_each(sound_lifetime)
}

fn sound_lifetime(lifetime: &Lifetime) -> Result<(), String> {
    for_each_fact!(fact => sound_versions(fact, lifetime)?);
    let mut successors = lifetime.successors.iter();
    if !successors.all(|next| Kind::of_id(&next.id).is_some()) {
        return Err(UNSOUND.to_owned());
    }
    if lifetime.last.is_some() && !lifetime.end_official {
        return Err(
            "an end that is unverified, in a file that holds what official files say".to_owned(),
        );
    }
    Ok(())
}

/// Checks that values are official, well formed, and in the order of the releases of their lifetime.
fn sound_versions<T: FactValue>(fact: &Fact<T>, lifetime: &Lifetime) -> Result<(), String> {
    let versions = fact.versions(lifetime);
    if !versions.is_sorted_by(|a, b| a.release < b.release) {
        return Err(UNSOUND.to_owned());
    }
    for version in versions {
        let is_short = version.value.texts().all(|text| text.len() <= MAX_TEXT);
        if !version.official || !lifetime.spans(version.release) || !is_short {
            return Err(UNSOUND.to_owned());
        }
        check_value(fact, &version.value).map_err(|error| match error {
            ValueError::WrongKind { .. } => UNSOUND.to_owned(),
            error => error.to_string(),
        })?;
    }
    Ok(())
}
