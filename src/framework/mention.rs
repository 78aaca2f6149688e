//! Ids of a page with what is around them.

use std::cell::OnceCell;

use super::adjacent::texts;
use super::cell::Cell;
use super::name_text::NameText;
use super::phrase::normalized;
use super::place::{Place, PlaceKind, Places};
use super::registry::{Entry, Frameworks};
use super::token::{Token, tokens};
use crate::syntax::{Heading, Page};
use crate::text::Span;

/// An id of a page.
pub(super) struct Mention<'f, 'p> {
    pub(super) token: Token<'f>,
    pub(super) place: Place<'p>,
    /// The texts beside it that may be its name, the likeliest first.
    pub(super) names: Vec<NameText>,
    /// Its row or line.
    line: &'p str,
    /// The same, as names are compared. Computed on first use.
    plain_line: OnceCell<String>,
    /// The header over its column, and the nearest heading above it.
    pub(super) header: Option<Span>,
    pub(super) heading: Option<Span>,
    /// Whether it is the reference of an ATLAS object.
    pub(super) is_reference: bool,
}

/// Returns the ids of a page, in text order.
pub(super) fn mentions<'f, 'p>(
    page: &'p Page<'p>,
    frameworks: &'f Frameworks,
) -> Vec<Mention<'f, 'p>> {
    let mut tokens = tokens(frameworks, page.source.text());
    tokens.extend(in_keys(page, frameworks));
    tokens.sort_by_key(|token| token.span);
    if tokens.is_empty() {
        return Vec::new();
    }
    let places = Places::of(page);
    let located = tokens.into_iter().filter_map(|token| {
        let place = places.place(&token)?;
        Some((token, place))
    });
    let all: Vec<(Token<'f>, Place<'p>)> = located.collect();
    let mut found = Vec::with_capacity(all.len());
    for at in 0..all.len() {
        let (token, place) = &all[at];
        let shares = |other: Option<&(Token<'f>, Place<'p>)>| {
            other.is_some_and(|(other, _)| place.unit.contains(other.span))
        };
        let others = matches!(place.kind, PlaceKind::Cell(_))
            && (shares(all.get(at + 1)) || at.checked_sub(1).is_some_and(|at| shares(all.get(at))));
        let is_reference = match place.kind {
            PlaceKind::Value(node) => places.referring(node).is_some(),
            _ => false,
        };
        // The first releases of ATLAS list techniques of ATT&CK, as they were then.
        if page.is_release() && !is_reference {
            continue;
        }
        let heading = heading(&page.headings, token.span);
        let header = match place.kind {
            PlaceKind::Cell(cell) => header(cell),
            _ => None,
        };
        let mention = Mention {
            names: texts(page, &places, place, (token.entry, others)),
            token: token.clone(),
            place: *place,
            line: page.source.slice(place.line),
            plain_line: OnceCell::new(),
            header,
            heading,
            is_reference,
        };
        if mention.is_in_key(page) {
            // Of such a value only the existence is checked.
            found.push(Mention {
                names: Vec::new(),
                ..mention
            });
        } else if mention.counts(page) {
            found.push(mention);
        }
    }
    found
}

/// Returns the ids that the front matter writes in lower case, under keys of their frameworks.
fn in_keys<'f>(page: &Page<'_>, frameworks: &'f Frameworks) -> Vec<Token<'f>> {
    let mut found = Vec::new();
    let Some(front) = page.front.as_ref().filter(|front| front.sound) else {
        return found;
    };
    let tree = &front.tree;
    let entries = tree.root().map(|root| tree.entries(root));
    for entry in entries.unwrap_or_default() {
        let has_key = |framework: &&Entry| {
            let mut keys = framework.keys.iter();
            keys.any(|key| key.eq_ignore_ascii_case(&entry.key))
        };
        for framework in frameworks.entries().iter().filter(has_key) {
            let items = tree.items(entry.value);
            let alone = std::slice::from_ref(&entry.value);
            for node in if items.is_empty() { alone } else { items } {
                let span = tree.unquoted_span(*node);
                found.extend(in_value(framework, page.source.slice(span), span));
            }
        }
    }
    found
}

/// Returns the id that a value is, if it is in lower case.
fn in_value<'f>(entry: &'f Entry, value: &str, span: Span) -> Option<Token<'f>> {
    let upper = value.to_ascii_uppercase();
    if upper == value || entry.whole(&upper)? != upper {
        return None;
    }
    Some(Token {
        entry,
        span,
        id: entry.framework().canonical(&upper),
        is_malformed: false,
        edition: None,
    })
}

impl<'p> Mention<'_, 'p> {
    /// Returns its row or line.
    pub(super) fn line(&self) -> &'p str {
        self.line
    }

    /// Returns its row or line, as names are compared.
    pub(super) fn plain_line(&self) -> &str {
        self.plain_line.get_or_init(|| normalized(self.line))
    }

    /// Returns whether it is written in lower case, as only values of its framework's keys are.
    fn is_in_key(&self, page: &Page<'_>) -> bool {
        let written = page.source.slice(self.token.span);
        written.contains(|c: char| c.is_ascii_lowercase())
    }

    /// Returns whether the id stands for its framework: it needs no word of it, or has one near it.
    fn counts(&self, page: &Page<'_>) -> bool {
        let entry = self.token.entry;
        if !entry.needs_context(page.source.slice(self.token.span)) {
            return true;
        }
        // An edition names the list as well.
        let edition = self.token.edition.as_ref();
        if edition.is_some_and(|(it, _)| entry.framework().edition_named(it).is_some()) {
            return true;
        }
        let near = [Some(self.place.line), self.header, self.heading];
        let framework = entry.framework();
        // Where other ids of the framework need no word, a heading further above is enough.
        let above = framework.context_ids.is_some();
        let above = above.then(|| headings_above(&page.headings, self.token.span));
        let spans = near
            .into_iter()
            .flatten()
            .chain(above.into_iter().flatten());
        let mut texts = spans.map(|span| page.source.slice(span));
        let words = &framework.context;
        texts.any(|text| words.iter().any(|word| text.contains(&**word)))
    }
}

fn header(cell: Cell<'_>) -> Option<Span> {
    cell.row?;
    cell.header(cell.column)
}

/// Returns the last heading that begins before an id.
fn heading(headings: &[Heading], id: Span) -> Option<Span> {
    let after = headings.partition_point(|heading| heading.span.start <= id.start);
    let last = headings.get(after.checked_sub(1)?)?;
    Some(last.span)
}

/// The most headings that are looked through for those of the sections around an id.
const MOST_ABOVE: usize = 200;

/// Returns the headings of the sections around an id but the innermost one.
fn headings_above(headings: &[Heading], id: Span) -> impl Iterator<Item = Span> {
    let after = headings.partition_point(|heading| heading.span.start <= id.start);
    let mut level = None;
    let near = headings[..after].iter().rev().take(MOST_ABOVE);
    near.filter_map(move |heading| {
        let is_inner = level.is_none();
        if level.is_some_and(|level| heading.level >= level) {
            return None;
        }
        level = Some(heading.level);
        (!is_inner).then_some(heading.span)
    })
}
