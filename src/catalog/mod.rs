//! Every ATLAS object in every release: ids, names, parents, tactics and dates through time.
//!
//! ATLAS publishes no deprecation marker: ids vanish, are renamed, and are given to other objects.
//! This module keeps that history as plain facts, without descriptions, and answers questions as
//! of one release through a [`View`].
//!
//! - `official` reads an official release file, v6 or older, into a [`ReleaseSnapshot`].
//! - `identify` finds out which release a snapshot is; `builder` and `apply_release` make lifetimes of snapshots.
//! - `merge` puts official files of any date into a catalogue: `reconcile` beside an official file of the
//!   same release, `rebase` below unverified ones. `import` does so for a vault's own file.
//! - `jsonl` reads and writes a catalogue as one JSON object a line; `atlas.jsonl` is compiled in.
//! - `names`, `view` and `relations` answer by id and by name, `show` and `diff` in words.
//!
//! Nothing here reads a file, a clock or the environment: callers hand in text.

mod apply_release;
mod builder;
mod diff;
mod identify;
mod import;
mod jsonl;
mod kind;
mod merge;
mod names;
pub mod official;
mod rebase;
mod reconcile;
mod redact;
mod relations;
mod show;
mod validate;
mod view;

use std::sync::OnceLock;

pub use diff::{Change, Diff, What, diff};
pub use import::{IMPORTS_FILE, Import, MAX_IMPORTS_BYTES, import};
pub use kind::Kind;
pub use names::normalize_name;
pub use official::{Format, ObjectSnapshot, OfficialFile, ReadError, ReleaseSnapshot};
pub use show::show;
pub use view::{NameHit, Status, View};

/// The place of a release in [`Catalog::releases`]; a later release has a greater one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReleaseIx(pub u16);

/// One ATLAS release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The name, such as `2026.05` or `2025.11.2`.
    pub name: String,
    /// The number under which it came out before v6, such as `5.6.0`.
    pub legacy: Option<String>,
    /// The day it came out, such as `2026-05-27`.
    pub date: String,
    /// Whether the facts were read in the official file of this release.
    pub official: bool,
    /// Kinds that releases before and after hold and the file of this one does not. Objects of
    /// such a kind are not retired, and a view of this release still knows them.
    pub gaps: Vec<Kind>,
    /// The official files that were read.
    pub files: Vec<OfficialFile>,
}

/// A value that holds from one release on, until the next value of its list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versioned<T> {
    /// The release that first has the value.
    pub release: ReleaseIx,
    /// The value.
    pub value: T,
    /// Whether an official release states the value. [`Release::official`] tells the same of the
    /// release it began in.
    pub official: bool,
}

/// What took the place of a retired object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Successor {
    /// Its id.
    pub id: String,
    /// True if official releases show it: same name, new in the release that lacks the old object.
    pub certain: bool,
}

/// One unbroken identity of an id. An id that was given to another object has several lifetimes; the
/// names of one are not names of the next. A rename does not start a new lifetime.
///
/// Lists are oldest first. Where a list has no value yet, no release so far states the fact, or the
/// object has no parent or ATT&CK reference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lifetime {
    /// The first release that has it.
    pub first: ReleaseIx,
    /// The last release that has it; `None` if the newest still does.
    pub last: Option<ReleaseIx>,
    /// Whether the end, if there is one, was read in an official release.
    pub end_official: bool,
    /// Its names; there is at least one.
    pub names: Vec<Versioned<String>>,
    /// The technique it is a sub-technique of.
    pub parent: Vec<Versioned<Option<String>>>,
    /// Ids of its tactics, sorted; empty for kinds other than techniques.
    pub tactics: Vec<Versioned<Vec<String>>>,
    /// `Feasible`, `Demonstrated` or `Realized`.
    pub maturity: Vec<Versioned<String>>,
    /// What the file at release states instead, where it and the v6 file of that one release
    /// differ. Unlike other values, one of these holds for its own release only.
    pub other_maturity: Vec<Versioned<String>>,
    /// The day it was created.
    pub created: Vec<Versioned<String>>,
    /// The day it was last modified.
    pub modified: Vec<Versioned<String>>,
    /// The id of the ATT&CK object it stems from, such as `T1596`.
    pub attack_reference: Vec<Versioned<Option<String>>>,
    /// Of a case study: the day of the incident.
    pub incident_date: Vec<Versioned<String>>,
    /// Of a case study: how much of that day is known: `Day`, `Month` or `Year`.
    pub granularity: Vec<Versioned<String>>,
    /// Of a case study: `Incident` or `Exercise`.
    pub study_type: Vec<Versioned<String>>,
    /// Of a case study: the ids of the techniques that it employs, sorted. A list that is empty is a
    /// statement; of a release that says nothing there is none.
    pub employs: Vec<Versioned<Vec<String>>>,
    /// Of a mitigation: the ids of the techniques that it mitigates, sorted, likewise.
    pub mitigates: Vec<Versioned<Vec<String>>>,
    /// What took its place, if it ended.
    pub successors: Vec<Successor>,
}

