//! Finds the ids of a page and the names they are paired with.

use std::borrow::Cow;

use crate::catalog::Kind;
use crate::model::{self, PlaceKind};
use crate::syntax::id::{Malformed, Mention};
use crate::syntax::{Link, LinkKind, Page};
use crate::text::{Source, Span};
use crate::vault::{Destination, Vault};

/// An id of a page.
#[derive(Clone, Debug)]
pub struct Subject<'p> {
    /// The bytes of the id.
    pub span: Span,
    /// The id, completed where it is written short.
    pub id: Cow<'p, str>,
    /// Set where it is not well-formed.
    pub malformed: Option<Malformed>,
    /// The name paired with it.
    pub name: Option<Name<'p>>,
    /// Where it stands.
    pub slot: Slot<'p>,
    /// The kind of object that has to stand here, and what asks for it: a field's name or a route.
    pub wanted: Option<(Kind, Cow<'p, str>)>,
}

/// A name paired with an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name<'p> {
    /// Its bytes.
    pub span: Span,
    /// Its text.
    pub text: &'p str,
    /// Whether the slot holds nothing but a name. In an open slot only names that the catalogue knows count.
    pub closed: bool,
}

/// Where an id stands.
#[derive(Clone, Copy, Debug)]
pub enum Slot<'p> {
    /// In the label or text of a link.
    Label(&'p Link<'p>),
    /// In the target of a route.
    Route(&'p Link<'p>),
    /// In a place that declares the page's id.
    Declares(PlaceKind),
    /// In another heading.
    Heading,
    /// Anywhere else.
    Prose,
}

/// The ids of a page, in order.
pub(super) fn subjects<'p>(
    page: &'p Page<'p>,
    source: &'p Source,
    vault: &'p Vault<'p>,
) -> Vec<Subject<'p>> {
    let has_routes = page.links.iter().any(|link| !link.kind.is_wiki());
    if page.mentions.is_empty() && !has_routes {
        return Vec::new();
    }
    let fields = model::typed_fields(page);
    let mut found: Vec<Subject> = page
        .mentions
        .iter()
        .map(|mention| plain(mention, &fields))
        .collect();
    for link in &page.links {
        let label = link.label.filter(|_| link.kind != LinkKind::Image);
        if let Some(label) = label {
            pair_in(source, label, false, &mut found, &|_| Slot::Label(link));
        }
        if !link.kind.is_wiki() {
            found.extend(route(page, source, vault, link, &page.mentions));
        }
    }
    pair_declarations(page, source, vault, &mut found);
    for heading in page.headings.iter().skip(1) {
        pair_in(source, heading.span, true, &mut found, &|old| match old {
            Slot::Prose => Slot::Heading,
            old => old,
        });
    }
    found.sort_by_key(|subject| subject.span);
    found
}

fn plain<'p>(mention: &'p Mention<'p>, fields: &[(Span, Kind, &'p str)]) -> Subject<'p> {
    let wanted = fields
        .iter()
        .find(|(span, ..)| span.contains(mention.span))
        .map(|(_, kind, key)| (*kind, Cow::Owned(format!("`{key}`"))));
    Subject {
        span: mention.span,
        id: Cow::Borrowed(&mention.id),
        malformed: mention.malformed.clone(),
        name: None,
        slot: Slot::Prose,
        wanted,
    }
}

/// The title, the first heading and the id field.
fn pair_declarations<'p>(
    page: &'p Page<'p>,
    source: &'p Source,
    vault: &'p Vault<'p>,
    found: &mut [Subject<'p>],
) {
    let title = model::title_span(page, source).map(|span| (PlaceKind::Title, span));
    let heading = page
        .headings
        .first()
        .map(|heading| (PlaceKind::Heading, heading.span));
    let field = vault
        .declaration(page.file)
        .and_then(|declaration| {
            declaration
                .places
                .iter()
                .find(|p| p.kind == PlaceKind::Field)
        })
        .map(|place| (PlaceKind::Field, place.span));
    for (kind, span) in [title, heading, field].into_iter().flatten() {
        let slot = |old| match old {
            Slot::Prose => Slot::Declares(kind),
            old => old,
        };
        pair_in(source, span, kind != PlaceKind::Title, found, &slot);
    }
}

