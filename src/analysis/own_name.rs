//! Whether a text is or was a name of an id, alone or with its parent's.

use crate::facts::vocabulary::MAX_JOINED_WORDS;
use std::borrow::Cow;

use crate::catalog::{
    Kind, Lifetime, ReleaseIx, Versioned, View, at, has_letters_of, normalize_name, normalizes_to,
};
use crate::nearest::nearest;

/// Returns whether the text is a misspelling of the id's name.
#[must_use]
pub fn is_misspelled(view: View<'_>, id: &str, text: &str) -> bool {
    let own = view.names(id).map(|name| name.value.as_str());
    let limit = (text.chars().count() / 4).max(1);
    nearest(text, own, limit).is_some()
}

/// Returns whether a text consists of words of one of the id's names: "Tool Poisoning" for "AI Agent Tool Poisoning".
pub(super) fn is_shortened(view: View<'_>, id: &str, text: &str) -> bool {
    let plain = normalize_name(text);
    view.lifetime(id).is_some_and(|lifetime| {
        names(view, lifetime).any(|name| {
            let name = normalize_name(name);
            let words: Vec<&str> = name.split(' ').collect();
            plain.split(' ').all(|word| words.contains(&word))
        })
    })
}

/// Returns whether a normalized name is that of some object, alone or with its parent's.
pub(super) fn is_known_name(view: View<'_>, plain: &str) -> bool {
    !view.by_normalized_name(plain).is_empty() || view.by_joined_name(plain).next().is_some()
}

/// Returns a Markdown text as rendered, with the entities decoded that occur in names.
pub(super) fn plain_text(text: &str) -> Cow<'_, str> {
    if text.contains('&') {
        Cow::Owned(text.replace("&amp;", "&"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Relation of a name to an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OwnName {
    /// The id's name in the pinned release.
    Current,
    /// The id's name in an earlier release.
    Former,
    /// Never the id's name.
    No,
}

/// Returns the names of an object up to the pinned release, newest first.
fn names<'c>(view: View<'_>, lifetime: &'c Lifetime) -> impl Iterator<Item = &'c str> + use<'c> {
    let pinned = view.pinned;
    let names = lifetime.names.iter().rev();
    names
        .filter(move |name| name.release <= pinned)
        .map(|name| name.value.as_str())
}

fn parent_lifetime<'c>(view: View<'c>, id: &str) -> Option<&'c Lifetime> {
    view.lifetime(view.parent(id)?)
}

/// Returns how `name`, normalized, relates to `id`. Case, punctuation and white space never make a name wrong.
pub(super) fn own_name(view: View<'_>, id: &str, name: &str) -> OwnName {
    let Some(lifetime) = view.lifetime(id) else {
        return OwnName::No;
    };
    // Check the current name first, as nearly every name is current.
    let mut all = names(view, lifetime);
    if all.next().is_some_and(|now| normalizes_to(now, name)) {
        return OwnName::Current;
    }
    // A case study is known by the part of its name before the colon: "AIKatz".
    let is_short = |full: &str| {
        let short = full.split_once(": ");
        short.is_some_and(|(short, _)| normalizes_to(short, name))
    };
    if Kind::of_id(id) == Some(Kind::CaseStudy) && names(view, lifetime).any(is_short) {
        return OwnName::Current;
    }
    if names(view, lifetime)
        .next()
        .is_some_and(|now| has_letters_of(now, name))
    {
        return OwnName::Current;
    }
    let mut is_former = || all.any(|former| has_letters_of(former, name));
    let Some(parent) = parent_lifetime(view, id) else {
        return if is_former() {
            OwnName::Former
        } else {
            OwnName::No
        };
    };
    let own: Vec<String> = names(view, lifetime).map(normalize_name).collect();
    let parents: Vec<String> = names(view, parent).map(normalize_name).collect();
    let with = |own: &String, parent: &String| with_parent(name, own, parent);
    match (own.first(), parents.first()) {
        (Some(own), Some(parent)) if with(own, parent) => return OwnName::Current,
        _ => {}
    }
    let before = own.iter().any(|own| has_letters_of(own, name))
        || own
            .iter()
            .any(|own| parents.iter().any(|parent| with(own, parent)));
    if before {
        return OwnName::Former;
    }
    // "External Harms: Financial", as many write and `catalog show` takes.
    let goes_on = |parent: &String| {
        let rest = name.strip_prefix(parent.as_str());
        rest.is_some_and(|rest| rest.starts_with(' '))
    };
    if parents.first().is_some_and(goes_on) && view.by_joined_start(name) == Some(id) {
        OwnName::Current
    } else {
        OwnName::No
    }
}

/// Returns whether `name`, normalized, is or was a name of `id`, alone or with its parent's.
#[must_use]
pub fn is_name(view: View<'_>, id: &str, name: &str) -> bool {
    own_name(view, id, name) != OwnName::No
}

/// Returns whether `name`, normalized, is the name of `id` in the pinned release, alone or with its parent's.
#[must_use]
pub fn is_name_now(view: View<'_>, id: &str, name: &str) -> bool {
    own_name(view, id, name) == OwnName::Current
}

/// Returns whether a name consists of all words of the sub-technique and otherwise only words of its parent: "Acquire Public AI
/// Artifacts: Models", "Direct Prompt Injection".
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

/// Returns the name of `id` to write in place of `written`, with its parent's if `written` has both.
pub fn spelled(view: View<'_>, id: &str, written: &str) -> Option<String> {
    if written.contains(": ") {
        view.full_name(id)
    } else {
        view.name(id).map(str::to_owned)
    }
}

/// The new name of a renamed object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The name, with the parent's if the old one has both.
    pub now: String,
    /// The first release with it.
    pub release: ReleaseIx,
    /// Whether an official release states it.
    pub official: bool,
}

/// Returns the new name of `id` if `written` fitted only in an earlier release. If only its parent was renamed, the release is
/// that of the parent's new name.
pub(super) fn renamed(view: View<'_>, id: &str, written: &str) -> Option<Renamed> {
    let lifetime = view.lifetime(id)?;
    let plain = normalize_name(written);
    let own = at(&lifetime.names, view.pinned)?;
    let alone = names(view, lifetime).any(|name| has_letters_of(name, &plain));
    let parent = parent_lifetime(view, id).and_then(|parent| at(&parent.names, view.pinned));
    let is_stale = |version: &Versioned<String>| {
        normalize_name(&version.value)
            .split(' ')
            .any(|word| !plain.split(' ').any(|other| other == word))
    };
    let (version, now) = match parent {
        Some(parent) if !alone && !is_stale(own) => {
            (parent, format!("{}: {}", parent.value, own.value))
        }
        Some(_) if !alone => (own, spelled(view, id, written)?),
        _ => (own, own.value.clone()),
    };
    Some(Renamed {
        now,
        release: version.release,
        official: version.official,
    })
}
