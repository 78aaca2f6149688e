//! One tree for everything a page holds: JSON in shape, with the bytes that each node came from.

use foldhash::{HashMap, HashSet, HashSetExt};
use std::borrow::Cow;

use serde_json::{Map, Number, Value};

use crate::text::Span;

/// A node of a [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NodeId(u32);

impl NodeId {
    /// The index of the node in its tree.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A document or an outline. Nodes are stored once: an alias is a reference, never a copy.
#[derive(Debug, Default)]
pub struct Tree<'s> {
    nodes: Vec<Node<'s>>,
    root: Option<NodeId>,
    tags: Vec<(NodeId, String)>,
    anchored: Vec<NodeId>,
}

/// A value and where it stands.
#[derive(Debug)]
pub struct Node<'s> {
    /// The bytes of the value, quotes and brackets included.
    pub span: Span,
    /// The value.
    pub data: Data<'s>,
}

/// A value.
#[derive(Debug, PartialEq)]
pub enum Data<'s> {
    /// No value.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer or a finite float.
    Number(Number),
    /// Text, escapes decoded.
    Text(Cow<'s, str>),
    /// A list.
    List(Vec<NodeId>),
    /// A mapping, in the order of the document.
    Map(Vec<Entry<'s>>),
    /// The node that an alias stands for.
    Alias(NodeId),
}

/// A key and its value.
#[derive(Debug, PartialEq)]
pub struct Entry<'s> {
    /// The key, escapes decoded.
    pub key: Cow<'s, str>,
    /// Which of the entries with this key it is, counted from 1. Only an outline has several.
    pub nth: u32,
    /// The bytes of the key; empty for a key of the outline that no text stands for (`sections`).
    pub key_span: Span,
    /// The value.
    pub value: NodeId,
}

impl Entry<'_> {
    /// Returns the key as JSON and schemas name it: the second `Key` is `Key#2`.
    #[must_use]
    pub fn shown(&self) -> Cow<'_, str> {
        if self.nth > 1 {
            Cow::Owned(format!("{}#{}", self.key, self.nth))
        } else {
            Cow::Borrowed(&self.key)
        }
    }
}

impl<'s> Tree<'s> {
    /// Adds a node and gives its id.
    pub fn add(&mut self, span: Span, data: Data<'s>) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node { span, data });
        id
    }

    /// Notes that a node has a local tag, as in `!include file.yaml`.
    pub fn tag(&mut self, id: NodeId, tag: String) {
        self.tags.push((id, tag));
    }

    /// Notes that a node has an anchor.
    pub fn anchor(&mut self, id: NodeId) {
        self.anchored.push(id);
    }

    /// The nodes with local tags, and the tags without their `!`, in the order of the document.
    #[must_use]
    pub fn tags(&self) -> &[(NodeId, String)] {
        &self.tags
    }

    /// The nodes with an anchor, in the order of the document.
    #[must_use]
    pub fn anchored(&self) -> &[NodeId] {
        &self.anchored
    }

    /// Names the root.
    pub fn set_root(&mut self, root: NodeId) {
        self.root = Some(root);
    }

    /// The root, if the document holds anything.
    #[must_use]
    pub fn root(&self) -> Option<NodeId> {
        self.root
    }

