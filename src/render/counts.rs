//! Counts of findings.

use crate::diagnostic::{Applicability, Diagnostic, Hidden, Severity};

/// Numbers of findings. Findings that are not reported are counted separately.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings with a safe fix.
    pub fixable: usize,
    /// Findings with a fix that needs review.
    pub unsafe_fixable: usize,
    /// Findings that a comment in the page suppresses.
    pub suppressed: usize,
    /// Findings in the baseline.
    pub baselined: usize,
    /// Findings that the older tree has too.
    pub older: usize,
}

impl Counts {
    /// Counts findings.
    #[must_use]
    pub fn of<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>) -> Self {
        let mut counts = Self::default();
        for diagnostic in diagnostics {
            let hidden = match diagnostic.hidden {
                None => None,
                Some(Hidden::Allowed(_)) => Some(&mut counts.suppressed),
                Some(Hidden::Baselined) => Some(&mut counts.baselined),
                Some(Hidden::Older) => Some(&mut counts.older),
            };
            if let Some(hidden) = hidden {
                *hidden += 1;
                continue;
            }
            match diagnostic.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
            }
            match diagnostic.fix.as_ref().map(|fix| fix.applicability) {
                Some(Applicability::Safe) => counts.fixable += 1,
                Some(Applicability::Unsafe) => counts.unsafe_fixable += 1,
                None => {}
            }
        }
        counts
    }

    /// Returns the number of errors and warnings, which are reported.
    #[must_use]
    pub fn findings(self) -> usize {
        self.errors + self.warnings
    }

    /// Returns the number of findings that are not reported.
    #[must_use]
    pub fn hidden(self) -> usize {
        self.suppressed + self.baselined + self.older
    }
}
