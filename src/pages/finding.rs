//! Findings as a cache holds them.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Fix, Label, Severity, Subject};
use crate::text::{FileId, Span};

/// A finding of a rule that needs one page alone. All its places are on that page.
#[derive(Serialize, Deserialize, Debug)]
pub(super) struct CachedFinding {
    rule: String,
    is_error: bool,
    message: String,
    help: Option<String>,
    about: Subject,
    primary: (Span, String),
    related: Vec<(Span, String)>,
    fix: Option<Box<Fix>>,
    is_replaceable: bool,
    is_missing: bool,
}

impl CachedFinding {
    /// Returns findings on a page as the cache holds them. None if one has a place on another page.
    pub(super) fn all(file: FileId, found: Option<&[Diagnostic]>) -> Option<Vec<Self>> {
        found?
            .iter()
            .map(|finding| Self::of(file, finding))
            .collect()
    }

    fn of(file: FileId, finding: &Diagnostic) -> Option<Self> {
        let place =
            |label: &Label| (label.file == file).then(|| (label.span, label.message.clone()));
        Some(Self {
            rule: finding.rule.to_owned(),
            is_error: finding.severity == Severity::Error,
            message: finding.message.clone(),
            help: finding.help.clone(),
            about: finding.about.clone(),
            primary: place(&finding.primary)?,
            related: finding.related.iter().map(place).collect::<Option<_>>()?,
            fix: finding.fix.clone(),
            is_replaceable: finding.is_replaceable,
            is_missing: finding.is_missing,
        })
    }

    /// Returns the finding on a page of this run. None if its rule does not exist.
    pub(super) fn again(
        self,
        file: FileId,
        rule: &dyn Fn(&str) -> Option<&'static str>,
    ) -> Option<Diagnostic> {
        let label = |(span, message): (Span, String)| Label::new(file, span, message);
        let severity = if self.is_error {
            Severity::Error
        } else {
            Severity::Warning
        };
        let mut finding = Diagnostic::new(
            rule(&self.rule)?,
            severity,
            label(self.primary),
            self.message,
        );
        finding.help = self.help;
        finding.about = self.about;
        finding.related = self.related.into_iter().map(label).collect();
        finding.fix = self.fix;
        finding.is_replaceable = self.is_replaceable;
        finding.is_missing = self.is_missing;
        Some(finding)
    }
}
