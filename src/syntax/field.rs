//! Field lines: `**Key:** value`.

use std::borrow::Cow;
use std::ops::Range;

use crate::text::{Span, find_pair};

pub(super) struct Field {
    pub(super) key: Span,
    /// The value without surrounding white space; empty if there is none.
    pub(super) value: Span,
}

/// Splits a block into the text before its first field line and its fields, which it adds to `fields`. The block starts at `base`
/// in its file.
pub(super) fn split(text: &str, base: usize, fields: &mut Vec<Field>) -> Span {
    let mut lead_end = text.len();
    let mut open: Option<(Range<usize>, usize)> = None;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let length = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
        if let Some((key, value)) = field_line(&rest[..length]) {
            let next = (at + key.start..at + key.end, at + value);
            match open.replace(next) {
                Some(before) => fields.push(field(text, before, at, base)),
                None => lead_end = at,
            }
        }
        at += length;
    }
    if let Some(last) = open {
        fields.push(field(text, last, text.len(), base));
    }
    // Most blocks with fields have nothing before them.
    if lead_end == 0 {
        return Span::empty(base);
    }
    trimmed(text, Span::new(0, lead_end)).shift(base)
}

fn field(text: &str, (key, value): (Range<usize>, usize), end: usize, base: usize) -> Field {
    Field {
        key: Span::new(key.start, key.end).shift(base),
        value: trimmed(text, Span::new(value, end)).shift(base),
    }
}

/// Trims white space off a span. Of white space only, an empty span at its start is left.
fn trimmed(text: &str, span: Span) -> Span {
    let inside = text.get(span.range()).unwrap_or_default();
    // The value of a field mostly has one blank before it.
    let (lead, inner) = match inside.as_bytes() {
        [b' ', inner @ ..] => (1, inner),
        inner => (0, inner),
    };
    if let [first, .., last] = inner
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
    {
        return Span {
            start: span.start + lead,
            end: span.end,
        };
    }
    let start = span.start as usize;
    let end = start + inside.trim_end().len();
    if end == start {
        return Span::empty(start);
    }
    Span::new(start + inside.len() - inside.trim_start().len(), end)
}

/// Returns the bytes of the key in a field line, and the start of its value.
fn field_line(line: &str) -> Option<(Range<usize>, usize)> {
    let bytes = line.as_bytes();
    let is_indent = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'>');
    let indent = bytes.iter().take_while(is_indent).count();
    let (&mark, rest) = bytes[indent..].split_first()?;
    if !matches!(mark, b'*' | b'_') || rest.first() != Some(&mark) {
        return None;
    }
    let from = indent + 2;
    let to = from + strong_length(&bytes[from..], mark)?;
    let strong = &line[from..to];
    let (key, colon) = match strong.trim_end().strip_suffix(':') {
        Some(key) => (key, 0),
        None if bytes.get(to + 2) == Some(&b':') => (strong, 1),
        None => return None,
    };
    let own = key.trim_start();
    let start = from + key.len() - own.len();
    let own = own.trim_end();
    (!own.is_empty()).then_some((start..start + own.len(), to + 2 + colon))
}

/// Returns the length of the text before two marks in a row. None if there are none, or if it holds a link.
fn strong_length(text: &[u8], mark: u8) -> Option<usize> {
    let mut has_brackets = false;
    // Keys are so short that this is faster than searches.
    let length = text.iter().zip(text.get(1..)?).position(|(byte, next)| {
        has_brackets |= matches!(byte, b'[' | b']');
        *byte == mark && *next == mark
    })?;
    let is_link = |pair: &[u8]| matches!(pair, b"](" | b"[[");
    let has_link = has_brackets && text[..length].windows(2).any(is_link);
    (!has_link).then_some(length)
}

/// Removes HTML comments, such as those that suppress a finding, from a value.
pub(super) fn without_comments(text: &str) -> Cow<'_, str> {
    if find_pair(text, *b"<!").is_none() {
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
