//! What is wrong with the name beside an id, and which half of a wrong pair it is.

use std::borrow::Cow;

use super::beside::Name;
use super::collect::leads_to;
use super::context::{Context, link_of};
use super::fit::{Fit, MAX_WORDS, fit, renamed};
use super::half::wrong_half;
use super::subject::{Slot, Subject};
use super::translated::is_translated;
use super::verdict::{Evidence, Half, Verdict, WrongName};
use crate::catalog::{Kind, Lifetime, NameHit, Status, View, normalize_name};
use crate::nearest::nearest;
use crate::text::Span;

/// The name as it is compared, entities decoded as far as names have them.
#[must_use]
pub fn plain_name(text: &str) -> String {
    normalize_name(&plain_text(text))
}

/// The name without the remark after it, as in "LLM Prompt Injection (2024)", if it is a name only without.
pub(super) fn without_remark<'p>(view: View<'p>, id: &str, name: Name<'p>) -> Name<'p> {
    let known = |text: &str| {
        let plain = plain_name(text);
        fit(view, id, &plain) != Fit::No
            || !view.by_normalized_name(&plain).is_empty()
            || view.by_joined_name(&plain).next().is_some()
    };
    let ends = [" (", " \u{2013} ", " \u{2014} ", " - "];
    let cut = || {
        let at = ends.iter().filter_map(|end| name.text.find(end)).min()?;
        let text = name.text.get(..at)?.trim_end();
        known(text).then_some(text)
    };
    if !name.closed || known(name.text) {
        return name;
    }
    let Some(text) = cut() else { return name };
    let start = name.span.start as usize;
    Name {
        span: Span::new(start, start + text.len()),
        text,
        ..name
    }
}

/// Whether an open slot can hold a name in these words: a single word in lower case is prose, such as "discovery".
fn is_prose(name: Name<'_>) -> bool {
    let lower = !name.text.starts_with(|c: char| !c.is_lowercase());
    !name.closed && lower && !name.text.contains(char::is_whitespace)
}

pub(super) fn judge<'p>(context: &Context<'p>, subject: &Subject<'p>) -> Option<Verdict<'p>> {
    let view = context.view;
    let id: &str = &subject.id;
    let written = subject.name.filter(|name| !is_prose(*name))?;
    // What this vault declares itself has the name that the vault gives it.
    let life = view.lifetime(id)?;
    let text = plain_text(written.text);
    let plain = normalize_name(&text);
    if plain.is_empty() {
        return None;
    }
    let fits = fit(view, id, &plain);
    if fits == Fit::Now {
        return None;
    }
    let hits = view.by_name(&text);
    let others = bearers(context, subject, &hits);
    let best = others.first();
    if fits == Fit::Before && !best.is_some_and(|hit| hit.current) {
        return Some(Verdict::OutdatedName {
            now: renamed(view, id, &text)?,
            shared: !others.is_empty(),
        });
    }
    if let Some(hit) = best {
        return Some(wrong_name(context, subject, life, hit));
    }
    if let Some(other) = relative(context, id, &plain) {
        return Some(relatives_name(context, subject, life, other));
    }
    // What remains is the id itself, before it was given to another object.
    if let Some(hit) = hits.first() {
        return Some(Verdict::WrongName(WrongName {
            half: Half::Name,
            other: &hit.object.id,
            instead: &hit.object.id,
            current: false,
            official: hit.name.official,
            why: Evidence::Gone,
        }));
    }
    unknown_name(
        context,
        id,
        written,
        &text,
        matches!(subject.slot, Slot::Route(_)),
    )
}

/// The other objects that bear or bore the name, the likeliest first: a name of today, then the linked object's, then one of the
/// same kind, then one that its object had in its present life, then one of an object that is still there.
fn bearers<'p>(
    context: &Context<'p>,
    subject: &Subject<'p>,
    hits: &[NameHit<'p>],
) -> Vec<NameHit<'p>> {
    let view = context.view;
    let id: &str = &subject.id;
    let linked = link_of(subject)
        .and_then(|link| leads_to(context.page.file, context.vault, link))
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

/// The name is that of an object of the id's family, or spells out another one with its parent.
fn relatives_name<'p>(
    context: &Context<'p>,
    subject: &Subject<'p>,
    life: &Lifetime,
    other: &'p str,
) -> Verdict<'p> {
    let view = context.view;
    let (half, why) = wrong_half(context, subject, other);
    let official = [Some(other), view.parent(other)]
        .into_iter()
        .flatten()
        .all(|id| names_now(view, id));
    Verdict::WrongName(WrongName {
        half,
        other,
        instead: other,
        current: true,
        official: official && life.is_official(),
        why,
    })
}

