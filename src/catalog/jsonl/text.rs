//! Texts of a line, and the mark of what is unverified.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

const UNVERIFIED: &str = " unverified";

/// A text that is borrowed from the line. Serde borrows only for a `Cow` field with this attribute.
#[derive(Serialize, Deserialize)]
pub(super) struct Text<'a>(#[serde(borrow)] pub Cow<'a, str>);

impl From<Text<'_>> for String {
    fn from(text: Text<'_>) -> String {
        text.0.into_owned()
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Text<'a> {
        Text(Cow::Borrowed(text))
    }
}

/// Marks a text that no official release states.
pub(super) fn mark(text: &str, official: bool) -> Text<'_> {
    if official {
        Text::from(text)
    } else {
        Text(Cow::Owned(format!("{text}{UNVERIFIED}")))
    }
}

/// Splits the mark off. Returns the text and whether an official release states it.
pub(super) fn unmark(text: &str) -> (&str, bool) {
    text.strip_suffix(UNVERIFIED)
        .map_or((text, true), |text| (text, false))
}
