//! Changes between two releases, for `atlas-lint catalog diff` and `catalog import`.

mod across;
mod display;
mod facts;
mod within;

pub(super) use across::diff_across;
pub use within::diff;

use super::kind::Kind;
use super::object::Successor;

/// Changes from one release to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    /// The release that is compared from.
    pub from: String,
    /// The release that is compared to.
    pub to: String,
    /// Whether one release is compared before and after a file of it was read.
    pub of_file: bool,
    /// Whether the first is the newer one, so that the changes go back in time.
    pub backwards: bool,
    /// Kinds that the file of one of the releases lacks as a whole, each with the release. Such a
    /// kind is compared as if the file had kept it.
    pub gaps: Vec<(String, Kind)>,
    /// Kinds that the file of the release read before lacks, and this file of it holds.
    pub filled: Vec<Kind>,
    /// The changes, by kind and then by id.
    pub changes: Vec<Change>,
}

/// A change of one object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The kind of the object.
    pub kind: Kind,
    /// The id of the object.
    pub id: String,
    /// Whether official releases show the change.
    pub official: bool,
    /// The change itself.
    pub event: Event,
}

/// Event in the history of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Only the second release has it.
    Added {
        /// Its name.
        name: String,
        /// Whether another object had the id before.
        reused: bool,
    },
    /// Only the first release has it.
    Retired {
        /// Its name.
        name: String,
        /// What replaced it.
        successors: Vec<Successor>,
    },
    /// The id names another object.
    Reused {
        /// The name of the object in the first release.
        old: String,
        /// The name of the object in the second release.
        new: String,
    },
    /// A fact changed.
    Changed {
        /// The fact.
        property: Property,
        /// Its value in the first release, as text.
        old: String,
        /// Its value in the second release, as text.
        new: String,
    },
}

/// A fact that is compared, in the order in which changes are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property {
    /// The name.
    Name,
    /// The technique it is a sub-technique of.
    Parent,
    /// Its tactics.
    Tactics,
    /// Its maturity.
    Maturity,
}
