//! Settings that several layers share.

use crate::diagnostic::Severity;

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

/// What the configuration asks of rules beside their levels.
#[derive(Clone, Copy, Debug, Default)]
pub struct RuleOptions {
    /// Whether wiki-links by bare name are checked in a vault that uses them as notes to be written.
    pub bare_names: bool,
    /// Whether mappings between frameworks are compared.
    pub crosswalks: bool,
}

#[cfg(test)]
mod tests {
    use super::Level;
    use crate::diagnostic::Severity;

    #[test]
    fn a_level_is_parsed_as_it_is_written() {
        for level in [Level::Off, Level::Warning, Level::Error] {
            assert_eq!(Level::parse(level.as_str()), Some(level));
        }
        assert_eq!(Level::parse("Error"), None);
        assert_eq!(Level::Off.severity(), None);
        assert_eq!(Level::Warning.severity(), Some(Severity::Warning));
    }
}
