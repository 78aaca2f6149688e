//! Tags of HTML, without a parser: where they start and end.

pub(super) fn find(html: &str, what: &str, from: usize) -> Option<usize> {
    Some(from + memchr::memmem::find(html.get(from..)?.as_bytes(), what.as_bytes())?)
}

/// Returns the name at the start of a tag, or an empty string.
pub(super) fn tag_name(text: &str) -> &str {
    let length = text
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '.')
        .unwrap_or(text.len());
    let name = text.get(..length).unwrap_or_default();
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name
    } else {
        ""
    }
}

/// Returns the length of a tag. A `>` in quotes does not end it.
pub(super) fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return Some(at + 1),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}
