//! What can be wrong with an id, or with the name beside it.

use super::name_match::Renamed;
use crate::catalog::{Kind, Lifetime, Release};
use crate::facts::Place;
use crate::text::FileId;

/// What is wrong; of several things the first, in this order.
#[derive(Clone, Debug)]
pub enum IdProblem<'p> {
    /// The id is not well-formed.
    Malformed {
        /// What is meant, an id that the catalogue knows.
        suggestion: Option<Suggestion<'p>>,
    },
    /// No release up to the pinned one holds the id.
    Unknown {
        /// The first release that does, if a later one does.
        newer: Option<&'p Release>,
        /// The object that bears the name beside it, else the linked page's, else the parent.
        candidate: Option<(&'p str, &'p str)>,
    },
    /// An earlier release held the id.
    Retired {
        /// Its last life.
        life: &'p Lifetime,
        /// Whether the name beside it is its own, if a name stands there.
        own_name: bool,
        /// The object that bears the name beside it, or bore it, if that is not its own.
        bearer: Option<&'p str>,
    },
    /// It is an object of another kind than has to stand there.
    WrongKind {
        /// What it is.
        found: Kind,
    },
    /// It, or its name, disagrees with the rest of the page.
    Inconsistent {
        /// The half that disagrees.
        half: Blame,
        /// What the rest of the page says.
        rest: String,
        /// The place that says so.
        place: Place,
    },
    /// What the link leads to is another object.
    WrongTarget {
        /// What it leads to.
        target: Target<'p>,
        /// The id of that.
        declared: &'p str,
    },
    /// The name is, or was, another object's.
    WrongName(WrongName<'p>),
    /// No object up to the pinned release had the name.
    UnknownName {
        /// The nearest name that there is, and its id.
        nearest: Option<(&'p str, &'p str)>,
        /// The object that has the name in a later release, and that release.
        newer: Option<(&'p str, &'p Release)>,
    },
    /// The id had the name in an earlier release.
    OutdatedName {
        /// What it is called now, and since when.
        now: Renamed,
        /// Whether another object bears or bore the name.
        shared: bool,
    },
}

impl IdProblem<'_> {
    /// Returns whether only the age or the spelling of the name is wrong, so that there is no doubt which object is meant.
    #[must_use]
    pub fn is_of_name(&self) -> bool {
        matches!(self, Self::OutdatedName { .. } | Self::UnknownName { .. })
    }
}

/// What is meant by an id that is not well-formed.
#[derive(Clone, Debug)]
pub struct Suggestion<'p> {
    /// The id.
    pub id: String,
    /// Whether it is the only one that can be meant.
    pub sure: bool,
    /// What says so, where the written digits say otherwise.
    pub why: Option<Evidence<'p>>,
}

/// One half of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blame {
    /// The id.
    Id,
    /// The name.
    Name,
}

/// What a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'p> {
    /// A page of the vault.
    Page(FileId),
    /// A route, as it is written.
    Route(&'p str),
}

/// A name that is another object's.
#[derive(Clone, Debug)]
pub struct WrongName<'p> {
    /// The half that is wrong.
    pub half: Blame,
    /// The id whose name it is. That may be the same id, in a life before it was given to another object.
    pub other: &'p str,
    /// The id to write, if the id is wrong: `other`, or what took its place.
    pub instead: &'p str,
    /// Whether that object bears the name in the pinned release.
    pub current: bool,
    /// Whether official releases state it.
    pub official: bool,
    /// Why this half.
    pub why: Evidence<'p>,
}

/// What tells which half of a pair is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence<'p> {
    /// What the link leads to has this id.
    Linked(Target<'p>),
    /// The rest of the page declares this id.
    RestOfPage,
    /// The title of the step.
    StepTitle(&'p str),
    /// The tactic of the step.
    StepTactic(&'p str),
    /// The tactic that the table row states.
    RowTactic(&'p str),
    /// The kind of object that the name's column holds.
    Column(Kind),
    /// Nothing but that the name is exactly another object's.
    ExactName,
    /// The object that had the name is gone, and nothing took its place.
    Gone,
}
