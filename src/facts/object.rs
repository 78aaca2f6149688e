//! The ATLAS objects that a YAML page defines, in all official forms.

use serde::{Deserialize, Serialize};

use crate::catalog::Kind;
use crate::syntax::data::SECTIONS;
use crate::syntax::tree::{NodeId, Tree};
use crate::syntax::{Page, Shape};
use crate::text::Span;

/// An object in a YAML page.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Object {
    pub kind: Kind,
    pub node: NodeId,
    key: Option<(Box<str>, Span)>,
    id: Option<(Box<str>, Span)>,
}

impl Object {
    /// Returns its key, in v6.
    #[must_use]
    pub fn key(&self) -> Option<(&str, Span)> {
        self.key.as_ref().map(|(key, span)| (key.as_ref(), *span))
    }

    /// Returns its `id`, with the bytes of the value, quotes included.
    #[must_use]
    pub fn id(&self) -> Option<(&str, Span)> {
        self.id.as_ref().map(|(id, span)| (id.as_ref(), *span))
    }

    /// Returns the id that it is known by: its `id`, else its key.
    #[must_use]
    pub fn known_as(&self) -> Option<&str> {
        self.id().or(self.key()).map(|(id, _)| id)
    }
}

/// Returns the objects of a YAML page in text order. A Markdown page has none.
#[must_use]
pub fn objects(page: &Page<'_>) -> Vec<Object> {
    let shape = page.document.as_ref().and_then(|document| document.shape);
    let tree = &page.outline;
    let (Some(shape), Some(root)) = (shape, tree.root()) else {
        return Vec::new();
    };
    match shape {
        Shape::V6 { .. } => keyed(tree, root),
        Shape::V5 { .. } => {
            let matrices = tree.get(root, "matrices");
            let matrices = matrices.map_or(&[][..], |matrices| tree.items(matrices));
            matrices
                .iter()
                .chain([&root])
                .flat_map(|&lists| listed(tree, lists))
                .collect()
        }
        Shape::Source => {
            let items = tree.items(root);
            let study = tree.get(root, "study");
            let alone = study.or(Some(root)).filter(|_| items.is_empty());
            items
                .iter()
                .copied()
                .chain(alone)
                .filter_map(|node| object(tree, node, None))
                .collect()
        }
    }
}

/// Returns the objects of v6: one mapping per kind, by id.
fn keyed(tree: &Tree<'_>, root: NodeId) -> Vec<Object> {
    let mut found = Vec::new();
    for (kind, key) in Kind::ALL.into_iter().zip(SECTIONS) {
        let Some(section) = tree.get(root, key) else {
            continue;
        };
        for entry in tree.entries(section) {
            found.push(Object {
                kind,
                node: entry.value,
                key: Some((entry.key.as_ref().into(), entry.key_span)),
                id: id_of(tree, entry.value),
            });
        }
    }
    found
}

/// Returns the objects of v5: one list per kind.
fn listed(tree: &Tree<'_>, lists: NodeId) -> Vec<Object> {
    let mut found = Vec::new();
    for (kind, key) in Kind::ALL.into_iter().zip(SECTIONS) {
        let list = tree.get(lists, key);
        for &node in list.map_or(&[][..], |list| tree.items(list)) {
            found.extend(object(tree, node, Some(kind)));
        }
    }
    found
}

/// Returns one object. Its kind comes from its list, its object type or its id.
fn object(tree: &Tree<'_>, node: NodeId, kind: Option<Kind>) -> Option<Object> {
    let id = id_of(tree, node);
    let called = tree
        .get(node, "object-type")
        .and_then(|node| tree.text(node));
    let kind = kind
        .or_else(|| {
            let named = ["tactic", "technique", "mitigation", "case-study"];
            let at = named.iter().position(|name| called == Some(*name))?;
            Some(Kind::ALL[at])
        })
        .or_else(|| Kind::of_id(&id.as_ref()?.0))?;
    Some(Object {
        kind,
        node,
        key: None,
        id,
    })
}

fn id_of(tree: &Tree<'_>, node: NodeId) -> Option<(Box<str>, Span)> {
    let id = tree.get(node, "id")?;
    Some((tree.text(id)?.into(), tree.node(id).span))
}
