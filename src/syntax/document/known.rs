//! Formats of other tools that hold ATLAS ids, recognized by their shape.

use super::Form;
use crate::syntax::id::{self, IdToken};
use crate::syntax::tree::{Data, NodeId, Tree};
use crate::text::Span;

/// A format of another tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownFormat {
    /// A STIX bundle: `{"type": "bundle", "objects": [...]}`.
    Stix,
    /// A layer of the ATLAS Navigator: `{"domain": "atlas-atlas", "techniques": [...]}`.
    Layer,
    /// A cluster of the MISP galaxy: `{"uuid": ..., "values": [{"value": ..., "meta": {...}}]}`.
    Galaxy,
    /// A Sigma rule: `logsource` and `detection`.
    Sigma,
}

impl KnownFormat {
    /// Returns the format of a document.
    #[must_use]
    pub fn of(tree: &Tree<'_>) -> Option<Self> {
        let root = tree.root()?;
        let list = |key| {
            tree.get(root, key)
                .filter(|node| !tree.items(*node).is_empty())
        };
        let is = |key, value| tree.get(root, key).and_then(|node| tree.text(node)) == Some(value);
        let is_map = |key| {
            tree.get(root, key)
                .is_some_and(|node| matches!(tree.data(node), Data::Map(_)))
        };
        if is("type", "bundle") && list("objects").is_some() {
            return Some(Self::Stix);
        }
        if is("domain", "atlas-atlas") && list("techniques").is_some() {
            return Some(Self::Layer);
        }
        if let Some(values) = list("values").filter(|_| tree.get(root, "uuid").is_some()) {
            let has = |node: NodeId, key| tree.get(node, key).is_some();
            let is_entry = |node: &NodeId| has(*node, "value") && has(*node, "meta");
            return tree
                .items(values)
                .iter()
                .any(is_entry)
                .then_some(Self::Galaxy);
        }
        // A correlation or a filter of Sigma has no `detection`, and no ids.
        (is_map("logsource") && is_map("detection")).then_some(Self::Sigma)
    }

    /// Removes ids where the format has patterns and not texts.
    pub(in crate::syntax) fn keep(self, tree: &Tree<'_>, ids: &mut Vec<IdToken>) {
        const TEXTS: [&str; 5] = [
            "title",
            "tags",
            "description",
            "references",
            "falsepositives",
        ];
        if self != Self::Sigma {
            return;
        }
        let texts = |key: &&str| Some(tree.node(tree.get(tree.root()?, key)?).span);
        let texts: Vec<Span> = TEXTS.iter().filter_map(texts).collect();
        ids.retain(|token| texts.iter().any(|text| text.contains(token.span)));
    }
}

/// Returns the ATLAS id of an entry of a MISP galaxy cluster.
#[must_use]
pub fn cluster_id(tree: &Tree<'_>, value: NodeId) -> Option<NodeId> {
    let id = tree.get(tree.get(value, "meta")?, "external_id")?;
    tree.text(id)?.starts_with("AML.").then_some(id)
}

/// Returns whether the bytes of a file may be in one of these formats, and so are worth parsing.
#[must_use]
pub fn may_be_known(form: Form, bytes: &[u8]) -> bool {
    let finds = |word: &str| memchr::memmem::find(bytes, word.as_bytes()).is_some();
    match form {
        Form::Json => {
            let has_shape = (finds("\"bundle\"") && finds("\"objects\""))
                || finds("\"atlas-atlas\"")
                || (finds("\"values\"") && finds("\"meta\"") && finds("\"uuid\""));
            has_shape && id::is_in(bytes)
        }
        Form::Yaml => {
            finds("logsource:") && finds("detection:") && (id::is_in(bytes) || finds("atlas.aml"))
        }
        _ => false,
    }
}
