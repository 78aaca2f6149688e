//! The ids in routes of the ATLAS site.

use std::borrow::Cow;

use super::beside::{Name, named};
use super::subject::{Slot, Subject};
use crate::catalog::Kind;
use crate::syntax::id::{IdToken, Malformed};
use crate::syntax::{Link, LinkKind};
use crate::text::{Source, Span};
use crate::vault::PageRef;
use crate::vault::{Destination, Vault};

/// The id in the target of a route, paired with the link's text.
pub(super) fn route<'p>(
    page: PageRef<'p>,
    source: &'p Source,
    vault: &'p Vault<'p>,
    link: &'p Link,
    mentions: &[IdToken],
) -> Option<Subject<'p>> {
    let Destination::Route(route) = vault.destination(page.file, link) else {
        return None;
    };
    // `/techniques/AML.TXXXX` and `/techniques/AML.T####` are placeholders.
    if !route.id.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (id, malformed) = read(route.id);
    // The written target holds no escapes in nearly all links; else the whole target is the place.
    let written = source.slice(link.target_span);
    let span = match written.find(route.id) {
        Some(at) if link.kind != LinkKind::Reference => {
            let start = link.target_span.start as usize + at;
            Span::new(start, start + route.id.len())
        }
        _ => link.target_span,
    };
    let in_label = link.label.and_then(|label| {
        let first = mentions.partition_point(|mention| mention.span.start < label.start);
        let mention = mentions.get(first)?;
        label.contains(mention.span).then_some(mention)
    });
    // What is wrong with an id that label and route share is said once, at the label.
    let right_kind = malformed.is_some() || Kind::of_id(&id) == Some(route.kind);
    if in_label.is_some_and(|m| *m.id == *id) && right_kind {
        return None;
    }
    let label = link.label.filter(|_| in_label.is_none());
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
        row: None,
        in_range: false,
        held: false,
    })
}

/// The id of a route, and what is wrong with its form.
fn read(written: &str) -> (String, Option<Malformed>) {
    let mut inside = Vec::new();
    crate::syntax::id::tokens(written, 0, std::iter::once(0), &mut inside);
    let whole = inside
        .into_iter()
        .find(|mention| mention.span.range() == (0..written.len()));
    match whole {
        Some(mention) => (mention.id.into_string(), mention.malformed),
        None => (
            written.to_owned(),
            Some(Malformed {
                meant: None,
                plain: written.to_owned(),
                complete: false,
            }),
        ),
    }
}

/// The folder of a kind of object on the ATLAS site.
#[must_use]
pub fn folder(kind: Kind) -> &'static str {
    match kind {
        Kind::Technique => "techniques",
        Kind::Tactic => "tactics",
        Kind::Mitigation => "mitigations",
        Kind::CaseStudy => "studies",
    }
}
