//! The findings that a rule adds to.

use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::settings::Level;
use crate::text::{FileId, Span};

/// The findings of one rule.
#[derive(Debug)]
pub struct Findings {
    rule: &'static str,
    severity: Severity,
    pub(super) file: FileId,
    found: Vec<Diagnostic>,
}

impl Findings {
    /// Creates an empty collection for `rule` in `file`, at its default level.
    #[must_use]
    pub fn of(rule: &'static str, level: Level, file: FileId) -> Self {
        Self {
            rule,
            severity: level.severity().unwrap_or(Severity::Warning),
            file,
            found: Vec::new(),
        }
    }

    /// Adds a finding at `span`, with a short label there.
    pub fn add(
        &mut self,
        span: Span,
        label: impl Into<String>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.add_in(self.file, span, label, message)
    }

    /// Adds a finding in any file, for rules over the vault.
    pub fn add_in(
        &mut self,
        file: FileId,
        span: Span,
        label: impl Into<String>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let label = Label::new(file, span, label);
        self.found
            .push(Diagnostic::new(self.rule, self.severity, label, message));
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// Returns the places of the findings so far.
    pub fn places(&self) -> impl Iterator<Item = Span> {
        self.found.iter().map(|found| found.primary.span)
    }

    #[must_use]
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.found
    }
}
