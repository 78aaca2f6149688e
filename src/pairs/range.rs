//! Ranges of ids: `AML.T0058-AML.T0065`, `AML.T0058–T0065`, `AML.T0058 to T0065`.
//!
//! A range is about all that lies in it, so neither end is paired with a name or rewritten.

use super::ground::{Ground, is_mark};
use super::subject::Subject;
use crate::catalog::Kind;
use crate::syntax::id;
use crate::text::Span;

/// More bytes than stand between the two ends of a range, emphasis included.
const LONGEST: usize = 24;

/// Marks the ids that begin or end a range, and unpairs them. `found` are sorted.
pub(super) fn mark<'p>(ground: &Ground<'p>, found: &mut [Subject<'p>]) {
    for at in 0..found.len() {
        let joins = found
            .get(at + 1)
            .is_some_and(|next| is_range(ground, &found[at], next));
        if joins || id::begins_short_range(ground.source.text(), found[at].span) {
            found[at].in_range = true;
        }
        if joins {
            found[at + 1].in_range = true;
        }
    }
    for subject in found.iter_mut().filter(|subject| subject.in_range) {
        subject.held = true;
        subject.name = None;
        subject.row = None;
    }
}

/// Whether what stands between two ids makes a range of them.
fn is_range<'p>(ground: &Ground<'p>, from: &Subject<'p>, to: &Subject<'p>) -> bool {
    let span = |subject: &Subject<'p>| ground.outer(subject).unwrap_or(subject.span);
    let (start, end) = (span(from).end, span(to).start);
    if start > end || (end - start) as usize > LONGEST {
        return false;
    }
    let gap = ground.source.slice(Span { start, end });
    let sign = gap.trim_matches(|c| is_mark(c) || c == '`');
    // A hyphen on a line of its own begins the next entry of a list.
    let is_word = sign.starts_with(char::is_alphabetic);
    if !id::RANGE_SIGNS.contains(&sign) || (!is_word && gap.contains('\n')) {
        return false;
    }
    let (Some(from), Some(to)) = (from.well_formed(), to.well_formed()) else {
        return !gap.contains(char::is_whitespace);
    };
    // "moved from AML.T0045 to AML.T0048.004" and "AML.T0051 - AML.TA0004" are no ranges.
    let rises = from.id.len() == to.id.len() && from.id < to.id;
    Kind::of_id(&from.id) == Kind::of_id(&to.id) && (rises || !gap.contains(char::is_whitespace))
}
