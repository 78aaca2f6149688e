//! What a text is, as a name of an id.

use super::own_name::{OwnName, is_misspelled, own_name};
use crate::catalog::{NameHit, View, normalize_name};
use crate::facts::vocabulary::{MAX_JOINED_WORDS, MAX_NAME_BYTES};

/// Result of comparing a text with the names of an id and of other objects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameMatch<'c> {
    /// The id's name in the pinned release, alone or with its parent's.
    Current,
    /// The id's name in an earlier release.
    Former {
        /// Whether another object had the name too.
        is_shared: bool,
    },
    /// A name of other objects, now or formerly.
    Others(Vec<NameHit<'c>>),
    /// The name of a parent, sub-technique or sibling, or of a sub-technique that it spells out with its parent's.
    Relative(&'c str),
    /// The id's name in an earlier lifetime, before the id was reused.
    Reused(NameHit<'c>),
    /// A misspelling of the id's name.
    Misspelled,
    Unknown,
}

impl<'c> NameMatch<'c> {
    /// Returns whether the text is the name of the id in the pinned release.
    #[must_use]
    pub fn is_current(&self) -> bool {
        matches!(self, Self::Current)
    }

    /// Returns the other object that has the name in the pinned release.
    #[must_use]
    pub fn other(&self) -> Option<&'c str> {
        match self {
            Self::Others(hits) => {
                let now = hits.iter().find(|hit| hit.current)?;
                Some(&now.object.id)
            }
            Self::Relative(other) => Some(other),
            _ => None,
        }
    }
}

/// Compares a text with the names of `id`, then with those of other objects. An earlier name of the id that another object has now is
/// that object's.
#[must_use]
pub fn name_match<'c>(view: View<'c>, id: &str, text: &str) -> NameMatch<'c> {
    let plain = normalize_name(text);
    let own = own_name(view, id, &plain);
    if own == OwnName::Current || is_alternative(view, id, text) {
        return NameMatch::Current;
    }
    let hits = view.by_normalized_name(&plain);
    let is_other = |hit: &&NameHit<'_>| hit.object.id != id;
    let mut others = hits.iter().filter(is_other);
    let has_others = others.clone().next().is_some();
    if own == OwnName::Former && !others.any(|hit| hit.current) {
        return NameMatch::Former {
            is_shared: has_others,
        };
    }
    if has_others {
        return NameMatch::Others(hits.iter().filter(is_other).copied().collect());
    }
    if let Some(other) = relative(view, id, &plain) {
        return NameMatch::Relative(other);
    }
    match hits.first() {
        Some(hit) => NameMatch::Reused(*hit),
        None if is_misspelled(view, id, text) => NameMatch::Misspelled,
        None => NameMatch::Unknown,
    }
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

/// Returns a parent, sub-technique or sibling of `id` that the normalized name fits, or that "Parent: Name" spells out.
fn relative<'c>(view: View<'c>, id: &str, plain: &str) -> Option<&'c str> {
    let family = view.parent(id).unwrap_or(id);
    let kin = view
        .children(family)
        .filter(|child| *child != id)
        .find(|child| own_name(view, child, plain) == OwnName::Current);
    kin.or_else(|| spelled_out(view, plain).find(|other| *other != id))
        .or_else(|| view.by_joined_start(plain).filter(|other| *other != id))
}

/// Returns the sub-techniques that a normalized name spells out with their parent's: "LLM Prompt Injection: Direct", "Direct Prompt
/// Injection".
pub(super) fn spelled_out<'c>(view: View<'c>, plain: &str) -> impl Iterator<Item = &'c str> {
    let words: Vec<&str> = plain.split(' ').collect();
    // No name has so many words, and each split costs a lookup.
    let splits = if words.len() > MAX_JOINED_WORDS {
        0
    } else {
        words.len()
    };
    let halves: Vec<String> = (1..splits)
        .flat_map(|at| [words[at..].join(" "), words[..at].join(" ")])
        .collect();
    let plain = plain.to_owned();
    let hits = halves
        .into_iter()
        .flat_map(move |half| view.by_normalized_name(&half));
    hits.map(|hit| hit.object.id.as_str()).filter(move |other| {
        view.parent(other).is_some() && own_name(view, other, &plain) == OwnName::Current
    })
}
