//! The result of applying fixes.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::Report;
use crate::diagnostic::Diagnostic;
use crate::text::{FileId, Position, Source, Sources};

/// A fix, applied or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The file.
    pub file: FileId,
    /// The rule of the finding.
    pub rule: &'static str,
    /// The position of the finding in its round. Fixes of earlier rounds may have moved it.
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

/// Reason why no fix of a page is applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Skipped {
    /// The fixes of these rules undo each other or do not converge.
    Unsettled(Vec<&'static str>),
    /// The fixes of these rules would grow the page beyond the limit.
    Grown(Vec<&'static str>),
    /// The file is not valid UTF-8, so its text cannot be written back.
    Damaged,
    /// The page has unresolved merge conflicts.
    Conflicts,
}

/// Texts after fixes, and a report of the fixes.
#[derive(Debug)]
pub struct Repaired {
    /// The fixed texts.
    pub sources: Sources,
    /// The original texts of changed files.
    pub before: BTreeMap<FileId, Arc<Source>>,
    /// The applied fixes, in order of rounds.
    pub made: Vec<Applied>,
    /// Fixes that were undone because the page did not parse as promised.
    pub taken_back: Vec<Applied>,
    /// Fixes that were not applied because an unsafe fix of this run caused their findings.
    pub stacked: Vec<Applied>,
    /// Pages on which no fix, or only safe fixes, could be applied.
    pub left: BTreeMap<FileId, Skipped>,
    /// The report on the fixed texts.
    pub report: Report,
}
