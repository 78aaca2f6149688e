//! What was fixed, and what was not.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::Report;
use crate::diagnostic::Diagnostic;
use crate::text::{FileId, Position, Source, Sources};

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
    pub(super) fn of(finding: &Diagnostic, source: &Source) -> Self {
        let fix = finding.fix.as_ref();
        Self {
            file: finding.primary.file,
            rule: finding.rule,
            at: source.position(finding.primary.span.start as usize),
            message: fix.map_or_else(String::new, |fix| fix.message.clone()),
        }
    }
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
