//! What is around an id: its cell, label, value or run of text, and its line.

use foldhash::{HashMap, HashMapExt};

use crate::syntax::blocks::Blocks;
use crate::syntax::data::Form;
use crate::syntax::tree::{Data, NodeId, Tree};
use crate::syntax::{Link, LinkKind, Page, TextKind};
use crate::text::Span;

use super::cell::{Cell, cell, row_span};
use super::token::Token;

/// Place of an id on a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'p> {
    pub(super) kind: PlaceKind<'p>,
    /// The text that a name of the id is in: a label, a cell, a value or a run of text.
    pub(super) unit: Span,
    /// The id with what belongs to it alone: the year, code marks, and the link whose label it is.
    pub(super) outer: Span,
    /// Whether it is a code span.
    pub(super) is_code: bool,
    /// The link whose label holds it.
    pub(super) link: Option<&'p Link>,
    /// The row or the lines of it.
    pub(super) line: Span,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum PlaceKind<'p> {
    /// The label of a link that says more than the id.
    Label,
    Cell(Cell<'p>),
    Heading,
    /// The start of a list entry.
    Item,
    Text,
    /// A value in YAML or JSON.
    Value(NodeId),
    /// A line of a file that has no form.
    Raw,
}

/// The values of a page in text order, with what they are in.
pub(super) struct Places<'p> {
    page: &'p Page<'p>,
    values: Vec<(Span, NodeId)>,
    /// The mapping that holds each value, and the index of its entry.
    mappings: HashMap<NodeId, (NodeId, usize)>,
}

/// Keys of ATLAS objects for the ATT&CK object that they stem from.
const REFERENCES: [&str; 2] = ["ATT&CK-reference", "attack-reference"];

/// Number of bytes on either side of an id that count as its line.
const MAX_LINE: usize = 500;

impl<'p> Places<'p> {
    pub(super) fn of(page: &'p Page<'p>) -> Self {
        let tree = tree(page);
        let values = tree.map_or_else(Vec::new, |tree| {
            let texts = tree
                .ids()
                .filter(|node| matches!(tree.data(*node), Data::Text(_)));
            let mut values: Vec<(Span, NodeId)> =
                texts.map(|node| (tree.unquoted_span(node), node)).collect();
            values.sort_unstable_by_key(|(span, _)| *span);
            values
        });
        let mut mappings = HashMap::new();
        if let Some(tree) = tree {
            for mapping in tree.ids() {
                for (at, entry) in tree.entries(mapping).iter().enumerate() {
                    mappings.insert(entry.value, (mapping, at));
                }
            }
        }
        Self {
            page,
            values,
            mappings,
        }
    }

    /// Returns the mapping that holds a value, and the key of the value.
    pub(super) fn mapping(&self, value: NodeId) -> Option<(NodeId, &'p str)> {
        let (mapping, at) = *self.mappings.get(&value)?;
        let entry = self.tree()?.entries(mapping).get(at)?;
        Some((mapping, &entry.key))
    }

    /// Returns the tree with the values of the page: the document, or the front matter.
    pub(super) fn tree(&self) -> Option<&'p Tree<'p>> {
        tree(self.page)
    }

    /// Returns the object whose reference to another framework an id is: the mapping around that of the reference.
    pub(super) fn referring(&self, value: NodeId) -> Option<NodeId> {
        let (reference, _) = self.mapping(value)?;
        let (object, key) = self.mapping(reference)?;
        REFERENCES.contains(&key).then_some(object)
    }

