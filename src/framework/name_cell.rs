//! Names of ids in another cell of the row, and under another key of the mapping.

use super::cell::Cell;
use super::name_text::{NameText, is_mark, name};
use super::phrase::{has_phrase, normalized, words};
use super::place::{Place, Places};
use super::registry::Entry;
use crate::syntax::tree::NodeId;
use crate::syntax::{Page, links_in};
use crate::text::Span;

/// Number of columns of the widest table whose rows pair ids and names.
const MAX_COLUMNS: usize = 64;

/// Words of a header over ids.
const ID_HEADERS: [&str; 10] = [
    "id",
    "ids",
    "code",
    "number",
    "no",
    "rank",
    "identifier",
    "ref",
    "technique id",
    "#",
];
/// Words of a header over names.
const NAME_HEADERS: [&str; 17] = [
    "name",
    "title",
    "technique",
    "tactic",
    "sub technique",
    "mitigation",
    "technique name",
    "tactic name",
    "mitigation name",
    "risk",
    "vulnerability",
    "threat",
    "category",
    "weakness",
    "entry",
    "item",
    "risk name",
];

fn is_name(header: &str) -> bool {
    NAME_HEADERS.contains(&header) || header.ends_with(" name")
}

/// Words of headers over what belongs to a framework, which may be another one.
const FRAMEWORKS: [&str; 9] = [
    "atlas", "att", "attack", "capec", "cwe", "mapping", "mitre", "nist", "owasp",
];

/// Returns whether a header that is not known may stand over the names of the ids in the column before.
fn may_be_name(header: &str) -> bool {
    !header.is_empty() && !header.split(' ').any(|word| FRAMEWORKS.contains(&word))
}

/// Returns the label of a link that fills a cell, or else the cell.
fn label_in(page: &Page<'_>, cell: Span) -> Span {
    let links = links_in(&page.links, cell);
    let whole = page.source.slice(cell).trim();
    let mut filling = links.filter(|link| page.source.slice(link.span) == whole);
    filling.next().and_then(|link| link.label).unwrap_or(cell)
}

/// Returns whether a header is the name of a framework, or what its ids begin with: `| ASI | Title |`.
fn is_of_framework(entry: &Entry, header: &str) -> bool {
    let title = normalized(&entry.framework().title);
    let is_prefix = |word: &str| {
        let mut prefixes = entry.prefixes().iter();
        prefixes.any(|prefix| prefix.eq_ignore_ascii_case(word))
    };
    let mut words = header.split(' ').filter(|word| word.len() > 1);
    words.any(|word| is_prefix(word) || has_phrase(&title, word))
}

/// Returns whether a header stands over names of a framework: `| ATT&CK Technique | ID |`.
fn is_own_name(entry: &Entry, header: &str) -> bool {
    let (before, last) = header.rsplit_once(' ').unwrap_or_default();
    is_name(last) && is_of_framework(entry, before)
}

/// Returns the texts in other cells of an id's row that may be its name: beside an id that is alone in its cell, in a column of ids.
/// Columns for names of other kinds may be among them.
pub(super) fn in_row(
    page: &Page<'_>,
    place: &Place<'_>,
    cell: Cell<'_>,
    entry: &Entry,
) -> Vec<NameText> {
    let cells = cell.cells();
    let Some(&own) = cells.get(cell.column) else {
        return Vec::new();
    };
    if cells.len() > MAX_COLUMNS || cell.row.is_none() {
        return Vec::new();
    }
    let marks = |c: char| is_mark(c) || c.is_whitespace() || matches!(c, ']' | '(' | ')');
    let source = page.source;
    let outside = [
        Span {
            end: place.outer.start.max(own.start),
            ..own
        },
        Span {
            start: place.outer.end.min(own.end),
            ..own
        },
    ];
    let is_bare = |span: &Span| source.slice(*span).chars().all(marks);
    if !outside.iter().all(is_bare) {
        return Vec::new();
    }
    let header = |at: usize| {
        let span = cell.header(at).unwrap_or_default();
        normalized(source.slice(span))
    };
    let over_id = header(cell.column);
    let next = header(cell.column + 1);
    let is_number = cell
        .header(cell.column)
        .map(|span| source.slice(span).trim())
        == Some("#");
    let is_id = (is_name(&next) && is_of_framework(entry, &over_id))
        || is_name(&over_id)
        || ID_HEADERS.contains(&over_id.as_str())
        || is_number
        || over_id.split(' ').any(|word| word == "id");
    if !is_id {
        return Vec::new();
    }
    let in_cell = |at: usize| {
        let span = label_in(page, *cells.get(at)?);
        let text = source.slice(span);
        name(text, span.start as usize, &words(text), true, true)
    };
    let others = (0..cells.len()).filter(|at| *at != cell.column);
    let is_over_names = |at: &usize| {
        let header = header(*at);
        is_name(&header) || is_own_name(entry, &header)
    };
    let mut columns: Vec<usize> = others.filter(is_over_names).collect();
    // Below a header that is not known, the next cell counts.
    if columns.is_empty() && may_be_name(&next) {
        columns.push(cell.column + 1);
    }
    columns.into_iter().filter_map(in_cell).collect()
}

/// Keys whose values are names.
const NAME_KEYS: [&str; 8] = [
    "name",
    "title",
    "value",
    "label",
    "technique_name",
    "tactic_name",
    "mitigation_name",
    "technique",
];

/// Returns the name beside an id that is the whole value of a key: the value of `name` in the same mapping.
pub(super) fn in_mapping(
    page: &Page<'_>,
    places: &Places<'_>,
    place: &Place<'_>,
    node: NodeId,
) -> Option<NameText> {
    if place.unit != place.outer {
        return None;
    }
    let (mapping, key) = places.mapping(node)?;
    let key = key.to_ascii_lowercase();
    if !key.ends_with("id") && key != "technique" {
        return None;
    }
    let tree = places.tree()?;
    // An ATLAS object is named as the object that it stems from.
    let mapping = places.referring(node).unwrap_or(mapping);
    let value = NAME_KEYS.iter().find_map(|key| {
        let value = tree.get(mapping, key).filter(|value| *value != node)?;
        tree.text(value).map(|_| value)
    })?;
    let span = tree.unquoted_span(value);
    let text = page.source.slice(span);
    name(text, span.start as usize, &words(text), true, true)
}
