//! Handling of the parser's events: blocks open and close, inline content widens the open block.

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::anchors::{Rendered, element_ids};
use super::{Code, Item, Leaf, LeafKind, Walker};
use crate::syntax::blocks::Table;
use crate::syntax::page::Heading;
use crate::text::Span;

impl Walker<'_> {
    pub(super) fn event(&mut self, event: &Event<'_>, span: Span) {
        if self.rendered.is_some() {
            self.render(event, span);
        }
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(*tag, span),
            Event::Text(_) | Event::SoftBreak | Event::HardBreak | Event::FootnoteReference(_) => {
                self.text(span);
            }
            Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::InlineHtml(_) => {
                if matches!(event, Event::InlineHtml(_)) {
                    element_ids(self.slice(span), &mut self.anchors.element_ids);
                }
                self.inline(span);
                self.opaque.push(span);
                self.blocks.opaque.push(span);
            }
            Event::Html(_) => self.blocks.opaque.push(span),
            Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    /// Adds text to the open code block, or to the open leaf.
    pub(super) fn text(&mut self, span: Span) {
        match &mut self.code {
            Some(code) => {
                let start = code.text.map_or(span.start, |text| text.start);
                code.text = Some(Span {
                    start,
                    end: span.end,
                });
            }
            None => self.inline(span),
        }
    }

    /// Adds to the rendered text of the open heading. Pictures and tags have no text.
    fn render(&mut self, event: &Event<'_>, span: Span) {
        let text: &str = match event {
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) => text,
            Event::SoftBreak | Event::HardBreak => " ",
            _ => return,
        };
        let in_picture = self.open_links.iter().any(|link| link.image);
        if let Some(rendered) = self.rendered.as_mut().filter(|_| !in_picture) {
            rendered.push(self.text, span, text);
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Paragraph => self.open_leaf(LeafKind::Paragraph),
            Tag::Heading { level, .. } => {
                self.open_leaf(LeafKind::Heading(depth(*level)));
                self.rendered = Some(Rendered::new());
            }
            Tag::TableCell => self.open_leaf(LeafKind::Cell),
            Tag::Item => {
                self.close_leaf();
                self.items.push(Item::default());
                self.open_item(span);
            }
            Tag::List(first) => {
                self.close_leaf();
                self.open_list(span, first.is_some());
            }
            Tag::CodeBlock(_) => {
                self.close_leaf();
                self.blocks.opaque.push(span);
                self.code = Some(Code {
                    start: span.start as usize,
                    text: None,
                });
            }
            Tag::FootnoteDefinition(label) => {
                self.close_leaf();
                self.anchors.footnotes.push((**label).into());
            }
            Tag::Table(_) => {
                self.close_leaf();
                self.table = Table::default();
            }
            Tag::TableHead => self.in_head = true,
            Tag::TableRow => self
                .table
                .rows
                .push(Vec::with_capacity(self.table.header.len())),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => self.open_link(*link_type, false, dest_url, span),
            Tag::Image {
                link_type,
                dest_url,
                ..
            } => self.open_link(*link_type, true, dest_url, span),
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => self.inline(span),
            _ => self.close_leaf(),
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Item => {
                self.close_leaf();
                self.items.pop();
            }
            TagEnd::List(_) => {
                self.close_leaf();
                self.close_list();
            }
            TagEnd::CodeBlock => {
                if let Some(code) = self.code.take() {
                    self.outline
                        .code(code.text.unwrap_or(Span::empty(code.start)));
                }
            }
            TagEnd::TableCell => {
                // An empty cell has no inline content, but still counts as a cell.
                if let Some(leaf) = &mut self.leaf {
                    leaf.span.get_or_insert(Span::empty(span.start as usize));
                }
                self.close_leaf();
            }
            TagEnd::TableHead => self.in_head = false,
            TagEnd::TableRow => {
                self.close_leaf();
                self.surplus_cells(span.end as usize);
            }
            TagEnd::Table => {
                let table = std::mem::take(&mut self.table);
                self.outline.table(span, &table.header, &table.rows);
                self.blocks.tables.push(Table { span, ..table });
            }
            TagEnd::Link | TagEnd::Image => self.close_link(),
            TagEnd::HtmlBlock => self.html_block(span),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {}
            TagEnd::Heading(_) => {
                // A heading without text gets an empty span after its marks.
                let marks = self.slice(span);
                let start = span.start as usize;
                if let Some(leaf) = &mut self.leaf {
                    let end = || Span::empty(start + marks.trim_end().len());
                    leaf.span.get_or_insert_with(end);
                }
                self.close_leaf();
            }
            _ => self.close_leaf(),
        }
    }

    pub(super) fn open_leaf(&mut self, kind: LeafKind) {
        self.close_leaf();
        self.leaf = Some(Leaf { kind, span: None });
    }

    /// Widens the open leaf by inline content, or opens one: a tight list item has no paragraph.
    pub(super) fn inline(&mut self, span: Span) {
        let leaf = self.leaf.get_or_insert(Leaf {
            kind: LeafKind::Paragraph,
            span: None,
        });
        let start = leaf
            .span
            .map_or(span.start, |old| old.start.min(span.start));
        let end = leaf.span.map_or(span.end, |old| old.end.max(span.end));
        leaf.span = Some(Span { start, end });
        if let Some(link) = self.open_links.last_mut() {
            link.inner_end = link.inner_end.max(span.end as usize);
        }
    }

    /// Ends the open leaf, if there is one: mostly there is none.
    #[inline]
    pub(super) fn close_leaf(&mut self) {
        if let Some(leaf) = self.leaf.take() {
            match leaf.span {
                Some(span) => self.finish_leaf(leaf.kind, span),
                None => self.opaque.clear(),
            }
        }
    }

    #[inline(never)]
    fn finish_leaf(&mut self, kind: LeafKind, span: Span) {
        let mut span = self.trimmed(span);
        // For an escape, the parser's first event starts after the backslash.
        let before = (span.start as usize).checked_sub(1);
        if before.is_some_and(|before| self.text.as_bytes()[before] == b'\\') {
            span.start -= 1;
        }
        if !self.blanks.is_empty() {
            let first = self.blanks.partition_point(|blank| blank.end <= span.start);
            let inside = self.blanks[first..].iter();
            self.opaque
                .extend(inside.take_while(|blank| blank.start < span.end));
        }
        self.links_and_ids(span, kind == LeafKind::Cell);
        self.text_block(kind, span);
        match kind {
            LeafKind::Heading(level) => {
                self.outline.heading(level, span);
                let rendered = self.rendered.take().map(Rendered::finish);
                let rendered = rendered.unwrap_or_default();
                let heading = Heading::new(level, span, self.slice(span), &rendered);
                self.headings.push(heading);
            }
            LeafKind::Cell if self.in_head => self.table.header.push(span),
            LeafKind::Cell => {
                if let Some(row) = self.table.rows.last_mut() {
                    row.push(span);
                }
            }
            LeafKind::Paragraph => match self.items.last_mut() {
                Some(Item {
                    node: Some(node), ..
                }) => self.outline.extend_item(*node, span),
                Some(item) if !item.seen => {
                    item.seen = true;
                    item.node = self.outline.item(span);
                }
                _ => self.outline.paragraph(span),
            },
        }
    }
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
