//! YAML as one spanned tree: the same nodes give the JSON and the source bytes.
//!
//! Scalars follow the core schema of YAML 1.2, as in `serde_yaml`; a differential test compares the two.

mod error;
mod readings;
mod scalar;
mod single;

use foldhash::HashMap;
use std::borrow::Cow;

use granit_parser::ScalarStyle::{self, Folded, Literal};
use granit_parser::{Event, Parser};

pub use self::error::{YamlError, YamlErrorKind};
pub use self::readings::{disagreement, has_leading_zero};
use self::scalar::{Resolved, resolve, without_line_end};
pub use self::single::{follows_block_indicator, scalar};
use super::tree::{Data, Entry, NodeId, Tree, without_repeats};
use crate::text::Span;

/// Maximum number of nodes after aliases are expanded.
const MAX_NODES: usize = 200_000;
/// Maximum number of errors; the rest of the document is not read.
const MOST_ERRORS: usize = 1_000;
/// Usual number of bytes for a node. A tree has room for so many nodes from the start.
const BYTES_PER_NODE: usize = 24;
/// Maximum depth after aliases are expanded.
const MAX_DEPTH: usize = 256;

/// Parses one document. `base` is the start of `text` in its file, and spans count from the start of the file. With errors the
/// tree is incomplete and should not be checked further.
#[must_use]
pub fn parse(text: &str, base: usize) -> (Tree<'_>, Vec<YamlError>) {
    read(text, base, false)
}

/// Parses a file of one or more documents. Where there are several, the tree is a list of them.
#[must_use]
pub fn parse_documents(text: &str, base: usize) -> (Tree<'_>, Vec<YamlError>) {
    read(text, base, true)
}

fn read(text: &str, base: usize, several: bool) -> (Tree<'_>, Vec<YamlError>) {
    let mut builder = Builder {
        several,
        documents: Vec::new(),
        nodes: 0,
        base,
        tree: Tree::with_capacity(text.len() / BYTES_PER_NODE),
        open: Vec::new(),
        anchors: HashMap::default(),
        weights: Vec::with_capacity(text.len() / BYTES_PER_NODE),
        errors: Vec::new(),
        stopped: false,
    };
    builder.run(text);
    if let [first, _, ..] = builder.documents[..] {
        let start = builder.tree.node(first).span.start as usize;
        let list = Data::List(std::mem::take(&mut builder.documents));
        let root = builder.tree.add(Span::new(start, base + text.len()), list);
        builder.tree.set_root(root);
    }
    builder.tree.shrink();
    (builder.tree, builder.errors)
}

struct Builder<'s> {
    base: usize,
    /// Whether there may be several documents.
    several: bool,
    /// The roots of the documents.
    documents: Vec<NodeId>,
    /// The expanded size of all documents.
    nodes: usize,
    tree: Tree<'s>,
    open: Vec<Open<'s>>,
    anchors: HashMap<usize, NodeId>,
    /// Expanded size and depth of every finished node, by id. None while it is open.
    weights: Vec<Option<Weight>>,
    errors: Vec<YamlError>,
    /// Whether a limit was reached.
    stopped: bool,
}

#[derive(Clone, Copy)]
struct Weight {
    nodes: usize,
    depth: usize,
}

/// A collection without its end yet.
struct Open<'s> {
    id: NodeId,
    start: usize,
    end: usize,
    flow: bool,
    weight: Weight,
    content: Content<'s>,
}

enum Content<'s> {
    List(Vec<NodeId>),
    Map {
        entries: Vec<Entry<'s>>,
        key: Option<Key<'s>>,
    },
}

/// A key without its value yet; None if it has no JSON form.
struct Key<'s> {
    text: Option<Cow<'s, str>>,
    span: Span,
}

impl<'s> Builder<'s> {
    fn run(&mut self, text: &'s str) {
        let options = granit_parser::options! {
            emit_comments: false,
            simple_key_max_lookahead: 1024,
        };
        let mut documents = 0;
        for next in Parser::new_from_str_with_options(text, options) {
            let (event, span) = match next {
                Ok(next) => next,
                Err(error) => {
                    self.errors.push(error::syntax(text, self.base, &error));
                    return;
                }
            };
            let range = span.byte_range().unwrap_or_default();
            let span = Span::new(range.start, range.end).shift(self.base);
            match event {
                Event::DocumentStart(..) => documents += 1,
                Event::Alias(anchor) => self.alias(anchor, span),
                Event::Scalar(value, style, anchor, tag) => {
                    let plain = style == ScalarStyle::Plain;
                    let last = range.end == text.len() && matches!(style, Literal | Folded);
                    let value = without_line_end(text, value, last);
                    let text_tag = tag
                        .as_ref()
                        .is_some_and(|tag| tag.core_suffix() == Some("str"));
                    let local = tag
                        .as_ref()
                        .filter(|tag| tag.handle() == "!")
                        .map(|tag| tag.suffix().to_owned());
                    let data = self.scalar(value, plain && !text_tag, span);
                    let id = self.leaf(span, data, anchor);
                    if let Some(local) = local {
                        self.tree.tag(id, local);
                    }
                }
                Event::SequenceStart(style, anchor, _) => {
                    let flow = style == granit_parser::StructureStyle::Flow;
                    self.begin(span, flow, anchor, Content::List(Vec::new()));
                }
                Event::MappingStart(style, anchor, _) => {
                    let flow = style == granit_parser::StructureStyle::Flow;
                    let content = Content::Map {
                        entries: Vec::new(),
                        key: None,
                    };
                    self.begin(span, flow, anchor, content);
                }
                Event::SequenceEnd | Event::MappingEnd => self.end(span),
                _ => {}
            }
            if documents > 1 && !self.several {
                self.error(span, YamlErrorKind::SecondDocument);
                return;
            }
            if self.stopped || self.errors.len() > MOST_ERRORS {
                return;
            }
        }
    }

