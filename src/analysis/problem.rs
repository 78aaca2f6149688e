//! Problems of an id or of the name next to it.

use super::own_name::Renamed;
use crate::catalog::{Kind, Lifetime, Release};
use crate::facts::Place;
use crate::vault::LinkedTo;

/// The problem of an id. Of several, the first in this order is reported.
#[derive(Clone, Debug)]
pub enum IdProblem<'p> {
    /// The id is malformed.
    Malformed {
        /// The intended id, which is in the catalog.
        suggestion: Option<Suggestion<'p>>,
    },
    /// No release up to the pinned one contains the id.
    Unknown {
        /// The first later release that contains it.
        newer: Option<&'p Release>,
        /// The object with the name next to it, else that of the linked page, else the parent.
        candidate: Option<(&'p str, &'p str)>,
    },
    /// Only earlier releases contain the id.
    Retired {
        /// Its last lifetime.
        lifetime: &'p Lifetime,
        /// Whether the name next to it, if any, is its own.
        own_name: bool,
        /// The object that has or had the name next to it, if that is not its own.
        named_object: Option<&'p str>,
    },
    /// The object has another kind than expected.
    WrongKind {
        /// The actual kind.
        found: Kind,
    },
    /// The id or its name disagrees with the rest of the page.
    Inconsistent {
        /// The part that disagrees.
        blame: Blame,
        /// The id or name in the rest of the page.
        rest: String,
        /// A place with that id or name.
        place: Place,
    },
    /// The link leads to another object.
    WrongTarget {
        target: LinkedTo<'p>,
        /// The id of the target.
        declared: &'p str,
    },
    /// The name is or was another object's.
    WrongName(WrongName<'p>),
    /// No object up to the pinned release has or had the name.
    UnknownName {
        /// The nearest known name and its id.
        nearest: Option<(&'p str, &'p str)>,
        /// The object that has the name in a later release, and that release.
        newer: Option<(&'p str, &'p Release)>,
    },
    /// The id had the name in an earlier release.
    OutdatedName {
        /// The new name and its release.
        now: Renamed,
        /// Whether another object has or had the name.
        shared: bool,
    },
}

impl IdProblem<'_> {
    /// Returns whether only the age or spelling of the name is wrong, so that the intended object is certain.
    #[must_use]
    pub fn is_of_name(&self) -> bool {
        matches!(self, Self::OutdatedName { .. } | Self::UnknownName { .. })
    }
}

/// Suggestion for a malformed id.
#[derive(Clone, Debug)]
pub struct Suggestion<'p> {
    /// The id.
    pub id: String,
    /// Whether no other id is possible.
    pub is_certain: bool,
    /// Evidence for it, if it contradicts the written digits.
    pub why: Option<Evidence<'p>>,
}

/// One half of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blame {
    Id,
    Name,
}

/// A name that belongs to another object.
#[derive(Clone, Debug)]
pub struct WrongName<'p> {
    /// The part that is wrong.
    pub blame: Blame,
    /// The id that has the name. It may be the same id in an earlier lifetime, before it was reused.
    pub other: &'p str,
    /// The id to write if the id is wrong: `other` or its successor.
    pub instead: &'p str,
    /// Whether that object has the name in the pinned release.
    pub current: bool,
    /// Whether an official release states it.
    pub official: bool,
    pub why: Evidence<'p>,
}

/// Evidence for which part of a pair is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence<'p> {
    /// The link's target has this id.
    Linked(LinkedTo<'p>),
    /// The rest of the page declares this id.
    RestOfPage,
    StepTitle(&'p str),
    StepTactic(&'p str),
    /// The tactic in the table row.
    RowTactic(&'p str),
    /// The kind of object in the name's column.
    Column(Kind),
    /// Only that the name is exactly another object's.
    ExactName,
    /// The object with the name is gone and has no successor.
    Gone,
}
