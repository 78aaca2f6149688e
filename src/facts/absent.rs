//! Ids that the text says do not exist, or no longer: a list of what could not be found is right.

mod phrases;

use std::ops::Range;

use super::candidate::Candidate;
use super::vocabulary::{
    CATALOG_WORDS, MAX_ABSENCE_BYTES, MAX_CATALOG_WORDS, NOT_EXISTING, NOT_IN_CATALOG,
    RENUMBERING_ARROWS, RENUMBERING_WORDS,
};
use crate::syntax::Page;
use phrases::may_have_phrase;

/// Marks the ids that the page says are absent. `found` is sorted.
pub(super) fn mark(page: &Page<'_>, found: &mut [Candidate]) {
    let text = page.source.text();
    let wraps = page.document.is_none();
    let mut heading = None;
    for candidate in found {
        let id = candidate.span.start as usize..candidate.span.end as usize;
        candidate.is_absent = around(text, &id, wraps).is_some_and(|(part, id)| {
            is_in_sentence(part, &id) || is_in_row(part, &id) || is_renumbered(part, &id)
        }) || is_in_heading(page, id.start, &mut heading);
    }
}

/// Returns the paragraph or list item around an id, and the place of the id in it. In data, a line.
fn around<'t>(text: &'t str, id: &Range<usize>, wraps: bool) -> Option<(&'t str, Range<usize>)> {
    let is_boundary = |at: &usize| text.is_char_boundary(*at);
    let most = (id.end + MAX_ABSENCE_BYTES).min(text.len());
    let mut start = (id.start.saturating_sub(MAX_ABSENCE_BYTES)..=id.start).find(is_boundary)?;
    let mut end = (id.end..=most).rev().find(is_boundary)?;
    let bytes = text.as_bytes();
    let ends = |line: usize| !wraps || begins_block(&text[line..]);
    let mut breaks = memchr::memrchr_iter(b'\n', &bytes[start..id.start]);
    if let Some(at) = breaks.find(|at| ends(start + at + 1)) {
        start += at + 1;
    }
    let mut breaks = memchr::memchr_iter(b'\n', &bytes[id.end..end]);
    if let Some(at) = breaks.find(|at| ends(id.end + at + 1)) {
        end = id.end + at;
    }
    Some((text.get(start..end)?, id.start - start..id.end - start))
}

/// Returns whether the first line of a text is blank, or begins another block than the line before.
fn begins_block(text: &str) -> bool {
    let text = text.trim_start_matches([' ', '\t', '>']);
    match text.as_bytes().first() {
        None | Some(b'\n' | b'-' | b'*' | b'+' | b'#' | b'|') => true,
        Some(byte) if byte.is_ascii_graphic() => false,
        _ => text.lines().next().unwrap_or_default().trim().is_empty(),
    }
}

/// Returns whether the sentence or cell of an id says so, of the id or of the catalog.
fn is_in_sentence(part: &str, id: &Range<usize>) -> bool {
    let bytes = part.as_bytes();
    // The end of a sentence or cell whose first byte is at a place before `to`.
    let end_at = |at: usize, to: usize| match (bytes[at], bytes[at + 1..to].first()) {
        (b'|', _) => Some(at + 1),
        (b'.', Some(b' ' | b'\n')) | (b';', Some(b' ')) => Some(at + 2),
        _ => None,
    };
    let mut before = memchr::memrchr3_iter(b'.', b';', b'|', &bytes[..id.start]);
    let start = before.find_map(|at| end_at(at, id.start)).unwrap_or(0);
    let mut behind = memchr::memchr3_iter(b'.', b';', b'|', &bytes[id.end..]);
    let end = behind.find(|at| end_at(id.end + at, part.len()).is_some());
    let end = end.map_or(part.len(), |at| id.end + at);
    if !may_have_phrase(&part[start..end]) {
        return false;
    }
    if names_catalog(&plain(&part[start..end])) {
        return true;
    }
    let behind = plain(&part[id.end..end]);
    let mut said = NOT_EXISTING.iter().filter_map(|phrase| behind.find(phrase));
    said.any(|at| is_only_ids(&behind[..at]))
}

