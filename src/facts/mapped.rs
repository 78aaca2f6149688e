//! Ids in the front matter of a page that is not about an ATLAS object itself.

use super::candidate::Candidate;
use crate::facts::vocabulary::MAX_MAPPED_IDS;
use crate::syntax::Page;
use crate::text::Span;

/// Returns the ids in a page's front matter that are not part of its title. Returns none if there are too many: such a page is
/// a list of ids.
pub(super) fn mapped(page: &Page<'_>, separate: &[Candidate]) -> Vec<(Box<str>, Span)> {
    let Some(front) = page.front.as_ref().filter(|front| front.sound) else {
        return Vec::new();
    };
    let title = page.title().unwrap_or_default();
    let mut found: Vec<(Box<str>, Span)> = page
        .ids_in(front.body)
        .filter(|token| token.malformed.is_none() && !title.contains(token.span))
        .map(|token| (token.id.clone(), token.span))
        .collect();
    let in_tags = separate
        .iter()
        .filter(|candidate| candidate.position.in_tag && candidate.malformed.is_none());
    found.extend(in_tags.map(|candidate| (candidate.id.clone(), candidate.span)));
    found.sort();
    found.dedup_by(|a, b| a.0 == b.0);
    if found.len() > MAX_MAPPED_IDS {
        found.clear();
    }
    found
}
