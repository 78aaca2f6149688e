//! ATLAS ids through the releases.

mod lifetimes;

use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::release::ReleaseIx;
use super::versioned::{Versioned, at};
pub use lifetimes::Lifetimes;

/// An object that replaced a retired one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Successor {
    pub id: String,
    /// Whether official releases show it: it has the same name, and is new in the release that lacks
    /// the old object.
    pub certain: bool,
}

/// Span of releases in which an id names one object. An id that was reused for another object has
/// several lifetimes; the names of one are not names of the next. A rename does not start a new one.
///
/// Lists are sorted from old to new. An empty list of values means that no release states the fact,
/// or that the object never had a parent or an ATT&CK reference.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lifetime {
    pub first: ReleaseIx,
    /// The last release that has the object; `None` if the newest still does.
    pub last: Option<ReleaseIx>,
    /// Whether an official release, or one that was confirmed, shows the end.
    pub end_official: bool,
    /// At least one name.
    pub names: Vec<Versioned<String>>,
    /// The technique that the object is a sub-technique of.
    pub parent: Vec<Versioned<Option<String>>>,
    /// Ids of the tactics of a technique, sorted.
    pub tactics: Vec<Versioned<Vec<String>>>,
    /// `Feasible`, `Demonstrated` or `Realized`.
    pub maturity: Vec<Versioned<String>>,
    /// The maturity in the file as released, where it differs from the v6 file. Unlike other values,
    /// one of these holds for its own release only.
    pub other_maturity: Vec<Versioned<String>>,
    pub created: Vec<Versioned<String>>,
    pub modified: Vec<Versioned<String>>,
    /// The id of the ATT&CK object that the object stems from, such as `T1596`.
    pub attack_reference: Vec<Versioned<Option<String>>>,
    /// The day of the incident of a case study.
    pub incident_date: Vec<Versioned<String>>,
    /// How much of that day is known: `Day`, `Month` or `Year`.
    pub granularity: Vec<Versioned<String>>,
    /// `Incident` or `Exercise`, for case studies.
    pub study_type: Vec<Versioned<String>>,
    /// Ids of the techniques that a case study employs, sorted. An empty list means that it employs
    /// none; a release that does not state the techniques adds no list.
    pub employs: Vec<Versioned<Vec<String>>>,
    /// Ids of the techniques that a mitigation mitigates, sorted.
    pub mitigates: Vec<Versioned<Vec<String>>>,
    /// Objects that replaced it, if it ended.
    pub successors: Vec<Successor>,
}

/// The maturities of a technique, from low to high.
const MATURITIES: [&str; 3] = ["Feasible", "Demonstrated", "Realized"];

/// Returns the maturity that a word names, in any case.
#[must_use]
pub fn maturity(word: &str) -> Option<&'static str> {
    MATURITIES
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(word))
}

impl Lifetime {
    /// Returns whether any official release has it, or one of which a second public copy confirmed it.
    #[must_use]
    pub fn is_official(&self) -> bool {
        self.names.iter().any(|name| name.official)
    }

    /// Returns the maturities that official files of exactly this release state, v6 first.
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

    /// Returns whether `release` lies in this lifetime.
    #[must_use]
    pub fn spans(&self, release: ReleaseIx) -> bool {
        self.first <= release && self.last.is_none_or(|last| release <= last)
    }
}

/// An ATLAS id and all its lifetimes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    pub id: String,
    pub kind: Kind,
    /// At least one lifetime, from old to new.
    pub lifetimes: Lifetimes,
}

impl Object {
    /// Returns the last lifetime, unless it has ended.
    #[must_use]
    pub fn open_lifetime(&self) -> Option<&Lifetime> {
        self.lifetimes
            .last()
            .filter(|lifetime| lifetime.last.is_none())
    }

    /// Returns the lifetime that spans `release`.
    #[must_use]
    pub fn lifetime_in(&self, release: ReleaseIx) -> Option<&Lifetime> {
        self.lifetimes
            .iter()
            .find(|lifetime| lifetime.spans(release))
    }
}
