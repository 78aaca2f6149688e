//! How one page looks.

use crate::sync::atlas::{Atlas, Own};
use crate::sync::lines::{line_end, line_of, without_count};
use crate::sync::value::{Value, readings};
use crate::syntax::tree::{Data, Entry, Tree};
use crate::text::Span;

/// A page and how it reads.
pub(super) struct Seen {
    pub(super) front: Vec<Read>,
    pub(super) heading: Vec<Value>,
    pub(super) groups: Vec<(Option<String>, Vec<Read>)>,
    pub(super) end: &'static str,
}

/// A line of a page: what stands before the value, its quote, and what the value may say.
pub(super) struct Read {
    pub(super) before: String,
    pub(super) quote: Option<char>,
    pub(super) values: Vec<Value>,
}

/// More fields than any form has.
const MOST: usize = 40;

/// Looks at one page.
pub(super) fn look<'v>(atlas: &Atlas<'v>, own: Own<'v>) -> Option<Seen> {
    let page = own.page;
    let source = atlas.source(page);
    let heading = page.headings.iter().find(|heading| heading.level == 1);
    let front = page.front.as_ref().filter(|front| front.sound);
    let front_lines = front.map_or_else(Vec::new, |front| {
        let entries = front
            .tree
            .root()
            .map_or(&[][..], |root| front.tree.entries(root));
        let scalar = |entry: &&Entry<'_>| {
            let data = &front.tree.node(entry.value).data;
            matches!(data, Data::Text(_) | Data::Number(_) | Data::Bool(_))
        };
        let scalars = entries.iter().take(MOST).filter(scalar);
        scalars
            .filter_map(|entry| read(atlas, own, &front.tree, entry))
            .collect()
    });
    let outline = &page.outline;
    let root = outline.root()?;
    let fields = |node| {
        let fields = outline.get(node, "fields");
        let entries = fields.map_or(&[][..], |fields| outline.entries(fields));
        entries
            .iter()
            .take(MOST)
            .filter_map(|entry| read(atlas, own, outline, entry))
            .collect()
    };
    let mut groups = vec![(None, fields(root))];
    let sections = outline.get(root, "sections");
    let sections = sections.map_or(&[][..], |sections| outline.entries(sections));
    for section in sections.iter().take(MOST) {
        let line = source.slice(line_of(source, section.key_span.start));
        groups.push((Some(without_count(line).to_owned()), fields(section.value)));
    }
    Some(Seen {
        front: front_lines,
        heading: heading.map_or_else(Vec::new, |heading| readings(atlas, own, heading.span)),
        groups,
        end: line_end(source.text()),
    })
}

/// A key and its value on one line.
fn read<'v>(atlas: &Atlas<'v>, own: Own<'v>, tree: &Tree<'_>, entry: &Entry<'_>) -> Option<Read> {
    let source = atlas.source(own.page);
    let span = tree.node(entry.value).span;
    let line = line_of(source, entry.key_span.start);
    if span.is_empty() || !line.contains(span) {
        return None;
    }
    let before = Span {
        start: line.start,
        end: span.start,
    };
    let is_front = own
        .page
        .front
        .as_ref()
        .is_some_and(|front| front.body.contains(span));
    let quote = source.slice(span).chars().next();
    let quote = quote.filter(|c| is_front && matches!(c, '"' | '\''));
    Some(Read {
        before: source.slice(before).to_owned(),
        quote,
        values: readings(atlas, own, span.narrowed(quote.is_some())),
    })
}
