//! Whether a name fits an id: its own, alone or with its parent's.

use crate::catalog::{Lifetime, ReleaseIx, Versioned, View, at, normalize_name};

/// More words than any name has, its parent's included.
pub(super) const MAX_WORDS: usize = 40;

/// How a name and an id fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// It is the id's name in the pinned release.
    Now,
    /// It was the id's name in an earlier release.
    Before,
    /// It is not, and was not.
    No,
}

/// Names of an object up to the pinned release, normalised, newest first.
fn names<'c>(view: View<'_>, life: &'c Lifetime) -> impl Iterator<Item = String> + use<'c> {
    let pinned = view.pinned;
    let names = life.names.iter().rev();
    names
        .filter(move |name| name.release <= pinned)
        .map(|name| normalize_name(&name.value))
}

fn parent_life<'c>(view: View<'c>, id: &str) -> Option<&'c Lifetime> {
    view.lifetime(view.parent(id)?)
}

/// Whether `name`, normalised, fits `id`. Case, punctuation and white space never make a name wrong.
pub(super) fn fit(view: View<'_>, id: &str, name: &str) -> Fit {
    let Some(life) = view.lifetime(id) else {
        return Fit::No;
    };
    // Nearly every name is the one of today.
    let mut all = names(view, life);
    let now = all.next();
    if now.as_deref() == Some(name) {
        return Fit::Now;
    }
    let own: Vec<String> = now.into_iter().chain(all).collect();
    let parents: Vec<String> = parent_life(view, id)
        .into_iter()
        .flat_map(|parent| names(view, parent))
        .collect();
    let with = |own: &String, parent: &String| with_parent(name, own, parent);
    match (own.first(), parents.first()) {
        (Some(own), Some(parent)) if with(own, parent) => return Fit::Now,
        _ => {}
    }
    let before = own.iter().any(|own| own == name)
        || own
            .iter()
            .any(|own| parents.iter().any(|parent| with(own, parent)));
    if before { Fit::Before } else { Fit::No }
}

/// Whether `name`, normalised, is a name of `id`, now or earlier, alone or with its parent's.
#[must_use]
pub fn is_name(view: View<'_>, id: &str, name: &str) -> bool {
    fit(view, id, name) != Fit::No
}

/// Whether `name`, normalised, is the name of `id` in the pinned release, alone or with its parent's.
#[must_use]
pub fn is_name_now(view: View<'_>, id: &str, name: &str) -> bool {
    fit(view, id, name) == Fit::Now
}

/// "Acquire Public AI Artifacts: Models" and "Direct Prompt Injection": all words of the sub-technique, and for the rest only
/// words of its parent.
fn with_parent(name: &str, own: &str, parent: &str) -> bool {
    let mut rest: Vec<&str> = name.split(' ').take(MAX_WORDS + 1).collect();
    if rest.len() > MAX_WORDS {
        return false;
    }
    for word in own.split(' ') {
        match rest.iter().position(|other| *other == word) {
            Some(at) => rest.swap_remove(at),
            None => return false,
        };
    }
    let parent: Vec<&str> = parent.split(' ').collect();
    rest.iter().all(|word| parent.contains(word))
}

/// The name of `id` as it should stand in the place of `written`: with its parent's where `written` has both.
pub fn spelled(view: View<'_>, id: &str, written: &str) -> Option<String> {
    let own = view.name(id)?;
    let parent = view.parent(id).and_then(|parent| view.name(parent));
    Some(match parent {
        Some(parent) if written.contains(": ") => format!("{parent}: {own}"),
        _ => own.to_owned(),
    })
}

/// What a renamed object is called now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The name, with the parent's where the old one has both.
    pub now: String,
    /// The release that first has it.
    pub release: ReleaseIx,
    /// Whether an official release states it.
    pub official: bool,
}

/// Since when `id` has another name than `written`, which fitted it before. Where only its parent was renamed, since then.
pub(super) fn renamed(view: View<'_>, id: &str, written: &str) -> Option<Renamed> {
    let life = view.lifetime(id)?;
    let plain = normalize_name(written);
    let own = at(&life.names, view.pinned)?;
    let alone = names(view, life).any(|name| name == plain);
    let parent = parent_life(view, id).and_then(|parent| at(&parent.names, view.pinned));
    let is_stale = |since: &Versioned<String>| {
        normalize_name(&since.value)
            .split(' ')
            .any(|word| !plain.split(' ').any(|other| other == word))
    };
    let (since, now) = match parent {
        Some(parent) if !alone && !is_stale(own) => {
            (parent, format!("{}: {}", parent.value, own.value))
        }
        Some(_) if !alone => (own, spelled(view, id, written)?),
        _ => (own, own.value.clone()),
    };
    Some(Renamed {
        now,
        release: since.release,
        official: since.official,
    })
}
