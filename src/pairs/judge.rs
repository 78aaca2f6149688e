//! What is wrong with an id: whether it is one, is known, is of the right kind, agrees with its page and its link.

use super::beside::{Name, beside};
use super::collect::leads_to;
use super::context::{Context, link_of};
use super::fit::{Fit, fit};
use super::meant::meant;
use super::names::{self, plain_name, without_remark};
use super::subject::{Slot, Subject};
use super::verdict::{Half, Verdict};
use crate::catalog::{Kind, Status, View};
use crate::model::{Place, PlaceKind};
use crate::syntax::LinkKind;
use crate::text::Span;

/// What is wrong with a subject, if anything.
#[must_use]
pub fn judge<'p>(context: &Context<'p>, subject: &Subject<'p>) -> Option<Verdict<'p>> {
    // The target of `[text][ref]` stands in its definition and is judged there: here only the text is.
    if let Slot::Route(link) = subject.slot
        && link.kind == LinkKind::Reference
    {
        let known = matches!(context.view.status(&subject.id), Status::Current(_));
        return known.then(|| names::judge(context, subject)).flatten();
    }
    if let Some(malformed) = &subject.malformed {
        let meant = meant(context, subject, malformed);
        return Some(Verdict::Malformed { meant });
    }
    existence(context, subject)
        .or_else(|| wrong_kind(subject))
        .or_else(|| inconsistent(context, subject))
        .or_else(|| link_target(context, subject))
        .or_else(|| names::judge(context, subject))
}

fn existence<'p>(context: &Context<'p>, subject: &Subject<'p>) -> Option<Verdict<'p>> {
    let view = context.view;
    let id: &str = &subject.id;
    let known_here = context.known_here && !context.vault.declaring(id).is_empty();
    // What an official tree declares, it knows, be it as new as it may; but what a known release holds is known.
    let trees = context.vault.trees();
    let declares = || {
        let page = context.page;
        let version = trees.version(page.file).filter(|_| page.is_release());
        let is_known = version.is_some_and(|version| view.catalog.release(version).is_some());
        trees.declares(page.file, id) && !is_known
    };
    let status = view.status(id);
    if known_here || (!matches!(status, Status::Current(_)) && declares()) {
        return None;
    }
    match status {
        Status::Current(_) => None,
        Status::Retired(life) => {
            let own = |name: Name<'_>| fit(view, id, &plain_name(name.text)) != Fit::No;
            let bearer = subject
                .name
                .filter(|name| !own(*name))
                .and_then(|name| bearer_of(view, id, name.text));
            let own_name = bearer.is_none()
                && subject
                    .name
                    .is_none_or(|name| own(name) || says_nothing(subject, name));
            Some(Verdict::Retired {
                life,
                own_name,
                bearer,
            })
        }
        Status::Newer(life) => Some(Verdict::Unknown {
            newer: view.catalog.release_at(life.first),
            candidate: None,
        }),
        Status::Unknown => Some(Verdict::Unknown {
            newer: None,
            candidate: candidate(context, subject),
        }),
    }
}

/// Whether a text beside an id was not meant as a name: words in lower case, or the text of a route that looks like no name.
fn says_nothing(subject: &Subject<'_>, name: Name<'_>) -> bool {
    let is_prose = !name.closed && name.text.starts_with(char::is_lowercase);
    is_prose || (matches!(subject.slot, Slot::Route(_)) && !names::looks_like_name(name.text))
}

/// What an unknown id may stand for: the bearer of the name beside it, the object that the link leads to, the parent. Digits that
/// are merely near say nothing, and which object a page is about is never guessed.
fn candidate<'p>(context: &Context<'p>, subject: &Subject<'p>) -> Option<(&'p str, &'p str)> {
    if subject.held {
        return None;
    }
    let view = context.view;
    let is_current = |id: &&str| matches!(view.status(id), Status::Current(_));
    let by_name = || bearer_of(view, &subject.id, subject.name?.text);
    let by_link = || Some(leads_to(context.page.file, context.vault, link_of(subject)?)?.1);
    let parent = || {
        let parent = subject
            .id
            .get(..PARENT)
            .filter(|id| id.len() < subject.id.len())?;
        let parent = view.catalog.object(parent)?;
        (parent.kind == Kind::Technique).then_some(parent.id.as_str())
    };
    let found = by_name()
        .or_else(|| by_link().filter(is_current))
        .or_else(|| parent().filter(is_current))?;
    Some((found, view.name(found)?))
}

/// The length of a technique's id without the part of a sub-technique.
const PARENT: usize = "AML.T0000".len();

