//! The sections of an outline while it is built.

use foldhash::HashMap;
use std::borrow::Cow;

use crate::syntax::tree::{Entry, NodeId, has_equal_keys};
use crate::text::Span;

pub(super) struct Section<'s> {
    pub(super) level: u8,
    pub(super) key: &'s str,
    pub(super) key_span: Span,
    pub(super) span: Span,
    pub(super) content: Content<'s>,
    /// The number of closed sections before its own.
    pub(super) before: usize,
}

/// What stands below a heading and above the next.
#[derive(Default)]
pub(super) struct Content<'s> {
    pub(super) text: Vec<Span>,
    pub(super) fields: Vec<Entry<'s>>,
    pub(super) items: Vec<NodeId>,
    pub(super) tables: Vec<NodeId>,
    pub(super) code: Vec<NodeId>,
}

impl Content<'_> {
    /// Returns how many kinds of content there are.
    pub(super) fn parts(&self) -> usize {
        let lists = [&self.items, &self.tables, &self.code];
        let lists = lists.iter().filter(|list| !list.is_empty()).count();
        usize::from(!self.text.is_empty()) + usize::from(!self.fields.is_empty()) + lists
    }

    /// Returns the content in as much memory as it needs, and leaves the buffers empty.
    pub(super) fn take(&mut self) -> Self {
        Self {
            text: taken(&mut self.text),
            fields: taken(&mut self.fields),
            items: taken(&mut self.items),
            tables: taken(&mut self.tables),
            code: taken(&mut self.code),
        }
    }
}

fn taken<T>(buffer: &mut Vec<T>) -> Vec<T> {
    // Most sections have only one of these.
    if buffer.is_empty() {
        return Vec::new();
    }
    let mut items = Vec::with_capacity(buffer.len());
    items.append(buffer);
    items
}

impl<'s> Section<'s> {
    pub(super) fn new(level: u8, key: &'s str, key_span: Span, before: usize) -> Self {
        Self {
            level,
            key,
            key_span,
            span: key_span,
            content: Content::default(),
            before,
        }
    }
}

/// Counts the entries of each key that several have.
pub(super) fn number_equal_keys(entries: &mut [Entry<'_>]) {
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
