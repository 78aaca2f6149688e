//! Settings that several layers share.

use crate::diagnostic::Severity;

/// Markdown dialect of a vault: how links and headings are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// Links by name, headings as written.
    #[default]
    Obsidian,
    /// Markdown links by path, headings as slugs.
    Docusaurus,
}

/// Level of a rule, which gives the severity of its findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The rule does not run.
    Off,
    Warning,
    Error,
}

impl Level {
    /// Returns the severity of a finding, or `None` if the rule is off.
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// Parses `off`, `warning` or `error`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Off, Self::Warning, Self::Error]
            .into_iter()
            .find(|level| level.as_str() == text)
    }
}
