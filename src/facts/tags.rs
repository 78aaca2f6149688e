//! Ids in front matter tags: `atlas/aml.t0051` maps a page to an object.

use super::candidate::Candidate;
use crate::syntax::Page;
use crate::syntax::id::{self, IdToken, Malformed};
use crate::text::Span;

/// Adds the ids in a page's tags. Tags are lower case by convention and cannot contain a dot, so a dash may replace it.
pub(super) fn candidates(page: &Page<'_>, out: &mut Vec<Candidate>) {
    let Some(front) = page.front.as_ref().filter(|front| front.sound) else {
        return;
    };
    let tree = &front.tree;
    let tags = tree
        .root()
        .and_then(|root| tree.get(root, "tags").or_else(|| tree.get(root, "tag")));
    let Some(tags) = tags else { return };
    let span = tree.node(tags).span;
    let text = page.source.slice(span);
    let mut start = 0;
    for word in text.split_inclusive(|c: char| {
        c.is_whitespace() || matches!(c, '/' | '#' | ',' | '"' | '\'' | '[' | ']')
    }) {
        let bare = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        if let Some((id, malformed)) = read(bare) {
            let token = IdToken {
                span: Span::new(start, start + bare.len()).shift(span.start as usize),
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

fn read(word: &str) -> Option<(String, Option<Malformed>)> {
    if !word.get(..3)?.eq_ignore_ascii_case("AML") {
        return None;
    }
    let upper = word.to_ascii_uppercase().replace('-', ".");
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
