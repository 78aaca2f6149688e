//! Ids, names and tactics in the formats of other tools: STIX bundles, Navigator layers, MISP galaxy clusters.

use foldhash::HashMap;

use super::adjacent_name::NameText;
use super::candidate::Candidate;
use super::yaml_pairs::{value_name, whole_id};
use crate::syntax::Page;
use crate::syntax::data::{KnownFormat, cluster_id};
use crate::syntax::tree::{NodeId, Tree};
use crate::text::{Source, Span};

/// Types of STIX objects that are ATLAS's own objects. Others, such as a report, only refer to some.
const OWN_TYPES: [&str; 3] = ["attack-pattern", "course-of-action", "x-mitre-tactic"];

/// The prefix of the tactic in the `kill_chain` of a MISP galaxy cluster.
const GALAXY_CHAIN: &str = "mitre-atlas:";

/// An id, and the key of the object that holds its name.
struct Pair {
    id: NodeId,
    of: NodeId,
    key: &'static str,
    /// Whether the name has to be the id's, known or not.
    closed: bool,
}

/// Pairs the ids of a page with the names of the objects that they are given for.
pub(super) fn pair(page: &Page<'_>, found: &mut [Candidate]) {
    let tree = &page.outline;
    let pairs = match known(page) {
        Some(KnownFormat::Stix) => objects(tree, "objects")
            .iter()
            .filter_map(|&object| stix(tree, object))
            .collect(),
        Some(KnownFormat::Galaxy) => clusters(tree),
        _ => Vec::new(),
    };
    let by_start: HashMap<u32, usize> = found
        .iter()
        .enumerate()
        .map(|(at, candidate)| (candidate.span.start, at))
        .collect();
    for pair in pairs {
        let at = whole_id(tree, pair.id, &by_start, found);
        if let (Some(at), Some(name)) = (at, name_of(tree, page.source, &pair)) {
            found[at].name = Some(name);
        }
    }
}

/// Returns the values of a page that state a technique and its tactic.
pub(super) fn stated_tactics(page: &Page<'_>) -> Vec<(Span, Span)> {
    let tree = &page.outline;
    let span = |node: NodeId| tree.node(node).span;
    match known(page) {
        Some(KnownFormat::Layer) => objects(tree, "techniques")
            .iter()
            .filter_map(|&technique| {
                let id = text(tree, technique, "techniqueID")?;
                let tactic = text(tree, technique, "tactic")?;
                Some((span(id), span(tactic)))
            })
            .collect(),
        Some(KnownFormat::Stix) => {
            let mut stated = Vec::new();
            for &object in objects(tree, "objects") {
                let Some(id) = only_id(tree, object) else {
                    continue;
                };
                let phases = list(tree, object, "kill_chain_phases").iter();
                let phases = phases.filter_map(|&phase| {
                    let chain = tree.text(text(tree, phase, "kill_chain_name")?)?;
                    chain
                        .contains("atlas")
                        .then(|| text(tree, phase, "phase_name"))?
                });
                stated.extend(phases.map(|phase| (span(id), span(phase))));
            }
            stated
        }
        Some(KnownFormat::Galaxy) => {
            let values = objects(tree, "values").iter();
            let phases = values.filter_map(|&value| {
                let id = cluster_id(tree, value)?;
                let chain = list(tree, tree.get(value, "meta")?, "kill_chain");
                let tactics = chain.iter().filter_map(|&phase| {
                    let written = page.source.slice(span(phase));
                    let at = written.find(GALAXY_CHAIN)? + GALAXY_CHAIN.len();
                    let rest = Span::new(at, written.len()).shift(span(phase).start as usize);
                    Some((span(id), rest))
                });
                Some(tactics.collect::<Vec<_>>())
            });
            phases.flatten().collect()
        }
        _ => Vec::new(),
    }
}

fn known(page: &Page<'_>) -> Option<KnownFormat> {
    page.document.as_ref()?.known
}

/// Returns the pair of one STIX object.
fn stix(tree: &Tree<'_>, object: NodeId) -> Option<Pair> {
    let kind = text(tree, object, "type").and_then(|node| tree.text(node));
    let pair = |id, closed| Pair {
        id,
        of: object,
        key: "name",
        closed,
    };
    if let Some(id) = only_id(tree, object) {
        return Some(pair(id, kind.is_some_and(|kind| OWN_TYPES.contains(&kind))));
    }
    let ids = list(tree, object, "framework_references").iter();
    let mut ids = ids.filter_map(|&reference| atlas_id(tree, reference, "framework_id"));
    let id = ids.next()?;
    ids.next().is_none().then(|| pair(id, false))
}

/// Returns the ATLAS id of a STIX object, if it has one only.
fn only_id(tree: &Tree<'_>, object: NodeId) -> Option<NodeId> {
    let references = list(tree, object, "external_references").iter();
    let references = references.filter(|reference| {
        let source = text(tree, **reference, "source_name").and_then(|node| tree.text(node));
        source.is_some_and(|source| source.contains("atlas") || source.contains("ATLAS"))
    });
    let mut ids = references.filter_map(|&reference| atlas_id(tree, reference, "external_id"));
    match (ids.next(), ids.next()) {
        (Some(id), None) => Some(id),
        (None, _) => atlas_id(tree, object, "x_mitre_id"),
        _ => None,
    }
}

/// Returns the pairs of a MISP galaxy cluster.
fn clusters(tree: &Tree<'_>) -> Vec<Pair> {
    let values = objects(tree, "values").iter();
    let pairs = values.filter_map(|&value| {
        Some(Pair {
            id: cluster_id(tree, value)?,
            of: value,
            key: "value",
            closed: true,
        })
    });
    pairs.collect()
}

fn name_of(tree: &Tree<'_>, source: &Source, pair: &Pair) -> Option<NameText> {
    let name = value_name(tree, source, tree.entry(pair.of, pair.key)?)?;
    Some(NameText {
        closed: pair.closed,
        ..name
    })
}

fn objects<'t>(tree: &'t Tree<'_>, key: &str) -> &'t [NodeId] {
    tree.root().map_or(&[], |root| list(tree, root, key))
}

fn list<'t>(tree: &'t Tree<'_>, node: NodeId, key: &str) -> &'t [NodeId] {
    tree.get(node, key).map_or(&[], |list| tree.items(list))
}

/// Returns a value that is text.
fn text(tree: &Tree<'_>, node: NodeId, key: &str) -> Option<NodeId> {
    tree.get(node, key)
        .filter(|value| tree.text(*value).is_some())
}

fn atlas_id(tree: &Tree<'_>, node: NodeId, key: &str) -> Option<NodeId> {
    let id = text(tree, node, key)?;
    tree.text(id)?.starts_with("AML.").then_some(id)
}
