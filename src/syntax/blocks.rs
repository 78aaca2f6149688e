//! The blocks of a page in text order. The outline has no such order, as it is keyed by section.

use serde::{Deserialize, Serialize};

use crate::text::{Source, Span};

/// The blocks of a page, and its code, HTML and math.
#[derive(Serialize, Deserialize, Debug, Default)]
pub struct Blocks {
    /// Runs of inline content, in text order.
    pub texts: Vec<TextBlock>,
    /// Lists by their start; a nested list comes after its parent.
    pub lists: Vec<List>,
    /// Tables, in text order.
    pub tables: Vec<Table>,
    /// Tables in HTML, in text order. They may lack a header, and their rows may differ in length.
    pub html_tables: Vec<Table>,
    /// Code, HTML with its comments, and math, in text order: not prose. Includes the tags of inline HTML, but not the text
    /// between them.
    pub opaque: Vec<Span>,
}

impl Blocks {
    /// Gives back the memory that was reserved for more of each.
    pub(super) fn shrink(&mut self) {
        self.texts.shrink_to_fit();
        self.lists.shrink_to_fit();
        self.tables.shrink_to_fit();
        self.html_tables.shrink_to_fit();
        self.opaque.shrink_to_fit();
    }

    /// Returns whether any part of `span` is code, HTML or math.
    #[must_use]
    pub fn is_opaque_in(&self, span: Span) -> bool {
        let after = self
            .opaque
            .partition_point(|opaque| opaque.start < span.end);
        after
            .checked_sub(1)
            .is_some_and(|last| self.opaque[last].end > span.start)
    }

    /// Returns whether a byte is code, HTML or math.
    #[must_use]
    pub fn is_opaque(&self, at: u32) -> bool {
        let after = self.opaque.partition_point(|span| span.start <= at);
        after
            .checked_sub(1)
            .is_some_and(|last| at < self.opaque[last].end)
    }
}

#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextBlock {
    pub kind: TextKind,
    /// The bytes without surrounding white space.
    pub span: Span,
}

impl TextBlock {
    /// Returns whether the block is in a quote, by its first line.
    #[must_use]
    pub fn is_in_quote(&self, source: &Source) -> bool {
        let line = source.line_index(self.span.start as usize);
        let line = source.slice(source.line_span(line));
        line.trim_start_matches(|c: char| c.is_whitespace() || c == '-')
            .starts_with('>')
    }
}

#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// A paragraph, also inside a quote.
    Paragraph,
    /// A paragraph of a list item.
    Item,
    /// A heading of this level.
    Heading(u8),
    Cell,
}

#[derive(Serialize, Deserialize, Debug, Default)]
pub struct List {
    pub span: Span,
    pub ordered: bool,
    /// The number of lists around it.
    pub depth: usize,
    pub items: Vec<ListItem>,
}

#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[serde(from = "PackedItem", into = "PackedItem")]
pub struct ListItem {
    /// The item with its marker and nested lists.
    pub span: Span,
    /// The marker without its `.` or `)`: the digits of a number, or the bullet.
    pub marker: Span,
    /// The number as written; None for a bullet, or for more than nine digits.
    pub number: Option<u32>,
    /// The first text run; None if there is none.
    pub text: Option<Span>,
}

/// A list item with its parts counted from its start, as small numbers take fewer bytes.
#[derive(Serialize, Deserialize)]
struct PackedItem {
    span: Span,
    marker: Span,
    number: Option<u32>,
    text: Option<Span>,
}

impl From<ListItem> for PackedItem {
    fn from(item: ListItem) -> Self {
        let start = item.span.start;
        Self {
            marker: item.marker.counted_from(start),
            text: item.text.map(|text| text.counted_from(start)),
            number: item.number,
            span: item.span,
        }
    }
}

impl From<PackedItem> for ListItem {
    fn from(item: PackedItem) -> Self {
        let start = item.span.start;
        Self {
            marker: item.marker.counted_up(start),
            text: item.text.map(|text| text.counted_up(start)),
            number: item.number,
            span: item.span,
        }
    }
}

impl ListItem {
    /// Returns whether nothing follows the marker.
    #[must_use]
    pub fn is_empty(&self, source: &Source) -> bool {
        let behind = Span {
            start: self.marker.end,
            end: self.span.end,
        };
        let behind = source.slice(behind);
        let behind = behind.strip_prefix(['.', ')']).unwrap_or(behind);
        behind.trim().is_empty()
    }
}

#[derive(Serialize, Deserialize, Clone, Debug, Default)]
pub struct Table {
    pub span: Span,
    /// The header cells.
    pub header: Vec<Span>,
    /// The cells of each row. The parser gives every row as many cells as the header.
    pub rows: Vec<Vec<Span>>,
}

/// Returns the length and number of the list marker at the start of `text`.
pub(super) fn marker(text: &str) -> (usize, Option<u32>) {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match digits {
        0 => (text.chars().next().map_or(0, char::len_utf8), None),
        digits => (digits, text[..digits].parse().ok()),
    }
}
