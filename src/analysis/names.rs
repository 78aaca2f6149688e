//! Diagnosis of the name next to an id.

use super::blame::blame;
use super::mention::{Mention, NamePosition};
use super::name_match::{
    OwnName, is_known_name, is_misspelled, is_name, own_name, plain_text, renamed,
};
use super::page_view::PageView;
use super::problem::{Blame, Evidence, IdProblem, WrongName};
use super::translated::{is_translated, is_translation};
use crate::catalog::{Kind, Lifetime, NameHit, Status, View, normalize_name};
use crate::facts::vocabulary::{MAX_CUT_WORDS, MAX_JOINED_WORDS, MAX_NAME_BYTES};
use crate::facts::{Name, looks_like_name, named, separator};

/// A known name at the start of a text.
pub(super) enum Start<'p> {
    Known(Name<'p>),
    /// The name of the id's parent, and more that is not the sub-technique's: "LLM Prompt Injection: Driect".
    Parents,
    No,
}

/// Returns the known name at the start of a text that is meant as a name: the longest that fits the id, else the longest that
/// is any object's.
pub(super) fn known_start<'p>(view: View<'p>, id: &str, name: Name<'p>) -> Start<'p> {
    if view.name(id) == Some(name.text) {
        return Start::Known(name);
    }
    let is_own = |text: &str| {
        own_name(view, id, &normalize_name(text)) != OwnName::No || is_alternative(view, id, text)
    };
    let is_known = |text: &str| is_known_name(view, &normalize_name(text));
    if is_own(name.text) || is_known(name.text) {
        return Start::Known(name);
    }
    let ends = separator::name_ends(name.text);
    let longest = |fits: &dyn Fn(&str) -> bool| {
        let mut starts = ends.iter().rev().filter_map(|at| cut(name, *at));
        starts.find(|start| fits(start.text))
    };
    if let Some(own) = longest(&is_own) {
        return Start::Known(own);
    }
    let Some(start) = longest(&is_known) else {
        return Start::No;
    };
    let parent = view.parent(id);
    if parent.is_some_and(|parent| is_name(view, parent, &normalize_name(start.text))) {
        return Start::Parents;
    }
    Start::Known(start)
}

/// Returns the start of a name up to `at`.
fn cut(name: Name<'_>, at: usize) -> Option<Name<'_>> {
    named(name.text.get(..at)?, name.span.start as usize, name.closed)
}

/// Returns the name in a text that is meant as one: the known name at its start, else the text up to where a name may end. The
/// whole text counts if it is the label of a link.
pub(super) fn stated<'p>(
    view: View<'p>,
    mention: &Mention<'p>,
    name: Name<'p>,
) -> Option<Name<'p>> {
    if !name.closed {
        return Some(name);
    }
    let is_label = matches!(
        mention.position,
        NamePosition::Label(_) | NamePosition::Route(_)
    );
    match known_start(view, &mention.id, name) {
        Start::Known(start) => return Some(start),
        Start::Parents => return is_label.then_some(name),
        Start::No => {}
    }
    // A text in lower case is prose, unless it is a name.
    if name.text.starts_with(char::is_lowercase) {
        return is_label.then_some(Name {
            closed: false,
            ..name
        });
    }
    if is_label {
        return Some(name);
    }
    // A slash ends only a known name.
    let mut ends = separator::name_ends(name.text).into_iter();
    let end = ends.find(|at| {
        name.text
            .get(*at..)
            .is_some_and(|rest| !rest.starts_with(" / "))
    });
    let start = end.map_or(Some(name), |at| cut(name, at))?;
    let is_short = start.text.split_whitespace().count() <= MAX_CUT_WORDS;
    is_short.then_some(start)
}

/// Returns whether the name next to a technique's id is a tactic's: it says where the technique belongs. In a column of
/// techniques it is a wrong name.
pub(super) fn is_stated_tactic(view: View<'_>, mention: &Mention<'_>, name: Name<'_>) -> bool {
    let in_column = mention.row.is_some_and(|row| row.kind.is_some());
    let is_technique = Kind::of_id(&mention.id) == Some(Kind::Technique);
    // The name next to an id that no release holds may tell what is meant.
    let known = view.name(&mention.id);
    if !is_technique || in_column || known.is_none() || known == Some(name.text) {
        return false;
    }
    let plain = normalize_name(name.text);
    let hits = view.by_normalized_name(&plain);
    !hits.is_empty()
        && hits.iter().all(|hit| hit.object.kind == Kind::Tactic)
        && own_name(view, &mention.id, &plain) == OwnName::No
}

