//! ATLAS ids through the releases.

use super::kind::Kind;
use super::release::ReleaseIx;
use super::versioned::{Versioned, at};

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

impl Object {
    /// Returns the last lifetime, unless it has ended.
    #[must_use]
    pub fn open_lifetime(&self) -> Option<&Lifetime> {
        self.lifetimes
            .last()
            .filter(|lifetime| lifetime.last.is_none())
    }

    /// Returns the lifetime that holds `release`.
    #[must_use]
    pub fn lifetime_in(&self, release: ReleaseIx) -> Option<&Lifetime> {
        self.lifetimes
            .iter()
            .find(|lifetime| lifetime.spans(release))
    }
}