    /// The node itself, an alias unresolved.
    #[must_use]
    pub fn node(&self, id: NodeId) -> &Node<'s> {
        &self.nodes[id.index()]
    }

    /// The node to change it while the tree is built.
    pub fn node_mut(&mut self, id: NodeId) -> &mut Node<'s> {
        &mut self.nodes[id.index()]
    }

    /// The data of a node, seen through an alias.
    #[must_use]
    pub fn data(&self, id: NodeId) -> &Data<'s> {
        match &self.node(id).data {
            Data::Alias(target) => self.data(*target),
            data => data,
        }
    }

    /// The entries of a mapping; none for anything else.
    #[must_use]
    pub fn entries(&self, id: NodeId) -> &[Entry<'s>] {
        match self.data(id) {
            Data::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The entry of `key` in a mapping: its own, else one of its merged mappings.
    #[must_use]
    pub fn entry(&self, id: NodeId, key: &str) -> Option<&Entry<'s>> {
        let entries = self.entries(id);
        entries
            .iter()
            .find(|entry| entry.key == key && entry.nth == 1)
            .or_else(|| self.merged(id).find_map(|from| self.entry(from, key)))
    }

    /// The value of `key` in a mapping.
    #[must_use]
    pub fn get(&self, id: NodeId, key: &str) -> Option<NodeId> {
        self.entry(id, key).map(|entry| entry.value)
    }

    /// The entries of a mapping, to look up very many of its keys.
    #[must_use]
    pub fn keys(&self, id: NodeId) -> Keys<'_, 's> {
        let mut own = HashMap::default();
        for entry in self.entries(id) {
            own.entry(entry.key.as_ref()).or_insert(entry.value);
        }
        Keys {
            tree: self,
            own,
            merged: self.merged(id).collect(),
        }
    }

    /// Returns the bytes of a value without its quotes.
    #[must_use]
    pub fn unquoted_span(&self, id: NodeId) -> Span {
        let span = self.node(id).span;
        let length = (span.end - span.start) as usize;
        // Two bytes more than the text are its quotes. A value with escapes is not a date, an id or a URL.
        let quoted = self.text(id).is_some_and(|text| text.len() + 2 == length);
        span.narrowed(quoted)
    }

    /// The text of a node, if it is text.
    #[must_use]
    pub fn text(&self, id: NodeId) -> Option<&str> {
        match self.data(id) {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The mappings that a `<<` key merges in, the first one first.
    fn merged(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let value = self
            .entries(id)
            .iter()
            .find(|entry| entry.key == MERGE)
            .map(|entry| entry.value);
        let list: Vec<NodeId> = match value.map(|value| (value, self.data(value))) {
            Some((_, Data::List(items))) => items.clone(),
            Some((value, Data::Map(_))) => vec![value],
            _ => Vec::new(),
        };
        list.into_iter()
    }

    /// The ids of all nodes in the order of the document.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)).map(NodeId)
    }

    /// The items of a list; none for anything else.
    #[must_use]
    pub fn items(&self, id: NodeId) -> &[NodeId] {
        match self.data(id) {
            Data::List(items) => items,
            _ => &[],
        }
    }

    /// All nodes in the order of the document.
    pub fn nodes(&self) -> impl Iterator<Item = &Node<'s>> {
        self.nodes.iter()
    }

    /// The tree as JSON: aliases expanded, merge keys merged. `rename` may give the keys of a mapping other names, as `x-aliases`
    /// does; nothing where none has one.
    #[must_use]
    pub fn to_json(
        &self,
        id: NodeId,
        rename: &impl Fn(&[Entry<'s>]) -> Vec<Option<String>>,
    ) -> Value {
        match self.data(id) {
            Data::Null | Data::Alias(_) => Value::Null,
            Data::Bool(value) => Value::Bool(*value),
            Data::Number(value) => Value::Number(value.clone()),
            Data::Text(text) => Value::String(text.to_string()),
            Data::List(items) => {
                Value::Array(items.iter().map(|&i| self.to_json(i, rename)).collect())
            }
            Data::Map(entries) => {
                let mut map = Map::new();
                let mut names = rename(entries).into_iter();
                for entry in entries {
                    let name = names.next().flatten();
                    if entry.key != MERGE {
                        let key = name.unwrap_or_else(|| entry.shown().into_owned());
                        map.insert(key, self.to_json(entry.value, rename));
                    }
                }
                for from in self.merged(id) {
                    if let Value::Object(merged) = self.to_json(from, rename) {
                        for (key, value) in merged {
                            map.entry(key).or_insert(value);
                        }
                    }
                }
                Value::Object(map)
            }
        }
    }
}

/// The entries of a mapping by their keys.
#[derive(Debug)]
pub struct Keys<'t, 's> {
    tree: &'t Tree<'s>,
    own: HashMap<&'t str, NodeId>,
    merged: Vec<NodeId>,
}

impl Keys<'_, '_> {
    /// The value of a key, as [`Tree::get`] finds it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<NodeId> {
        let merged = || {
            self.merged
                .iter()
                .find_map(|&from| self.tree.get(from, key))
        };
        self.own.get(key).copied().or_else(merged)
    }
}

/// Whether two entries have the same key. Most mappings are small, where comparing costs less than hashing.
#[must_use]
pub fn has_equal_keys(entries: &[Entry<'_>]) -> bool {
    const SMALL: usize = 16;
    if entries.len() <= SMALL {
        let equal = |(at, entry): (usize, &Entry<'_>)| {
            entries[..at].iter().any(|before| before.key == entry.key)
        };
        return entries.iter().enumerate().any(equal);
    }
    let mut seen = HashSet::with_capacity(entries.len());
    !entries.iter().all(|entry| seen.insert(&entry.key))
}

/// The merge key of YAML 1.1.
pub const MERGE: &str = "<<";
