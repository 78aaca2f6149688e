//! Lists with their items, and the runs of inline content that may be in one.

use super::{LeafKind, Walker};
use crate::syntax::blocks::{List, ListItem, TextBlock, TextKind, marker};
use crate::text::Span;

/// A list without its end yet.
pub(super) struct OpenList {
    /// Its index in the page's lists.
    list: usize,
    /// The number of items before its own.
    before: usize,
}

impl Walker<'_> {
    pub(super) fn open_list(&mut self, span: Span, ordered: bool) {
        let depth = self.lists.len();
        self.lists.push(OpenList {
            list: self.blocks.lists.len(),
            before: self.list_items.len(),
        });
        self.blocks.lists.push(List {
            span,
            ordered,
            depth,
            items: Vec::new(),
        });
    }

    /// Gives the list its items, in as much memory as they need.
    pub(super) fn close_list(&mut self) {
        if let Some(open) = self.lists.pop() {
            let items = self.list_items.drain(open.before..);
            self.blocks.lists[open.list].items = items.collect();
        }
    }

    pub(super) fn open_item(&mut self, span: Span) {
        let (length, number) = marker(self.slice(span));
        let start = span.start as usize;
        let item = ListItem {
            span,
            marker: Span::new(start, start + length),
            number,
            text: None,
        };
        if !self.lists.is_empty() {
            self.list_items.push(item);
        }
    }

    pub(super) fn text_block(&mut self, leaf: LeafKind, span: Span) {
        let kind = match leaf {
            LeafKind::Heading(level) => TextKind::Heading(level),
            LeafKind::Cell => TextKind::Cell,
            LeafKind::Paragraph if self.items.is_empty() => TextKind::Paragraph,
            LeafKind::Paragraph => TextKind::Item,
        };
        self.blocks.texts.push(TextBlock { kind, span });
        let before = self.lists.last().map_or(0, |open| open.before);
        let item = self.list_items[before..].last_mut();
        if let Some(item) = item
            && kind == TextKind::Item
        {
            item.text.get_or_insert(span);
        }
    }
}
