//! What is wrong with an id of a framework.

use std::borrow::Cow;

use super::definition::{Edition, Framework, Object, Status};
use super::name_text::NameText;
use crate::text::{Source, Span};

/// What is wrong with an id.
#[derive(Clone, Debug)]
pub enum Problem<'f> {
    /// It lacks zeros.
    Malformed,
    /// No version has it.
    Unknown { parent: Option<&'f Object> },
    /// Only a version after the one that counts has it.
    NotYet { since: &'f str, version: &'f str },
    Retired {
        object: &'f Object,
        status: Status,
        /// The version that retired it.
        since: &'f str,
        /// The living objects that replaced it.
        successors: Vec<&'f Object>,
        /// The name beside it, if that is its own.
        own_name: Option<Span>,
        /// Whether id and name can be rewritten.
        is_fixable: bool,
    },
    /// The name beside it is that of others.
    WrongName {
        own: &'f str,
        owners: Vec<Owner<'f>>,
    },
    /// The name beside it was its own.
    OutdatedName {
        now: Cow<'f, str>,
        /// The version since which it has the name `now`; in a list the edition that had the other.
        since: &'f str,
        /// Whether nobody else has or had the name.
        is_certain: bool,
    },
    /// Its link leads to another object.
    WrongTarget { target: String },
    /// Its link leads to the site of another framework.
    OtherSite { site: String },
    /// Beside others on the page it is of another edition.
    MixedEditions {
        number: String,
        most: &'f Edition,
        /// The editions that its name belongs to.
        others: Vec<&'f Edition>,
    },
    /// The edition is not stated.
    MissingEdition {
        edition: Option<&'f Edition>,
        writes: bool,
    },
}

/// What has a name.
#[derive(Clone, Debug)]
pub enum Owner<'f> {
    Object(&'f Object),
    /// A number of an edition.
    Entry(&'f Edition, String),
    /// An object of what is known beside the framework: of ATLAS.
    Beside(String),
}

/// An id with its problem.
#[derive(Clone, Debug)]
pub struct Issue<'f> {
    pub framework: &'f Framework,
    pub problem: Problem<'f>,
    /// The id as it is written, with its year.
    pub id: String,
    /// The id without its year.
    pub span: Span,
    /// The name beside it.
    pub name: Option<Span>,
    /// The target of its link, if that is wrong.
    pub target: Option<Span>,
    /// Other ids with the same problem.
    pub others: Vec<Span>,
    /// Whether the version that it is judged by is pinned.
    pub is_pinned: bool,
    /// Whether it is a value of a key for the reference of an object.
    pub is_reference: bool,
    /// Whether it stands in the target of a link whose label is the name.
    pub in_target: bool,
}

impl Issue<'_> {
    /// Returns the name beside the id, on one line.
    #[must_use]
    pub fn name_in_words(&self, source: &Source) -> String {
        let name = self.name.map_or("", |name| source.slice(name));
        name.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// What the texts beside an id say.
pub(super) enum Naming<'f> {
    /// Nothing that is a name.
    None,
    /// A name of the id, in these editions of a list.
    Right(Vec<&'f Edition>),
    /// Another name.
    Problem(Problem<'f>, NameText),
}
