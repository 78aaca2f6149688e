//! What a schema reports.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Fix, Subject};
use crate::text::Span;

/// A violation of a schema by a page.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The invalid node, or where a missing part belongs.
    pub span: Span,
    pub label: Cow<'static, str>,
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
