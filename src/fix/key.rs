//! Identities of findings and fixes, independent of position.

use crate::diagnostic::{Diagnostic, Subject};
use crate::text::FileId;

/// Identity of a fix across rounds, in which its position may change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FixKey {
    file: FileId,
    rule: &'static str,
    about: Subject,
    message: String,
}

impl FixKey {
    pub(super) fn of(finding: &Diagnostic) -> Self {
        let fix = finding.fix.as_ref();
        Self {
            file: finding.primary.file,
            rule: finding.rule,
            about: finding.about.clone(),
            message: fix.map_or_else(String::new, |fix| fix.message.clone()),
        }
    }
}

/// Identity of a finding, independent of its position.
pub(super) type FindingKey = (FileId, &'static str, Subject);

pub(super) fn key(finding: &Diagnostic) -> FindingKey {
    (finding.primary.file, finding.rule, finding.about.clone())
}
