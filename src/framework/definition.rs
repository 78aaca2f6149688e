//! A framework as data.

use serde::{Deserialize, Serialize};

use super::version::compare;

/// Text of a framework.
pub(super) type Text = Box<str>;

/// A framework.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Framework {
    /// The name by which the configuration calls it.
    pub key: Text,
    pub title: Text,
    /// The form of its ids, a regular expression.
    pub ids: Text,
    pub numbering: Numbering,
    /// The words of which one has to be near an id. Empty if ids stand alone.
    pub context: Vec<Text>,
    /// The form of those ids that need such a word; None if all do.
    pub context_ids: Option<Text>,
    /// The URLs of its objects, without scheme, with `{id}` or `{number}`.
    pub urls: Vec<Text>,
    /// Whether all its objects are known, so that another id is unknown.
    pub complete: bool,
    /// Whether the names beside its ids are compared.
    pub check_names: bool,
    /// The versions of a stable framework, oldest first.
    pub versions: Vec<Version>,
    /// The editions of a list, oldest first.
    pub editions: Vec<Edition>,
    /// The objects of a stable framework, by id.
    pub objects: Vec<Object>,
}

/// What an id means through time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Numbering {
    /// One object.
    Stable,
    /// Another object in each edition: number and edition together are the id.
    PerEdition,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Version {
    pub version: Text,
    pub date: Option<Text>,
}

/// An edition of a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Edition {
    pub edition: Text,
    /// Other names of it.
    pub aliases: Vec<Text>,
    pub date: Option<Text>,
    pub status: EditionStatus,
    /// Number and name of each entry.
    pub items: Vec<(Text, Text)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EditionStatus {
    Draft,
    Released,
}

/// An object of a stable framework.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Object {
    pub id: Text,
    pub kind: Text,
    /// The index of the version since which it had each name, oldest first. The last is the name now, or the last that it had.
    pub names: Vec<(u16, Text)>,
    /// The parts of the framework that hold it; empty if they are not known.
    pub domains: Vec<Text>,
    pub status: Status,
    /// The index of the version in which the status began.
    pub since: Option<u16>,
    pub successors: Vec<Text>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    Living,
    /// Another object replaced it.
    Revoked,
    Deprecated,
    /// An entry that is not to be used, such as a category.
    Obsolete,
    /// It is no longer listed; the reason is not known.
    Removed,
}

impl Status {
    /// Returns what happened to the object, as a verb: "revoked".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Living => "living",
            Self::Revoked => "revoked",
            Self::Deprecated => "deprecated",
            Self::Obsolete => "obsolete",
            Self::Removed => "removed",
        }
    }
}

impl Framework {
    /// Returns an object if it is living, or else the one that surely replaced it.
    #[must_use]
    pub fn living<'f>(&'f self, object: &'f Object) -> Option<&'f Object> {
        /// The most replacements one after another.
        const MOST: usize = 8;
        let mut now = object;
        for _ in 0..MOST {
            match (now.status, now.successors.as_slice()) {
                (Status::Living, _) => return Some(now),
                (_, [only]) => now = self.object(only)?,
                _ => return None,
            }
        }
        None
    }

    /// Returns the object with an id.
    #[must_use]
    pub fn object(&self, id: &str) -> Option<&Object> {
        let at = self.objects.binary_search_by(|object| (*object.id).cmp(id));
        self.objects.get(at.ok()?)
    }

    /// Returns the newest version, as an index.
    #[must_use]
    pub fn newest(&self) -> u16 {
        u16::try_from(self.versions.len().saturating_sub(1)).unwrap_or(u16::MAX)
    }

    /// Returns the name of a version.
    #[must_use]
    pub fn version(&self, at: u16) -> &str {
        let version = self.versions.get(usize::from(at));
        version.map_or("", |version| &version.version)
    }

    /// Returns the version with a name, as an index. `19` is the last of those that begin so.
    #[must_use]
    pub fn version_named(&self, name: &str) -> Option<u16> {
        let is_it = |version: &Version| {
            *version.version == *name
                || version
                    .version
                    .strip_prefix(name)
                    .is_some_and(|rest| rest.starts_with('.'))
        };
        let at = self.versions.iter().rposition(is_it)?;
        u16::try_from(at).ok()
    }

    /// Returns whether a version was released by a day, `2022-10-03`, a month or a year. The first ones, of which no day is known, were.
    #[must_use]
    pub fn was_released(&self, version: &str, day: &str) -> bool {
        let mut versions = self.versions.iter();
        let known = versions.find(|it| &*it.version == version);
        known.is_some_and(|it| it.date.as_deref().is_none_or(|date| date <= day))
    }

