//! Parsing of a text as one YAML value.

use super::parse;
use crate::syntax::tree::Data;
use crate::text::Span;

/// Returns the text value of `raw` if it is a single text scalar in the position of a mapping's value.
#[must_use]
pub fn scalar(raw: &str) -> Option<String> {
    let document = format!("k: {raw}");
    let (tree, errors) = parse(&document, 0);
    let [entry] = tree.entries(tree.root()?) else {
        return None;
    };
    let node = tree.node(entry.value);
    // Text after the value, such as a comment, was meant as part of it.
    let whole = errors.is_empty() && node.span == Span::new(3, document.len());
    match &node.data {
        _ if !whole => None,
        Data::Text(text) => Some(text.to_string()),
        _ => None,
    }
}