/// The object of the pinned release that bears or bore a name, alone or with its parent's; of several first one of the kind of `id`.
fn bearer_of<'p>(view: View<'p>, id: &str, name: &str) -> Option<&'p str> {
    let plain = plain_name(name);
    let hits = view.by_normalized_name(&plain);
    let now = hits.iter().filter(|hit| hit.current);
    let before = hits
        .iter()
        .filter(|hit| !hit.current && view.lifetime(&hit.object.id) == Some(hit.lifetime));
    let ids = now.chain(before).map(|hit| hit.object.id.as_str());
    let found: Vec<&str> = ids
        .chain(view.by_joined_name(&plain))
        .filter(|id| matches!(view.status(id), Status::Current(_)))
        .collect();
    let same = found
        .iter()
        .find(|other| Kind::of_id(other) == Kind::of_id(id));
    same.or(found.first()).copied()
}

fn wrong_kind<'p>(subject: &Subject<'p>) -> Option<Verdict<'p>> {
    let (wanted, _) = subject.wanted.as_ref()?;
    let found = Kind::of_id(&subject.id)?;
    (found != *wanted).then_some(Verdict::WrongKind { found })
}

/// The page's title, first heading and id field have to agree on its id, and the first two on its name.
fn inconsistent<'p>(context: &Context<'p>, subject: &Subject<'p>) -> Option<Verdict<'p>> {
    let Slot::Declares(kind) = subject.slot else {
        return None;
    };
    let declaration = context.declaration?;
    let rest = |half, text: &str, place: Place<'p>| {
        Some(Verdict::Inconsistent {
            half,
            rest: text.to_owned(),
            place,
        })
    };
    if subject.id != declaration.id {
        let place = declaration.places.iter().find(|p| p.id == declaration.id)?;
        return rest(Half::Id, declaration.id, place.clone());
    }
    // The name of the other of title and heading, if that one has the page's id too.
    let other = match kind {
        PlaceKind::Title => PlaceKind::Heading,
        PlaceKind::Heading => PlaceKind::Title,
        PlaceKind::Field => return None,
    };
    let place = declaration
        .places
        .iter()
        .find(|place| place.kind == other && place.id == declaration.id)?;
    let mine = subject.name?;
    let theirs = beside(context.source, place.span, place.id_span, true)?;
    let theirs = without_remark(context.view, &subject.id, theirs);
    let place = Place {
        span: theirs.span,
        ..place.clone()
    };
    let theirs = theirs.text;
    let (mine, theirs_plain) = (plain_name(mine.text), plain_name(theirs));
    if mine == theirs_plain {
        return None;
    }
    let fits = |name: &str| fit(context.view, &subject.id, name) == Fit::Now;
    let dissents = match (fits(&mine), fits(&theirs_plain)) {
        (true, _) => false,
        (false, true) => true,
        // Neither is right: the heading counts.
        (false, false) => kind == PlaceKind::Title,
    };
    if dissents {
        rest(Half::Name, theirs, place)
    } else {
        None
    }
}

fn link_target<'p>(context: &Context<'p>, subject: &Subject<'p>) -> Option<Verdict<'p>> {
    let view = context.view;
    let link = link_of(subject)?;
    let (target, declared) = leads_to(context.page.file, context.vault, link)?;
    // A range is about more than the page that its link leads to.
    if declared == subject.id || subject.in_range {
        return None;
    }
    // A sub-technique may be a section of its parent's page.
    if link.target.contains('#') && view.parent(&subject.id) == Some(declared) {
        return None;
    }
    let outside = |name: &Name<'_>| !link.label.is_some_and(|label| label.contains(name.span));
    let said = if let Some(name) = subject.name.filter(outside) {
        // The label is the id alone; the name beside the link only tells which of the two is wrong.
        let plain = plain_name(name.text);
        fit(view, &subject.id, &plain) != Fit::No || view.by_normalized_name(&plain).is_empty()
    } else if let Some(name) = subject.name {
        says(view, subject, name, declared)
    } else {
        // "an example of AML.T0051" is about something else than the id.
        let label = link.label?;
        let before = Span {
            end: subject.span.start,
            ..label
        };
        !context.source.slice(before).contains(char::is_alphanumeric)
    };
    said.then_some(Verdict::WrongTarget { target, declared })
}

/// Whether a label with this text beside its id names the id's object. "AML.T0051 in short" does, as long as the link leads to an
/// object of the same kind: "AML.T0051 example" may well lead to a case study.
fn says(view: View<'_>, subject: &Subject<'_>, name: Name<'_>, declared: &str) -> bool {
    let id: &str = &subject.id;
    let plain = plain_name(name.text);
    if fit(view, id, &plain) != Fit::No {
        return true;
    }
    let leads = subject.span.start < name.span.start;
    let free = !name.closed && leads && view.by_name(&plain).is_empty();
    free && Kind::of_id(id) == Kind::of_id(declared) && !names::is_misspelt(view, id, name.text)
}