    /// Returns the edition with a name or alias. A released one comes first.
    #[must_use]
    pub fn edition_named(&self, name: &str) -> Option<&Edition> {
        let mut named = self.editions_named(name);
        named.sort_by_key(|edition| !self.is_released(edition));
        named.first().copied()
    }

    /// Returns all editions with a name or alias.
    #[must_use]
    pub fn editions_named(&self, name: &str) -> Vec<&Edition> {
        let is_it = |edition: &&Edition| {
            *edition.edition == *name || edition.aliases.iter().any(|alias| **alias == *name)
        };
        self.editions.iter().filter(is_it).collect()
    }

    /// Returns whether an edition is released. An only edition counts as such.
    #[must_use]
    pub fn is_released(&self, edition: &Edition) -> bool {
        edition.status == EditionStatus::Released || self.editions.len() == 1
    }

    /// Returns the released editions, oldest first.
    pub fn released(&self) -> impl Iterator<Item = &Edition> {
        self.editions
            .iter()
            .filter(|edition| self.is_released(edition))
    }

    /// Returns the other editions.
    pub fn drafts(&self) -> impl Iterator<Item = &Edition> {
        self.editions
            .iter()
            .filter(|edition| !self.is_released(edition))
    }

    /// Returns an id in the form of the framework: in upper case; in a list, without the hyphen before its number.
    #[must_use]
    pub fn canonical(&self, written: &str) -> String {
        let id = written.to_ascii_uppercase().replace('/', ".");
        match self.numbering {
            Numbering::Stable => id,
            Numbering::PerEdition => id.replace('-', ""),
        }
    }

    /// Returns the URL of an object, with its scheme.
    #[must_use]
    pub fn url(&self, object: &Object) -> Option<String> {
        let folder = |url: &&Text| url.contains(&*object.kind);
        let pattern = self.urls.iter().find(folder).or(self.urls.first())?;
        let number: String = object.id.chars().filter(char::is_ascii_digit).collect();
        let path = pattern
            .replace("{id}", &object.id.replace('.', "/"))
            .replace("{number}", &number);
        Some(format!("https://{path}"))
    }
}

impl Object {
    /// Returns the name that it has in a version, or the last before it.
    #[must_use]
    pub fn name_at(&self, version: u16) -> &str {
        let at = self.names.iter().rposition(|(since, _)| *since <= version);
        let name = at.and_then(|at| self.names.get(at)).or(self.names.first());
        name.map_or("", |(_, name)| name)
    }

    /// Returns the version that brought it.
    #[must_use]
    pub fn first(&self) -> u16 {
        self.names.first().map_or(0, |(since, _)| *since)
    }

    /// Returns its status in a version.
    #[must_use]
    pub fn status_at(&self, version: u16) -> Status {
        match self.since {
            Some(since) if since > version => Status::Living,
            _ => self.status,
        }
    }

    /// Returns the id of its parent: what is before the dot.
    #[must_use]
    pub fn parent(&self) -> Option<&str> {
        self.id.rsplit_once('.').map(|(parent, _)| parent)
    }

    /// Returns whether both may be in one domain.
    #[must_use]
    pub fn shares_domain(&self, other: &Self) -> bool {
        self.domains.is_empty()
            || other.domains.is_empty()
            || self
                .domains
                .iter()
                .any(|domain| other.domains.contains(domain))
    }
}

impl Edition {
    /// Returns whether two numbers are one: `A1` and `A01`.
    pub(super) fn is_number(a: &str, b: &str) -> bool {
        let split = |id: &str| -> (String, Option<u32>) {
            let letters = id.trim_end_matches(|c: char| c.is_ascii_digit());
            (letters.to_owned(), id[letters.len()..].parse().ok())
        };
        a == b || split(a) == split(b)
    }

    /// Returns the names of an entry. More than one is right for some.
    #[must_use]
    pub fn names(&self, number: &str) -> Vec<&str> {
        let items = self.items.iter();
        items
            .filter(|(id, _)| Self::is_number(id, number))
            .map(|(_, name)| &**name)
            .collect()
    }
}

/// Sorts what is looked up, and says what is in it twice.
pub(super) fn in_order(framework: &mut Framework) -> Result<(), String> {
    framework.objects.sort_by(|a, b| a.id.cmp(&b.id));
    let twice = framework
        .objects
        .windows(2)
        .find(|two| two[0].id == two[1].id);
    if let Some(two) = twice {
        return Err(format!("the id `{}` is there twice", two[0].id));
    }
    let versions = framework.versions.windows(2);
    let late = versions
        .into_iter()
        .find(|two| compare(&two[0].version, &two[1].version) == std::cmp::Ordering::Greater);
    match late {
        Some(two) => Err(format!(
            "version {} is behind {}: versions go from the oldest to the newest",
            two[1].version, two[0].version
        )),
        None => Ok(()),
    }
}
