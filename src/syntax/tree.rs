//! One tree for all data of a page: JSON in structure, with the source bytes of each node.

use foldhash::{HashMap, HashSet, HashSetExt};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

use serde_json::{Map, Number, Value};

use crate::text::Span;

/// Index of a node in its [`Tree`].
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NodeId(u32);

impl NodeId {
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A document or an outline. Each node is stored once; an alias is a reference to its target.
#[derive(Debug, Default)]
pub struct Tree<'s> {
    nodes: Vec<Node<'s>>,
    root: Option<NodeId>,
    tags: Vec<(NodeId, String)>,
    anchored: Vec<NodeId>,
    /// Whether a mapping may have a merge key.
    merges: bool,
}

/// A value and its place.
#[derive(Debug)]
pub struct Node<'s> {
    /// The bytes of the value, quotes and brackets included.
    pub span: Span,
    pub data: Data<'s>,
}

#[derive(Debug, PartialEq)]
pub enum Data<'s> {
    Null,
    Bool(bool),
    /// An integer or a finite float.
    Number(Number),
    /// Text with its escapes decoded.
    Text(Cow<'s, str>),
    List(Vec<NodeId>),
    /// A mapping in document order.
    Map(Vec<Entry<'s>>),
    /// The target of an alias.
    Alias(NodeId),
}

/// A key and its value.
#[derive(Debug, PartialEq)]
pub struct Entry<'s> {
    /// The key with its escapes decoded.
    pub key: Cow<'s, str>,
    /// Which entry of this key it is, counted from 1. Only an outline can have several.
    pub nth: u32,
    /// The bytes of the key; empty for an outline key without text (`sections`).
    pub key_span: Span,
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
    /// Makes an empty tree with room for some nodes.
    pub(super) fn with_capacity(nodes: usize) -> Self {
        Self {
            nodes: Vec::with_capacity(nodes),
            ..Self::default()
        }
    }

    /// Adds a node and returns its id.
    pub fn add(&mut self, span: Span, data: Data<'s>) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.merges |= has_merge_key(&data);
        self.nodes.push(Node { span, data });
        id
    }

    /// Replaces a node while the tree is built.
    pub fn set(&mut self, id: NodeId, span: Span, data: Data<'s>) {
        self.merges |= has_merge_key(&data);
        self.nodes[id.index()] = Node { span, data };
    }

    /// Gives back the memory that was reserved for more nodes.
    pub fn shrink(&mut self) {
        self.nodes.shrink_to_fit();
    }

    /// Sets the local tag of a node, as in `!include file.yaml`.
    pub fn tag(&mut self, id: NodeId, tag: String) {
        self.tags.push((id, tag));
    }

    /// Marks a node as anchored.
    pub fn anchor(&mut self, id: NodeId) {
        self.anchored.push(id);
    }

    /// Returns the nodes with local tags, and the tags without `!`, in document order.
    #[must_use]
    pub fn tags(&self) -> &[(NodeId, String)] {
        &self.tags
    }

    /// Returns the nodes with an anchor, in document order.
    #[must_use]
    pub fn anchored(&self) -> &[NodeId] {
        &self.anchored
    }

    pub fn set_root(&mut self, root: NodeId) {
        self.root = Some(root);
    }

    /// Returns the root, unless the document is empty.
    #[must_use]
    pub fn root(&self) -> Option<NodeId> {
        self.root
    }

    /// Returns the node itself, without following an alias.
    #[must_use]
    pub fn node(&self, id: NodeId) -> &Node<'s> {
        &self.nodes[id.index()]
    }

    /// Returns the data of a node, following an alias.
    #[must_use]
    pub fn data(&self, id: NodeId) -> &Data<'s> {
        match &self.node(id).data {
            Data::Alias(target) => self.data(*target),
            data => data,
        }
    }

    /// Returns the entries of a mapping; empty for other nodes.
    #[must_use]
    pub fn entries(&self, id: NodeId) -> &[Entry<'s>] {
        match self.data(id) {
            Data::Map(entries) => entries,
            _ => &[],
        }
    }

    /// Returns the entry of `key` in a mapping: its own, or else one of its merged mappings.
    #[must_use]
    pub fn entry(&self, id: NodeId, key: &str) -> Option<&Entry<'s>> {
        let entries = self.entries(id);
        entries
            .iter()
            .find(|entry| entry.key == key && entry.nth == 1)
            .or_else(|| {
                let mut merged = self.merges.then(|| self.merged(id)).into_iter().flatten();
                merged.find_map(|from| self.entry(from, key))
            })
    }

    /// Returns the value of `key` in a mapping.
    #[must_use]
    pub fn get(&self, id: NodeId, key: &str) -> Option<NodeId> {
        self.entry(id, key).map(|entry| entry.value)
    }

    /// Returns the entries of a mapping for lookups of very many keys.
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

    /// Returns the text of a node, if it is text.
    #[must_use]
    pub fn text(&self, id: NodeId) -> Option<&str> {
        match self.data(id) {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the mappings that `<<` keys merge in, in order.
    fn merged(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let mut entries = self.entries(id).iter();
        let value = entries.find(|entry| self.merges && entry.key == MERGE);
        let value = value.map(|entry| entry.value);
        let list: Vec<NodeId> = match value.map(|value| (value, self.data(value))) {
            Some((_, Data::List(items))) => items.clone(),
            Some((value, Data::Map(_))) => vec![value],
            _ => Vec::new(),
        };
        list.into_iter()
    }

    /// Returns the ids of all nodes in document order.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)).map(NodeId)
    }

    /// Returns the items of a list; empty for other nodes.
    #[must_use]
    pub fn items(&self, id: NodeId) -> &[NodeId] {
        match self.data(id) {
            Data::List(items) => items,
            _ => &[],
        }
    }

    /// Returns all nodes in document order.
    pub fn nodes(&self) -> impl Iterator<Item = &Node<'s>> {
        self.nodes.iter()
    }

    /// Returns the tree as JSON, with aliases expanded and merge keys merged. `rename` may give the keys of a mapping other
    /// names, for `x-aliases`; it returns an empty list if no key has another name.
    #[must_use]
    pub fn to_json(
        &self,
        id: NodeId,
        rename: &impl Fn(&[Entry<'s>]) -> Vec<Option<String>>,
    ) -> Value {
        self.part_to_json(id, rename, Whole)
    }

    /// Converts a node to JSON, like [`Self::to_json`], with null for the values that `part` leaves out.
    pub fn part_to_json(
        &self,
        id: NodeId,
        rename: &impl Fn(&[Entry<'s>]) -> Vec<Option<String>>,
        part: impl Part,
    ) -> Value {
        let value = |id, part: Option<_>| {
            part.map_or(Value::Null, |part| self.part_to_json(id, rename, part))
        };
        match self.data(id) {
            Data::Null | Data::Alias(_) => Value::Null,
            Data::Bool(value) => Value::Bool(*value),
            Data::Number(value) => Value::Number(value.clone()),
            Data::Text(text) => Value::String(text.to_string()),
            Data::List(items) => {
                Value::Array(items.iter().map(|&i| value(i, part.item())).collect())
            }
            Data::Map(entries) => {
                let mut map = Map::with_capacity(entries.len());
                let mut names = rename(entries).into_iter();
                for entry in entries {
                    let name = names.next().flatten();
                    if entry.key != MERGE {
                        let key = name.unwrap_or_else(|| entry.shown().into_owned());
                        let value = value(entry.value, part.value(&key));
                        map.insert(key, value);
                    }
                }
                for from in self.merged(id) {
                    if let Value::Object(merged) = self.part_to_json(from, rename, part) {
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

/// The parts of a tree that are of interest.
pub trait Part: Copy {
    /// Returns what is of interest in the value of a key. None if nothing is.
    fn value(self, key: &str) -> Option<Self>;

    /// Returns what is of interest in the items of a list. None if nothing is.
    fn item(self) -> Option<Self>;
}

/// All of a tree.
#[derive(Clone, Copy)]
pub struct Whole;

impl Part for Whole {
    fn value(self, _: &str) -> Option<Self> {
        Some(self)
    }

    fn item(self) -> Option<Self> {
        Some(self)
    }
}

/// Entries of a mapping by key.
#[derive(Debug)]
pub struct Keys<'t, 's> {
    tree: &'t Tree<'s>,
    own: HashMap<&'t str, NodeId>,
    merged: Vec<NodeId>,
}

impl Keys<'_, '_> {
    /// Returns the value of a key, as [`Tree::get`] does.
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

/// Returns whether two entries have the same key. Most mappings are small, where comparing costs less than hashing.
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

/// Removes entries that repeat a key. Each goes to `report`, with the span of the first entry's key.
pub fn without_repeats<'s>(
    entries: Vec<Entry<'s>>,
    report: &mut dyn FnMut(Entry<'s>, Span),
) -> Vec<Entry<'s>> {
    if !has_equal_keys(&entries) {
        return entries;
    }
    let mut seen: HashMap<Cow<'s, str>, Span> = HashMap::default();
    let mut kept = Vec::with_capacity(entries.len());
    for entry in entries {
        if let Some(&first) = seen.get(&entry.key) {
            report(entry, first);
        } else {
            seen.insert(entry.key.clone(), entry.key_span);
            kept.push(entry);
        }
    }
    kept
}

fn has_merge_key(data: &Data<'_>) -> bool {
    matches!(data, Data::Map(entries) if entries.iter().any(|entry| entry.key == MERGE))
}

/// The merge key of YAML 1.1.
pub const MERGE: &str = "<<";
