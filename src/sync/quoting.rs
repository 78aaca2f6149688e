//! Writes values of front matter.

use std::borrow::Cow;

/// Returns a value as YAML has it between these quotes.
pub(super) fn inside(value: &str, quote: Option<char>) -> Cow<'_, str> {
    if quote == Some('\'') && value.contains('\'') {
        Cow::Owned(value.replace('\'', "''"))
    } else {
        Cow::Borrowed(value)
    }
}

/// Returns a value without quotes, or in double quotes if YAML would read it as a mapping or comment.
pub(super) fn plain(value: &str) -> Cow<'_, str> {
    if value.contains(": ") || value.contains(" #") {
        Cow::Owned(format!("\"{value}\""))
    } else {
        Cow::Borrowed(value)
    }
}
