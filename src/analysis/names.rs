//! Diagnosis of the name next to an id.

use super::blame::blame;
use super::mention::{Mention, NamePosition};
use super::name_match::{NameMatch, is_alternative, name_match};
use super::own_name::{OwnName, is_known_name, is_name, own_name, plain_text, renamed};
use super::page_view::PageView;
use super::problem::{Blame, Evidence, IdProblem, WrongName};
use super::prose::is_first_half;
use super::tactics::{TacticStatus, tactic_status};
use super::translated::{is_translated, is_translation};
use crate::catalog::{Kind, Lifetime, NameHit, View, normalize_name};
use crate::facts::vocabulary::MAX_CUT_WORDS;
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
    let behind = name.text.get(start.text.len()..).unwrap_or_default();
    if is_first_half(view, id, (&normalize_name(start.text), behind)) {
        return Start::No;
    }
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

/// What stands between the name of a parent and that of its sub-technique.
const JOINTS: [&str; 4] = [": ", " - ", " \u{2013} ", " \u{2014} "];

/// Returns the name with what follows a colon or dash, or stands in brackets, behind it, if both are the start of one sub-technique's
/// "Parent: Name". A name of the id needs nothing more.
pub(super) fn with_sub_technique<'p>(page: &PageView<'p>, id: &str, name: Name<'p>) -> Name<'p> {
    let view = page.view;
    let text = page.rest(name.span.start);
    let (start, length) = (name.span.start as usize, name.span.range().len());
    let rest = text.get(length..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default();
    let bracketed = line.strip_prefix(" (").and_then(|inner| inner.find(')'));
    if let Some(end) = bracketed
        && let Some(whole) = text.get(..length + end + " ()".len())
        && view.by_joined_start(&normalize_name(whole)) == Some(id)
    {
        return named(whole, start, name.closed).unwrap_or(name);
    }
    let joint = JOINTS.iter().find(|joint| line.starts_with(**joint));
    let joint = joint.filter(|_| own_name(view, id, &normalize_name(name.text)) == OwnName::No);
    let Some(joint) = joint else {
        return name;
    };
    let is_of_name = |c: char| c.is_alphanumeric() || " -&/".contains(c);
    let line = &line[joint.len()..];
    let line = &line[..line.find(|c| !is_of_name(c)).unwrap_or(line.len())];
    let ends = line.match_indices(' ').map(|(at, _)| at);
    let mut ends: Vec<usize> = ends.take(MAX_CUT_WORDS).collect();
    ends.push(line.len());
    let whole = ends.iter().rev().find_map(|at| {
        let whole = text.get(..length + joint.len() + at)?;
        view.by_joined_start(&normalize_name(whole))?;
        named(whole, start, name.closed)
    });
    whole.unwrap_or(name)
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
    // `### AML.T0043 - Privilege Escalation` names the technique by a tactic that was never its own.
    let is_heading = matches!(mention.position, NamePosition::Heading);
    let mut tactics = hits.iter().map(|hit| &hit.object.id);
    let may_be_its = |tactic| {
        let status = tactic_status(view, &mention.id, tactic);
        !matches!(status, Some(TacticStatus::Never { .. }))
    };
    let is_stated = !is_heading || !name.closed || tactics.any(|tactic| may_be_its(tactic));
    is_stated
        && !hits.is_empty()
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
    match name_match(view, id, &text) {
        NameMatch::Current => None,
        NameMatch::Former { is_shared } => Some(IdProblem::OutdatedName {
            now: renamed(view, id, &text)?,
            shared: is_shared,
        }),
        NameMatch::Others(hits) => {
            let hit = likeliest(page, mention, &hits)?;
            Some(wrong_name(page, mention, lifetime, &hit))
        }
        NameMatch::Relative(other) => Some(relatives_name(page, mention, lifetime, other)),
        NameMatch::Reused(hit) => Some(IdProblem::WrongName(WrongName {
            blame: Blame::Name,
            other: &hit.object.id,
            instead: &hit.object.id,
            current: false,
            official: hit.name.official,
            why: Evidence::Gone,
        })),
        matched @ (NameMatch::Misspelled | NameMatch::Unknown) => {
            let is_misspelled = matches!(matched, NameMatch::Misspelled);
            unknown_name(page, mention, written, &text, is_misspelled)
        }
    }
}

/// Returns the likeliest of the objects that have or had a name: one that has it now, then the linked object, then one of the same
/// kind, then one with the name in its present lifetime, then one that still exists.
fn likeliest<'p>(
    page: &PageView<'p>,
    mention: &Mention<'p>,
    others: &[NameHit<'p>],
) -> Option<NameHit<'p>> {
    let view = page.view;
    let linked = mention
        .link()
        .and_then(|link| page.leads_to(link))
        .map(|(_, id)| id);
    let rank = |hit: &&NameHit<'p>| {
        let other = hit.object.id.as_str();
        (
            !hit.current,
            linked != Some(other),
            Some(hit.object.kind) != Kind::of_id(&mention.id),
            view.lifetime(other) != Some(hit.lifetime),
            !view.is_current(other),
        )
    };
    others.iter().min_by_key(rank).copied()
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
    let own_lifetime = hit.lives;
    let successor = || {
        hit.lifetime
            .successors
            .iter()
            .map(|successor| successor.id.as_str())
            .find(|id| view.is_current(id))
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

/// Returns the problem of a name that no object of the release has, if the text was meant as a name.
fn unknown_name<'p>(
    page: &PageView<'p>,
    mention: &Mention<'p>,
    written: Name<'p>,
    text: &str,
    is_misspelled: bool,
) -> Option<IdProblem<'p>> {
    let view = page.view;
    let id: &str = &mention.id;
    // Text in lower case that need not be a name is prose, however close it is to a name.
    if is_translated(text) || is_translation(page.vault.path(page.file)) {
        return None;
    }
    if !written.closed && written.text.starts_with(char::is_lowercase) {
        return None;
    }
    let misspelled = is_misspelled
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
    let is_route = matches!(mention.position, NamePosition::Route(_));
    if is_route && nearest.is_none() && newer.is_none() && !looks_like_name(text) {
        return None;
    }
    Some(IdProblem::UnknownName { nearest, newer })
}
