//! Syntax errors: what keeps a page, or part of it, from being read.

use std::ops::Range;

use super::yaml::YamlError;
use crate::text::Span;

/// Errors that keep a page, or part of it, from being read.
#[derive(Debug, PartialEq, Eq)]
pub enum SyntaxError {
    UnclosedFrontMatter {
        /// The opening `---`.
        fence: Span,
    },
    FrontMatterNotMapping {
        /// The YAML.
        span: Span,
        /// A noun phrase for the actual value.
        found: &'static str,
    },
    /// `key: value: more` without quotes.
    ColonInValue {
        /// The second colon.
        span: Span,
        /// The value that needs quotes.
        value: Span,
    },
    /// Invalid YAML in the front matter.
    Yaml(YamlError),
    /// Double brackets that do not form a link.
    WikiLink {
        /// The opening brackets, or all of it.
        span: Span,
        kind: WikiLinkError,
    },
}

impl SyntaxError {
    /// Returns the start of the error.
    #[must_use]
    pub fn start(&self) -> u32 {
        match self {
            Self::UnclosedFrontMatter { fence: span }
            | Self::FrontMatterNotMapping { span, .. }
            | Self::ColonInValue { span, .. }
            | Self::Yaml(YamlError { span, .. })
            | Self::WikiLink { span, .. } => span.start,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WikiLinkError {
    /// `[[` without `]]`.
    Unclosed {
        /// The probable target and label: the bytes up to where the link should end.
        target: Range<u32>,
    },
    /// `[[]]`, `[[|x]]`.
    EmptyTarget,
    /// The `]]` is on a later line.
    LineBreak,
    /// An unescaped `|` in a table cell.
    BareSeparator { at: u32 },
}
