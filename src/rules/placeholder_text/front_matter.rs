//! Placeholders in values of the front matter.

use std::ops::Range;

use super::distinct;
use crate::context::AloneContext;
use crate::syntax::tree::{Data, Entry, NodeId, Tree};
use crate::text::Span;
use crate::text::placeholder::{self, Words};

/// Keys of the front matter whose values are keywords, not text.
const NOT_TEXT: [&str; 6] = ["tags", "tag", "aliases", "alias", "keywords", "labels"];

/// Keys whose value is never meant to be `TODO`, unlike that of `status`.
const NAMES: [&str; 13] = [
    "id",
    "title",
    "name",
    "slug",
    "sidebar_label",
    "description",
    "summary",
    "author",
    "authors",
    "date",
    "created",
    "target",
    "actor",
];

/// Returns the placeholders in the values of the front matter.
pub(super) fn in_front_matter(context: &AloneContext<'_>, words: Words) -> Vec<Span> {
    let Some(front) = context.page.front.as_ref().filter(|front| front.sound) else {
        return Vec::new();
    };
    let tree = &front.tree;
    let entries = tree.root().map_or(&[][..], |root| tree.entries(root));
    let mut found = Vec::new();
    for entry in entries
        .iter()
        .filter(|entry| !NOT_TEXT.contains(&entry.key.as_ref()))
    {
        value(context, (tree, entry, entry.value), words, &mut found);
        if let Data::List(items) = &tree.node(entry.value).data {
            for &item in items {
                value(context, (tree, entry, item), words, &mut found);
            }
        }
    }
    distinct(found, 0)
}

/// Collects the placeholders in a value. Without quotes `[To be documented]` is a list of one entry, and `{issue-slug}` a mapping.
fn value(
    context: &AloneContext<'_>,
    (tree, entry, node): (&Tree<'_>, &Entry<'_>, NodeId),
    words: Words,
    found: &mut Vec<Range<usize>>,
) {
    let span = tree.node(node).span;
    let text = context.source.slice(span);
    let in_brackets = match &tree.node(node).data {
        Data::Text(_) => true,
        Data::List(items) => items.len() == 1 && text.starts_with('['),
        Data::Map(entries) => entries.len() == 1 && text.starts_with('{'),
        _ => false,
    };
    if !in_brackets {
        return;
    }
    let spans = placeholder::inside(text, words);
    let is_name = NAMES.contains(&entry.key.as_ref());
    let quoted = text.starts_with(['"', '\'']);
    let bare = span.narrowed(quoted);
    if is_name && words.whole() && placeholder::is_whole(context.source.slice(bare)) {
        found.push(bare.range());
    }
    let start = span.start as usize;
    found.extend(
        spans
            .iter()
            .map(|range| range.start + start..range.end + start),
    );
}
