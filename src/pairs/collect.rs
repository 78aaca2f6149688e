//! Finds the ids of a page and the names they are paired with.

use std::borrow::Cow;
use std::collections::HashSet;

use super::beside::beside;
use super::context::link_of;
use super::data;
use super::ground::Ground;
use super::held;
use super::item::listed;
use super::prose::open;
use super::range;
use super::route::route;
use super::subject::{Row, Slot, Subject};
use super::table::pair_rows;
use super::tags;
use super::verdict::Target;
use crate::catalog::Kind;
use crate::facts::{self, PlaceKind};
use crate::syntax::id::IdToken;
use crate::syntax::{Link, LinkKind};
use crate::text::{FileId, Source, Span};
use crate::vault::PageRef;
use crate::vault::{Destination, Vault};

/// The ids of a page, in order.
pub(super) fn subjects<'p>(ground: &Ground<'p>) -> Vec<Subject<'p>> {
    let Ground {
        page,
        source,
        vault,
        ..
    } = *ground;
    let mut apart = Vec::new();
    tags::subjects(page, source, &mut apart);
    let has_routes = page.get().links.iter().any(|link| !link.kind.is_wiki());
    if page.ids.is_empty() && !has_routes {
        return apart;
    }
    let mut found = if page.get().document.is_some() {
        data::subjects(ground)
    } else {
        let fields = facts::typed_fields(page.get());
        let slugs = facts::slugs(page.get());
        let mut last = None;
        page.ids
            .iter()
            .filter(|mention| !is_slug(mention, &slugs))
            .map(|mention| plain(mention, &fields, &mut last))
            .collect()
    };
    for link in &page.get().links {
        let label = link.label.filter(|_| link.kind != LinkKind::Image);
        if let Some(label) = label {
            let inside = pair_in(source, label, false, &mut found, &|_| Slot::Label(link));
            one_of_several(page, vault, link, inside);
        }
        if !link.kind.is_wiki() {
            apart.extend(route(page, source, vault, link, &page.ids));
        }
    }
    pair_declarations(page, source, vault, &mut found);
    data::pair_front(ground, &mut found);
    data::pair_traps(ground, &mut found);
    let main = page.main_heading().map(|heading| heading.span);
    let others = page
        .headings
        .iter()
        .filter(|other| Some(other.span) != main);
    for heading in others {
        pair_in(source, heading.span, true, &mut found, &|old| match old {
            Slot::Prose => Slot::Heading,
            old => old,
        });
    }
    pair_rows(ground, &mut found);
    pair_texts(ground, &mut found);
    range::mark(ground, &mut found);
    unpair_routes(&found, &mut apart);
    found.append(&mut apart);
    found.sort_by_key(|subject| subject.span);
    held::mark(ground, &mut found);
    found
}

/// Pairs what no link, heading or row has paired with the names in the text around it.
fn pair_texts<'p>(ground: &Ground<'p>, found: &mut [Subject<'p>]) {
    for at in 0..found.len() {
        let subject = &found[at];
        if subject.name.is_some() {
            continue;
        }
        let name = ground.place(found, at).and_then(|place| {
            let subject = subject.well_formed()?;
            listed(ground, &subject, &place).or_else(|| open(ground, &subject, &place))
        });
        // The link that the name is the text of tells which half is wrong, if one is.
        let own = link_of(&found[at]).map(|link| link.span);
        let link = name
            .and_then(|name| ground.link_around(name.span))
            .filter(|link| own != Some(link.span));
        let subject = &mut found[at];
        subject.name = name;
        subject.row = link.map(|link| Row {
            link: Some(link),
            ..Row::default()
        });
    }
}

/// The text of a route to the very id that it is paired with beside the link is judged there.
fn unpair_routes(found: &[Subject<'_>], apart: &mut [Subject<'_>]) {
    let named: HashSet<(Span, &str)> = found
        .iter()
        .filter_map(|subject| Some((subject.name?.span, subject.id.as_ref())))
        .collect();
    for route in apart {
        let paired = route
            .name
            .is_some_and(|name| named.contains(&(name.span, route.id.as_ref())));
        if paired {
            route.name = None;
        }
    }
}

/// An id of the page by itself. Of the ids in a field only the first has to be of the field's kind: what follows may be a remark.
fn plain<'p>(
    mention: &'p IdToken,
    fields: &[(Span, Kind, &'p str)],
    last: &mut Option<usize>,
) -> Subject<'p> {
    let field = fields
        .partition_point(|(span, ..)| span.start <= mention.span.start)
        .checked_sub(1)
        .filter(|&at| fields[at].0.contains(mention.span));
    let wanted = field.filter(|at| *last != Some(*at)).map(|at| {
        (
            fields[at].1,
            Cow::Owned(format!("the field `{}`", fields[at].2)),
        )
    });
    *last = field.or(*last);
    Subject {
        wanted,
        ..Subject::of(mention)
    }
}

/// Whether a mention is part of a page's own name in the front matter, where ids are written as file names are.
fn is_slug(mention: &IdToken, slugs: &[Span]) -> bool {
    mention.malformed.is_some() && slugs.iter().any(|slug| slug.contains(mention.span))
}

/// What a link leads to, and the id of that.
pub(super) fn leads_to<'p>(
    from: FileId,
    vault: &'p Vault<'p>,
    link: &'p Link,
) -> Option<(Target<'p>, &'p str)> {
    if let Destination::Route(route) = vault.destination(from, link) {
        return crate::syntax::id::is_id(route.id)
            .then_some((Target::Route(&link.target), route.id));
    }
    let page = vault.linked_page(from, link)?;
    Some((Target::Page(page), vault.declaration(page)?.id))
}

/// Of several ids in one label one is the link's: the one that its page declares, else the first.
fn one_of_several<'p>(
    page: PageRef<'p>,
    vault: &'p Vault<'p>,
    link: &'p Link,
    inside: &mut [Subject<'p>],
) {
    if inside.len() < 2 {
        return;
    }
    let declared = leads_to(page.file, vault, link).map(|(_, id)| id);
    let own = inside
        .iter()
        .position(|subject| declared == Some(subject.id.as_ref()))
        .unwrap_or_default();
    for (at, subject) in inside.iter_mut().enumerate() {
        if at != own {
            subject.slot = Slot::Prose;
        }
    }
}

/// The title, the first heading and the id field.
fn pair_declarations<'p>(
    page: PageRef<'p>,
    source: &'p Source,
    vault: &'p Vault<'p>,
    found: &mut [Subject<'p>],
) {
    let title = page.title().map(|span| (PlaceKind::Title, span));
    let heading = page
        .main_heading()
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
fn pair_in<'p, 'f>(
    source: &'p Source,
    span: Span,
    heading: bool,
    found: &'f mut [Subject<'p>],
    slot: &dyn Fn(Slot<'p>) -> Slot<'p>,
) -> &'f mut [Subject<'p>] {
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
    if let [subject] = inside
        && subject.name.is_none()
    {
        subject.name = beside(source, span, subject.span, heading);
    }
    inside
}
