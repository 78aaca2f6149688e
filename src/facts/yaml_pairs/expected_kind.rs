//! The expected kind of object at each place of the official forms.

use foldhash::HashMap;

use crate::catalog::Kind;
use crate::facts::candidate::{Candidate, ExpectedBy};
use crate::facts::object::Object;
use crate::syntax::Page;
use crate::syntax::tree::{NodeId, Tree};
use crate::text::Span;

/// Sets the expected kind of each id in such a place.
pub(super) fn note(
    page: &Page<'_>,
    objects: &[Object],
    by_start: &HashMap<u32, usize>,
    found: &mut [Candidate],
) {
    let tree = &page.outline;
    if page
        .document
        .as_ref()
        .is_none_or(|document| document.shape.is_none())
    {
        return;
    }
    let mut places: Vec<(Span, Kind, &'static str)> = Vec::new();
    for object in objects {
        object_places(tree, object, &mut places);
    }
    if let Some(edges) = tree.relationships() {
        edge_places(tree, edges, &mut places);
    }
    for (span, kind, key) in places {
        // A template is part of its value; an id fills it, except for quotes.
        let candidate = by_start
            .get(&span.start)
            .or_else(|| by_start.get(&(span.start + 1)));
        let at = candidate.copied().or_else(|| {
            let first = found.partition_point(|candidate| candidate.span.start < span.start);
            found
                .get(first)
                .is_some_and(|s| span.contains(s.span))
                .then_some(first)
        });
        if let Some(at) = at {
            found[at].expected = Some((kind, ExpectedBy::Key(key.into())));
        }
    }
}

fn object_places(tree: &Tree<'_>, object: &Object, places: &mut Vec<(Span, Kind, &'static str)>) {
    let get = |node, key| tree.get(node, key);
    let span = |node: NodeId| tree.node(node).span;
    if let Some((_, id)) = object.id() {
        places.push((id, object.kind, "id"));
    }
    let tactics = get(object.node, "tactics");
    for &tactic in tactics.map_or(&[][..], |list| tree.items(list)) {
        places.push((span(tactic), Kind::Tactic, "tactics"));
    }
    if let Some(parent) = get(object.node, "subtechnique-of") {
        places.push((span(parent), Kind::Technique, "subtechnique-of"));
    }
    let mitigated = get(object.node, "techniques");
    for &technique in mitigated.map_or(&[][..], |list| tree.items(list)) {
        let id = get(technique, "id").unwrap_or(technique);
        places.push((span(id), Kind::Technique, "techniques"));
    }
    let steps = get(object.node, "procedure");
    for &step in steps.map_or(&[][..], |list| tree.items(list)) {
        for (key, kind) in [("tactic", Kind::Tactic), ("technique", Kind::Technique)] {
            if let Some(value) = get(step, key) {
                places.push((span(value), kind, key));
            }
        }
    }
}

/// Adds the targets of the edges of v6.
fn edge_places(tree: &Tree<'_>, edges: NodeId, places: &mut Vec<(Span, Kind, &'static str)>) {
    for of in tree.entries(edges) {
        for kind in tree.entries(of.value) {
            let target = match kind.key.as_ref() {
                "employs" | "mitigates" | "specializes" => Kind::Technique,
                "achieves" | "sequences" => Kind::Tactic,
                _ => continue,
            };
            for &edge in tree.items(kind.value) {
                if let Some(node) = tree.get(edge, "target") {
                    places.push((tree.node(node).span, target, "target"));
                }
                if let Some(node) = tree.get(edge, "tactic") {
                    places.push((tree.node(node).span, Kind::Tactic, "tactic"));
                }
            }
        }
    }
}
