//! Errors of the configuration that stop a run, each shown at its place.

use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::schema::SchemaError;
use crate::syntax::tree::Data;
use crate::syntax::yaml;
use crate::text::{FileId, Source, Span};

/// An error at a place of a file.
#[derive(Debug)]
pub(super) struct Located {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Located {
    pub(super) fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
            help: None,
        }
    }

    #[must_use]
    pub(super) fn with_help(self, help: Option<String>) -> Self {
        Self { help, ..self }
    }
}

/// A file with errors that stop a run before it starts.
#[derive(Debug)]
pub struct Problem {
    /// The file.
    pub source: Source,
    /// What is wrong, at its place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Problem {
    /// Creates a problem with the value at a path of keys and indexes, such as `page-types`, `0`, `schema`; at the start of the file if it
    /// is not there.
    #[must_use]
    pub fn at_key(
        source: &Source,
        keys: &[&str],
        message: String,
        help: Option<String>,
    ) -> Box<Self> {
        let bom = source.bom_len();
        let (tree, _) = yaml::parse(source.text().get(bom..).unwrap_or_default(), bom);
        let mut nodes = keys.iter();
        let step = |node, key: &str| match tree.data(node) {
            Data::List(items) => items.get(key.parse::<usize>().ok()?).copied(),
            _ => tree.get(node, key),
        };
        let node = nodes.try_fold(tree.root(), |node, key| Some(step(node?, key)));
        let span = node.flatten().map(|node| tree.unquoted_span(node));
        let span = span.unwrap_or(Span::empty(bom));
        Self::in_config(source, vec![Located::new(span, message).with_help(help)])
    }

    /// Returns the problem with a relative path of its file joined to `folder`. The path of a schema is relative to the vault's root.
    #[must_use]
    pub fn below(mut self: Box<Self>, folder: &str) -> Box<Self> {
        if std::path::Path::new(self.source.path()).is_relative() {
            let path = format!("{folder}/{}", self.source.path());
            self.source = Source::new(path, self.source.text());
        }
        self
    }

    /// Creates a problem from errors in the configuration.
    pub(super) fn in_config(source: &Source, errors: Vec<Located>) -> Box<Self> {
        let source = Source::new(source.path(), source.text());
        Self::new("invalid-config", source, errors)
    }

    /// Creates a problem from errors in the file of a framework.
    pub(super) fn in_framework(source: &Source, errors: Vec<Located>) -> Box<Self> {
        let source = Source::new(source.path(), source.text());
        Self::new("invalid-framework", source, errors)
    }

    fn new(rule: &'static str, source: Source, errors: Vec<Located>) -> Box<Self> {
        let diagnostics = errors
            .into_iter()
            .map(|error| {
                let primary = Label::new(FileId(0), error.span, "");
                let mut found = Diagnostic::new(rule, Severity::Error, primary, error.message);
                found.help = error.help;
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
        let found = vec![Located::new(error.span, error.message).with_help(error.help)];
        Problem::new("invalid-schema", source, found)
    }
}
