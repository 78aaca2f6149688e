//! What a schema reports.

use crate::diagnostic::{Fix, Subject};
use crate::text::Span;

/// A violation of a schema by a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The invalid node, or where a missing part belongs.
    pub span: Span,
    pub label: &'static str,
    pub message: String,
    pub help: Option<String>,
    /// JSON pointer and keyword.
    pub about: Subject,
    /// Whether it is about the value at `span`. A more specific finding of another rule there then replaces it.
    pub about_value: bool,
    /// Whether a part is missing.
    pub is_missing: bool,
    pub fix: Option<Fix>,
}
