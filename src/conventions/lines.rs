//! Lines of a text.

use crate::text::{Source, Span};

/// Returns the line that holds a byte.
pub(crate) fn line_of(source: &Source, at: u32) -> Span {
    source.line_span(source.line_index(at as usize))
}

/// Returns the line ending of a text.
pub(crate) fn line_ending(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text.get(..at).is_some_and(|line| line.ends_with('\r')) => "\r\n",
        _ => "\n",
    }
}
