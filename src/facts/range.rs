//! Ranges of ids: `AML.T0058-AML.T0065`, `AML.T0058–T0065`, `AML.T0058 to T0065`.
//!
//! A range is about all ids in it, so neither end is paired with a name or rewritten.

use super::candidate::Candidate;
use super::separator::{is_alone, is_mark};
use crate::catalog::Kind;
use crate::facts::vocabulary::MAX_RANGE_GAP;
use crate::syntax::{Page, id};
use crate::text::Span;

/// Marks the ids that start or end a range, and unpairs them. `found` is sorted.
pub(super) fn mark(page: &Page<'_>, found: &mut [Candidate]) {
    for at in 0..found.len() {
        let joins = found
            .get(at + 1)
            .is_some_and(|next| is_range(page, &found[at], next));
        if joins || id::begins_short_range(page.source.text(), found[at].span) {
            found[at].in_range = true;
        }
        if joins {
            found[at + 1].in_range = true;
        }
    }
    for candidate in found.iter_mut().filter(|candidate| candidate.in_range) {
        candidate.is_protected = true;
        candidate.name = None;
        candidate.values.clear();
        candidate.split_text = None;
    }
}

/// Returns whether the text between two ids makes them a range.
fn is_range(page: &Page<'_>, from: &Candidate, to: &Candidate) -> bool {
    let (start, end) = (outer(page, from).end, outer(page, to).start);
    if start > end || (end - start) as usize > MAX_RANGE_GAP {
        return false;
    }
    let gap = page.source.slice(Span { start, end });
    let sign = gap.trim_matches(|c| is_mark(c) || c == '`');
    // A hyphen at the start of a line is the bullet of the next list item.
    let is_word = sign.starts_with(char::is_alphabetic);
    if !id::RANGE_SIGNS.contains(&sign) || (!is_word && gap.contains('\n')) {
        return false;
    }
    let (Some(from), Some(to)) = (well_formed(from), well_formed(to)) else {
        return !gap.contains(char::is_whitespace);
    };
    // "moved from AML.T0045 to AML.T0048.004" and "AML.T0051 - AML.TA0004" are not ranges.
    let rises = from.len() == to.len() && from < to;
    Kind::of_id(from) == Kind::of_id(to) && (rises || !gap.contains(char::is_whitespace))
}

/// Returns the id, or the link whose text is just the id.
fn outer(page: &Page<'_>, candidate: &Candidate) -> Span {
    let link = candidate.position.label.map(|at| &page.links[at as usize]);
    let link = link.filter(|link| {
        let label = link.label.unwrap_or_default();
        candidate.span == label || is_alone(candidate.span, label, |span| page.source.slice(span))
    });
    link.map_or(candidate.span, |link| link.span)
}

/// Returns the well-formed id, or the one that a malformed id may stand for.
fn well_formed(candidate: &Candidate) -> Option<&str> {
    match &candidate.malformed {
        Some(malformed) => malformed.intended.as_deref(),
        None => Some(&candidate.id),
    }
}
