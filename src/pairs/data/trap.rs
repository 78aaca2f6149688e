//! `- AML.T0051.000 - LLM Prompt Injection: Direct` without quotes: YAML reads a mapping of one entry where an id and a name were meant.

use super::super::names::looks_like_name;
use super::super::separator::{self, Sign};
use crate::catalog::{View, normalize_name};
use crate::syntax::id;
use crate::syntax::tree::{Data, NodeId, Tree};
use crate::text::{Source, Span};

/// The entries of lists that are such mappings, with the bytes that were meant as one text, in the order of the document.
#[must_use]
pub fn traps(tree: &Tree<'_>, source: &Source, view: View<'_>) -> Vec<(NodeId, Span)> {
    let items = tree.nodes().filter_map(|node| match &node.data {
        Data::List(items) => Some(items),
        _ => None,
    });
    let found = items.flatten();
    let found = found.filter_map(|&item| Some((item, meant(tree, source, view, item)?)));
    let mut found: Vec<(NodeId, Span)> = found.collect();
    found.sort_by_key(|(_, span)| *span);
    found
}

/// The text that an entry of a list was meant as, if a colon makes a mapping of it.
fn meant(tree: &Tree<'_>, source: &Source, view: View<'_>, item: NodeId) -> Option<Span> {
    let Data::Map(entries) = &tree.node(item).data else {
        return None;
    };
    let [entry] = entries.as_slice() else {
        return None;
    };
    // `- {ID - Name: x}`, a quoted key and a quoted value are written on purpose.
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
    (is_known(view, name)
        || is_known(view, &whole)
        || (sign != Sign::Blank && looks_like_name(name)))
    .then_some(span)
}

fn is_known(view: View<'_>, name: &str) -> bool {
    let plain = normalize_name(name);
    !view.by_normalized_name(&plain).is_empty() || view.by_joined_name(&plain).next().is_some()
}
