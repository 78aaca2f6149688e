//! Ids in routes of the ATLAS site.

use super::adjacent_name::{Name, NameText, named};
use super::candidate::{Candidate, ExpectedBy};
use super::url;
use crate::catalog::Kind;
use crate::syntax::id::{self, IdToken, Malformed};
use crate::syntax::{LinkKind, Page};
use crate::text::Span;

/// Returns the id in the target of a route, paired with the link's text.
pub(super) fn route(page: &Page<'_>, at: u32, ids: &[IdToken]) -> Option<Candidate> {
    let (link, source) = (&page.links[at as usize], page.source);
    let route = url::route(&link.target)?;
    // `/techniques/AML.TXXXX` and `/techniques/AML.T####` are placeholders.
    if !route.id.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (id, malformed) = read(route.id);
    // The id can be located unless the target contains escapes, which is rare; then the span is the whole target.
    let written = source.slice(link.target_span);
    let span = match written.find(route.id) {
        Some(at) if link.kind != LinkKind::Reference => {
            let start = link.target_span.start as usize + at;
            Span::new(start, start + route.id.len())
        }
        _ => link.target_span,
    };
    let in_label = link.label.and_then(|label| {
        let first = ids.partition_point(|token| token.span.start < label.start);
        let token = ids.get(first)?;
        label.contains(token.span).then_some(token)
    });
    // A wrong id that label and route share is reported once, at the label.
    let right_kind = malformed.is_some() || Kind::of_id(&id) == Some(route.kind);
    if in_label.is_some_and(|token| *token.id == *id) && right_kind {
        return None;
    }
    let label = link.label.filter(|_| in_label.is_none());
    // A code span is not a name.
    let label = label.filter(|label| !source.slice(*label).starts_with('`'));
    let name = label.and_then(|label| named(source.slice(label), label.start as usize, true));
    let name = name.and_then(|name| without_id(name, route.id));
    let token = IdToken {
        span,
        id: id.into(),
        malformed,
    };
    let mut candidate = Candidate::of(&token);
    candidate.position.route = Some(at);
    // A lower-case text is prose, and `[1]` is a footnote mark.
    candidate.name = name.map(|name| NameText {
        closed: name.text.starts_with(char::is_uppercase),
        ..name.into()
    });
    candidate.expected = Some((route.kind, ExpectedBy::Route));
    Some(candidate)
}

/// Removes the id without its prefix from a name: `T0051 - LLM Prompt Injection`.
fn without_id<'p>(name: Name<'p>, id: &str) -> Option<Name<'p>> {
    let rest = id
        .get("AML.".len()..)
        .and_then(|id| name.text.strip_prefix(id));
    match rest.filter(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '.')) {
        Some(rest) => named(rest, name.span.end as usize - rest.len(), name.closed),
        None => Some(name),
    }
}

/// Returns the id of a route, and its flaw if it is malformed.
fn read(written: &str) -> (String, Option<Box<Malformed>>) {
    let mut inside = Vec::new();
    id::tokens(written, 0, std::iter::once(0), &mut inside);
    let whole = inside
        .into_iter()
        .find(|candidate| candidate.span.range() == (0..written.len()));
    match whole {
        Some(candidate) => (candidate.id.into_string(), candidate.malformed),
        None => (
            written.to_owned(),
            Some(Box::new(Malformed {
                intended: None,
                plain: written.to_owned(),
                complete: false,
            })),
        ),
    }
}
