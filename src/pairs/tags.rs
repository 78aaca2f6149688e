//! The ids in the tags of the front matter: `atlas/aml.t0051` maps a page to an object.

use std::borrow::Cow;

use super::subject::{Slot, Subject};
use crate::syntax::id::{self, IdToken, Malformed};
use crate::text::{Source, Span};
use crate::vault::PageRef;

/// The ids in a page's tags. Lower case is the convention there, and a dash may stand for the dot, which a tag cannot hold.
pub(super) fn subjects<'p>(page: PageRef<'_>, source: &'p Source, out: &mut Vec<Subject<'p>>) {
    let Some(front) = page.get().front.as_ref().filter(|front| front.sound) else {
        return;
    };
    let tree = &front.tree;
    let tags = tree
        .root()
        .and_then(|root| tree.get(root, "tags").or_else(|| tree.get(root, "tag")));
    let Some(tags) = tags else { return };
    let span = tree.node(tags).span;
    let text = source.slice(span);
    let mut start = 0;
    for word in text.split_inclusive(|c: char| {
        c.is_whitespace() || matches!(c, '/' | '#' | ',' | '"' | '\'' | '[' | ']')
    }) {
        let bare = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        if let Some((id, malformed)) = read(bare) {
            out.push(Subject {
                span: Span::new(start, start + bare.len()).shift(span.start as usize),
                id: Cow::Owned(id),
                malformed,
                name: None,
                slot: Slot::Tag,
                wanted: None,
                row: None,
                in_range: false,
                held: false,
            });
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
        .find(|mention| mention.span.range() == (0..word.len()))?;
    Some((word.to_owned(), whole.malformed))
}
