//! Texts beside an id that may be its name.

use super::definition::Framework;
use super::phrase::{Word, joined, words};
use super::place::{Cell, Place, PlaceKind, Places};
use crate::syntax::Page;
use crate::syntax::tree::NodeId;
use crate::text::Span;

/// A text beside an id that may be its name.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct NameText {
    pub(super) span: Span,
    /// The text as names are compared.
    pub(super) plain: String,
    /// Whether the position holds nothing else.
    pub(super) fills: bool,
    /// Whether it can be a name only if the position holds nothing else.
    strict: bool,
    is_capital: bool,
    /// Whether a capitalized word joins it on the other side: "Deepfake Social Engineering".
    goes_on: bool,
    words: usize,
}

impl NameText {
    /// Returns whether a name is meant, if the text is one. In running text two capitalized words are.
    pub(super) fn counts(&self) -> bool {
        self.is_capital && (self.fills || (!self.strict && self.words > 1 && !self.goes_on))
    }

    /// Returns whether it may be an abbreviation of a name.
    pub(super) fn may_abbreviate(&self) -> bool {
        self.fills && self.words > 1
    }
}

/// Number of words of the longest name that is looked for, and of bytes that they are looked for in.
const MAX_WORDS: usize = 12;
const MAX_BYTES: usize = 200;

/// Returns the texts beside an id that may be its name, those behind it first, longer ones first. `others` is whether its cell
/// holds other ids.
pub(super) fn texts(
    page: &Page<'_>,
    places: &Places<'_>,
    place: &Place<'_>,
    (framework, others): (&Framework, bool),
) -> Vec<NameText> {
    if begins_range(page, place) {
        return Vec::new();
    }
    let mut found = behind(page, place, others);
    match place.kind {
        _ if others => {}
        PlaceKind::Cell(cell) => {
            found.extend(before(page, place, framework));
            found.extend(in_row(page, place, cell));
        }
        PlaceKind::Value(node) => {
            found.extend(before(page, place, framework));
            found.extend(in_mapping(page, places, place, node));
        }
        _ => found.extend(before(page, place, framework)),
    }
    found
}

/// Marks that may stand around a name.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '*' | '_' | '`' | '"' | '\'' | '\u{201c}' | '\u{201d}' | '[' | '~'
    )
}

/// Returns the texts behind an id. `joined` is whether only `ID Name` and `ID (Name)` count.
fn behind(page: &Page<'_>, place: &Place<'_>, joined: bool) -> Vec<NameText> {
    let start = place.outer.end as usize;
    let text = page.source.text();
    let rest = text.get(start..place.unit.end as usize).unwrap_or_default();
    let rest = &rest[..boundary(rest, MAX_BYTES)];
    let closed = rest.trim_start_matches(|c: char| is_mark(c) || matches!(c, ']' | ')'));
    if closed.starts_with(',') || rest.trim_start_matches(']').trim_start().starts_with("[[") {
        return Vec::new();
    }
    let blank = closed.trim_start();
    let separator = [
        "->", "=>", "--", "\u{2192}", "-", "\u{2013}", "\u{2014}", ":", "=", "|", "\u{2022}", "(",
        "/",
    ]
    .into_iter()
    .find(|separator| blank.starts_with(separator));
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
    forward(name, at, separator.is_some())
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

/// Ends of a name in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// The name goes on.
    No,
    /// It may end here, and may go on: a comma is in some names.
    Soft,
    /// It ends here.
    Hard,
}

/// Returns how far the gap between two words ends a name.
fn end(gap: &str, is_last: bool) -> End {
    if is_last
        && gap
            .trim_matches(|c: char| is_mark(c) || c.is_whitespace())
            .is_empty()
    {
        return End::Hard;
    }
    let hard = gap.contains([';', '|', ']', '<', '>', '{', '}', '!', '?'])
        || gap.starts_with(". ")
        || gap.starts_with(".\n")
        || (is_last && gap.starts_with('.'))
        || gap.starts_with(") ")
        || gap.starts_with("),");
    if hard {
        return End::Hard;
    }
    let soft = gap.contains([
        ',', '(', ')', ':', '\u{2013}', '\u{2014}', '"', '*', '=', '\u{2192}', '`',
    ]) || gap.contains(" - ")
        || gap.contains(" -- ")
        || gap.contains(" / ");
    if soft { End::Soft } else { End::No }
}

/// Returns the starts of a text that may be a name, the longest first. `at` is where the text starts on the page.
fn forward(text: &str, at: usize, strict: bool) -> Vec<NameText> {
    let words = words(text);
    let mut ends = Vec::new();
    for (index, word) in words.iter().enumerate().take(MAX_WORDS) {
        let next = words.get(index + 1);
        let gap = &text[word.end..next.map_or(text.len(), |next| next.start)];
        let end = end(gap, next.is_none());
        ends.push(end);
        if end == End::Hard {
            break;
        }
    }
    let of = |count: usize| {
        let part = &words[..count];
        let mut found = name(text, at, part, ends[count - 1] != End::No, strict)?;
        let next = words.get(count);
        found.goes_on = next.is_some_and(|next| text[next.start..].starts_with(char::is_uppercase));
        Some(found)
    };
    (1..=ends.len()).rev().filter_map(of).collect()
}

