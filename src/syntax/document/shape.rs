//! Detection of official ATLAS forms.

use crate::syntax::tree::{Data, NodeId, Tree};

/// An official ATLAS form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// v6: mappings of objects by id, edges under `relationships`. A release or a part of one.
    V6 {
        /// Whether it is a whole release, with a version.
        release: bool,
    },
    /// v5: lists of objects, in `matrices` or at the top. A release or a part of one.
    V5 {
        /// Whether it is a whole release.
        release: bool,
    },
    /// v5 source: one object, a list of objects, or a file that includes others.
    Source,
}

impl Shape {
    /// Returns the form of a document, if it has one.
    #[must_use]
    pub fn of(tree: &Tree<'_>) -> Option<Self> {
        let root = tree.root()?;
        match tree.data(root) {
            Data::Map(_) => of_mapping(tree, root),
            Data::List(items) => {
                let first = *items.first()?;
                is_object(tree, first).then_some(Self::Source)
            }
            _ => None,
        }
    }

    /// Returns the name of its page type.
    #[must_use]
    pub fn page_type(self) -> &'static str {
        match self {
            Self::V6 { .. } => "atlas-v6",
            Self::V5 { .. } => "atlas-v5",
            Self::Source => "atlas-source",
        }
    }

    /// Returns whether it is a whole release.
    #[must_use]
    pub fn is_release(self) -> bool {
        matches!(
            self,
            Self::V6 { release: true } | Self::V5 { release: true }
        )
    }
}

/// The keys of the four kinds of objects in v5 and v6.
pub const SECTIONS: [&str; 4] = ["tactics", "techniques", "mitigations", "case-studies"];

/// The key of the edges between objects in v6.
const RELATIONSHIPS: &str = "relationships";

impl Tree<'_> {
    /// Returns the edges between objects of a document in v6, by the id of their source.
    #[must_use]
    pub fn relationships(&self) -> Option<NodeId> {
        self.get(self.root()?, RELATIONSHIPS)
    }
}

/// The kinds of edges in v6.
const EDGES: [&str; 5] = [
    "employs",
    "mitigates",
    "achieves",
    "specializes",
    "sequences",
];

/// The `object-type`s of the four kinds.
const OBJECT_TYPES: [&str; 4] = ["tactic", "technique", "mitigation", "case-study"];

fn of_mapping(tree: &Tree<'_>, root: NodeId) -> Option<Shape> {
    let get = |key: &str| tree.get(root, key);
    // A mapping of ids to anything else, such as names, is not an ATLAS form.
    let by_id = |key: &str, fits: &dyn Fn(NodeId) -> bool| {
        get(key).is_some_and(|node| {
            let entries = tree.entries(node);
            let first = entries.iter().find(|entry| is_id(&entry.key));
            first.is_some_and(|entry| fits(entry.value))
        })
    };
    let is_whole = |node| {
        ["object-type", "uuid"]
            .iter()
            .any(|key| tree.get(node, key).is_some())
    };
    let has_edges = |node| {
        EDGES.iter().any(|key| {
            tree.get(node, key)
                .is_some_and(|list| matches!(tree.data(list), Data::List(_)))
        })
    };
    let release = get("collection").is_some() && get("format-version").is_some();
    let is_study = |node| tree.get(node, "name").is_some();
    let holds_objects =
        SECTIONS.iter().any(|key| by_id(key, &is_whole)) || by_id("case-studies", &is_study);
    if release || holds_objects || by_id(RELATIONSHIPS, &has_edges) {
        return Some(Shape::V6 { release });
    }
    if is_object(tree, root) || get("study").is_some_and(|study| is_object(tree, study)) {
        return Some(Shape::Source);
    }
    let includes = tree.tags().iter().any(|(_, tag)| tag == "include");
    if includes && (get("matrices").is_some() || get("data").is_some()) {
        return Some(Shape::Source);
    }
    let holds_objects = |node: NodeId| {
        let first = tree.items(node).first();
        first.is_some_and(|&first| is_object(tree, first))
    };
    let in_matrix = get("matrices").is_some_and(|matrices| {
        tree.items(matrices).iter().any(|&matrix| {
            let list = |key: &&str| tree.get(matrix, key).is_some_and(holds_objects);
            SECTIONS.iter().any(list)
        })
    });
    let at_top = SECTIONS
        .iter()
        .any(|key| get(key).is_some_and(holds_objects));
    // The oldest files have neither a name nor a version, and still are whole releases.
    let release = get("techniques").or(get("matrices")).is_some();
    (in_matrix || at_top).then_some(Shape::V5 { release })
}