/// Returns a text in lower case, on one line.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_ascii_lowercase()
}

/// Returns whether another cell of the row says so of the catalog, in its first words.
fn is_in_row(part: &str, id: &Range<usize>) -> bool {
    let row = memchr::memrchr(b'\n', &part.as_bytes()[..id.start]).map_or(0, |at| at + 1);
    let row = &part[row..];
    if !row.trim_start().starts_with('|') {
        return false;
    }
    let row = row.lines().next().unwrap_or_default();
    may_have_phrase(row)
        && row.split('|').any(|cell| {
            let cell = plain(cell.trim_matches([' ', '*', '_']));
            let mut phrases = NOT_EXISTING.iter().chain(&NOT_IN_CATALOG);
            phrases.any(|phrase| cell.starts_with(phrase)) && names_catalog(&cell)
        })
}

/// Returns whether a text says that something is not in the catalog: the words behind the phrase name it.
fn names_catalog(text: &str) -> bool {
    let named = |phrase: &str, words: &[&str]| {
        text.match_indices(phrase).any(|(at, _)| {
            let rest = &text[at + phrase.len()..];
            let mut next = rest.split_whitespace().take(MAX_CATALOG_WORDS);
            next.any(|word| words.contains(&word.trim_matches(|c: char| !c.is_alphanumeric())))
        })
    };
    NOT_IN_CATALOG
        .iter()
        .any(|phrase| named(phrase, &CATALOG_WORDS))
        || NOT_EXISTING.iter().any(|phrase| named(phrase, &["atlas"]))
}

/// Returns whether a text holds nothing but ids, their names in brackets, and words that join them.
fn is_only_ids(text: &str) -> bool {
    let mut depth = 0_usize;
    let outside = text.replace(
        |c: char| {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth > 0
        },
        " ",
    );
    let mut words = outside.split(|c: char| !c.is_alphanumeric() && c != '.');
    words.all(|word| {
        let is_id = word.starts_with("aml.") || word.starts_with("t0") || word.starts_with("m0");
        word.is_empty()
            || is_id
            || matches!(word, "and" | "or" | "also" | "both" | "which" | "that")
    })
}

/// Returns whether an arrow leads from an id to the one that replaces it, in a text about renumbering. Other arrows are steps of an
/// attack.
fn is_renumbered(part: &str, id: &Range<usize>) -> bool {
    let mark = |c: char| c.is_whitespace() || matches!(c, '`' | '*' | '_');
    let behind = part[id.end..].trim_start_matches(mark);
    let arrow = RENUMBERING_ARROWS
        .iter()
        .find(|arrow| behind.starts_with(**arrow));
    let Some(arrow) = arrow else { return false };
    let next = behind[arrow.len()..].trim_start_matches(mark);
    let next = next.strip_prefix("AML.").unwrap_or(next);
    let leads_to_id = next.starts_with(['T', 'M', 'C'])
        && next
            .trim_start_matches(char::is_alphabetic)
            .starts_with(|c: char| c.is_ascii_digit());
    leads_to_id && {
        let part = part.to_ascii_lowercase();
        RENUMBERING_WORDS.iter().any(|word| part.contains(word))
    }
}

/// Returns whether the nearest heading says so of ids. `last` is the one asked last, with the answer.
fn is_in_heading(page: &Page<'_>, at: usize, last: &mut Option<(usize, bool)>) -> bool {
    let after = page
        .headings
        .partition_point(|heading| (heading.span.start as usize) < at);
    let Some(above) = after.checked_sub(1) else {
        return false;
    };
    if let Some((heading, answer)) = *last
        && heading == above
    {
        return answer;
    }
    let text = &page.headings[above].text;
    if !may_have_phrase(text) {
        *last = Some((above, false));
        return false;
    }
    let text = plain(text);
    let is_of_ids = text
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| matches!(word, "id" | "ids"));
    let answer = names_catalog(&text)
        || (is_of_ids && NOT_EXISTING.iter().any(|phrase| text.contains(phrase)));
    *last = Some((above, answer));
    answer
}
