//! The outline of a page as data: heading, text, fields, items, tables, code, sections.
//!
//! Users write schemas against these definitions, so they must not change:
//!
//! - A field is a strong run at the start of a line that ends in `:` or is followed by it.
//! - Its value runs to the next field line or the end of the block.
//! - Strong text that holds a link is not a field.
//! - The second of two equal keys is shown as `Key#2`.
//! - Section keys drop a trailing ` (N)`.

use foldhash::HashMap;
use std::borrow::Cow;

use super::field::{self, Field};
use super::tree::{Data, Entry, NodeId, Tree, has_equal_keys};
use crate::text::Span;

/// Builder of the outline from headings and blocks in page order.
pub(super) struct Builder<'s> {
    text: &'s str,
    tree: Tree<'s>,
    /// The root and the open sections, each deeper than the one before.
    open: Vec<Section<'s>>,
    heading: Option<NodeId>,
}

struct Section<'s> {
    level: u8,
    key: Cow<'s, str>,
    key_span: Span,
    span: Span,
    text: Vec<Span>,
    fields: Vec<Entry<'s>>,
    items: Vec<NodeId>,
    tables: Vec<NodeId>,
    code: Vec<NodeId>,
    sections: Vec<Entry<'s>>,
}

fn number_equal_keys(entries: &mut [Entry<'_>]) {
    if !has_equal_keys(entries) {
        return;
    }
    let mut seen: HashMap<Cow<'_, str>, u32> = HashMap::default();
    for entry in entries {
        let count = seen.entry(entry.key.clone()).or_insert(0);
        *count += 1;
        entry.nth = *count;
    }
}

impl<'s> Builder<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        Self {
            text,
            tree: Tree::default(),
            open: vec![Section::new(0, Cow::Borrowed(""), Span::default())],
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
        while self.open.len() > 1 && self.open.last().is_some_and(|top| top.level >= level) {
            self.close();
        }
        let key = without_count(text);
        self.open
            .push(Section::new(level, Cow::Borrowed(key), span));
    }

    pub(super) fn paragraph(&mut self, span: Span) {
        let (lead, fields) = field::split(self.slice(span), span.start as usize);
        if !lead.is_empty() {
            self.top().text.push(lead);
        }
        self.add_fields(fields);
    }

    /// Adds a list item. Returns the node that further paragraphs of the item extend.
    pub(super) fn item(&mut self, span: Span) -> Option<NodeId> {
        let (lead, fields) = field::split(self.slice(span), span.start as usize);
        self.add_fields(fields);
        if lead.is_empty() {
            return None;
        }
        let node = self.text_node(lead);
        self.top().items.push(node);
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
        self.top().code.push(node);
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
        self.top().tables.push(table);
    }

    /// Closes all sections. `front` becomes the root's `frontmatter`, a marker; its data is in the tree of the front matter.
    pub(super) fn finish(mut self) -> Tree<'s> {
        while self.open.len() > 1 {
            self.close();
        }
        let heading = self.heading;
        if let Some(root) = self.open.pop() {
            let heading = heading.unwrap_or_else(|| self.tree.add(Span::default(), Data::Null));
            let mut entries = vec![unwritten("heading", heading)];
            entries.extend(self.section_entries(root));
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
        let (key, key_span) = (section.key.clone(), section.key_span);
        let span = section.span;
        let entries = self.section_entries(section);
        let node = self.tree.add(span, Data::Map(entries));
        let parent = self.top();
        parent.span.end = parent.span.end.max(span.end);
        parent.sections.push(Entry {
            nth: 1,
            key,
            key_span,
            value: node,
        });
    }

    fn section_entries(&mut self, section: Section<'s>) -> Vec<Entry<'s>> {
        let mut entries = Vec::new();
        if let (Some(first), Some(last)) = (section.text.first(), section.text.last()) {
            let span = Span::new(first.start as usize, last.end as usize);
            let text = match section.text.as_slice() {
                [only] => Cow::Borrowed(self.slice(*only)),
                all => Cow::Owned(
                    all.iter()
                        .map(|&span| self.slice(span))
                        .collect::<Vec<_>>()
                        .join("\n\n"),
                ),
            };
            let node = self.tree.add(span, Data::Text(text));
            entries.push(unwritten("text", node));
        }
        let mut fields = section.fields;
        number_equal_keys(&mut fields);
        if !fields.is_empty() {
            let node = self.tree.add(section.key_span, Data::Map(fields));
            entries.push(unwritten("fields", node));
        }
        for (key, nodes) in [
            ("items", section.items),
            ("tables", section.tables),
            ("code", section.code),
        ] {
            if !nodes.is_empty() {
                let node = self.tree.add(section.key_span, Data::List(nodes));
                entries.push(unwritten(key, node));
            }
        }
        let mut sections = section.sections;
        number_equal_keys(&mut sections);
        if !sections.is_empty() {
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

    fn top(&mut self) -> &mut Section<'s> {
        // Only `finish` pops the root, and it consumes the builder.
        if self.open.is_empty() {
            self.open
                .push(Section::new(0, Cow::Borrowed(""), Span::default()));
        }
        let last = self.open.len() - 1;
        &mut self.open[last]
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

    fn add_fields(&mut self, fields: Vec<Field>) {
        self.top().fields.reserve_exact(fields.len());
        for field in fields {
            let data = match self.slice(field.value) {
                "" => Data::Null,
                text => Data::Text(field::without_comments(text)),
            };
            let node = self.tree.add(field.value, data);
            let key = Cow::Borrowed(self.slice(field.key));
            self.top().fields.push(Entry {
                nth: 1,
                key,
                key_span: field.key,
                value: node,
            });
        }
    }
}

impl<'s> Section<'s> {
    fn new(level: u8, key: Cow<'s, str>, key_span: Span) -> Self {
        Self {
            level,
            key,
            key_span,
            span: key_span,
            text: Vec::new(),
            fields: Vec::new(),
            items: Vec::new(),
            tables: Vec::new(),
            code: Vec::new(),
            sections: Vec::new(),
        }
    }
}

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
    let (key, count) = text.strip_suffix(')')?.rsplit_once(" (")?;
    let digits = !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit());
    let key = key.trim_end();
    (digits && !key.trim().is_empty()).then_some((key, count))
}