    fn error(&mut self, span: Span, kind: YamlErrorKind) {
        self.stopped |= kind.is_limit();
        self.errors.push(YamlError { span, kind });
    }

    fn scalar(&mut self, value: Cow<'s, str>, plain: bool, span: Span) -> Data<'s> {
        if !plain {
            return Data::Text(value);
        }
        match resolve(&value) {
            Resolved::Null => Data::Null,
            Resolved::Bool(value) => Data::Bool(value),
            Resolved::Number(number) => Data::Number(number),
            Resolved::Text => Data::Text(value),
            Resolved::OutOfRange => {
                self.error(span, YamlErrorKind::NumberOutOfRange);
                Data::Text(value)
            }
        }
    }

    fn alias(&mut self, anchor: usize, span: Span) {
        let Some(&target) = self.anchors.get(&anchor) else {
            // The parser itself rejects an alias without an anchor.
            return;
        };
        let weight = self.weights.get(target.index()).copied().flatten();
        let Some(weight) = weight else {
            self.error(span, YamlErrorKind::Cyclic);
            self.leaf(span, Data::Null, 0);
            return;
        };
        let id = self.tree.add(span, Data::Alias(target));
        self.weights.push(Some(weight));
        self.place(id, span, weight);
    }

    fn leaf(&mut self, span: Span, data: Data<'s>, anchor: usize) -> NodeId {
        let weight = Weight { nodes: 1, depth: 1 };
        let id = self.tree.add(span, data);
        self.weights.push(Some(weight));
        if anchor != 0 {
            self.anchors.insert(anchor, id);
            self.tree.anchor(id);
        }
        self.place(id, span, weight);
        id
    }

    fn begin(&mut self, span: Span, flow: bool, anchor: usize, content: Content<'s>) {
        let id = self.tree.add(span, Data::Null);
        self.weights.push(None);
        if anchor != 0 {
            self.anchors.insert(anchor, id);
            self.tree.anchor(id);
        }
        self.open.push(Open {
            id,
            start: span.start as usize,
            end: span.end as usize,
            flow,
            weight: Weight { nodes: 1, depth: 1 },
            content,
        });
    }

    fn end(&mut self, span: Span) {
        let Some(open) = self.open.pop() else { return };
        // The end event of a block collection may be at the next token, so the collection ends with its last value.
        let end = if open.flow {
            span.end as usize
        } else {
            open.end
        };
        let whole = Span::new(open.start, end);
        let data = match open.content {
            Content::List(items) => Data::List(items),
            Content::Map { entries, .. } => Data::Map(self.unique(entries)),
        };
        self.tree.set(open.id, whole, data);
        if let Some(weight) = self.weights.get_mut(open.id.index()) {
            *weight = Some(open.weight);
        }
        self.place(open.id, whole, open.weight);
    }

    /// Removes entries that repeat a key, and reports them.
    fn unique(&mut self, entries: Vec<Entry<'s>>) -> Vec<Entry<'s>> {
        without_repeats(entries, &mut |entry, first| {
            let key = entry.key.into_owned();
            self.error(entry.key_span, YamlErrorKind::RepeatedKey { key, first });
        })
    }

    /// Adds a finished node to its parent: as list item, key or value.
    fn place(&mut self, id: NodeId, span: Span, weight: Weight) {
        let Some(open) = self.open.last_mut() else {
            self.documents.push(id);
            self.tree.set_root(id);
            self.nodes = self.nodes.saturating_add(weight.nodes);
            if self.nodes > MAX_NODES {
                self.error(span, YamlErrorKind::TooLarge);
            }
            return;
        };
        open.end = open.end.max(span.end as usize);
        open.weight.nodes = open.weight.nodes.saturating_add(weight.nodes);
        open.weight.depth = open.weight.depth.max(weight.depth + 1);
        let (nodes, depth) = (open.weight.nodes, open.weight.depth);
        match &mut open.content {
            Content::List(items) => items.push(id),
            Content::Map { entries, key } => match key.take() {
                None => {
                    let text = match self.tree.data(id) {
                        Data::Text(text) => Some(text.clone()),
                        // JSON writes such a key as text.
                        Data::Number(number) => Some(number.to_string().into()),
                        Data::Bool(value) => Some(value.to_string().into()),
                        Data::Null => Some("null".into()),
                        Data::List(_) | Data::Map(_) | Data::Alias(_) => None,
                    };
                    let bad = text.is_none();
                    *key = Some(Key { text, span });
                    if bad {
                        self.error(span, YamlErrorKind::KeyNotString);
                    }
                }
                Some(Key { text: None, .. }) => {}
                Some(Key {
                    text: Some(text),
                    span: key_span,
                }) => {
                    entries.push(Entry {
                        nth: 1,
                        key: text,
                        key_span,
                        value: id,
                    });
                }
            },
        }
        if nodes > MAX_NODES {
            self.error(span, YamlErrorKind::TooLarge);
        } else if depth > MAX_DEPTH {
            self.error(span, YamlErrorKind::TooDeep);
        }
    }
}
