//! Diagnosis of an id: its form, existence and kind, and its agreement with page and link.

use super::mention::{Mention, NamePosition};
use super::names;
use super::own_name::{OwnName, is_misspelled, own_name};
use super::page_view::PageView;
use super::problem::{Blame, IdProblem};
use super::suggest_id::suggest_id;
use super::translated::is_translated;
use crate::catalog::{Kind, Lifetime, Status, View, normalize_name};
use crate::facts::{Name, NameText, Place, PlaceKind, looks_like_name};
use crate::syntax::LinkKind;
use crate::text::Span;

/// Returns the problem of a mention, if any.
#[must_use]
pub(super) fn diagnose<'p>(page: &PageView<'p>, mention: &Mention<'p>) -> Option<IdProblem<'p>> {
    // For `[text][ref]`, the target is checked at its definition; only the text is checked here.
    if let NamePosition::Route(link) = mention.position
        && link.kind == LinkKind::Reference
    {
        let known = page.view.is_current(&mention.id);
        return known.then(|| names::diagnose(page, mention)).flatten();
    }
    if let Some(malformed) = &mention.malformed {
        let suggestion = suggest_id(page, mention, malformed);
        return Some(IdProblem::Malformed { suggestion });
    }
    if mention.is_absent && !page.view.is_current(&mention.id) {
        return None;
    }
    existence(page, mention)
        .or_else(|| wrong_kind(mention))
        .or_else(|| inconsistent(page, mention))
        .or_else(|| link_target(page, mention))
        .or_else(|| names::diagnose(page, mention))
}

fn existence<'p>(page: &PageView<'p>, mention: &Mention<'p>) -> Option<IdProblem<'p>> {
    let view = page.view;
    let id: &str = &mention.id;
    let known_here = page.knows_vault_ids && !page.vault.declaring(id).is_empty();
    // An official tree may declare ids that are newer than the pinned release. A known release, however, is checked against its
    // objects.
    let trees = page.vault.trees();
    let declares = || {
        let version = trees.version(page.file).filter(|_| page.facts.is_release);
        let is_known = version.is_some_and(|version| view.catalog.release(version).is_some());
        trees.declares(page.file, id) && !is_known
    };
    let status = view.status(id);
    if known_here || (!view.is_current(id) && declares()) {
        return None;
    }
    match status {
        Status::Current(_) => None,
        Status::Retired(lifetime) if names_its_release(page, mention, lifetime) => None,
        Status::Retired(lifetime) => {
            let own =
                |name: Name<'_>| own_name(view, id, &normalize_name(name.text)) != OwnName::No;
            let named_object = mention
                .name
                .filter(|name| !own(*name))
                .and_then(|name| object_named(view, id, name.text));
            let own_name = named_object.is_none()
                && mention
                    .name
                    .is_none_or(|name| own(name) || is_not_a_name(mention, name));
            Some(IdProblem::Retired {
                lifetime,
                own_name,
                named_object,
            })
        }
        Status::Newer(lifetime) => Some(IdProblem::Unknown {
            newer: view.catalog.release_at(lifetime.first),
            candidate: None,
        }),
        Status::Unknown => Some(IdProblem::Unknown {
            newer: None,
            candidate: candidate(page, mention),
        }),
    }
}

/// Returns whether an id is written with a release that holds its object: `AML.T0019@5.0.1`.
fn names_its_release(page: &PageView<'_>, mention: &Mention<'_>, lifetime: &Lifetime) -> bool {
    let release = mention.at_release;
    let release = release.and_then(|release| page.view.catalog.release(release));
    release.is_some_and(|release| {
        lifetime.first <= release && lifetime.last.is_none_or(|last| release <= last)
    })
}

/// Returns whether a text next to an id was not meant as a name: words in lower case, or the text of a route without the form
/// of a name.
fn is_not_a_name(mention: &Mention<'_>, name: Name<'_>) -> bool {
    let is_prose = !name.closed && name.text.starts_with(char::is_lowercase);
    is_prose || (matches!(mention.position, NamePosition::Route(_)) && !looks_like_name(name.text))
}

/// Returns the object that an unknown id may stand for: the one with the name next to the id, the linked object, or the parent.
/// Similar digits are not evidence, and the object of a page is never guessed.
fn candidate<'p>(page: &PageView<'p>, mention: &Mention<'p>) -> Option<(&'p str, &'p str)> {
    if mention.is_protected {
        return None;
    }
    let view = page.view;
    let is_current = |id: &&str| view.is_current(id);
    let by_name = || object_named(view, &mention.id, mention.name?.text);
    let by_link = || Some(page.leads_to(mention.link()?)?.1);
    let parent = || {
        let parent = mention
            .id
            .get(..PARENT)
            .filter(|id| id.len() < mention.id.len())?;
        let parent = view.catalog.object(parent)?;
        (parent.kind == Kind::Technique).then_some(parent.id.as_str())
    };
    let found = by_name()
        .or_else(|| by_link().filter(is_current))
        .or_else(|| parent().filter(is_current))?;
    Some((found, view.name(found)?))
}

/// Length of a technique id without the sub-technique.
const PARENT: usize = "AML.T0000".len();

