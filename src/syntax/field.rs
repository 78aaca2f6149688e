//! Field lines: `**Key:** value`.

use std::borrow::Cow;

use crate::text::{Span, each_line, find_pair};

pub(super) struct Field {
    pub(super) key: Span,
    /// The value without surrounding white space; empty if there is none.
    pub(super) value: Span,
}

/// Splits a block into the text before its first field line and its fields. The block starts at `base` in its file.
pub(super) fn split(text: &str, base: usize) -> (Span, Vec<Field>) {
    let mut fields: Vec<Field> = Vec::new();
    let mut lead_end = text.len();
    let mut at = 0;
    if !may_have_fields(text) {
        return (trimmed(text, Span::new(0, lead_end)).shift(base), fields);
    }
    for line in each_line(text) {
        if let Some((key, value)) = field_line(line) {
            match fields.last_mut() {
                Some(before) => before.value = Span::new(before.value.start as usize, at),
                None => lead_end = at,
            }
            fields.push(Field {
                key: Span::new(key.start, key.end).shift(at),
                value: Span::new(at + value, text.len()),
            });
        }
        at += line.len();
    }
    for field in &mut fields {
        field.key = field.key.shift(base);
        field.value = trimmed(text, field.value).shift(base);
    }
    let lead = trimmed(text, Span::new(0, lead_end)).shift(base);
    (lead, fields)
}

/// Returns whether the text has two equal marks in a row, as the key of a field has on both sides, and the colon of one. Most
/// texts have none.
fn may_have_fields(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut marks = memchr::memchr2_iter(b'*', b'_', bytes);
    marks.any(|at| bytes.get(at + 1) == Some(&bytes[at])) && memchr::memchr(b':', bytes).is_some()
}

/// Trims white space off a span. Of white space only, an empty span at its start is left.
fn trimmed(text: &str, span: Span) -> Span {
    let inside = text.get(span.range()).unwrap_or_default();
    if let [first, .., last] = inside.as_bytes()
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
    {
        return span;
    }
    let start = span.start as usize;
    let end = start + inside.trim_end().len();
    if end == start {
        return Span::empty(start);
    }
    Span::new(start + inside.len() - inside.trim_start().len(), end)
}

/// Returns the bytes of the key in a field line, and the start of its value.
fn field_line(line: &str) -> Option<(std::ops::Range<usize>, usize)> {
    let indent = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
    let rest = &line[indent..];
    let marker = [*b"**", *b"__"]
        .into_iter()
        .find(|marker| rest.as_bytes().starts_with(marker))?;
    let length = find_pair(&rest[2..], marker)?;
    let strong = &rest[2..2 + length];
    let after = &rest[2 + length + 2..];
    if find_pair(strong, *b"](").is_some() || find_pair(strong, *b"[[").is_some() {
        return None;
    }
    let (key, colon) = match strong.trim_end().strip_suffix(':') {
        Some(key) => (key, 0),
        None if after.starts_with(':') => (strong, 1),
        None => return None,
    };
    if key.trim().is_empty() {
        return None;
    }
    let start = indent + 2 + (key.len() - key.trim_start().len());
    let value = indent + 2 + length + 2 + colon;
    Some((start..start + key.trim().len(), value))
}

/// Removes HTML comments, such as those that suppress a finding, from a value.
pub(super) fn without_comments(text: &str) -> Cow<'_, str> {
    if !text.contains("<!--") {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("<!--") {
        let Some(end) = rest[at..].find("-->") else {
            break;
        };
        out.push_str(&rest[..at]);
        rest = &rest[at + end + 3..];
    }
    out.push_str(rest);
    Cow::Owned(out.trim().to_owned())
}
