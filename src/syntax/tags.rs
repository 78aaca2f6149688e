//! Values that hold tags. Their ids are lower case by convention: `atlas/aml.t0051`, `atlas.aml_t0051`.

use super::tree::{Data, NodeId, Tree};

/// Keys whose values are tags.
const KEYS: [&str; 5] = ["tags", "tag", "labels", "keywords", "topics"];

/// Returns the tags of a tree: the texts under the keys for tags, alone or in a list. A text such as `AML.T0051: Name` is not
/// a tag.
pub fn nodes(tree: &Tree<'_>) -> Vec<NodeId> {
    // Aliases are not followed: their targets have a place of their own.
    let entries = tree.ids().filter_map(|node| match &tree.node(node).data {
        Data::Map(entries) => Some(entries),
        _ => None,
    });
    let values = entries
        .flatten()
        .filter(|entry| KEYS.iter().any(|key| key.eq_ignore_ascii_case(&entry.key)))
        .map(|entry| entry.value);
    let mut found = Vec::new();
    for value in values {
        match &tree.node(value).data {
            Data::List(items) => found.extend(items),
            _ => found.push(value),
        }
    }
    found.retain(|node| match &tree.node(*node).data {
        Data::Text(text) => !(text.contains("AML.") && text.contains(char::is_whitespace)),
        _ => false,
    });
    found.sort_unstable_by_key(|node| tree.node(*node).span);
    found
}
