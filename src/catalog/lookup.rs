//! Objects by what a person writes: an id, a name, or both as messages print them.

use std::collections::BTreeSet;
use std::fmt;

use super::normalize::normalize_name;
use super::object::Object;
use super::versioned::at;
use super::view::View;
use crate::nearest::nearest as nearest_word;

/// Failed lookup: no object up to a release has the id or name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotFound {
    /// The start of the id or name.
    text: String,
    release: String,
    /// Whether parts of names were looked for.
    of_parts: bool,
    hint: Option<Hint>,
}

/// Objects that may be meant instead.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Hint {
    /// Id and name of the nearest object.
    Nearest(String, String),
    /// The id with the prefix that it lacks, and its name.
    Prefixed(String, String),
    /// Words with misspelled ones replaced, which some name has.
    Words(String),
}

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (release, text) = (&self.release, &self.text);
        write!(f, "no ATLAS object up to release {release} has ")?;
        if self.of_parts {
            write!(f, "{text:?} in its id or in a name")?;
        } else {
            write!(f, "the id or name {text:?}")?;
        }
        match &self.hint {
            Some(Hint::Nearest(id, name)) => write!(f, "; the nearest is {id}: {name}"),
            Some(Hint::Prefixed(id, name)) => write!(f, "; did you mean {id}: {name}?"),
            Some(Hint::Words(words)) if self.of_parts => write!(f, "; did you mean {words:?}?"),
            Some(Hint::Words(words)) => {
                write!(
                    f,
                    "; `atlas-lint catalog search {words}` finds similar names"
                )
            }
            None => Ok(()),
        }
    }
}

impl std::error::Error for NotFound {}

impl NotFound {
    /// Makes the error for an id or a name.
    pub(super) fn of(view: View<'_>, text: &str) -> NotFound {
        let text = text.trim();
        let hint = prefixed(view, text);
        NotFound {
            text: text.chars().take(80).collect(),
            release: view.catalog.release_name(view.pinned).to_owned(),
            of_parts: false,
            hint: hint
                .or_else(|| nearest(view, text))
                .or_else(|| respelled(view, text)),
        }
    }

    /// Makes the error for parts of names.
    pub(super) fn of_parts(view: View<'_>, text: &str) -> NotFound {
        NotFound {
            of_parts: true,
            ..NotFound::of(view, text)
        }
    }
}

/// Returns the object of an id that lacks its prefix.
fn prefixed(view: View<'_>, text: &str) -> Option<Hint> {
    let id = format!("AML.{}", text.to_ascii_uppercase());
    let object = view.catalog.object(&id)?;
    let name = view.name(&object.id).unwrap_or_default().to_owned();
    Some(Hint::Prefixed(id, name))
}

/// Returns the objects whose ATT&CK reference is an id, each with its name.
#[must_use]
pub fn stemming_from(view: View<'_>, attack: &str) -> Vec<String> {
    let stems = |object: &&Object| {
        let reference = view.lifetime(&object.id).map(|own| &own.attack_reference);
        let reference = reference.and_then(|own| at(own, view.pinned));
        reference.is_some_and(|own| own.value.as_deref() == Some(attack))
    };
    let objects = view.catalog.objects().iter().filter(stems);
    objects.map(|object| view.id_and_name(&object.id)).collect()
}

/// Returns the words of a text with each misspelled one replaced by the nearest word of a name, if one name has them all.
fn respelled(view: View<'_>, text: &str) -> Option<Hint> {
    const MOST_WORDS: usize = 8;
    let text = normalize_name(text);
    let names: Vec<String> = view
        .catalog
        .objects()
        .iter()
        .filter_map(|object| view.name(&object.id))
        .map(normalize_name)
        .collect();
    let known: BTreeSet<&str> = names.iter().flat_map(|name| name.split(' ')).collect();
    let words = text.split(' ').take(MOST_WORDS + 1).map(|word| {
        let is_part = known.iter().any(|known| known.contains(word));
        // A short word is near to many.
        let limit = word.chars().count() / 4;
        let near = || nearest_word(word, known.iter().copied(), limit);
        if is_part { Some(word) } else { near() }
    });
    let words: Vec<&str> = words.collect::<Option<_>>()?;
    let has_all = |name: &String| words.iter().all(|word| name.contains(word));
    let is_found = words.len() <= MOST_WORDS && names.iter().any(has_all);
    is_found.then(|| Hint::Words(words.join(" ")))
}

fn nearest(view: View<'_>, text: &str) -> Option<Hint> {
    let id = text.to_ascii_uppercase();
    let near = if id.starts_with("AML.") {
        // An unknown sub-technique is nearer to its parent than to an id with similar digits.
        let (parent, _) = id.rsplit_once('.').unwrap_or_default();
        let parent = view.catalog.object(parent).map(|object| object.id.as_str());
        let near = || view.nearest_id(&id);
        let near = parent.or_else(near);
        near.map(|id| (id, view.name(id).unwrap_or_default()))
    } else {
        view.nearest_name(text, None)
    };
    near.map(|(id, name)| Hint::Nearest(id.to_owned(), name.to_owned()))
}

/// Returns the object of an id, or of a text that starts with one; else the objects of a name, or of "Parent: Name".
pub(super) fn named<'c>(view: View<'c>, text: &str) -> Vec<&'c Object> {
    let catalog = view.catalog;
    let mut words = text.split(|c: char| c.is_whitespace() || matches!(c, '"' | '`'));
    let word = words.next().unwrap_or_default();
    let id = word.trim_end_matches([':', '.', ',']).to_ascii_uppercase();
    if let Some(object) = catalog.object(&id) {
        return vec![object];
    }
    let hits = view.by_name(text).into_iter();
    let mut objects: Vec<&Object> = hits.map(|hit| hit.object).collect();
    objects.dedup_by_key(|object| &object.id);
    if objects.is_empty() {
        let joined = normalize_name(text);
        let ids = view.by_joined_name(&joined);
        objects = ids.filter_map(|id| catalog.object(id)).collect();
        if objects.is_empty() && text.contains(": ") {
            objects = starting_with(view, &joined);
        }
    }
    objects
}

/// Returns the sub-techniques whose "Parent: Name" starts with a normalized text, as in "External Harms: Financial".
fn starting_with<'c>(view: View<'c>, text: &str) -> Vec<&'c Object> {
    let joined = |object: &&Object| {
        let parent = view.name(view.parent(&object.id)?)?;
        Some(normalize_name(&format!(
            "{parent} {}",
            view.name(&object.id)?
        )))
    };
    let objects = view.catalog.objects().iter();
    objects
        .filter(|object| view.is_current(&object.id))
        .filter(|object| joined(object).is_some_and(|joined| joined.starts_with(text)))
        .collect()
}
