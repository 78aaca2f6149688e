//! Unquoted `- AML.T0051.000 - LLM Prompt Injection: Direct`: YAML parses a mapping with one entry, but the author meant a
//! text.

use super::open_name;
use crate::facts::adjacent_name::looks_like_name;
use crate::facts::candidate::{Candidate, SplitText};
use crate::facts::separator::{self, Sign};
use crate::syntax::tree::{Data, NodeId, Tree};
use crate::syntax::{Page, id};
use crate::text::{Source, Span};

/// Marks the ids in mappings that were meant as text, with the name in that text.
pub(in crate::facts) fn mark_split_texts(page: &Page<'_>, found: &mut [Candidate]) {
    let tree = match (&page.front, &page.document) {
        (Some(front), _) if front.sound => &front.tree,
        (_, Some(document)) if document.sound => &page.outline,
        _ => return,
    };
    for (_, span, split_text) in split_texts(tree, page.source) {
        let first = found.partition_point(|candidate| candidate.span.start < span.start);
        let inside = found.get_mut(first..).unwrap_or_default();
        for candidate in inside
            .iter_mut()
            .take_while(|candidate| span.contains(candidate.span))
        {
            candidate.split_text = Some(SplitText {
                name_in_text: open_name(page.source, span, candidate.span),
                ..split_text.clone()
            });
        }
    }
}

/// Returns the list items that may be such mappings, with the bytes of the intended text, in document order.
#[must_use]
pub fn split_texts(tree: &Tree<'_>, source: &Source) -> Vec<(NodeId, Span, SplitText)> {
    let items = tree.nodes().filter_map(|node| match &node.data {
        Data::List(items) => Some(items),
        _ => None,
    });
    let found = items.flatten();
    let found = found.filter_map(|&item| {
        let (span, split_text) = split_text(tree, source, item)?;
        Some((item, span, split_text))
    });
    let mut found: Vec<(NodeId, Span, SplitText)> = found.collect();
    found.sort_by_key(|(_, span, _)| *span);
    found
}

/// Returns the intended text of a list item that a colon turns into a mapping.
fn split_text(tree: &Tree<'_>, source: &Source, item: NodeId) -> Option<(Span, SplitText)> {
    let Data::Map(entries) = &tree.node(item).data else {
        return None;
    };
    let [entry] = entries.as_slice() else {
        return None;
    };
    // `- {ID - Name: x}`, a quoted key and a quoted value are intentional.
    if source.slice(tree.node(item).span).starts_with('{') {
        return None;
    }
    let value = tree.node(entry.value);
    let key = source.slice(entry.key_span);
    let is_plain = !source
        .slice(value.span)
        .starts_with(['"', '\'', '|', '>', '&', '!', '*']);
    let is_scalar = matches!(value.data, Data::Text(_) | Data::Number(_) | Data::Bool(_));
    let span = Span {
        start: entry.key_span.start,
        end: value.span.end,
    };
    let one_line = span.end > span.start && !source.slice(span).contains('\n');
    if !(is_plain && is_scalar && one_line && key == entry.key) {
        return None;
    }
    let (_, rest) = id::leading(key)?;
    let (sign, name) = match rest.trim_start().strip_prefix('(') {
        Some(inside) => (Sign::Dash, inside.trim_end_matches(')')),
        None => separator::behind(rest).map(|(sign, name, _)| (sign, name))?,
    };
    let whole = format!("{name}: {}", source.slice(value.span));
    let split_text = SplitText {
        name: name.into(),
        whole: whole.into(),
        is_certain: sign != Sign::Blank && looks_like_name(name),
        name_in_text: None,
    };
    Some((span, split_text))
}
