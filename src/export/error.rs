//! Errors of a conversion.

use std::fmt;

/// Reason why a case study cannot be converted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The page is not a case study. Holds the id that it declares.
    NotCaseStudy(Option<String>),
    /// The front matter is not valid YAML.
    FrontMatter,
    /// `atlas-source` is not a mapping.
    SidecarShape,
    /// A value under `atlas-source` is not a text. Holds its key.
    SidecarValue(String),
    /// `atlas-source.steps` and the page disagree on the number of steps.
    SidecarSteps {
        listed: usize,
        on_page: usize,
    },
    /// The incident date on a page is not a date. Holds its text.
    PageDate(String),
    /// The incident date in an official file is not a date. Holds its text.
    OfficialDate(String),
    /// The granularity in an official file is not valid. Holds its text.
    Granularity(String),
    /// A template in the source of v5 has no value. Holds the text between its braces.
    Template(String),
    NoSteps,
    /// A step is incomplete or ambiguous.
    Step {
        /// Counted from 1.
        number: usize,
        title: Option<String>,
        error: StepError,
    },
    /// The written page cannot be parsed again.
    NotReadBack,
    /// The page would change this fact.
    Changed(Fact),
}

/// Reason why the technique or the tactic of a step cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepError {
    NoTechnique,
    /// The field holds no technique id. Holds its text.
    NoTechniqueId(String),
    /// The field holds a malformed technique id.
    MalformedTechnique(String),
    /// Neither ATLAS up to this release nor the vault knows the technique.
    UnknownTechnique {
        id: String,
        release: String,
    },
    /// The field names these techniques.
    SeveralTechniques(Vec<String>),
    /// The tactic is missing, and ATLAS has none for this technique.
    NoTactic(String),
    /// The tactic is missing, and the technique has several.
    AmbiguousTactic {
        technique: String,
        /// The id and name of each tactic.
        choices: Vec<String>,
    },
    /// The field names no known tactic. Holds its text.
    UnknownTactic(String),
    /// The field names these tactics.
    SeveralTactics(Vec<String>),
}

/// A fact of a case study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    Id,
    Name,
    Summary,
    Date,
    Type,
    Target,
    Actor,
    Reporter,
    References,
    /// Counted from 1.
    Reference(usize),
    StepCount,
    /// Counted from 1.
    Step(usize),
    Other,
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotCaseStudy(Some(id)) => {
                write!(f, "the page is not a case study: it declares `{id}`")
            }
            Self::NotCaseStudy(None) => {
                f.write_str("the page is not a case study: it declares no id such as `AML.CS0007`")
            }
            Self::FrontMatter => {
                f.write_str("the front matter cannot be read; `atlas-lint check` says why")
            }
            Self::SidecarShape => f.write_str("the front matter's `atlas-source` is not a mapping"),
            Self::SidecarValue(key) => write!(
                f,
                "`{key}` in the front matter's `atlas-source` is not text; put it in quotes"
            ),
            Self::SidecarSteps { listed, on_page } => write!(
                f,
                "the front matter's `atlas-source.steps` names {listed} steps and the page has {on_page}: make them agree, or remove it for a \
                 procedure in which each step leads to the next"
            ),
            Self::PageDate(written) => write!(
                f,
                "the incident date \"{written}\" is not a date: write `2019-08-22`, `2019-08` or `2019`"
            ),
            Self::OfficialDate(written) => {
                write!(f, "the incident's date `{written}` is not a date")
            }
            Self::Granularity(written) => write!(f, "`{written}` is not a date granularity"),
            Self::Template(inside) => write!(
                f,
                "the template `{{{{{inside}}}}}` refers to nothing in this release"
            ),
            Self::NoSteps => f.write_str("the procedure has no step"),
            Self::Step {
                number,
                title,
                error,
            } => {
                write!(f, "step {number}")?;
                if let Some(title) = title {
                    write!(f, ", \"{title}\"")?;
                }
                write!(f, ": {error}")
            }
            Self::NotReadBack => f.write_str("the page cannot be read back"),
            Self::Changed(fact) => write!(f, "Markdown cannot hold {fact} of this case study"),
        }
    }
}

impl fmt::Display for StepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids = |ids: &[String]| format!("`{}`", ids.join("`, `"));
        match self {
            Self::NoTechnique => f.write_str("it states no technique"),
            Self::NoTechniqueId(written) => {
                write!(f, "its technique \"{written}\" has no technique id")
            }
            Self::MalformedTechnique(id) => write!(
                f,
                "`{id}` is not a technique id; write one such as `AML.T0051` or `AML.T0051.000`"
            ),
            Self::UnknownTechnique { id, release } => {
                write!(f, "ATLAS {release} has no technique `{id}`")
            }
            Self::SeveralTechniques(several) => {
                write!(f, "it names several techniques, {}", ids(several))
            }
            Self::NoTactic(technique) => write!(
                f,
                "the tactic is missing, and ATLAS has none for `{technique}`; add `**Tactic:**` and the one that it served"
            ),
            Self::AmbiguousTactic { technique, choices } => write!(
                f,
                "the tactic is missing, and `{technique}` has several; add `**Tactic:**` and one of {}",
                ids(choices)
            ),
            Self::UnknownTactic(written) => {
                write!(f, "its tactic \"{written}\" is not an ATLAS tactic")
            }
            Self::SeveralTactics(several) => {
                write!(f, "it names several tactics, {}", ids(several))
            }
        }
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self {
            Self::Id => "the id",
            Self::Name => "the name",
            Self::Summary => "the summary",
            Self::Date => "the date",
            Self::Type => "the type",
            Self::Target => "the target",
            Self::Actor => "the actor",
            Self::Reporter => "the reporter",
            Self::References => "the references",
            Self::Reference(number) => return write!(f, "reference {number}"),
            Self::StepCount => "all steps",
            Self::Step(number) => return write!(f, "step {number}"),
            Self::Other => "all facts",
        };
        f.write_str(words)
    }
}
