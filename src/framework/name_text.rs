//! A text that may be the name of an id.

use super::phrase::{Word, joined, words};
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
    /// Whether a comma is between it and the id, so that it may be the name of something else.
    pub(super) is_apart: bool,
    words: usize,
}

impl NameText {
    /// Returns whether a name is meant, if the text is one. In running text two capitalized words are.
    pub(super) fn counts(&self) -> bool {
        self.is_capital && (self.fills || (!self.strict && self.words > 1 && !self.goes_on))
    }

    /// Returns whether it has several words.
    pub(super) fn has_words(&self) -> bool {
        self.words > 1
    }

    /// Returns whether it may be an abbreviation of a name.
    pub(super) fn may_abbreviate(&self) -> bool {
        self.fills && self.words > 1
    }
}

/// Number of words of the longest name that is looked for, and of bytes that they are looked for in.
const MAX_WORDS: usize = 12;
pub(super) const MAX_BYTES: usize = 200;

/// Marks that may stand around a name.
pub(super) fn is_mark(c: char) -> bool {
    matches!(
        c,
        '*' | '_' | '`' | '"' | '\'' | '\u{201c}' | '\u{201d}' | '[' | '~'
    )
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
pub(super) fn forward(text: &str, at: usize, strict: bool) -> Vec<NameText> {
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
pub(super) fn name(
    text: &str,
    at: usize,
    part: &[Word],
    fills: bool,
    strict: bool,
) -> Option<NameText> {
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
        is_apart: false,
        words: part.len(),
    })
}

/// Returns the ends of a text that may be a name, the longest first. `is_whole` is whether the text is all that its place holds.
pub(super) fn backward(text: &str, at: usize, is_whole: bool, strict: bool) -> Vec<NameText> {
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