    /// Returns the place of an id; None where no ids are: in targets, URLs, comments and code.
    pub(super) fn place(&self, token: &Token<'_>) -> Option<Place<'p>> {
        let page = self.page;
        let whole = token.whole();
        let is_raw = page
            .document
            .as_ref()
            .is_some_and(|document| document.form == Form::Text);
        if is_raw {
            let line = lines(page.source.text(), whole);
            return Some(Place {
                kind: PlaceKind::Raw,
                unit: line,
                outer: whole,
                is_code: false,
                link: None,
                line,
            });
        }
        if let Some((unit, node)) = innermost(&self.values, whole) {
            return Some(Place {
                kind: PlaceKind::Value(node),
                unit,
                outer: whole,
                is_code: false,
                link: None,
                line: lines(page.source.text(), whole),
            });
        }
        let blocks = &page.blocks;
        let after = blocks
            .texts
            .partition_point(|block| block.span.start <= whole.start);
        let block = after.checked_sub(1).and_then(|last| blocks.texts.get(last));
        let Some(block) = block.filter(|block| block.span.contains(whole)) else {
            return in_html(blocks, whole);
        };
        let code = match code(page, whole) {
            Code::No => None,
            Code::Id(span) => Some(span),
            Code::Part => return None,
        };
        let own = code.unwrap_or(whole);
        let (outer, label, link) = in_link(page, own)?;
        let cell = matches!(block.kind, TextKind::Cell)
            .then(|| cell(blocks, own))
            .flatten();
        let row = cell.map(|cell| row_span(cell.cells(), block.span));
        let row = row.filter(|row| (row.end - row.start) as usize <= 2 * MAX_LINE);
        let kind = match (label, cell, block.kind) {
            (Some(_), ..) => PlaceKind::Label,
            (_, Some(cell), _) => PlaceKind::Cell(cell),
            (.., TextKind::Heading(_)) => PlaceKind::Heading,
            (.., TextKind::Item) => PlaceKind::Item,
            _ => PlaceKind::Text,
        };
        Some(Place {
            kind,
            unit: label.unwrap_or_else(|| between_breaks(page, block.span, outer)),
            outer,
            is_code: code.is_some(),
            link,
            line: row.unwrap_or_else(|| lines(page.source.text(), whole)),
        })
    }
}

/// Returns the lines of a span, as far as they are near.
pub(super) fn lines(text: &str, span: Span) -> Span {
    let from = near(text, span.start as usize, true);
    let to = near(text, span.end as usize, false);
    let before = text.get(from..span.start as usize).unwrap_or_default();
    let after = text.get(span.end as usize..to).unwrap_or_default();
    let start = before.rfind('\n').map_or(from, |at| from + at + 1);
    let end = after.find('\n').map_or(to, |at| span.end as usize + at);
    Span::new(start, end)
}

/// Returns the part of a block around a place, between two line breaks in HTML: `T1078 — Name<br>T1098 — Name`.
fn between_breaks(page: &Page<'_>, block: Span, place: Span) -> Span {
    const BREAK: &str = "<br";
    let text = page.source.text();
    let (start, end) = (block.start as usize, block.end as usize);
    let from = near(text, place.start as usize, true).max(start);
    let to = near(text, place.end as usize, false).min(end);
    let before = text.get(from..place.start as usize).unwrap_or_default();
    let after = text.get(place.end as usize..to).unwrap_or_default();
    let is_break = |text: &str, at: usize| {
        let rest = text[at + BREAK.len()..].trim_start();
        rest.starts_with(['>', '/'])
    };
    let last = before.rfind(BREAK).filter(|&at| is_break(before, at));
    let behind_break = last.and_then(|at| {
        let close = before[at..].find('>')?;
        let rest = &before[at + close + 1..];
        Some(place.start as usize - rest.trim_start().len())
    });
    let next = after.find(BREAK).filter(|&at| is_break(after, at));
    let to_break = next.map(|at| place.end as usize + at);
    Span::new(behind_break.unwrap_or(start), to_break.unwrap_or(end))
}

/// Returns a byte at most [`MAX_LINE`] away, where a character starts.
pub(super) fn near(text: &str, at: usize, back: bool) -> usize {
    let mut found = if back {
        at.saturating_sub(MAX_LINE)
    } else {
        (at + MAX_LINE).min(text.len())
    };
    while !text.is_char_boundary(found) {
        found += 1;
    }
    found
}

fn tree<'p>(page: &'p Page<'p>) -> Option<&'p Tree<'p>> {
    if page.document.is_some() {
        return Some(&page.outline);
    }
    let front = page.front.as_ref().filter(|front| front.sound)?;
    Some(&front.tree)
}

/// Returns the last of the spans, which are in order, that holds a part.
fn innermost(spans: &[(Span, NodeId)], part: Span) -> Option<(Span, NodeId)> {
    let after = spans.partition_point(|(span, _)| span.start <= part.start);
    let last = spans.get(after.checked_sub(1)?)?;
    last.0.contains(part).then_some(*last)
}

/// Whether an id is code.
enum Code {
    No,
    /// It is all of a code span.
    Id(Span),
    /// It is part of code, of HTML or of a comment.
    Part,
}

fn code(page: &Page<'_>, id: Span) -> Code {
    let opaque = &page.blocks.opaque;
    let after = opaque.partition_point(|span| span.start <= id.start);
    let Some(code) = after.checked_sub(1).map(|last| opaque[last]) else {
        return Code::No;
    };
    if code.end <= id.start {
        return Code::No;
    }
    let written = page.source.slice(code);
    let is_id = written.trim_matches('`').trim() == page.source.slice(id);
    if is_id && written.starts_with('`') {
        Code::Id(code)
    } else {
        Code::Part
    }
}

/// Returns an id with the link whose label is only the id, the label that says more, and the link. None in a target.
fn in_link<'p>(page: &'p Page<'p>, own: Span) -> Option<(Span, Option<Span>, Option<&'p Link>)> {
    let after = page
        .links
        .partition_point(|link| link.span.start <= own.start);
    // A link may be in the label of another, as an image.
    let near = page.links.get(after.saturating_sub(3)..after)?;
    let Some(link) = near.iter().rev().find(|link| link.span.contains(own)) else {
        return Some((own, None, None));
    };
    if link.kind == LinkKind::Image || link.kind == LinkKind::Definition {
        return None;
    }
    let label = link.label.filter(|label| label.contains(own))?;
    let marks = |span: Span| {
        let text = page.source.slice(span);
        text.chars()
            .all(|c| c.is_whitespace() || matches!(c, '*' | '_' | '`' | '~'))
    };
    let before = Span {
        end: own.start,
        ..label
    };
    let behind = Span {
        start: own.end,
        ..label
    };
    if marks(before) && marks(behind) {
        Some((link.span, None, Some(link)))
    } else {
        Some((own, Some(label), Some(link)))
    }
}

/// Returns the place of an id in the cell of an HTML table.
fn in_html(blocks: &Blocks, id: Span) -> Option<Place<'_>> {
    let cell = cell(blocks, id)?;
    let cells = cell.cells();
    let unit = *cells.get(cell.column)?;
    Some(Place {
        kind: PlaceKind::Cell(cell),
        unit,
        outer: id,
        is_code: false,
        link: None,
        line: row_span(cells, unit),
    })
}
