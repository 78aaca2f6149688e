//! Unquoted `- AML.T0051.000 - LLM Prompt Injection: Direct`: YAML parses a mapping with one entry, but the author meant a
//! text.

use super::open_name;
use crate::facts::adjacent_name::looks_like_name;
use crate::facts::candidate::{Candidate, InSplitText, SplitText};
use crate::facts::separator::{self, Sign};
use crate::syntax::tree::{Data, NodeId, Tree};
use crate::syntax::{Page, id};
use crate::text::{Source, Span};

/// Returns the list items of a page that may be such mappings, in text order. Marks the ids in them, with the name in the intended
/// text.
pub(in crate::facts) fn split_texts(page: &Page<'_>, found: &mut [Candidate]) -> Vec<SplitText> {
    let tree = match (&page.front, &page.document) {
        (Some(front), _) if front.sound => &front.tree,
        (_, Some(document)) if document.sound => &page.outline,
        _ => return Vec::new(),
    };
    let items = tree.nodes().filter_map(|node| match &node.data {
        Data::List(items) => Some(items),
        _ => None,
    });
    let items = items.flatten();
    let texts = items.filter_map(|&item| split_text(tree, page.source, item));
    let mut texts: Vec<SplitText> = texts.collect();
    texts.sort_by_key(|text| text.span);
    for (at, SplitText { span, .. }) in texts.iter().enumerate() {
        let first = found.partition_point(|candidate| candidate.span.start < span.start);
        let inside = found.get_mut(first..).unwrap_or_default();
        for candidate in inside
            .iter_mut()
            .take_while(|candidate| span.contains(candidate.span))
        {
            candidate.split_text = Some(Box::new(InSplitText {
                at,
                name: open_name(page.source, *span, candidate.span),
            }));
        }
    }
    texts
}

/// Returns the intended text of a list item that a colon turns into a mapping.
fn split_text(tree: &Tree<'_>, source: &Source, item: NodeId) -> Option<SplitText> {
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
    Some(SplitText {
        node: item,
        span,
        name: name.into(),
        whole: whole.into(),
        is_certain: sign != Sign::Blank && looks_like_name(name),
    })
}