/// Returns whether a text that need not be a name is prose: a single word in lower case, such as "discovery".
fn is_prose(name: Name<'_>) -> bool {
    let lower = !name.text.starts_with(|c: char| !c.is_lowercase());
    !name.closed && lower && !name.text.contains(char::is_whitespace)
}

/// Returns the problem of an id's name.
pub(super) fn diagnose<'p>(page: &PageView<'p>, mention: &Mention<'p>) -> Option<IdProblem<'p>> {
    let view = page.view;
    let id: &str = &mention.id;
    let written = mention.name.filter(|name| !is_prose(*name))?;
    // An object that the vault itself declares has the name that the vault gives it.
    let lifetime = view.lifetime(id)?;
    if view.name(id) == Some(written.text) {
        return None;
    }
    let text = plain_text(written.text);
    let plain = normalize_name(&text);
    if plain.is_empty() {
        return None;
    }
    let fits = own_name(view, id, &plain);
    if fits == OwnName::Current || is_alternative(view, id, &text) {
        return None;
    }
    let hits = view.by_name(&text);
    let others = objects_named(page, mention, &hits);
    let best = others.first();
    if fits == OwnName::Former && !best.is_some_and(|hit| hit.current) {
        return Some(IdProblem::OutdatedName {
            now: renamed(view, id, &text)?,
            shared: !others.is_empty(),
        });
    }
    if let Some(hit) = best {
        return Some(wrong_name(page, mention, lifetime, hit));
    }
    if let Some(other) = relative(page, id, &plain) {
        return Some(relatives_name(page, mention, lifetime, other));
    }
    // The remaining case is the id itself in an earlier lifetime, before it was reused.
    if let Some(hit) = hits.first() {
        return Some(IdProblem::WrongName(WrongName {
            blame: Blame::Name,
            other: &hit.object.id,
            instead: &hit.object.id,
            current: false,
            official: hit.name.official,
            why: Evidence::Gone,
        }));
    }
    unknown_name(
        page,
        id,
        written,
        &text,
        matches!(mention.position, NamePosition::Route(_)),
    )
}

/// Returns whether one of several words joined by a slash makes a text the name of the id: "LLM Prompt Injection:
/// Stored/Indirect".
pub(super) fn is_alternative(view: View<'_>, id: &str, text: &str) -> bool {
    let Some(slash) = text.find('/').filter(|_| text.len() <= MAX_NAME_BYTES) else {
        return false;
    };
    let before = text.get(..slash).unwrap_or_default();
    if let Some(whole) = before.strip_suffix(' ') {
        // Around a slash between spaces are whole names. The first may be an earlier name of the id.
        let own = |name: &str| own_name(view, id, &normalize_name(name));
        let mut others = text.get(slash + 1..).unwrap_or_default().split('/').take(4);
        return own(whole) == OwnName::Current || others.any(|name| own(name) != OwnName::No);
    }
    let (lead, first) = before.rsplit_once(' ').unwrap_or(("", before));
    let behind = text.get(slash + 1..).unwrap_or_default();
    let alternatives = std::iter::once(first).chain(behind.split('/').take(4));
    alternatives
        .into_iter()
        .any(|word| own_name(view, id, &normalize_name(&format!("{lead} {word}"))) != OwnName::No)
}

/// Returns the other objects that have or had the name, the likeliest first: by current name, then the linked object, then the
/// same kind, then a name from its present lifetime, then an object that still exists.
fn objects_named<'p>(
    page: &PageView<'p>,
    mention: &Mention<'p>,
    hits: &[NameHit<'p>],
) -> Vec<NameHit<'p>> {
    let view = page.view;
    let id: &str = &mention.id;
    let linked = mention
        .link()
        .and_then(|link| page.leads_to(link))
        .map(|(_, id)| id);
    let mut others: Vec<NameHit<'p>> = hits
        .iter()
        .copied()
        .filter(|hit| hit.object.id != id)
        .collect();
    others.sort_by_key(|hit| {
        let other = hit.object.id.as_str();
        let other_kind = Some(hit.object.kind) != Kind::of_id(id);
        let former = view.lifetime(other) != Some(hit.lifetime);
        (
            !hit.current,
            linked != Some(other),
            other_kind,
            former,
            is_gone(view, hit),
        )
    });
    others
}