impl Lifetime {
    /// Whether any official release holds it.
    #[must_use]
    pub fn is_official(&self) -> bool {
        self.names.iter().any(|name| name.official)
    }

    /// What official files of exactly this release state as its maturity; v6 first.
    pub fn maturities(&self, release: ReleaseIx) -> impl Iterator<Item = &str> {
        let other = self
            .other_maturity
            .iter()
            .filter(move |version| version.release == release);
        at(&self.maturity, release)
            .into_iter()
            .chain(other)
            .map(|version| version.value.as_str())
    }

    /// Whether `release` lies in this lifetime.
    #[must_use]
    pub fn spans(&self, release: ReleaseIx) -> bool {
        self.first <= release && self.last.is_none_or(|last| release <= last)
    }
}

/// An ATLAS id and all its lifetimes, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// The id.
    pub id: String,
    /// Its kind.
    pub kind: Kind,
    /// Its lifetimes; there is at least one.
    pub lifetimes: Vec<Lifetime>,
}

/// The value that holds at `release`: the last one that began at or before it.
#[must_use]
pub fn at<T>(values: &[Versioned<T>], release: ReleaseIx) -> Option<&Versioned<T>> {
    values
        .iter()
        .rev()
        .find(|version| version.release <= release)
}

/// The last release in which a value held that `is` accepts and that another one followed up to `release`.
#[must_use]
pub fn held_until<T>(
    values: &[Versioned<T>],
    release: ReleaseIx,
    is: impl Fn(&T) -> bool,
) -> Option<ReleaseIx> {
    let nexts = values.iter().skip(1);
    let pairs = values.iter().zip(nexts).rev();
    pairs
        .filter(|(_, next)| next.release <= release)
        .find(|(version, _)| is(&version.value))
        .map(|(_, next)| ReleaseIx(next.release.0.saturating_sub(1)))
}

/// Every ATLAS object of every release known.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    releases: Vec<Release>,
    objects: Vec<Object>,
    index: OnceLock<names::Index>,
    relations: OnceLock<relations::Index>,
}

impl Catalog {
    /// The catalogue compiled in: the official releases 2021.05 to 2026.05, and 2026.06 to
    /// 2026.09, which are unverified.
    ///
    /// # Panics
    ///
    /// Never in a build whose tests pass: the text is part of the binary.
    #[must_use]
    #[expect(
        clippy::panic,
        reason = "the text is part of the binary, and tests read it"
    )]
    pub fn embedded() -> &'static Catalog {
        static EMBEDDED: OnceLock<Catalog> = OnceLock::new();
        EMBEDDED.get_or_init(|| match Catalog::from_jsonl(include_str!("atlas.jsonl")) {
            Ok(catalog) => catalog,
            Err(why) => panic!("the catalogue compiled in cannot be read: {why}"),
        })
    }

    /// All releases, oldest first.
    #[must_use]
    pub fn releases(&self) -> &[Release] {
        &self.releases
    }

    /// All objects, sorted by id.
    #[must_use]
    pub fn objects(&self) -> &[Object] {
        &self.objects
    }

    /// The object with exactly this id.
    #[must_use]
    pub fn object(&self, id: &str) -> Option<&Object> {
        let place = self
            .objects
            .binary_search_by(|object| object.id.as_str().cmp(id))
            .ok()?;
        self.objects.get(place)
    }
}
