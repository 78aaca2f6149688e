//! A case study as a value, apart from the form that it is written in.

use crate::date::Date;

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

impl Incident {
    /// A date to the day with how much of it is known, from one that may be shorter.
    pub(super) fn parse(written: &str, known: Option<Granularity>) -> Option<Self> {
        let date = Date::parse(written)?;
        let own = match (date.month, date.day) {
            (_, Some(_)) => Granularity::Day,
            (Some(_), None) => Granularity::Month,
            (None, None) => Granularity::Year,
        };
        let whole = Date {
            month: date.month.or(Some(1)),
            day: date.day.or(Some(1)),
            ..date
        };
        Some(Self {
            date: whole.to_string(),
            known: known.unwrap_or(own),
        })
    }
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

/// Returns the type of a case study as a value has it: a known one in lower case, any other as it is written.
pub(super) fn kind(written: String) -> String {
    let lower = written.to_ascii_lowercase();
    match lower.as_str() {
        "incident" | "exercise" => lower,
        _ => written,
    }
}