/// Returns the object of the pinned release that has or had a name, alone or with its parent's. Of several, one of the kind of
/// `id` comes first.
fn object_named<'p>(view: View<'p>, id: &str, name: &str) -> Option<&'p str> {
    let plain = normalize_name(name);
    let hits = view.by_normalized_name(&plain);
    let now = hits.iter().filter(|hit| hit.current);
    let before = hits.iter().filter(|hit| !hit.current && hit.lives);
    let ids = now.chain(before).map(|hit| hit.object.id.as_str());
    let found: Vec<&str> = ids
        .chain(view.by_joined_name(&plain))
        .filter(|id| view.is_current(id))
        .collect();
    let same = found
        .iter()
        .find(|other| Kind::of_id(other) == Kind::of_id(id));
    same.or(found.first())
        .copied()
        .or_else(|| view.by_joined_start(&plain))
}

fn wrong_kind<'p>(mention: &Mention<'p>) -> Option<IdProblem<'p>> {
    let (expected, _) = mention.expected?;
    let found = Kind::of_id(&mention.id)?;
    (found != expected).then_some(IdProblem::WrongKind { found })
}

/// Returns the problem of an id or name that disagrees within the page. Title, first heading and id field must agree on the
/// page's id, title and heading also on its name.
fn inconsistent<'p>(page: &PageView<'p>, mention: &Mention<'p>) -> Option<IdProblem<'p>> {
    let NamePosition::Declares(kind) = mention.position else {
        return None;
    };
    let declaration = page.facts.declaration.as_ref()?;
    // "AML.T0051: LLM Prompt Injection (see AML.T0054)" says only its first id of the page.
    let mut places = declaration.places.iter();
    if places.any(|place| place.span.contains(mention.span) && place.id_span != mention.span) {
        return None;
    }
    let rest = |blame, text: &str, place: Place| {
        Some(IdProblem::Inconsistent {
            blame,
            rest: text.to_owned(),
            place,
        })
    };
    if *mention.id != *declaration.id {
        let place = declaration.places.iter().find(|p| p.id == declaration.id)?;
        return rest(Blame::Id, &declaration.id, place.clone());
    }
    // The name in the other of title and heading, if it has the page's id too.
    let other = match kind {
        PlaceKind::Title => PlaceKind::Heading,
        PlaceKind::Heading => PlaceKind::Title,
        PlaceKind::Field => return None,
    };
    let place = declaration
        .places
        .iter()
        .find(|place| place.kind == other && place.id == declaration.id)?;
    let mine = mention.name?;
    let theirs = place.name.as_ref().map(NameText::get)?;
    let theirs = names::stated(page.view, mention, theirs)?;
    let place = Place {
        span: theirs.span,
        ..place.clone()
    };
    let theirs = theirs.text;
    let (mine, theirs_plain) = (normalize_name(mine.text), normalize_name(theirs));
    if mine == theirs_plain {
        return None;
    }
    let fits = |name: &str| own_name(page.view, &mention.id, name) == OwnName::Current;
    let dissents = match (fits(&mine), fits(&theirs_plain)) {
        (true, _) => false,
        (false, true) => true,
        // Neither is right: the heading counts.
        (false, false) => kind == PlaceKind::Title,
    };
    if dissents {
        rest(Blame::Name, theirs, place)
    } else {
        None
    }
}

fn link_target<'p>(page: &PageView<'p>, mention: &Mention<'p>) -> Option<IdProblem<'p>> {
    let view = page.view;
    let link = mention.link()?;
    let (target, declared) = page.leads_to(link)?;
    // A range is about more objects than the page that its link leads to.
    if declared == mention.id || mention.in_range {
        return None;
    }
    // A sub-technique may be a section of its parent's page.
    if link.target.contains('#') && view.parent(&mention.id) == Some(declared) {
        return None;
    }
    let outside = |name: &Name<'_>| !link.label.is_some_and(|label| label.contains(name.span));
    let said = if let Some(name) = mention.name.filter(outside) {
        // If the label is only the id, the name next to the link decides which of the two is wrong.
        let plain = normalize_name(name.text);
        own_name(view, &mention.id, &plain) != OwnName::No
            || view.by_normalized_name(&plain).is_empty()
    } else if let Some(name) = mention.name {
        names_object(view, mention, name, declared)
    } else {
        // "an example of AML.T0051" is about something other than the id.
        let label = link.label?;
        let before = Span {
            end: mention.span.start,
            ..label
        };
        !page.slice(before).contains(char::is_alphanumeric)
    };
    said.then_some(IdProblem::WrongTarget { target, declared })
}

/// Returns whether a label with this text next to its id names the id's object. "AML.T0051 in short" does if the link leads to
/// an object of the same kind. "AML.T0051 example" may well lead to a case study.
fn names_object(view: View<'_>, mention: &Mention<'_>, name: Name<'_>, declared: &str) -> bool {
    let id: &str = &mention.id;
    let plain = normalize_name(name.text);
    if own_name(view, id, &plain) != OwnName::No || is_translated(name.text) {
        return true;
    }
    let leads = mention.span.start < name.span.start;
    let free = !name.closed && leads && view.by_name(&plain).is_empty();
    free && Kind::of_id(id) == Kind::of_id(declared) && !is_misspelled(view, id, name.text)
}
