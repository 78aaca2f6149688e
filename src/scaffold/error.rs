//! Why nothing is written.

use std::fmt;

/// The most characters of a name. Those of ATLAS have at most 120.
pub(super) const MAX_NAME: usize = 200;

/// Reason why a page cannot be planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The name has no letter or digit.
    EmptyName,
    LongName,
    /// The name holds several `{{`, by which a page is known as a template.
    TemplateMark,
    /// The name holds an invisible character.
    Invisible(char),
    /// The id is not of the form of a case study's id.
    MalformedId(String),
    /// A page of the vault declares the id.
    IdInUse {
        id: String,
        path: String,
    },
    /// The vault has a case study of this name.
    NameInUse(String),
    /// ATLAS has another case study of this id.
    OtherName {
        id: String,
        name: String,
    },
    /// No release up to the pinned one holds the id.
    UnknownId {
        id: String,
        release: String,
        nearest: Option<String>,
    },
    /// A later release holds the id.
    NewerId {
        id: String,
        release: String,
        /// The first release with it.
        first: String,
        /// Mark of a release that is not verified.
        doubt: &'static str,
    },
    /// No release up to the pinned one holds the id of a case study, which the vault may declare itself.
    UnknownStudy {
        id: String,
        release: String,
        own: String,
    },
    /// The release no longer holds the id.
    RetiredId {
        id: String,
        successors: Vec<String>,
    },
    /// The id is of another kind.
    OtherKind {
        id: String,
        wanted: &'static str,
        kind: &'static str,
    },
    /// No object has the name.
    UnknownName {
        name: String,
        kind: &'static str,
        nearest: Option<String>,
    },
    /// Several objects have the name.
    AmbiguousName {
        name: String,
        ids: Vec<String>,
    },
    /// The technique has several tactics.
    AmbiguousTactic {
        technique: String,
        choices: Vec<String>,
    },
    /// The technique has no such tactic.
    OtherTactic {
        technique: String,
        tactic: String,
        choices: Vec<String>,
    },
    NoFreeId(String),
    /// A page cannot hold the object's name.
    UnusableName(String),
    /// The name of a page type is not usable.
    PageTypeName(String),
    PageTypeInUse(String),
    /// The check of the plan finds an error.
    Finding(Finding),
    /// The check finds an error on a page that a template of the vault was used for.
    Template {
        template: String,
        finding: Finding,
    },
    /// A file of the plan exists.
    Exists(String),
}

/// A finding that a plan would bring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The level and the rule, such as `error[unknown-id]`.
    pub rule: String,
    /// The path, line and column.
    pub place: (String, usize, usize),
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, line, column) = &self.place;
        write!(
            f,
            "{} at {path}:{line}:{column}: {}",
            self.rule, self.message
        )
    }
}

impl Error {
    /// Returns the error about a page at `path` as one about the template that was used for it.
    pub(super) fn of_template(self, template: &str, path: &str) -> Self {
        match self {
            Self::Finding(finding) if finding.place.0 == path => Self::Template {
                template: template.to_owned(),
                finding,
            },
            other => other,
        }
    }
}

impl Error {
    /// Writes why an id cannot be used, as far as ATLAS knows it.
    fn about_id(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownId {
                id,
                release,
                nearest,
            } => write!(
                f,
                "`{id}` is in no ATLAS release up to {release}{}",
                did_you_mean(nearest.as_ref())
            ),
            Self::NewerId {
                id,
                release,
                first,
                doubt,
            } => write!(
                f,
                "`{id}` is not in ATLAS {release}; it first appears in {first}{doubt}: pin {first} or a later release to use it"
            ),
            Self::UnknownStudy { id, release, own } => write!(
                f,
                "`{id}` is in no ATLAS release up to {release}, so `check` would report it; set `vault-ids: true` under `catalog:` in \
                 atlas-lint.yaml if ids of this vault count as known, or use `{own}`"
            ),
            Self::RetiredId { id, successors } => {
                write!(f, "`{id}` is retired")?;
                if !successors.is_empty() {
                    write!(f, "; use {}", successors.join(" or "))?;
                }
                Ok(())
            }
            Self::OtherKind { id, wanted, kind } => {
                write!(f, "`{id}` is a {kind}, and a {wanted} is needed")
            }
            _ => Ok(()),
        }
    }
}

fn did_you_mean(near: Option<&String>) -> String {
    near.map_or_else(String::new, |near| format!("; did you mean {near}?"))
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyName => f.write_str("the name has no letter or digit"),
            Self::LongName => write!(
                f,
                "the name has more than {MAX_NAME} characters; shorten it"
            ),
            Self::TemplateMark => f.write_str(
                "the name holds several `{{`, which would make the page a template; remove them",
            ),
            Self::Invisible(c) => write!(
                f,
                "the name holds the invisible character U+{:04X}; remove it",
                u32::from(*c)
            ),
            Self::MalformedId(id) => write!(
                f,
                "`{id}` is not an id of a case study; one is written as `LOCAL.CS0001`"
            ),
            Self::IdInUse { id, path } => write!(f, "`{id}` is already declared by {path}"),
            Self::NameInUse(path) => write!(
                f,
                "a case study of that name exists: {path}; `--id` writes another one"
            ),
            Self::OtherName { id, name } => write!(
                f,
                "in ATLAS `{id}` is \"{name}\"; use that name or another id"
            ),
            Self::UnknownId { .. }
            | Self::NewerId { .. }
            | Self::UnknownStudy { .. }
            | Self::RetiredId { .. }
            | Self::OtherKind { .. } => self.about_id(f),
            Self::UnknownName {
                name,
                kind,
                nearest,
            } => write!(
                f,
                "no {kind} is called \"{name}\"{}",
                did_you_mean(nearest.as_ref())
            ),
            Self::AmbiguousName { name, ids } => write!(
                f,
                "\"{name}\" is the name of several objects; use one of the ids {}",
                ids.join(", ")
            ),
            Self::AmbiguousTactic { technique, choices } => write!(
                f,
                "`{technique}` has several tactics; choose one, as in `--technique {technique}@{}`: {}",
                choices
                    .first()
                    .and_then(|choice| choice.split(' ').next())
                    .unwrap_or_default(),
                choices.join(", ")
            ),
            Self::OtherTactic {
                technique,
                tactic,
                choices,
            } => write!(
                f,
                "`{technique}` has no tactic `{tactic}`; it has {}",
                choices.join(", ")
            ),
            Self::NoFreeId(prefix) => write!(f, "no id of {prefix} is free"),
            Self::UnusableName(id) => write!(f, "a page cannot hold the name of `{id}`"),
            Self::PageTypeName(name) => write!(
                f,
                "`{name}` is not a name for a page type; use lower-case letters, digits and hyphens, as in `playbook`"
            ),
            Self::PageTypeInUse(name) => write!(f, "the page type `{name}` exists already"),
            Self::Finding(finding) => write!(f, "`check` would report {finding}"),
            Self::Template { template, finding } => write!(
                f,
                "{template}: {}, so `check` would report {} on the page",
                finding.message, finding.rule
            ),
            Self::Exists(path) => write!(f, "{path} exists already"),
        }
    }
}
