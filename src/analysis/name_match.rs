//! What a text is as a name of an id: its own name, alone or with its parent's, or another object's.

use crate::facts::vocabulary::MAX_JOINED_WORDS;
use std::borrow::Cow;

use crate::catalog::{Lifetime, ReleaseIx, Versioned, View, at, normalize_name, normalizes_to};
use crate::nearest::nearest;

/// What a text is as a name of an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameMatch<'c> {
    /// Its name in the pinned release, alone or with its parent's.
    Current,
    /// A name that it had in an earlier release.
    Former,
    /// Nearly its name.
    Misspelt,
    /// The name of another object of the release.
    Other(&'c str),
    /// None of these.
    Unknown,
}

/// Returns what a text is as a name of `id`.
#[must_use]
pub fn name_match<'c>(view: View<'c>, id: &str, text: &str) -> NameMatch<'c> {
    let plain = plain_name(text);
    let own = own_name(view, id, &plain);
    if own == OwnName::Current {
        return NameMatch::Current;
    }
    let hits = view.by_name(text);
    let other = hits
        .iter()
        .find(|hit| hit.current && hit.object.id != id)
        .map(|hit| hit.object.id.as_str());
    match (other, own) {
        (Some(other), _) => NameMatch::Other(other),
        (None, OwnName::Former) => NameMatch::Former,
        (None, _) if is_misspelt(view, id, text) => NameMatch::Misspelt,
        (None, _) => {
            spelled_out(view, id, text, &plain).map_or(NameMatch::Unknown, NameMatch::Other)
        }
    }
}

/// Returns the other sub-technique that "Parent: Name" spells out.
fn spelled_out<'c>(view: View<'c>, id: &str, text: &str, plain: &str) -> Option<&'c str> {
    let (_, name) = text.rsplit_once(": ")?;
    view.by_name(name)
        .into_iter()
        .map(|hit| hit.object.id.as_str())
        .find(|other| *other != id && is_name_now(view, other, plain))
}

/// Returns whether the text is nearly a name of the id.
#[must_use]
pub fn is_misspelt(view: View<'_>, id: &str, text: &str) -> bool {
    let own = view.names(id).map(|name| name.value.as_str());
    let limit = (text.chars().count() / 4).max(1);
    nearest(text, own, limit).is_some()
}

/// Returns whether a normalised name is that of some object, alone or with its parent's.
pub(super) fn is_known_name(view: View<'_>, plain: &str) -> bool {
    !view.by_normalized_name(plain).is_empty() || view.by_joined_name(plain).next().is_some()
}

/// Returns the name as names are compared, entities decoded as far as names have them.
#[must_use]
pub fn plain_name(text: &str) -> String {
    normalize_name(&plain_text(text))
}

/// Returns a Markdown text as a reader sees it: entities decoded as far as names have them.
pub(super) fn plain_text(text: &str) -> Cow<'_, str> {
    if text.contains("&amp;") {
        Cow::Owned(text.replace("&amp;", "&"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a name is an id's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OwnName {
    /// It is the id's name in the pinned release.
    Current,
    /// It was the id's name in an earlier release.
    Former,
    /// It is not, and was not.
    No,
}

/// Returns the names of an object up to the pinned release, newest first.
fn names<'c>(view: View<'_>, life: &'c Lifetime) -> impl Iterator<Item = &'c str> + use<'c> {
    let pinned = view.pinned;
    let names = life.names.iter().rev();
    names
        .filter(move |name| name.release <= pinned)
        .map(|name| name.value.as_str())
}

fn parent_life<'c>(view: View<'c>, id: &str) -> Option<&'c Lifetime> {
    view.lifetime(view.parent(id)?)
}

/// Whether `name`, normalised, fits `id`. Case, punctuation and white space never make a name wrong.
pub(super) fn own_name(view: View<'_>, id: &str, name: &str) -> OwnName {
    let Some(life) = view.lifetime(id) else {
        return OwnName::No;
    };
    // Nearly every name is the one of today.
    let mut all = names(view, life);
    if all.next().is_some_and(|now| normalizes_to(now, name)) {
        return OwnName::Current;
    }
    let mut is_former = || all.any(|former| normalizes_to(former, name));
    let Some(parent) = parent_life(view, id) else {
        return if is_former() {
            OwnName::Former
        } else {
            OwnName::No
        };
    };
    let own: Vec<String> = names(view, life).map(normalize_name).collect();
    let parents: Vec<String> = names(view, parent).map(normalize_name).collect();
    let with = |own: &String, parent: &String| with_parent(name, own, parent);
    match (own.first(), parents.first()) {
        (Some(own), Some(parent)) if with(own, parent) => return OwnName::Current,
        _ => {}
    }
    let before = own.iter().any(|own| own == name)
        || own
            .iter()
            .any(|own| parents.iter().any(|parent| with(own, parent)));
    if before { OwnName::Former } else { OwnName::No }
}

/// Whether `name`, normalised, is a name of `id`, now or earlier, alone or with its parent's.
#[must_use]
pub fn is_name(view: View<'_>, id: &str, name: &str) -> bool {
    own_name(view, id, name) != OwnName::No
}

/// Whether `name`, normalised, is the name of `id` in the pinned release, alone or with its parent's.
#[must_use]
pub fn is_name_now(view: View<'_>, id: &str, name: &str) -> bool {
    own_name(view, id, name) == OwnName::Current
}

/// "Acquire Public AI Artifacts: Models" and "Direct Prompt Injection": all words of the sub-technique, and for the rest only
/// words of its parent.
fn with_parent(name: &str, own: &str, parent: &str) -> bool {
    let mut rest: Vec<&str> = name.split(' ').take(MAX_JOINED_WORDS + 1).collect();
    if rest.len() > MAX_JOINED_WORDS {
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

/// Versioned when `id` has another name than `written`, which fitted it before. Where only its parent was renamed, since then.
pub(super) fn renamed(view: View<'_>, id: &str, written: &str) -> Option<Renamed> {
    let life = view.lifetime(id)?;
    let plain = normalize_name(written);
    let own = at(&life.names, view.pinned)?;
    let alone = names(view, life).any(|name| normalizes_to(name, &plain));
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
