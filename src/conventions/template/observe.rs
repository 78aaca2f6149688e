//! Reads the lines of one page as values.

use crate::conventions::lines::{line_ending, line_of};
use crate::conventions::value::{Value, possible_values};
use crate::conventions::workspace::{ObjectPage, Workspace};
use crate::syntax::tree::{Data, Entry, Tree};
use crate::syntax::without_count;
use crate::text::Span;
use crate::vault::PageRef;

/// The lines of a page, by their places.
pub(super) struct ObservedPage {
    pub(super) front: Vec<ObservedLine>,
    pub(super) heading: Vec<Value>,
    pub(super) groups: Vec<(Option<String>, Vec<ObservedLine>)>,
    pub(super) end: &'static str,
}

/// A line of a page: the text before the value, its quote, and the possible meanings of the value.
pub(super) struct ObservedLine {
    /// Whether it is in front matter.
    pub(super) is_front: bool,
    pub(super) before: String,
    pub(super) quote: Option<char>,
    pub(super) values: Vec<Value>,
}

/// Real pages have fewer fields and sections.
pub(crate) const MAX_FIELDS: usize = 40;

pub(super) fn observe<'v>(
    workspace: &Workspace<'v>,
    object: ObjectPage<'v>,
) -> Option<ObservedPage> {
    let page = object.page;
    let source = workspace.source(page);
    let heading = page
        .facts
        .headings
        .iter()
        .find(|heading| heading.level == 1);
    let front = page.get().front.as_ref().filter(|front| front.sound);
    let front_lines = front.map_or_else(Vec::new, |front| {
        let entries = front
            .tree
            .root()
            .map_or(&[][..], |root| front.tree.entries(root));
        let scalar = |entry: &&Entry<'_>| {
            let data = &front.tree.node(entry.value).data;
            matches!(data, Data::Text(_) | Data::Number(_) | Data::Bool(_))
        };
        let scalars = entries.iter().take(MAX_FIELDS).filter(scalar);
        scalars
            .filter_map(|entry| read(workspace, object, &front.tree, entry))
            .collect()
    });
    let outline = &page.get().outline;
    let root = outline.root()?;
    let fields = |node| {
        outline
            .fields_of(node)
            .iter()
            .take(MAX_FIELDS)
            .filter_map(|entry| read(workspace, object, outline, entry))
            .collect()
    };
    let mut groups = vec![(None, fields(root))];
    for section in outline.sections().iter().take(MAX_FIELDS) {
        let line = source.slice(line_of(source, section.key_span.start));
        groups.push((Some(without_count(line).to_owned()), fields(section.value)));
    }
    Some(ObservedPage {
        front: front_lines,
        heading: heading.map_or_else(Vec::new, |heading| {
            possible_values(workspace, object, heading.span)
        }),
        groups,
        end: line_ending(source.text()),
    })
}

/// Reads a key and its value on one line.
fn read<'v>(
    workspace: &Workspace<'v>,
    object: ObjectPage<'v>,
    tree: &Tree<'_>,
    entry: &Entry<'_>,
) -> Option<ObservedLine> {
    let line = ValueLine::of(workspace, object.page, tree, entry)?;
    Some(ObservedLine {
        is_front: line.is_front,
        before: line.before,
        quote: line.quote,
        values: possible_values(workspace, object, line.value),
    })
}

/// A value on one line with its key.
pub(crate) struct ValueLine {
    /// Whether it is in front matter.
    is_front: bool,
    /// The line up to the value.
    pub(crate) before: String,
    pub(crate) quote: Option<char>,
    /// The value without its quotes.
    pub(crate) value: Span,
}

impl ValueLine {
    pub(crate) fn of(
        workspace: &Workspace<'_>,
        page: PageRef<'_>,
        tree: &Tree<'_>,
        entry: &Entry<'_>,
    ) -> Option<Self> {
        let source = workspace.source(page);
        let span = tree.node(entry.value).span;
        let line = line_of(source, entry.key_span.start);
        if span.is_empty() || !line.contains(span) {
            return None;
        }
        let before = Span {
            start: line.start,
            end: span.start,
        };
        let front = page.get().front.as_ref();
        let is_front = front.is_some_and(|front| front.body.contains(span));
        let quote = source.slice(span).chars().next();
        let quote = quote.filter(|c| is_front && matches!(c, '"' | '\''));
        Some(Self {
            is_front,
            before: source.slice(before).to_owned(),
            quote,
            value: span.narrowed(quote.is_some()),
        })
    }
}