/// Pairs the only id in `span` with the name beside it. In a heading the id has to come first.
fn pair_in<'p>(
    source: &'p Source,
    span: Span,
    heading: bool,
    found: &mut [Subject<'p>],
    slot: &dyn Fn(Slot<'p>) -> Slot<'p>,
) {
    // `found` is in the order of the page's ids, which are sorted.
    let first = found.partition_point(|subject| subject.span.start < span.start);
    let count = found[first..]
        .iter()
        .take_while(|subject| span.contains(subject.span))
        .count();
    let inside = &mut found[first..first + count];
    for subject in inside.iter_mut() {
        subject.slot = slot(subject.slot);
    }
    let [subject] = inside else { return };
    if subject.name.is_some() {
        return;
    }
    subject.name = name_beside(source, span, subject.span, heading);
}

/// The name beside the id at `id` in a text that fills `span`.
fn name_beside(source: &Source, span: Span, id: Span, heading: bool) -> Option<Name<'_>> {
    let before = source.slice(Span {
        start: span.start,
        end: id.start,
    });
    let after = source.slice(Span {
        start: id.end,
        end: span.end,
    });
    let marks = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | '[' | '"' | '\'');
    if before.trim_matches(marks).is_empty() {
        return name_after(after, id.end as usize);
    }
    if heading
        || !after
            .trim_matches(|c| marks(c) || matches!(c, ')' | ']'))
            .is_empty()
    {
        return None;
    }
    // `Name (ID)`, `Name [ID]`, `Name - ID`, `Name: ID`.
    let name = before.trim_end();
    let name = name.strip_suffix(['(', '[', ':', '-', '\u{2013}', '\u{2014}'])?;
    named(name, span.start as usize, false)
}

fn name_after(after: &str, start: usize) -> Option<Name<'_>> {
    let rest = after.trim_start_matches(['*', '_', '`']);
    let start = start + after.len() - rest.len();
    let trimmed = rest.trim_start();
    let gap = rest.len() - trimmed.len();
    if let Some(name) = trimmed.strip_prefix(':') {
        let name = name.trim_end_matches(['*', '_', '`']);
        return named(name, start + gap + 1, true);
    }
    if let Some(inside) = trimmed.strip_prefix('(') {
        let name = inside.trim_end().strip_suffix(')')?;
        // `AML.T0051 (see below)` is a remark.
        let remark = name.starts_with(char::is_lowercase);
        return if remark {
            None
        } else {
            named(name, start + gap + 1, true)
        };
    }
    let dash = trimmed.strip_prefix(['-', '\u{2013}', '\u{2014}', '|']);
    match dash {
        Some(name) => named(name, start + rest.len() - name.len(), false),
        None if gap > 0 => named(trimmed, start + gap, false),
        None => None,
    }
}

fn named(text: &str, start: usize, closed: bool) -> Option<Name<'_>> {
    let name = text.trim();
    let start = start + text.len() - text.trim_start().len();
    (!name.is_empty()).then(|| Name {
        span: Span::new(start, start + name.len()),
        text: name,
        closed,
    })
}

/// The id in the target of a route, paired with the link's text.
fn route<'p>(
    page: &'p Page<'p>,
    source: &'p Source,
    vault: &'p Vault<'p>,
    link: &'p Link<'p>,
    mentions: &[Mention<'p>],
) -> Option<Subject<'p>> {
    let Destination::Route(route) = vault.destination(page.file, link) else {
        return None;
    };
    let mut inside = Vec::new();
    crate::syntax::id::mentions(route.id, 0, std::iter::once(0), &mut inside);
    let whole = inside
        .into_iter()
        .find(|mention| mention.span.range() == (0..route.id.len()));
    let (id, malformed) = match whole {
        Some(mention) => (mention.id.into_owned(), mention.malformed),
        None => (route.id.to_owned(), Some(Malformed { meant: None })),
    };
    // The written target holds no escapes in nearly all links; else the whole target is the place.
    let written = source.slice(link.target_span);
    let span = match written.find(route.id) {
        Some(at) if link.kind != LinkKind::Reference => {
            let start = link.target_span.start as usize + at;
            Span::new(start, start + route.id.len())
        }
        _ => link.target_span,
    };
    let label = link.label.filter(|label| {
        let first = mentions.partition_point(|mention| mention.span.start < label.start);
        !mentions
            .get(first)
            .is_some_and(|mention| label.contains(mention.span))
    });
    let name = label.and_then(|label| named(source.slice(label), label.start as usize, true));
    Some(Subject {
        span,
        id: Cow::Owned(id),
        malformed,
        // A text in lower case is prose, and `[1]` is a footnote mark.
        name: name.map(|name| Name {
            closed: name.text.starts_with(char::is_uppercase),
            ..name
        }),
        slot: Slot::Route(link),
        wanted: Some((
            route.kind,
            Cow::Owned(format!("a `/{}/` route", folder(route.kind))),
        )),
    })
}

fn folder(kind: Kind) -> &'static str {
    match kind {
        Kind::Technique => "techniques",
        Kind::Tactic => "tactics",
        Kind::Mitigation => "mitigations",
        Kind::CaseStudy => "studies",
    }
}
