//! Counts in headings.

use crate::syntax::{Heading, split_count};
use crate::text::Span;

/// Words for what has a number of its own, or a size: `Level (3)` and `Points (10)` count no entries.
const NUMBERED: [&str; 46] = [
    "appendix",
    "attempt",
    "budget",
    "chapter",
    "cvss",
    "day",
    "days",
    "example",
    "exercise",
    "figure",
    "hours",
    "iteration",
    "lab",
    "layer",
    "lesson",
    "level",
    "marks",
    "milestone",
    "minutes",
    "module",
    "option",
    "page",
    "part",
    "percent",
    "phase",
    "points",
    "port",
    "priority",
    "question",
    "rating",
    "round",
    "scenario",
    "score",
    "section",
    "severity",
    "sprint",
    "stage",
    "step",
    "table",
    "tier",
    "track",
    "unit",
    "variant",
    "version",
    "week",
    "weight",
];

/// Words for what ATLAS has, and a page on it lists.
const LISTED: [&str; 8] = [
    "examples",
    "mitigations",
    "procedures",
    "references",
    "steps",
    "studies",
    "tactics",
    "techniques",
];

/// The text of a heading and the count after it.
pub(super) struct StatedCount<'p> {
    pub(super) key: &'p str,
    pub(super) count: usize,
    /// The span of the number.
    pub(super) span: Span,
}

/// Returns the number of a heading if it can be a count: not a year, not after another number (`Question 3 (10)`, `Top 10 risks (3)`), code,
/// or a word for what has a number or a size.
pub(super) fn stated(heading: &Heading) -> Option<StatedCount<'_>> {
    // `{#anchor}` is not part of the text.
    let anchored = heading.text.strip_suffix('}');
    let text = match anchored.and_then(|text| text.rsplit_once('{')) {
        Some((text, anchor)) if anchor.starts_with('#') => text.trim_end(),
        _ => &*heading.text,
    };
    let (key, digits) = split_count(text)?;
    let last = key.split_whitespace().next_back()?;
    let is_number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    if last.contains(|c: char| c.is_ascii_digit() || c == '`')
        || key.split_whitespace().any(is_number)
        || is_numbered(last)
    {
        return None;
    }
    let count = digits.parse().ok()?;
    let padded = digits.len() > 1 && digits.starts_with('0');
    if padded || (1900..=2100).contains(&count) {
        return None;
    }
    let end = heading.span.start as usize + text.len() - 1;
    Some(StatedCount {
        key,
        count,
        span: Span::new(end - digits.len(), end),
    })
}

impl StatedCount<'_> {
    /// Returns whether the number may count something else than entries of a list: it is far from theirs, and the heading does not say
    /// that it is about objects.
    pub(super) fn is_far_from(&self, entries: usize) -> bool {
        let last = self.key.split([' ', '-']).next_back().unwrap_or_default();
        let is_listed = LISTED.iter().any(|word| last.eq_ignore_ascii_case(word));
        let (less, more) = (self.count.min(entries), self.count.max(entries));
        !is_listed && more > 2 * less + 2
    }
}

fn is_numbered(word: &str) -> bool {
    NUMBERED
        .iter()
        .any(|known| word.eq_ignore_ascii_case(known))
}