/// Returns the text of some words, which may be a name.
fn name(text: &str, at: usize, part: &[Word], fills: bool, strict: bool) -> Option<NameText> {
    let (first, last) = (part.first()?, part.last()?);
    // A bracket that opens in the name closes in it.
    let written = &text[first.start..last.end];
    let is_open = written.contains('(') && !written.contains(')');
    let closing = usize::from(is_open && text[last.end..].starts_with(')'));
    Some(NameText {
        span: Span::new(at + first.start, at + last.end + closing),
        plain: joined(part),
        fills,
        strict,
        is_capital: !text[first.start..].starts_with(char::is_lowercase),
        goes_on: false,
        words: part.len(),
    })
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

/// Returns the ends of a text that may be a name, the longest first. `is_whole` is whether the text is all that its place holds.
fn backward(text: &str, at: usize, is_whole: bool, strict: bool) -> Vec<NameText> {
    let words = words(text);
    let mut found = Vec::new();
    for first in (0..words.len()).rev().take(MAX_WORDS) {
        let gap_start = first.checked_sub(1).map_or(0, |before| words[before].end);
        let gap = &text[gap_start..words[first].start];
        let end = match first {
            0 if is_whole => End::Hard,
            0 => End::No,
            _ => end(gap, false),
        };
        // A slash joins two names.
        let fills = end != End::No && !gap.contains('/');
        if let Some(mut name) = name(text, at, &words[first..], fills, strict) {
            let before = first
                .checked_sub(1)
                .map(|before| &text[words[before].start..]);
            let is_capital = |text: &str| text.starts_with(char::is_uppercase);
            name.goes_on = before.is_some_and(is_capital) && end == End::No;
            found.push(name);
        }
        if end == End::Hard {
            break;
        }
    }
    found.reverse();
    found
}

/// Words of a header over ids.
const ID_HEADERS: [&str; 10] = [
    "id",
    "ids",
    "code",
    "number",
    "no",
    "rank",
    "identifier",
    "ref",
    "technique id",
    "#",
];
/// Words of a header over names.
const NAME_HEADERS: [&str; 16] = [
    "name",
    "title",
    "technique",
    "tactic",
    "mitigation",
    "technique name",
    "tactic name",
    "mitigation name",
    "risk",
    "vulnerability",
    "threat",
    "category",
    "weakness",
    "entry",
    "item",
    "risk name",
];

/// Returns the name in another cell of an id's row: beside an id that is alone in its cell, in a column of ids.
fn in_row(page: &Page<'_>, place: &Place<'_>, cell: Cell<'_>) -> Option<NameText> {
    let cells = cell.cells();
    let own = *cells.get(cell.column)?;
    let marks = |c: char| is_mark(c) || c.is_whitespace() || matches!(c, ']' | '(' | ')');
    let source = page.source;
    let outside = [
        Span {
            end: place.outer.start.max(own.start),
            ..own
        },
        Span {
            start: place.outer.end.min(own.end),
            ..own
        },
    ];
    cell.row?;
    if outside
        .iter()
        .any(|span| !source.slice(*span).chars().all(marks))
    {
        return None;
    }
    let header = |at: usize| {
        let span = cell.header(at).unwrap_or_default();
        super::phrase::normalized(source.slice(span))
    };
    let over_id = header(cell.column);
    let is_id = ID_HEADERS.contains(&over_id.as_str())
        || source.slice(cell.header(cell.column)?).trim() == "#"
        || over_id.split(' ').any(|word| word == "id");
    let name_of = |at: &usize| NAME_HEADERS.contains(&header(*at).as_str());
    if !is_id {
        return None;
    }
    let mut columns = (0..cells.len()).filter(|at| *at != cell.column);
    let column = columns.find(name_of)?;
    let span = *cells.get(column)?;
    let text = source.slice(span);
    let words = words(text);
    name(text, span.start as usize, &words, true, true)
}

/// Keys whose values are names.
const NAME_KEYS: [&str; 8] = [
    "name",
    "title",
    "value",
    "label",
    "technique_name",
    "tactic_name",
    "mitigation_name",
    "technique",
];

/// Returns the name beside an id that is the whole value of a key: the value of `name` in the same mapping.
fn in_mapping(
    page: &Page<'_>,
    places: &Places<'_>,
    place: &Place<'_>,
    node: NodeId,
) -> Option<NameText> {
    if place.unit != place.outer {
        return None;
    }
    let (mapping, key) = places.mapping(node)?;
    let key = key.to_ascii_lowercase();
    if !key.ends_with("id") && key != "technique" {
        return None;
    }
    let tree = places.tree()?;
    let value = NAME_KEYS.iter().find_map(|key| {
        let value = tree.get(mapping, key).filter(|value| *value != node)?;
        tree.text(value).map(|_| value)
    })?;
    let span = tree.unquoted_span(value);
    let text = page.source.slice(span);
    name(text, span.start as usize, &words(text), true, true)
}
