//! The outline of a page as data: heading, text, fields, items, tables, code, sections.
//!
//! Users write schemas against these definitions, so they must not change:
//!
//! - A field is a strong run at the start of a line that ends in `:` or is followed by it.
//! - Its value runs to the next field line or the end of the block.
//! - Strong text that holds a link is not a field.
//! - The second of two equal keys is shown as `Key#2`.
//! - Section keys drop a trailing ` (N)`.

mod section;

use std::borrow::Cow;

use super::field::{self, Field};
use super::tree::{Data, Entry, NodeId, Tree};
use crate::text::Span;
use section::{Content, Section, number_equal_keys};

/// Builder of the outline from headings and blocks in page order.
pub(super) struct Builder<'s> {
    text: &'s str,
    tree: Tree<'s>,
    /// The root and the open sections, each deeper than the one before.
    open: Vec<Section<'s>>,
    /// What the last open section holds so far, above its own sections. The next heading ends it, so one buffer does for all
    /// sections.
    content: Content<'s>,
    /// The closed sections of the open ones, the last ones of which are those of the last open section.
    closed: Vec<Entry<'s>>,
    /// The fields of a block, as they are found.
    found: Vec<Field>,
    heading: Option<NodeId>,
}

impl<'s> Builder<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        Self {
            text,
            tree: Tree::with_capacity(text.len() / BYTES_PER_NODE),
            open: vec![Section::new(0, "", Span::default(), 0)],
            content: Content::default(),
            closed: Vec::new(),
            found: Vec::new(),
            heading: None,
        }
    }

    pub(super) fn heading(&mut self, level: u8, span: Span) {
        let text = self.slice(span);
        if level == 1 && self.heading.is_none() {
            // A bare `#` has no text.
            let data = match text {
                "" => Data::Null,
                text => Data::Text(Cow::Borrowed(text)),
            };
            self.heading = Some(self.tree.add(span, data));
            return;
        }
        self.end_content();
        while self.open.len() > 1 && self.open.last().is_some_and(|top| top.level >= level) {
            self.close();
        }
        let key = without_count(text);
        let before = self.closed.len();
        self.open.push(Section::new(level, key, span, before));
    }

    fn end_content(&mut self) {
        if let Some(top) = self.open.last_mut() {
            top.content = self.content.take();
        }
    }

    pub(super) fn paragraph(&mut self, span: Span) {
        let lead = self.fields(span);
        if !lead.is_empty() {
            self.content.text.push(lead);
        }
    }

    /// Adds a list item. Returns the node that further paragraphs of the item extend.
    pub(super) fn item(&mut self, span: Span) -> Option<NodeId> {
        let lead = self.fields(span);
        if lead.is_empty() {
            return None;
        }
        let node = self.text_node(lead);
        self.content.items.push(node);
        Some(node)
    }

    /// Appends a paragraph to a list item.
    pub(super) fn extend_item(&mut self, item: NodeId, span: Span) {
        let whole = Span::new(self.tree.node(item).span.start as usize, span.end as usize);
        let text = self.slice(whole);
        self.tree.set(item, whole, Data::Text(Cow::Borrowed(text)));
    }

    pub(super) fn code(&mut self, span: Span) {
        let node = self.text_node(span);
        self.content.code.push(node);
    }

    pub(super) fn table(&mut self, span: Span, header: &[Span], rows: &[Vec<Span>]) {
        let header_span = cover(header);
        let header = self.text_list(header_span, header);
        let row_nodes: Vec<NodeId> = rows
            .iter()
            .map(|row| self.text_list(cover(row), row))
            .collect();
        let rows = self.tree.add(span, Data::List(row_nodes));
        let entries = vec![unwritten("header", header), unwritten("rows", rows)];
        let table = self.tree.add(span, Data::Map(entries));
        self.content.tables.push(table);
    }

    /// Closes all sections. `front` becomes the root's `frontmatter`, a marker; its data is in the tree of the front matter.
    pub(super) fn finish(mut self) -> Tree<'s> {
        self.end_content();
        while self.open.len() > 1 {
            self.close();
        }
        let heading = self.heading;
        if let Some(root) = self.open.pop() {
            let heading = heading.unwrap_or_else(|| self.tree.add(Span::default(), Data::Null));
            let entries = self.section_entries(root, Some(unwritten("heading", heading)));
            let root = self.tree.add(Span::default(), Data::Map(entries));
            self.tree.set_root(root);
        }
        self.tree.shrink();
        self.tree
    }

    fn close(&mut self) {
        let Some(section) = self.open.pop() else {
            return;
        };
        let (key, key_span) = (Cow::Borrowed(section.key), section.key_span);
        let span = section.span;
        let entries = self.section_entries(section, None);
        let node = self.tree.add(span, Data::Map(entries));
        if let Some(parent) = self.open.last_mut() {
            parent.span.end = parent.span.end.max(span.end);
        }
        self.closed.push(Entry {
            nth: 1,
            key,
            key_span,
            value: node,
        });
    }

    fn section_entries(
        &mut self,
        section: Section<'s>,
        first: Option<Entry<'s>>,
    ) -> Vec<Entry<'s>> {
        let content = section.content;
        let has_sections = self.closed.len() > section.before;
        let count = usize::from(first.is_some()) + content.parts() + 2 * usize::from(has_sections);
        let mut entries = Vec::with_capacity(count);
        entries.extend(first);
        if let Some((span, text)) = self.joined(&content.text) {
            let node = self.tree.add(span, Data::Text(text));
            entries.push(unwritten("text", node));
        }
        let mut fields = content.fields;
        if !fields.is_empty() {
            number_equal_keys(&mut fields);
            let node = self.tree.add(section.key_span, Data::Map(fields));
            entries.push(unwritten("fields", node));
        }
        for (key, nodes) in [
            ("items", content.items),
            ("tables", content.tables),
            ("code", content.code),
        ] {
            if !nodes.is_empty() {
                let node = self.tree.add(section.key_span, Data::List(nodes));
                entries.push(unwritten(key, node));
            }
        }
        if has_sections {
            let mut sections: Vec<Entry<'s>> = self.closed.drain(section.before..).collect();
            number_equal_keys(&mut sections);
            let order = sections
                .iter()
                .map(|entry| self.tree.add(entry.key_span, Data::Text(entry.key.clone())))
                .collect();
            let order = self.tree.add(section.key_span, Data::List(order));
            let node = self.tree.add(section.key_span, Data::Map(sections));
            entries.push(unwritten("sections", node));
            entries.push(unwritten("order", order));
        }
        entries
    }

    /// Returns the paragraphs of a section as one text, and where they are.
    fn joined(&self, parts: &[Span]) -> Option<(Span, Cow<'s, str>)> {
        let (first, others) = parts.split_first()?;
        let Some(last) = others.last() else {
            return Some((*first, Cow::Borrowed(self.slice(*first))));
        };
        let whole = Span {
            start: first.start,
            end: last.end,
        };
        let length: usize = parts.iter().map(|part| part.range().len()).sum();
        let mut text = String::with_capacity(length + 2 * others.len());
        text += self.slice(*first);
        for part in others {
            text += "\n\n";
            text += self.slice(*part);
        }
        Some((whole, Cow::Owned(text)))
    }

    fn slice(&self, span: Span) -> &'s str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn text_node(&mut self, span: Span) -> NodeId {
        let text = self.slice(span);
        self.tree.add(span, Data::Text(Cow::Borrowed(text)))
    }

    fn text_list(&mut self, span: Span, cells: &[Span]) -> NodeId {
        let nodes = cells.iter().map(|&cell| self.text_node(cell)).collect();
        self.tree.add(span, Data::List(nodes))
    }

    /// Adds the fields of a block. Returns the text before them.
    fn fields(&mut self, span: Span) -> Span {
        let mut found = std::mem::take(&mut self.found);
        let lead = field::split(self.slice(span), span.start as usize, &mut found);
        for field in found.drain(..) {
            let data = match self.slice(field.value) {
                "" => Data::Null,
                text => Data::Text(field::without_comments(text)),
            };
            let node = self.tree.add(field.value, data);
            self.content.fields.push(Entry {
                nth: 1,
                key: Cow::Borrowed(self.slice(field.key)),
                key_span: field.key,
                value: node,
            });
        }
        self.found = found;
        lead
    }
}

/// Usual number of bytes for a node. A tree has room for so many nodes from the start.
const BYTES_PER_NODE: usize = 96;

fn unwritten(key: &'static str, value: NodeId) -> Entry<'static> {
    Entry {
        key: Cow::Borrowed(key),
        nth: 1,
        key_span: Span::default(),
        value,
    }
}

fn cover(spans: &[Span]) -> Span {
    match (spans.first(), spans.last()) {
        (Some(first), Some(last)) => Span::new(first.start as usize, last.end as usize),
        _ => Span::default(),
    }
}

/// Removes a trailing count: `Techniques (14)` is the section `Techniques`.
#[must_use]
pub fn without_count(text: &str) -> &str {
    split_count(text).map_or(text, |(key, _)| key)
}

/// Splits `Techniques (14)` into `Techniques` and `14`.
#[must_use]
pub fn split_count(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_suffix(')')?;
    let key = inside.trim_end_matches(|c: char| c.is_ascii_digit());
    let count = &inside[key.len()..];
    let key = key.strip_suffix(" (")?.trim_end();
    (!count.is_empty() && !key.is_empty()).then_some((key, count))
}
