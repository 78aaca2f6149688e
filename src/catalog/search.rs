//! Objects by part of a name or id, for `atlas-lint catalog search`.

use super::kind::Kind;
use super::lookup::NotFound;
use super::normalize::normalize_name;
use super::object::{Lifetime, Object};
use super::view::{Status, View};
use crate::text::{Row, RowStyle, Rows};

/// Lists the objects with all words in one of their names, old or new, or with the word in their id or that of the ATT&CK object that
/// they stem from. Each has a row.
///
/// # Errors
///
/// If there is none; the error names the nearest name.
pub fn search(view: View<'_>, words: &str) -> Result<Rows, NotFound> {
    let mut found = hits(view, words);
    if found.is_empty() {
        return Err(NotFound::of_parts(view, words));
    }
    found.sort_by_key(|(rank, kind, _)| (*rank, *kind));
    Ok(Rows(found.into_iter().map(|(_, _, row)| row).collect()))
}

/// Returns the objects that fit, each with its rank, its kind and its row.
fn hits(view: View<'_>, words: &str) -> Vec<(u8, Kind, Row)> {
    let search = Search {
        view,
        words: normalize_name(words)
            .split(' ')
            .map(str::to_owned)
            .collect(),
        code: words.trim().to_ascii_uppercase(),
    };
    let objects = view.catalog.objects().iter();
    objects
        .filter_map(|object| {
            let hit = search.hit(object)?;
            Some((hit.rank(), object.kind, search.row(object, &hit)))
        })
        .collect()
}

struct Search<'c> {
    view: View<'c>,
    /// The normalized words.
    words: Vec<String>,
    /// The text as an id.
    code: String,
}

/// Part of an object that matches.
enum Hit {
    /// Its id, or its name in the release.
    Now,
    /// The id of the ATT&CK object that it stems from.
    Attack(String),
    /// Another name that it has, had or will have.
    Name(String),
}

impl Hit {
    fn rank(&self) -> u8 {
        match self {
            Hit::Now => 0,
            Hit::Attack(_) => 1,
            Hit::Name(_) => 2,
        }
    }
}

impl Search<'_> {
    fn hit(&self, object: &Object) -> Option<Hit> {
        let has_letters = self.code.contains(|c: char| c.is_ascii_alphanumeric());
        if has_letters && !self.code.contains(' ') && object.id.contains(&self.code) {
            return Some(Hit::Now);
        }
        let (shown, parent) = self.shown(object);
        if self.fits(&shown, parent) {
            return Some(Hit::Now);
        }
        let lifetimes = || object.lifetimes.iter().rev();
        let attack = lifetimes().flat_map(|lifetime| lifetime.attack_reference.iter().rev());
        let mut attack = attack.filter_map(|version| version.value.as_ref());
        if let Some(id) = attack.find(|id| self.is_attack(id)) {
            return Some(Hit::Attack(id.clone()));
        }
        let mut names = lifetimes().flat_map(|lifetime| lifetime.names.iter().rev());
        let name = names.find(|name| self.fits(&name.value, parent))?;
        Some(Hit::Name(name.value.clone()))
    }

    /// Returns whether the text is this ATT&CK id, or that of the technique that it belongs to.
    fn is_attack(&self, id: &str) -> bool {
        let rest = id.strip_prefix(self.code.as_str());
        !self.code.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    /// Returns whether all words are in "Parent: Name", and one of them in the name.
    fn fits(&self, name: &str, parent: Option<&str>) -> bool {
        let name = normalize_name(name);
        let parent = parent.map(normalize_name).unwrap_or_default();
        let mut words = self.words.iter().filter(|word| !word.is_empty()).peekable();
        words.peek().is_some()
            && words
                .clone()
                .all(|word| name.contains(word.as_str()) || parent.contains(word.as_str()))
            && words.any(|word| name.contains(word.as_str()))
    }

    /// Returns the name of an object in the release, or else its first, and the name of its parent.
    fn shown(&self, object: &Object) -> (String, Option<&str>) {
        let view = self.view;
        let first = || {
            let name = object.lifetimes.first()?.names.first()?;
            Some(name.value.as_str())
        };
        let name = view.name(&object.id).or_else(first).unwrap_or_default();
        let lifetime = object.lifetimes.last();
        let parent = lifetime.and_then(|lifetime: &Lifetime| lifetime.parent.last());
        let parent = parent.and_then(|parent| view.name(parent.value.as_deref()?));
        (name.to_owned(), parent)
    }

    fn row(&self, object: &Object, hit: &Hit) -> Row {
        let (name, parent) = self.shown(object);
        let parent = parent
            .map(|parent| format!("{parent}: "))
            .unwrap_or_default();
        let why = match hit {
            Hit::Now => String::new(),
            Hit::Attack(id) => format!(", in ATT&CK {id}"),
            Hit::Name(other) => format!(", also \"{other}\""),
        };
        let state = match self.view.status(&object.id) {
            Status::Retired(_) => " (retired)".to_owned(),
            Status::Newer(lifetime) => {
                let first = self.view.catalog.release_name(lifetime.first);
                format!(" (from {first} on)")
            }
            Status::Current(_) | Status::Unknown => String::new(),
        };
        Row {
            style: RowStyle::Name,
            indent: 0,
            label: object.id.clone(),
            column: 15,
            values: vec![format!("{parent}{name}{state}{why}")],
        }
    }
}
