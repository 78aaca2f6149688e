//! Ids that the text says do not exist, or no longer: a list of what could not be found is right.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::candidate::Candidate;
use super::vocabulary::{
    CATALOG_WORDS, MAX_ABSENCE_BYTES, MAX_CATALOG_WORDS, NOT_EXISTING, NOT_IN_CATALOG,
    RENUMBERING_ARROWS, RENUMBERING_WORDS,
};
use crate::syntax::Page;

/// Matches a text that may say so: every way to say it has one of these phrases. Few texts around ids have any, and one search for all of
/// them costs less than a search for each.
static SAYS_SO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let phrases = NOT_EXISTING.iter().chain(&NOT_IN_CATALOG);
    let phrases = phrases.chain(&RENUMBERING_WORDS).map(|phrase| {
        let words: Vec<String> = phrase.split(' ').map(regex::escape).collect();
        words.join(r"\s+")
    });
    let phrases: Vec<String> = phrases.collect();
    Regex::new(&format!("(?i){}", phrases.join("|"))).ok()
});

fn may_say_so(text: &str) -> bool {
    SAYS_SO
        .as_ref()
        .is_none_or(|says_so| says_so.is_match(text))
}

/// Marks the ids that the page says are absent. `found` is sorted.
pub(super) fn mark(page: &Page<'_>, found: &mut [Candidate]) {
    let text = page.source.text();
    let wraps = page.document.is_none();
    let mut heading = None;
    for candidate in found {
        let id = candidate.span.start as usize..candidate.span.end as usize;
        let part = around(text, &id, wraps).filter(|(part, _)| may_say_so(part));
        candidate.is_absent = part.is_some_and(|(part, id)| {
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
    let ends = |line: &str| {
        let line = line.trim_start_matches([' ', '\t', '>']);
        !wraps || line.trim().is_empty() || line.starts_with(['-', '*', '+', '#', '|'])
    };
    let breaks = text[start..id.start].rmatch_indices('\n');
    let mut breaks = breaks.map(|(at, _)| start + at + 1);
    if let Some(at) = breaks.find(|&at| ends(text[at..].lines().next().unwrap_or_default())) {
        start = at;
    }
    let breaks = text[id.end..end].match_indices('\n');
    let mut breaks = breaks.map(|(at, _)| id.end + at);
    if let Some(at) = breaks.find(|&at| ends(text[at + 1..].lines().next().unwrap_or_default())) {
        end = at;
    }
    Some((text.get(start..end)?, id.start - start..id.end - start))
}

/// Returns whether the sentence or cell of an id says so, of the id or of the catalog.
fn is_in_sentence(part: &str, id: &Range<usize>) -> bool {
    const ENDS: [&str; 4] = [". ", ".\n", "; ", "|"];
    let start = ENDS.iter().filter_map(|end| {
        let at = part[..id.start].rfind(end)?;
        Some(at + end.len())
    });
    let end = ENDS.iter().filter_map(|end| part[id.end..].find(end));
    let start = start.max().unwrap_or_default();
    let end = end.min().map_or(part.len(), |end| id.end + end);
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
    let row = part[..id.start].rfind('\n').map_or(0, |at| at + 1);
    let row = part[row..].lines().next().unwrap_or_default();
    row.trim_start().starts_with('|')
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
    let text = plain(&page.headings[above].text);
    if !may_say_so(&text) {
        *last = Some((above, false));
        return false;
    }
    let is_of_ids = text
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| matches!(word, "id" | "ids"));
    let answer = names_catalog(&text)
        || (is_of_ids && NOT_EXISTING.iter().any(|phrase| text.contains(phrase)));
    *last = Some((above, answer));
    answer
}
