//! Case studies in the official forms.

use super::{Step, Study};
use crate::catalog::Kind;
use crate::facts::object::Object;
use crate::facts::references::object_references;
use crate::syntax::Page;
use crate::syntax::tree::{Data, NodeId, Tree};
use crate::text::Span;

/// Returns the case studies of a YAML page.
pub(super) fn studies(page: &Page<'_>, objects: &[Object]) -> Vec<Study> {
    let tree = &page.outline;
    let relationships = tree.relationships();
    let relationships = relationships.map(|all| tree.keys(all));
    objects
        .iter()
        .filter(|object| object.kind == Kind::CaseStudy)
        .map(|object| {
            let field = |keys: &[&str]| {
                let value = keys.iter().find_map(|key| tree.get(object.node, key))?;
                Some(tree.unquoted_span(value))
            };
            let steps = match object.key() {
                Some((id, _)) => relationships
                    .as_ref()
                    .and_then(|all| tree.get(all.get(id)?, "employs"))
                    .map_or_else(Vec::new, |edges| v6_steps(tree, edges)),
                None => tree
                    .get(object.node, "procedure")
                    .map_or_else(Vec::new, |steps| v5_steps(tree, steps)),
            };
            Study {
                id: object.id().map(|(_, span)| span),
                incident: field(&["incident-date", "date"]),
                created: field(&["created-date", "created_date"]),
                modified: field(&["modified-date", "modified_date"]),
                steps,
                references: object_references(tree, object.node),
            }
        })
        .collect()
}

/// Returns the bytes of the value of a key. `null` counts as absent: two official files have `url: null`.
fn get(tree: &Tree<'_>, node: NodeId, key: &str) -> Option<Span> {
    let value = tree.get(node, key)?;
    (*tree.data(value) != Data::Null).then(|| tree.unquoted_span(value))
}

/// Returns the steps of `procedure`, in order and without numbers.
fn v5_steps(tree: &Tree<'_>, steps: NodeId) -> Vec<Step> {
    let step = |&node: &NodeId| Step {
        place: start(tree, node),
        technique: get(tree, node, "technique"),
        tactic: get(tree, node, "tactic"),
        ..Step::default()
    };
    tree.items(steps).iter().map(step).collect()
}

/// Returns the steps of `employs`, in any order and numbered by `step-id`.
fn v6_steps(tree: &Tree<'_>, edges: NodeId) -> Vec<Step> {
    let step = |&node: &NodeId| {
        let next = tree.get(node, "leads-to");
        let next = next.map_or(&[][..], |next| tree.items(next));
        Step {
            place: start(tree, node),
            number: get(tree, node, "step-id"),
            technique: get(tree, node, "target"),
            tactic: get(tree, node, "tactic"),
            leads_to: next.iter().map(|&node| tree.unquoted_span(node)).collect(),
            ..Step::default()
        }
    };
    tree.items(edges).iter().map(step).collect()
}

/// Returns the first key of a step, the span for the whole step.
fn start(tree: &Tree<'_>, node: NodeId) -> Span {
    tree.entries(node)
        .first()
        .map_or(tree.node(node).span, |entry| entry.key_span)
}
