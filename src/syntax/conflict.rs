//! Merge conflict markers.

use crate::text::{Source, Span};

/// A merge conflict, complete or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    pub extent: Extent,
    /// The line of its first marker.
    pub place: Span,
    /// The lines of its other markers, in order.
    pub others: Vec<Span>,
}

/// Markers of a conflict that are present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Both the start and the end.
    Whole,
    Begin,
    End,
}

/// Number of characters in a marker.
const WIDTH: usize = 7;

/// Returns the name after a marker: `HEAD`, the name of a branch, or an empty string.
#[must_use]
pub fn label(line: &str) -> &str {
    line.get(WIDTH..).unwrap_or_default().trim()
}

/// Returns the conflicts of a text, including front matter and code.
///
/// A marker is at the start of its line and exactly seven characters wide. `=======` may underline a heading and `|||||||` may
/// be a row of empty cells, so both count only after `<<<<<<<`. A `>>>>>>>` next to other `>` lines is a nested quote.
#[must_use]
pub fn conflicts(source: &Source) -> Vec<Conflict> {
    let bytes = source.text().as_bytes();
    // Of the lines of a page few or none have these characters, so this is faster than a search for seven of them.
    let holds = |marker: &[u8; WIDTH]| {
        memchr::memchr_iter(marker[0], bytes).any(|at| bytes[at..].starts_with(marker))
    };
    if !holds(b"<<<<<<<") && !holds(b">>>>>>>") {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut open: Option<Conflict> = None;
    for line in 0..source.line_starts().len() {
        let place = line_of(source, line);
        let text = source.slice(place);
        if is_marker(text, '<') {
            found.extend(open.take().filter(|begun| is_left(source, begun)));
            open = Some(begun(Extent::Begin, place));
        } else if let Some(mut conflict) = open.take() {
            if is_part(source, &conflict, text) {
                conflict.others.push(place);
                open = Some(conflict);
            } else if is_marker(text, '>') {
                conflict.others.push(place);
                conflict.extent = Extent::Whole;
                found.push(conflict);
            } else {
                open = Some(conflict);
            }
        } else if is_marker(text, '>') && !label(text).is_empty() && !in_quote(source, line) {
            found.push(begun(Extent::End, place));
        }
    }
    found.extend(open.filter(|begun| is_left(source, begun)));
    if !found.is_empty() {
        let fences = fences(source);
        found.retain(|conflict| !is_example(source, conflict, &fences));
    }
    found
}

/// Returns whether a conflict is shown in a page about merging: one closed fence holds its start, its divider and its end.
fn is_example(source: &Source, conflict: &Conflict, fences: &[Option<usize>]) -> bool {
    let fence = |place: &Span| {
        let line = source.position(place.start as usize).line - 1;
        fences.get(line).copied().flatten()
    };
    let is_divider = |place: &&Span| source.slice(**place).starts_with('=');
    let own = fence(&conflict.place);
    conflict.extent == Extent::Whole
        && own.is_some()
        && conflict.others.iter().any(|other| is_divider(&other))
        && conflict.others.iter().all(|other| fence(other) == own)
}

/// Returns for each line the first line of the closed code fence around it.
fn fences(source: &Source) -> Vec<Option<usize>> {
    let lines = source.line_starts().len();
    let mut around = vec![None; lines];
    let mut open: Option<(usize, char, usize)> = None;
    for line in 0..lines {
        let text = source.slice(line_of(source, line));
        let fence = fence(text);
        match (open, fence) {
            (None, Some((mark, width, rest))) if mark == '~' || !rest.contains('`') => {
                open = Some((line, mark, width));
            }
            (Some((first, mark, width)), Some((closing, length, rest)))
                if closing == mark && length >= width && rest.trim().is_empty() =>
            {
                around[first..=line].fill(Some(first));
                open = None;
            }
            _ => {}
        }
    }
    around
}

/// Splits a line that may open or close a code fence into the character, its number, and the rest.
fn fence(line: &str) -> Option<(char, usize, &str)> {
    let text = line.trim_start_matches(' ');
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let rest = text.trim_start_matches(mark);
    let width = text.len() - rest.len();
    (line.len() - text.len() < 4 && width >= 3).then_some((mark, width, rest))
}

fn begun(extent: Extent, place: Span) -> Conflict {
    Conflict {
        extent,
        place,
        others: Vec::new(),
    }
}

/// Returns the span of a line, without a byte-order mark.
fn line_of(source: &Source, line: usize) -> Span {
    let span = source.line_span(line);
    let start = (span.start as usize).max(source.bom_len());
    Span::new(start, span.end as usize)
}

/// Returns whether a line is exactly seven of `mark`, alone or followed by a space and a name.
fn is_marker(line: &str, mark: char) -> bool {
    let rest = line.trim_start_matches(mark);
    line.len() - rest.len() == WIDTH && (rest.is_empty() || rest.starts_with(' '))
}

/// Returns whether a line continues an open conflict: the ancestor's marker or the divider, each once and in this order.
fn is_part(source: &Source, open: &Conflict, line: &str) -> bool {
    let past_middle = open
        .others
        .iter()
        .any(|&other| source.slice(other).starts_with('='));
    let is_ancestor = is_marker(line, '|') && open.others.is_empty();
    let is_middle = is_marker(line, '=') && label(line).is_empty();
    !past_middle && (is_ancestor || is_middle)
}

/// Returns whether a start marker without an end is from a conflict: merge tools write a name after it.
fn is_left(source: &Source, begun: &Conflict) -> bool {
    !label(source.slice(begun.place)).is_empty()
}

/// Returns whether the line before or after is a quote too.
fn in_quote(source: &Source, line: usize) -> bool {
    let quotes = |line| source.slice(line_of(source, line)).starts_with('>');
    line.checked_sub(1).is_some_and(quotes) || quotes(line + 1)
}