/// Returns the problem if a name is that of a parent, sub-technique or sibling, or spells out another one with its parent.
fn relatives_name<'p>(
    page: &PageView<'p>,
    mention: &Mention<'p>,
    lifetime: &Lifetime,
    other: &'p str,
) -> IdProblem<'p> {
    let view = page.view;
    let (blame, why) = blame(page, mention, other);
    let official = [Some(other), view.parent(other)]
        .into_iter()
        .flatten()
        .all(|id| names_now(view, id));
    IdProblem::WrongName(WrongName {
        blame,
        other,
        instead: other,
        current: true,
        official: official && lifetime.is_official(),
        why,
    })
}

/// Returns whether the object is no longer in the catalog.
fn is_gone(view: View<'_>, hit: &NameHit<'_>) -> bool {
    !matches!(view.status(&hit.object.id), Status::Current(_))
}

/// Returns whether an official release states the current name of `id`.
fn names_now(view: View<'_>, id: &str) -> bool {
    view.names(id).next().is_some_and(|name| name.official)
}

/// Returns the problem if a name is that of another object.
fn wrong_name<'p>(
    page: &PageView<'p>,
    mention: &Mention<'p>,
    lifetime: &Lifetime,
    hit: &NameHit<'p>,
) -> IdProblem<'p> {
    let view = page.view;
    let other: &'p str = &hit.object.id;
    let is_current = |id: &str| matches!(view.status(id), Status::Current(_));
    let own_lifetime = view.lifetime(other) == Some(hit.lifetime) && is_current(other);
    let successor = || {
        hit.lifetime
            .successors
            .iter()
            .map(|successor| successor.id.as_str())
            .find(|id| is_current(id))
    };
    let instead = if own_lifetime {
        Some(other)
    } else {
        successor()
    };
    let (blame, why) = match instead {
        Some(_) => blame(page, mention, other),
        // No object has the name any more, so the id is kept.
        None => (Blame::Name, Evidence::Gone),
    };
    IdProblem::WrongName(WrongName {
        blame,
        other,
        instead: instead.unwrap_or(other),
        current: hit.current,
        official: hit.name.official && lifetime.is_official(),
        why,
    })
}

/// Returns a parent, sub-technique or sibling of `id` that the name fits, or that "Parent: Name" spells out.
fn relative<'p>(page: &PageView<'p>, id: &str, name: &str) -> Option<&'p str> {
    let view = page.view;
    let family = view.parent(id).unwrap_or(id);
    let kin = view
        .children(family)
        .filter(|child| *child != id)
        .find(|child| own_name(view, child, name) == OwnName::Current);
    kin.or_else(|| {
        let words: Vec<&str> = name.split(' ').collect();
        // No name has so many words, and each split costs a lookup.
        if words.len() > MAX_JOINED_WORDS {
            return None;
        }
        (1..words.len()).find_map(|at| {
            view.by_name(&words[at..].join(" "))
                .into_iter()
                .map(|hit| hit.object.id.as_str())
                .find(|other| {
                    *other != id
                        && view.parent(other).is_some()
                        && own_name(view, other, name) == OwnName::Current
                })
        })
    })
}

fn unknown_name<'p>(
    page: &PageView<'p>,
    id: &str,
    written: Name<'p>,
    text: &str,
    route: bool,
) -> Option<IdProblem<'p>> {
    let view = page.view;
    // Text in lower case that need not be a name is prose, however close it is to a name.
    if is_translated(text) || is_translation(page.vault.path(page.file)) {
        return None;
    }
    if !written.closed && written.text.starts_with(char::is_lowercase) {
        return None;
    }
    let misspelled = is_misspelled(view, id, text)
        .then(|| {
            let object = view.catalog.object(id)?;
            Some((object.id.as_str(), view.name(id)?))
        })
        .flatten();
    if misspelled.is_none() && !written.closed {
        return None;
    }
    let newest = view.catalog.at(view.catalog.newest());
    let newer = newest.by_name(text).into_iter().find_map(|hit| {
        let release = view.catalog.release_at(hit.name.release)?;
        Some((hit.object.id.as_str(), release))
    });
    let nearest = misspelled.or_else(|| view.nearest_name(text, Kind::of_id(id)));
    // The text of a route can be anything: `[Here](...)`, `[ATLAS entry](...)`. It counts only if it has the form of a name.
    if route && nearest.is_none() && newer.is_none() && !looks_like_name(text) {
        return None;
    }
    Some(IdProblem::UnknownName { nearest, newer })
}
