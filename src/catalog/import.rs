//! Official files that a vault keeps: imports them, and reads them with the catalog that is compiled in.
//!
//! The file of a vault is a catalog of its own with the facts of its official files only. It is merged
//! into the compiled-in catalog when it is read. So a newer atlas-lint that knows more releases loses
//! none of them to an older file, and none of the facts in the file.

mod error;
mod validate;

pub use error::{ImportError, ImportsError};

use super::diff::{Diff, diff_across};
use super::error::MergeError;
use super::file::Format;
use super::kind::Kind;
use super::release::{ReleaseIx, release_order};
use super::snapshot::ReleaseSnapshot;
use super::store::Catalog;

/// The name of the file.
pub const IMPORTS_FILE: &str = "atlas-lint-catalog.jsonl";
/// The most bytes of it that are read. The first release takes 70 KB, each later one far less.
pub const MAX_IMPORTS_BYTES: u64 = 8 << 20;

/// ATLAS has had 37 releases in five years, and 370 ids.
const MAX_RELEASES: usize = 200;
const MAX_OBJECTS: usize = 3000;
const MAX_TEXT: usize = 400;

/// An official file that was imported, and what it changes.
#[derive(Clone, Debug)]
pub struct Import {
    /// The name of its release.
    pub release: String,
    /// Whether unverified facts of that release were known.
    pub was_unverified: bool,
    /// Changes of what was known of the release, or else changes since the release before it.
    pub diff: Diff,
    /// The imports with this one.
    pub imports: Catalog,
    /// The whole catalog with this one.
    pub catalog: Catalog,
}

/// Imports an official file into `imports`, which belong to the catalog `base`. Returns `None` if the
/// file states nothing new.
///
/// # Errors
///
/// If the release of the file cannot be identified, or the file contradicts an official file that was
/// read before, or is cut off.
pub fn import(
    base: &Catalog,
    imports: &Catalog,
    snapshot: &ReleaseSnapshot,
) -> Result<Option<Import>, ImportError> {
    let known = base.with_imports(imports)?;
    if known.merged_with(std::slice::from_ref(snapshot))?.is_none() {
        return Ok(None);
    }
    let release = known.identify(snapshot)?;
    known.check_truncation(snapshot, &release.name)?;
    let snapshot = ReleaseSnapshot {
        release: Some(release.name.clone()),
        legacy: release.legacy,
        date: Some(release.date),
        ..snapshot.clone()
    };
    let merged = imports.merged_with(&[snapshot])?;
    let imports = merged.unwrap_or_else(|| imports.clone());
    // The next run must be able to read what this one writes.
    Catalog::from_imports(&imports.to_jsonl()).map_err(ImportError::Unreadable)?;
    let catalog = base.with_imports(&imports)?;
    let before = known.release(&release.name);
    let to = catalog.release(&release.name).unwrap_or_default();
    let from = before.unwrap_or(ReleaseIx(to.0.saturating_sub(1)));
    let before = before.and_then(|ix| known.release_at(ix));
    Ok(Some(Import {
        was_unverified: before.is_some_and(|release| !release.official),
        diff: diff_across((&known, from), (&catalog, to)),
        release: release.name,
        imports,
        catalog,
    }))
}

impl Catalog {
    /// Returns this catalog with the imports of a vault.
    ///
    /// # Errors
    ///
    /// If they contradict an official file that this catalog was made of.
    pub fn with_imports(&self, imports: &Catalog) -> Result<Catalog, MergeError> {
        let releases = (0..).map(ReleaseIx).take(imports.releases().len());
        let snapshots = releases.map(|ix| imports.official_snapshot(ix));
        let snapshots: Vec<ReleaseSnapshot> = snapshots.collect();
        let merged = self.merged_with(&snapshots)?;
        Ok(merged.unwrap_or_else(|| self.clone()))
    }

    /// Refuses a file before v6 that was cut off between two case studies, which come last in it. A
    /// single one that is missing at the end may have been withdrawn, as AML.CS0015 once was.
    fn check_truncation(
        &self,
        snapshot: &ReleaseSnapshot,
        release: &str,
    ) -> Result<(), ImportError> {
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
            missing => Err(ImportError::Truncated {
                last: last.cloned(),
                missing,
                before: before.name.clone(),
            }),
        }
    }
}
