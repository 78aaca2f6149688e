//! A case study as a value, apart from the form that it is written in: read from a Markdown page or from ATLAS's own YAML,
//! written as either.
//!
//! Markdown has no place for some facts, and cannot hold some texts exactly. What it does not show stands in the front matter
//! under `atlas-source`, and counts only as long as the page still shows what it was written beside. [`markdown`] reads back what
//! it wrote and refuses to write a page that would change a fact.

mod chain;
mod cite;
mod kept;
mod links;
mod official;
mod page;
mod read;
mod refs;
mod region;
mod safe;
mod steps;
mod v5;
mod v6;
mod write;
pub mod yaml;

pub use official::{Official, read as read_official};
pub use page::Context;
pub use read::{Told, read as read_page};
pub use v5::{looks_templated, write as v5};
pub use v6::write as v6;
pub use write::{slug, write as markdown};

/// A case study.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseStudy {
    /// Its id; None while it has none.
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// What happened, as Markdown: the `summary` of v5, the `description` of v6.
    pub summary: String,
    /// The day of the incident as it is written, and how much of it is known.
    pub date: Option<Incident>,
    /// `incident` or `exercise`, in lower case; any other word as it is written.
    pub kind: Option<String>,
    /// What was attacked.
    pub target: Option<String>,
    /// Who attacked.
    pub actor: Option<String>,
    /// Who reported it.
    pub reporter: Option<String>,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// The references, in order.
    pub references: Vec<Reference>,
    /// The day it was written.
    pub created: Option<String>,
    /// The day it was last changed.
    pub modified: Option<String>,
    /// Its UUID.
    pub uuid: Option<String>,
}

/// When it happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// `2019-08-22`. Official files have a day even where less is known.
    pub date: String,
    /// How much of it is known.
    pub known: Granularity,
}

/// How much of a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Granularity {
    /// The day.
    Day,
    /// The month.
    Month,
    /// The year.
    Year,
}

impl Granularity {
    /// How many bytes of `2019-08-22` say what is known.
    #[must_use]
    pub fn length(self) -> usize {
        match self {
            Self::Day => 10,
            Self::Month => 7,
            Self::Year => 4,
        }
    }
}

/// A step of the procedure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// The id of its technique.
    pub technique: String,
    /// The id of the tactic that the technique served.
    pub tactic: String,
    /// What was done, as Markdown.
    pub description: String,
    /// Its `step-id` and the steps it leads to, where the procedure is no plain chain `S00` to `S01` to `S02`.
    pub edge: Option<Edge>,
}

/// The place of a step in a procedure that is no plain chain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    /// Its `step-id`.
    pub id: String,
    /// The `step-id`s of the steps that follow.
    pub leads_to: Vec<String>,
}

/// A reference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    /// Its id, by which texts of v6 cite it.
    pub id: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its URL.
    pub url: Option<String>,
}

/// The `step-id` of a step in a plain chain, counted from 0.
#[must_use]
pub fn step_id(at: usize) -> String {
    format!("S{at:02}")
}
