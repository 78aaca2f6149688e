//! YAML errors.

use granit_parser::{ErrorKind, ScanError};

use std::borrow::Cow;

use crate::text::{Span, boundary_before};

/// An error that keeps a document from being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlError {
    /// The place, relative to the start of the file.
    pub span: Span,
    pub kind: YamlErrorKind,
}

/// The kinds of [`YamlError`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum YamlErrorKind {
    /// Invalid YAML; holds the parser's message.
    Syntax(String),
    /// The second of two equal keys in one mapping.
    RepeatedKey {
        key: String,
        /// The first of the two keys.
        first: Span,
    },
    /// A key that is not a string, so it has no JSON form.
    KeyNotString,
    /// A number that JSON cannot hold: infinite, NaN, or over 64 bits.
    NumberOutOfRange,
    /// Nesting beyond the limit.
    TooDeep,
    /// Alias expansion beyond the limit.
    TooLarge,
    /// An alias inside its own target.
    Cyclic,
    SecondDocument,
    /// Invalid JSON or TOML.
    Other {
        format: &'static str,
        why: Cow<'static, str>,
        help: Option<&'static str>,
    },
}

impl YamlErrorKind {
    /// Returns whether parsing stops at this error, because going on could be arbitrarily expensive.
    pub(super) fn is_limit(&self) -> bool {
        matches!(self, Self::TooDeep | Self::TooLarge | Self::Cyclic)
    }
}

/// Converts a parser error, whose position counts characters of `text`. `text` starts at `base` in its file.
pub(super) fn syntax(text: &str, base: usize, error: &ScanError) -> YamlError {
    let at = boundary_before(text, error.marker().byte_offset().unwrap_or_default());
    let width = text[at..]
        .chars()
        .next()
        .filter(|c| !c.is_control())
        .map_or(0, char::len_utf8);
    let kind = match error.kind() {
        ErrorKind::RecursionLimitExceeded => YamlErrorKind::TooDeep,
        _ => YamlErrorKind::Syntax(error.info()),
    };
    YamlError {
        span: Span::new(at, at + width).shift(base),
        kind,
    }
}
