//! Ids in tags: `atlas/aml.t0051` maps a page to an object.

use super::candidate::Candidate;
use crate::syntax::id::{self, IdToken, Malformed};
use crate::syntax::{Page, tags};
use crate::text::Span;

/// Adds the ids in a page's tags. Tags are lower case by convention and often cannot contain a dot, so a dash or underscore may
/// replace it.
pub(super) fn candidates(page: &Page<'_>, out: &mut Vec<Candidate>) {
    let tree = match (&page.front, &page.document) {
        (Some(front), _) if front.sound => &front.tree,
        (_, Some(document)) if document.sound => &page.outline,
        _ => return,
    };
    for node in tags::nodes(tree) {
        let span = tree.node(node).span;
        in_tag(page.source.slice(span), span.start as usize, out);
    }
}

/// Adds the ids in one text, which starts at `offset`.
fn in_tag(text: &str, offset: usize, out: &mut Vec<Candidate>) {
    let mut start = 0;
    for word in text.split_inclusive(|c: char| {
        c.is_whitespace() || matches!(c, '/' | '#' | ',' | '"' | '\'' | '[' | ']')
    }) {
        let bare = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        // `atlas.aml_t0051` has the namespace of a Sigma tag before the id.
        let namespace = namespace(bare).unwrap_or_default();
        let bare = bare.get(namespace..).unwrap_or_default();
        if let Some((id, malformed)) = read(bare) {
            let at = offset + start + namespace;
            let token = IdToken {
                span: Span::new(at, at + bare.len()),
                id: id.into(),
                malformed,
            };
            let mut candidate = Candidate::of(&token);
            candidate.position.in_tag = true;
            out.push(candidate);
        }
        start += word.len();
    }
}

/// Returns the length of the namespace of a tag, with its dot or colon.
fn namespace(tag: &str) -> Option<usize> {
    let (name, rest) = tag.split_once(['.', ':'])?;
    let is_namespace = !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        && rest.get(..3)?.eq_ignore_ascii_case("AML");
    is_namespace.then_some(tag.len() - rest.len())
}

fn read(word: &str) -> Option<(String, Option<Box<Malformed>>)> {
    if !word.get(..3)?.eq_ignore_ascii_case("AML") {
        return None;
    }
    let upper = word.to_ascii_uppercase().replace(['-', '_'], ".");
    if id::is_id(&upper) {
        return Some((upper, None));
    }
    let mut found: Vec<IdToken> = Vec::new();
    id::tokens(word, 0, std::iter::once(0), &mut found);
    let whole = found
        .into_iter()
        .find(|candidate| candidate.span.range() == (0..word.len()))?;
    Some((word.to_owned(), whole.malformed))
}
