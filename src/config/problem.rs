//! What keeps a run from starting, shown at its place.

use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::schema::SchemaError;
use crate::text::{FileId, Source, Span};

/// A file that keeps a run from starting, with what is wrong in it.
#[derive(Debug)]
pub struct Problem {
    /// The file.
    pub source: Source,
    /// What is wrong, at its place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Problem {
    pub(super) fn new(
        rule: &'static str,
        source: Source,
        errors: Vec<(Span, String, Option<String>)>,
    ) -> Box<Self> {
        let diagnostics = errors
            .into_iter()
            .map(|(span, message, help)| {
                let primary = Label::new(FileId(0), span, "");
                let mut found = Diagnostic::new(rule, Severity::Error, primary, message);
                found.help = help;
                found
            })
            .collect();
        Box::new(Self {
            source,
            diagnostics,
        })
    }
}

impl From<SchemaError> for Box<Problem> {
    fn from(error: SchemaError) -> Self {
        let source = Source::new(error.path, error.text);
        let found = vec![(error.span, error.message, error.help)];
        Problem::new("invalid-schema", source, found)
    }
}
