//! The ids that a page declares in its title, first heading and fields.

use serde::{Deserialize, Serialize};

use super::adjacent_name::{NameText, adjacent_name};
use super::vocabulary::{ID_FIELDS, IDENTITY_KEYS, TYPED_FIELDS};
use crate::catalog::Kind;
use crate::syntax::tree::{Entry, NodeId, Tree};
use crate::syntax::{Page, id};
use crate::text::Span;

/// The id that a page declares to be about.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// The id in most places; on a tie that of the heading.
    pub id: Box<str>,
    /// The places that declare an id, in page order.
    pub places: Vec<Place>,
}

impl Declaration {
    /// Returns the main place: the heading, else the title, else the id field.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        let own = |kind| {
            self.places
                .iter()
                .find(move |place| place.kind == kind && place.id == self.id)
        };
        own(PlaceKind::Heading)
            .or_else(|| own(PlaceKind::Title))
            .or_else(|| own(PlaceKind::Field))
    }
}

/// A place that declares an id.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub kind: PlaceKind,
    /// Its whole text.
    pub span: Span,
    pub id: Box<str>,
    pub id_span: Span,
    /// The name next to the id.
    pub name: Option<NameText>,
}

#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    /// The front matter's `title`.
    Title,
    /// The first heading.
    Heading,
    /// The `ID` field or a similar one.
    Field,
}

impl PlaceKind {
    /// Returns the name of the place for messages.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Heading => "heading",
            Self::Field => "id field",
        }
    }
}

#[must_use]
pub fn declaration(page: &Page<'_>) -> Option<Declaration> {
    let kinds = [PlaceKind::Title, PlaceKind::Heading, PlaceKind::Field];
    let places: Vec<Place> = declaring_spans(page)
        .into_iter()
        .zip(kinds)
        .filter_map(|(span, kind)| place(page, kind, span?))
        .collect();
    let votes = |id: &str| places.iter().filter(|place| *place.id == *id).count();
    // On a tie, the heading wins, then the first place.
    let rank = |place: &&Place| (votes(&place.id), place.kind == PlaceKind::Heading);
    let mut best = places.first()?;
    for place in &places {
        if rank(&place) > rank(&best) {
            best = place;
        }
    }
    Some(Declaration {
        id: best.id.clone(),
        places,
    })
}

/// Returns the texts that could declare an id, even if they do not: title, first heading, id field.
#[must_use]
pub fn declaring_spans(page: &Page<'_>) -> [Option<Span>; 3] {
    [
        page.title(),
        page.main_heading().map(|heading| heading.span),
        id_field(page),
    ]
}

/// Returns the place for a text that starts with an id.
fn place(page: &Page<'_>, kind: PlaceKind, span: Span) -> Option<Place> {
    let text = page.source.slice(span);
    let bare = text.trim_start_matches(['*', '_', '`', '[']);
    let (id, rest) = id::leading(bare)?;
    // "AML.T0051 and AML.T0054", "AML.T0051/T0054": a text about several objects declares none of them.
    let rest = rest.trim_start_matches(['*', '_', '`']).trim_start();
    let alone =
        rest.is_empty() || rest.starts_with([':', '(', '-', ']', '\u{2013}', '\u{2014}', '|']);
    // "AML.T0051 (LLM Prompt Injection), AML.T0054 (LLM Jailbreak)" too.
    let behind = rest.strip_prefix('(').and_then(|it| it.split_once(')'));
    let lists = behind.is_some_and(|(_, rest)| rest.contains("AML."));
    if rest.starts_with('/') || lists || (!alone && rest.contains("AML.")) {
        return None;
    }
    let start = span.start as usize + text.len() - bare.len();
    let id_span = Span::new(start, start + id.len());
    Some(Place {
        kind,
        span,
        id: id.into(),
        id_span,
        name: adjacent_name(page.source, span, id_span, true).map(Into::into),
    })
}

/// Returns the front matter values that name the page itself, like a file name.
#[must_use]
pub fn slugs(page: &Page<'_>) -> Vec<Span> {
    let Some(front) = page.front.as_ref().filter(|front| front.sound) else {
        return Vec::new();
    };
    let tree = &front.tree;
    let Some(root) = tree.root() else {
        return Vec::new();
    };
    // A `name` may declare the object of the page.
    let keys = IDENTITY_KEYS.iter().filter(|key| **key != "name");
    keys.filter_map(|key| Some(tree.node(tree.get(root, key)?).span))
        .collect()
}

/// Returns the value of the only id field in the lead or a top-level section of a page. Deeper fields hold ids of parts, such
/// as a step's. A page with several id fields lists objects and does not declare one.
fn id_field(page: &Page<'_>) -> Option<Span> {
    let outline = &page.outline;
    let mut fields = outline
        .own_parts()
        .flat_map(|part| outline.fields_of(part))
        .filter(|entry| ID_FIELDS.iter().any(|(key, _)| *key == entry.key));
    let only = fields.next()?;
    fields
        .next()
        .is_none()
        .then(|| outline.node(only.value).span)
}

/// Returns the values of fields that hold one kind of object, with the fields' names, in page order.
#[must_use]
pub fn typed_fields<'p>(page: &'p Page<'_>) -> Vec<(Span, Kind, &'p str)> {
    let mut found = Vec::new();
    each_field(&page.outline, &mut |entry| {
        let key: &str = &entry.key;
        let named = TYPED_FIELDS
            .iter()
            .copied()
            .chain(
                ID_FIELDS
                    .iter()
                    .filter_map(|(key, kind)| Some((*key, (*kind)?))),
            )
            .find(|(name, _)| *name == key);
        if let Some((_, kind)) = named {
            found.push((page.outline.node(entry.value).span, kind, key));
        }
    });
    found.sort_by_key(|(span, ..)| *span);
    found
}

/// Calls `f` with every field of every section.
fn each_field<'t, 's>(outline: &'t Tree<'s>, f: &mut impl FnMut(&'t Entry<'s>)) {
    if let Some(root) = outline.root() {
        each_field_of(outline, root, f);
    }
}

fn each_field_of<'t, 's>(
    outline: &'t Tree<'s>,
    section: NodeId,
    f: &mut impl FnMut(&'t Entry<'s>),
) {
    outline.fields_of(section).iter().for_each(&mut *f);
    // Sections nest at most six deep, like headings.
    for entry in outline.sections_of(section) {
        each_field_of(outline, entry.value, f);
    }
}
