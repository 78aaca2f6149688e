//! Fixes made: rounds of edits to the texts, until no fix is left.
//!
//! Pure, as the check is: the result is texts and words about them, and the caller decides whether anything is written. Each round
//! looks at the whole vault, as a fix in one page may settle or raise a finding in another. Safe fixes come first, until none is left;
//! fixes that need review start from there, so that a page keeps its safe fixes whatever becomes of the others. No fix that needs
//! review is made for a finding that only such a fix brought about, unless it writes a link.

mod known;
mod phase;
mod round;
mod work;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::Report;
use crate::diagnostic::{Diagnostic, Subject};
use crate::syntax::ReadOptions;
use crate::text::{FileId, Position, Source, Sources};
use work::Work;

/// Fixes that have not settled after so many rounds are given up: safe ones, and then those that need review.
pub const MOST_ROUNDS: usize = 100;

/// The size, in bytes, that a page of `size` bytes may reach in a run.
#[must_use]
pub fn most_bytes(size: usize) -> usize {
    size.saturating_mul(2).saturating_add(64 << 10)
}

/// A fix that was made, or that was not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The file.
    pub file: FileId,
    /// The rule whose finding it mends.
    pub rule: &'static str,
    /// Where the finding stood when it was mended. Fixes of earlier rounds may have moved it.
    pub at: Position,
    /// What the fix does.
    pub message: String,
}

impl Applied {
    fn of(finding: &Diagnostic, source: &Source) -> Self {
        let fix = finding.fix.as_ref();
        Self {
            file: finding.primary.file,
            rule: finding.rule,
            at: source.position(finding.primary.span.start as usize),
            message: fix.map_or_else(String::new, |fix| fix.message.clone()),
        }
    }
}

/// What identifies a fix from one round to the next, when its place has moved.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    file: FileId,
    rule: &'static str,
    about: Subject,
    message: String,
}

impl Name {
    fn of(finding: &Diagnostic) -> Self {
        let fix = finding.fix.as_ref();
        Self {
            file: finding.primary.file,
            rule: finding.rule,
            about: finding.about.clone(),
            message: fix.map_or_else(String::new, |fix| fix.message.clone()),
        }
    }
}

/// What identifies a finding, whatever its place.
type Key = (FileId, &'static str, Subject);

fn key(finding: &Diagnostic) -> Key {
    (finding.primary.file, finding.rule, finding.about.clone())
}

/// Why a page that has fixes is left as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Skipped {
    /// The fixes of these rules undo each other, or never end.
    Unsettled(Vec<&'static str>),
    /// The fixes of these rules would make the page larger than a fixed page may be.
    Grown(Vec<&'static str>),
    /// Its bytes are no text, so that its text is not what would have to be written.
    Damaged,
    /// It holds merge conflicts: what it says is not settled.
    Conflicts,
}

/// What came of it.
#[derive(Debug)]
pub struct Repaired {
    /// The texts, fixed.
    pub sources: Sources,
    /// The files that were changed, as they were.
    pub before: BTreeMap<FileId, Arc<Source>>,
    /// What was fixed, round by round.
    pub made: Vec<Applied>,
    /// Fixes that were taken back, as the page did not read as they say after them.
    pub taken_back: Vec<Applied>,
    /// Fixes that were not made, as their findings come from fixes of this run that need review.
    pub stacked: Vec<Applied>,
    /// Pages with fixes of which none was made, or only the safe ones.
    pub left: BTreeMap<FileId, Skipped>,
    /// What is found in the fixed texts.
    pub report: Report,
}

/// Makes the fixes of findings, round by round, until none is left. `first` is what was found in the texts as they are, `look`
/// finds again, and `unsafe_too` allows fixes that need review. `options` say how pages are read.
#[must_use]
pub fn repair(
    sources: Sources,
    first: Report,
    unsafe_too: bool,
    options: ReadOptions,
    look: &dyn Fn(&Sources) -> Report,
) -> Repaired {
    let mut work = Work::new(sources, options);
    let report = work.settle(first, look);
    if !unsafe_too {
        return work.done(report);
    }
    work.go_on_with_unsafe();
    let report = work.settle(report, look);
    work.done(report)
}
