//! The `id` of front matter, by which a site knows a page.

use crate::syntax::Page;
use crate::syntax::tree::Data;
use crate::text::Span;

/// Returns the front matter's `id` and its place. A number counts as the text it is written in.
pub(super) fn front_id(page: &Page<'_>) -> Option<(Box<str>, Span)> {
    let tree = &page.front.as_ref().filter(|front| front.sound)?.tree;
    let node = tree.get(tree.root()?, "id")?;
    let span = tree.node(node).span;
    let text = match tree.data(node) {
        Data::Text(text) => text.as_ref(),
        Data::Number(_) => page.source.slice(span),
        _ => return None,
    };
    (!text.trim().is_empty()).then(|| (text.into(), span))
}
