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

/// Returns whether a scalar that follows `before` is a block scalar: the line before ends in a header such as `|`, `>-` or `|2+`.
#[must_use]
pub fn follows_block_indicator(before: &str) -> bool {
    let header = before.trim_end();
    let is_on_own_line = before[header.len()..].contains('\n');
    let header = header.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
    is_on_own_line && header.ends_with(['|', '>'])
}

#[cfg(test)]
mod tests {
    use super::follows_block_indicator;

    #[test]
    fn block_scalars_follow_their_header() {
        for before in ["k: |\n  ", "k: >-\n\n  ", "- |2+\n    "] {
            assert!(follows_block_indicator(before), "{before:?}");
        }
        for before in ["k: ", "k:\n  ", "k: '|'\n  ", "k: a | "] {
            assert!(!follows_block_indicator(before), "{before:?}");
        }
    }
}
