//! A case study as a value, independent of the form that it is written in.

use crate::date::Date;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseStudy {
    /// `None` for a draft without an id.
    pub id: Option<String>,
    pub name: String,
    /// What happened, as Markdown: the `summary` of v5, the `description` of v6.
    pub summary: String,
    pub date: Option<Incident>,
    /// `incident` or `exercise`, in lower case; any other word as it is written.
    pub kind: Option<String>,
    pub target: Option<String>,
    pub actor: Option<String>,
    pub reporter: Option<String>,
    pub steps: Vec<Step>,
    pub references: Vec<Reference>,
    pub created: Option<String>,
    pub modified: Option<String>,
    pub uuid: Option<String>,
}

/// The date of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// `2019-08-22`. Official files have a day even where less is known.
    pub date: String,
    pub known: Granularity,
}

impl Incident {
    /// Parses a date. What is missing becomes the first of the year or month, and `known` overrides the granularity as written.
    pub fn parse(written: &str, known: Option<Granularity>) -> Option<Self> {
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

/// Precision of a date; the rest of it is made up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Granularity {
    Day,
    Month,
    Year,
}

impl Granularity {
    /// Returns how many bytes of `2019-08-22` are known.
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
    pub technique: String,
    pub tactic: String,
    /// What was done, as Markdown.
    pub description: String,
    /// Its `step-id` and the steps it leads to, if the procedure is not linear.
    pub edge: Option<Edge>,
}

/// The position of a step in a procedure that is not linear.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    pub id: String,
    /// The `step-id`s of the steps that follow.
    pub leads_to: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    /// The id that texts of v6 cite it by.
    pub id: Option<String>,
    pub title: Option<String>,
    pub url: Option<String>,
}

/// Returns `incident` and `exercise` in lower case, any other type as it is written.
pub(super) fn kind(written: String) -> String {
    let lower = written.to_ascii_lowercase();
    match lower.as_str() {
        "incident" | "exercise" => lower,
        _ => written,
    }
}