/// Returns whether a mapping is an ATLAS object: it has an object type, or an id and steps.
fn is_object(tree: &Tree<'_>, node: NodeId) -> bool {
    let text = |key| tree.get(node, key).and_then(|node| tree.text(node));
    let kind = text("object-type").is_some_and(|kind| OBJECT_TYPES.contains(&kind));
    let has = |key| tree.get(node, key).is_some();
    let study = text("id").is_some_and(|id| id.starts_with("AML.CS"));
    (kind && (has("id") || has("name"))) || (study && (has("procedure") || has("summary")))
}

fn is_id(text: &str) -> bool {
    text.starts_with("AML.") && text.as_bytes().get(4).is_some_and(u8::is_ascii_uppercase)
}

/// Words that occur together only in ATLAS forms.
const WORDS: [&str; 10] = [
    "object-type:",
    "AML.CS",
    "procedure:",
    "AML.",
    "relationships:",
    "employs:",
    "format-version:",
    "collection:",
    "!include",
    "matrices:",
];

/// Returns whether a text may have an ATLAS form and is worth parsing. Scans the lines once.
#[must_use]
pub fn looks_official(text: &str) -> bool {
    let mut detector = OfficialDetector::default();
    detector.scan(text.as_bytes());
    detector.matches()
}

/// Detector for a file that is read in chunks and not kept.
#[derive(Debug, Default)]
pub struct OfficialDetector {
    /// Which of the words were seen, and last `data:`, which occurs next to `!include` only.
    holds: [bool; WORDS.len() + 1],
    /// The end of the last chunk: a word may be split across two chunks.
    end: Vec<u8>,
}

impl OfficialDetector {
    /// Scans the next chunk.
    pub fn scan(&mut self, part: &[u8]) {
        /// One byte less than the longest word.
        const KEPT: usize = "format-version:".len() - 1;
        let first = &part[..part.len().min(KEPT)];
        self.end.extend_from_slice(first);
        let words = WORDS.iter().chain(&["data:"]);
        for (word, holds) in words.zip(&mut self.holds) {
            let find = |bytes| memchr::memmem::find(bytes, word.as_bytes()).is_some();
            *holds = *holds || find(&self.end) || find(part);
        }
        if part.len() > KEPT {
            self.end = part[part.len() - KEPT..].to_vec();
        } else {
            let gone = self.end.len().saturating_sub(KEPT);
            self.end.drain(..gone);
        }
    }

    /// Returns whether the chunks so far may have an ATLAS form.
    #[must_use]
    pub fn matches(&self) -> bool {
        let [
            kind,
            study,
            procedure,
            id,
            edges,
            employs,
            version,
            collection,
            include,
            matrices,
            data,
        ] = self.holds;
        let object = kind || (study && procedure);
        let by_id = id && (edges || employs);
        object || by_id || (version && collection) || (include && (matrices || data))
    }
}

#[cfg(test)]
mod tests {
    use super::{OfficialDetector, WORDS, looks_official};

    #[test]
    fn parts_look_like_the_whole() {
        for text in [
            "a: b\nformat-version: 6\ncollection: x\n",
            "- !include a.yaml\ndata: x\n",
            "id: AML.CS0001\nprocedure: []\n",
            "id: AML.CS0001\nprocedures: []\n",
            "data: x\nmatrices: y\n",
            "relationships: AML.T0051",
        ] {
            for size in 1..text.len() {
                let mut detector = OfficialDetector::default();
                text.as_bytes()
                    .chunks(size)
                    .for_each(|part| detector.scan(part));
                assert_eq!(
                    detector.matches(),
                    looks_official(text),
                    "{text:?} by {size}"
                );
            }
        }
        assert!(looks_official("object-type: x") && !looks_official("object-types: x"));
        assert!(
            WORDS
                .iter()
                .all(|word| word.len() <= "format-version:".len())
        );
    }
}