/// Whether the object has left the catalogue.
fn is_gone(view: View<'_>, hit: &NameHit<'_>) -> bool {
    !matches!(view.status(&hit.object.id), Status::Current(_))
}

/// Whether an official release states the name that `id` has now.
fn names_now(view: View<'_>, id: &str) -> bool {
    view.names(id).next().is_some_and(|name| name.official)
}

/// The name is that of another object.
fn wrong_name<'p>(
    context: &Context<'p>,
    subject: &Subject<'p>,
    life: &Lifetime,
    hit: &NameHit<'p>,
) -> Verdict<'p> {
    let view = context.view;
    let other: &'p str = &hit.object.id;
    let is_current = |id: &str| matches!(view.status(id), Status::Current(_));
    let own_life = view.lifetime(other) == Some(hit.lifetime) && is_current(other);
    let successor = || {
        hit.lifetime
            .successors
            .iter()
            .map(|successor| successor.id.as_str())
            .find(|id| is_current(id))
    };
    let instead = if own_life { Some(other) } else { successor() };
    let (half, why) = match instead {
        Some(_) => wrong_half(context, subject, other),
        // Nothing bears the name any more: the id stays.
        None => (Half::Name, Evidence::Gone),
    };
    Verdict::WrongName(WrongName {
        half,
        other,
        instead: instead.unwrap_or(other),
        current: hit.current,
        official: hit.name.official && life.is_official(),
        why,
    })
}

/// A Markdown text as a reader sees it: entities decoded as far as names have them.
fn plain_text(text: &str) -> Cow<'_, str> {
    if text.contains("&amp;") {
        Cow::Owned(text.replace("&amp;", "&"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A parent, sub-technique or sibling of `id` that the name fits, or one that "Parent: Name" spells out.
fn relative<'p>(context: &Context<'p>, id: &str, name: &str) -> Option<&'p str> {
    let view = context.view;
    let family = view.parent(id).unwrap_or(id);
    let kin = view
        .children(family)
        .filter(|child| *child != id)
        .find(|child| fit(view, child, name) == Fit::Now);
    kin.or_else(|| {
        let words: Vec<&str> = name.split(' ').collect();
        // No name has so many words, and each cut is looked up.
        if words.len() > MAX_WORDS {
            return None;
        }
        (1..words.len()).find_map(|at| {
            view.by_name(&words[at..].join(" "))
                .into_iter()
                .map(|hit| hit.object.id.as_str())
                .find(|other| {
                    *other != id
                        && view.parent(other).is_some()
                        && fit(view, other, name) == Fit::Now
                })
        })
    })
}

fn unknown_name<'p>(
    context: &Context<'p>,
    id: &str,
    written: Name<'p>,
    text: &str,
    route: bool,
) -> Option<Verdict<'p>> {
    let view = context.view;
    // In an open slot, a text in lower case is prose, however near it is to a name.
    if !written.closed && written.text.starts_with(char::is_lowercase) {
        return None;
    }
    if is_translated(text) {
        return None;
    }
    let misspelt = is_misspelt(view, id, text)
        .then(|| {
            let object = view.catalog.object(id)?;
            Some((object.id.as_str(), view.name(id)?))
        })
        .flatten();
    if misspelt.is_none() && !written.closed {
        return None;
    }
    let newest = view.catalog.at(view.catalog.newest());
    let newer = newest.by_name(text).into_iter().find_map(|hit| {
        let release = view.catalog.release_at(hit.name.release)?;
        Some((hit.object.id.as_str(), release))
    });
    let nearest = misspelt.or_else(|| view.nearest_name(text, Kind::of_id(id)));
    // The text of a route may be any words: `[Here](...)`, `[ATLAS entry](...)`. What looks like no name is none.
    if route && nearest.is_none() && newer.is_none() && !looks_like_name(text) {
        return None;
    }
    Some(Verdict::UnknownName { nearest, newer })
}

/// Whether a text is written as names of objects are: two words or more, the long ones with capitals, and not ATLAS itself.
pub(super) fn looks_like_name(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let capital = |word: &str| word.len() < 4 || !word.starts_with(char::is_lowercase);
    words.clone().count() > 1
        && words.clone().all(capital)
        && !words.any(|word| matches!(word, "ATLAS" | "MITRE"))
}

/// Whether the text is nearly a name of the id.
#[must_use]
pub fn is_misspelt(view: View<'_>, id: &str, text: &str) -> bool {
    let own = view.names(id).map(|name| name.value.as_str());
    let limit = (text.chars().count() / 4).max(1);
    nearest(text, own, limit).is_some()
}
