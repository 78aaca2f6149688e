//! Values of front matter as YAML.

use std::borrow::Cow;

/// Returns a value as it is written between these quotes.
pub(super) fn inside(value: &str, quote: Option<char>) -> Cow<'_, str> {
    if quote == Some('\'') && value.contains('\'') {
        Cow::Owned(value.replace('\'', "''"))
    } else {
        Cow::Borrowed(value)
    }
}

/// Returns a value without quotes, or in double ones where YAML would not read it as a text.
pub(super) fn plain(value: &str) -> Cow<'_, str> {
    if value.contains(": ") || value.contains(" #") {
        Cow::Owned(format!("\"{value}\""))
    } else {
        Cow::Borrowed(value)
    }
}
