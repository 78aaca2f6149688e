//! Texts beside an id that may be its name.

use std::cell::LazyCell;

use super::definition::Framework;
use super::name_cell::{in_mapping, in_row};
use super::name_text::{MAX_BYTES, NameText, backward, forward, is_mark};
use super::place::{Place, PlaceKind, Places};
use super::registry::Entry;
use crate::syntax::Page;
use crate::text::Span;

/// Returns the texts beside an id that may be its name, those behind it first, longer ones first. `others` is whether its cell
/// holds other ids.
pub(super) fn texts(
    page: &Page<'_>,
    places: &Places<'_>,
    place: &Place<'_>,
    (entry, others): (&Entry, bool),
) -> Vec<NameText> {
    if begins_range(page, place) {
        return Vec::new();
    }
    let mut found = behind(page, place, others);
    match place.kind {
        _ if others => {}
        PlaceKind::Cell(cell) => {
            found.extend(before(page, place, entry.framework()));
            found.extend(in_row(page, place, cell, entry));
        }
        PlaceKind::Value(node) => {
            found.extend(before(page, place, entry.framework()));
            found.extend(in_mapping(page, places, place, node));
        }
        _ => found.extend(before(page, place, entry.framework())),
    }
    found
}

/// Returns the texts behind an id. `joined` is whether only `ID Name` and `ID (Name)` count.
fn behind(page: &Page<'_>, place: &Place<'_>, joined: bool) -> Vec<NameText> {
    let start = place.outer.end as usize;
    let text = page.source.text();
    let rest = text.get(start..place.unit.end as usize).unwrap_or_default();
    let rest = &rest[..boundary(rest, MAX_BYTES)];
    let closed = rest.trim_start_matches(|c: char| is_mark(c) || matches!(c, ']' | ')'));
    let begins = LazyCell::new(|| begins_text(page, place));
    if (closed.starts_with(',') && !(closed.starts_with(", ") && *begins))
        || rest.trim_start_matches(']').trim_start().starts_with("[[")
    {
        return Vec::new();
    }
    let blank = closed.trim_start();
    let separator = [
        "->", "=>", "--", "\u{2192}", "-", "\u{2013}", "\u{2014}", ":", "=", "|", "\u{2022}", "(",
        "/",
    ]
    .into_iter()
    .find(|separator| blank.starts_with(separator))
    // A full stop ends a sentence, and a comma parts it, unless the id begins the text.
    .or_else(|| {
        [". ", ", "]
            .into_iter()
            .find(|sign| closed.starts_with(sign) && *begins)
    });
    // A hyphen that is joined to what follows is none.
    let is_tight = separator == Some("-") && !blank[1..].starts_with(char::is_whitespace);
    // A bar between columns of what is no table.
    let is_inner = separator == Some("|") && !begins_column(page, place);
    if is_tight || is_inner || (separator.is_none() && blank.len() == closed.len()) {
        return Vec::new();
    }
    if joined && !matches!(separator, None | Some("(")) {
        return Vec::new();
    }
    let name = &blank[separator.map_or(0, str::len)..];
    let mut name = name.trim_start_matches(|c: char| c.is_whitespace() || is_mark(c));
    if separator == Some("(") {
        name = &name[..closing(name)];
    }
    let at = start + rest.len() - {
        let offset = name.as_ptr() as usize - rest.as_ptr() as usize;
        rest.len() - offset
    };
    // In running text, what follows a separator is a name only if the id begins it.
    let mut found = forward(name, at, separator.is_some() && !*begins);
    for name in &mut found {
        name.is_apart = separator == Some(", ");
    }
    found
}

/// Returns whether an id begins the text that it is in.
fn begins_text(page: &Page<'_>, place: &Place<'_>) -> bool {
    let before = Span {
        start: place.unit.start,
        end: place.outer.start.max(place.unit.start),
    };
    let marks = |c: char| is_mark(c) || c.is_whitespace();
    page.source.slice(before).chars().all(marks)
}

/// Returns whether nothing but the id is before the bar behind it.
fn begins_column(page: &Page<'_>, place: &Place<'_>) -> bool {
    let start = place.line.start.max(place.unit.start);
    let before = Span {
        start: start.min(place.outer.start),
        end: place.outer.start,
    };
    let before = page.source.slice(before);
    let before = before.trim_end_matches(|c: char| is_mark(c) || c.is_whitespace());
    before.is_empty() || before.ends_with('|')
}

/// Returns whether an id begins a range: `LLM07–08`.
fn begins_range(page: &Page<'_>, place: &Place<'_>) -> bool {
    let text = page.source.text();
    let rest = text.get(place.outer.end as usize..).unwrap_or_default();
    let next = rest.strip_prefix(['-', '\u{2013}', '\u{2014}']);
    next.is_some_and(|next| next.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

/// Returns the length of what stands before the closing bracket.
fn closing(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return at,
            ')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// Returns at most `most` bytes of a text, where a character starts.
fn boundary(text: &str, most: usize) -> usize {
    let mut at = most.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Returns the texts before an id that may be its name.
fn before(page: &Page<'_>, place: &Place<'_>, framework: &Framework) -> Vec<NameText> {
    let text = page.source.text();
    let (start, end) = (place.unit.start as usize, place.outer.start as usize);
    let whole = text.get(start..end).unwrap_or_default();
    let skip = whole.len() - boundary_from_end(whole, MAX_BYTES);
    let whole = &whole[skip..];
    let at = start + skip;
    let mut rest = whole;
    let mut bracket = false;
    loop {
        let trimmed = rest
            .trim_end_matches(|c: char| c.is_whitespace() || is_mark(c) || matches!(c, ':' | '('));
        bracket |= rest[trimmed.len()..].contains('(');
        let publisher = without_publisher(trimmed, framework);
        match publisher {
            // In brackets, what stands there is no name.
            Some(less) if !bracket => rest = less,
            _ => {
                rest = trimmed;
                break;
            }
        }
    }
    let after = text
        .get(place.outer.end as usize..place.unit.end as usize)
        .unwrap_or_default();
    let ends = after
        .trim_matches(|c: char| c.is_whitespace() || is_mark(c) || matches!(c, ')' | ']' | '.'))
        .is_empty();
    if bracket {
        return backward(rest, at, skip == 0, false);
    }
    let is_entry = !matches!(place.kind, PlaceKind::Text | PlaceKind::Raw);
    if !ends || !is_entry || skip > 0 {
        return Vec::new();
    }
    let rest = rest.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '-' | '\u{2013}' | '\u{2014}' | '\u{2192}' | '>' | '=')
    });
    let mut found = backward(rest, at, true, true);
    // The whole text before the id is the name.
    found.truncate(1);
    found.retain(|name| {
        let start = name.span.start as usize - at;
        rest[..start]
            .chars()
            .all(|c| is_mark(c) || c.is_whitespace())
    });
    found
}

/// Returns a text without a last word of the framework's title: "Phishing (MITRE ATT&CK T1566)".
fn without_publisher<'t>(text: &'t str, framework: &Framework) -> Option<&'t str> {
    let words = framework.title.split(' ').chain(["MITRE"]);
    words
        .filter_map(|word| text.strip_suffix(word))
        .find(|rest| !rest.ends_with(char::is_alphanumeric))
}

/// Returns at most `most` bytes at the end of a text, where a character starts.
fn boundary_from_end(text: &str, most: usize) -> usize {
    let mut length = most.min(text.len());
    while !text.is_char_boundary(text.len() - length) {
        length -= 1;
    }
    length
}
