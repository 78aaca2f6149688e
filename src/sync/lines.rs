//! Lines of a text.

use crate::syntax::split_count;
use crate::text::{Source, Span};

/// Returns the line that holds a byte.
pub(super) fn line_of(source: &Source, at: u32) -> Span {
    source.line_span(source.line_index(at as usize))
}

/// Returns a heading without its count.
pub(super) fn without_count(heading: &str) -> &str {
    split_count(heading).map_or(heading, |(name, _)| name)
}

/// Returns the line ending of a text.
pub(super) fn line_ending(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text.get(..at).is_some_and(|line| line.ends_with('\r')) => "\r\n",
        _ => "\n",
    }
}
