//! Reasons why a text is not an ATLAS release.

use std::fmt;

/// Reason why a text is not an ATLAS release. Lines count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    TooLarge {
        max_mib: usize,
    },
    TooDeep {
        line: usize,
        max_depth: usize,
    },
    /// A large text whose last line has no end.
    NoLastLineEnd {
        line: usize,
    },
    /// The text is not YAML. At the end, it may have been cut off.
    NotYaml {
        line: Option<usize>,
        is_at_end: bool,
    },
    /// The text is YAML of another shape; `reason` quotes nothing of it.
    NotRelease {
        line: Option<usize>,
        reason: String,
    },
    /// None of the keys that tell the formats apart.
    NoKnownKey,
    FormatVersion,
    MissingSection(&'static str),
    NoVersion,
    /// The version is not a release name.
    Version,
    NoObject,
    /// The last technique, of which this is the id, has no tactic.
    NoTactic(String),
}

impl ReadError {
    /// Returns the line at fault, where one is known.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        match self {
            ReadError::TooDeep { line, .. } | ReadError::NoLastLineEnd { line } => Some(*line),
            ReadError::NotYaml { line, .. } | ReadError::NotRelease { line, .. } => *line,
            _ => None,
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line() {
            write!(f, "line {line}: ")?;
        }
        match self {
            ReadError::TooLarge { max_mib } => write!(
                f,
                "too large for an ATLAS release: more than {max_mib} MiB"
            ),
            ReadError::TooDeep { max_depth, .. } => write!(
                f,
                "not an ATLAS release: nested more than {max_depth} levels deep"
            ),
            ReadError::NoLastLineEnd { .. } => {
                f.write_str("the file is cut off: its last line has no line end")
            }
            ReadError::NotYaml {
                is_at_end: true, ..
            } => f.write_str("not YAML, or cut off"),
            ReadError::NotYaml {
                is_at_end: false, ..
            } => f.write_str("not YAML"),
            ReadError::NotRelease { reason, .. } => write!(
                f,
                "not an ATLAS release, or only a part of one: {reason}"
            ),
            ReadError::NoKnownKey => f.write_str(
                "not an ATLAS release: it has none of the keys `format-version`, `matrices` and `techniques`",
            ),
            ReadError::FormatVersion => {
                f.write_str("unknown `format-version`: only version 6 is supported")
            }
            ReadError::MissingSection(section) => {
                write!(f, "the release is cut off: it has no `{section}`")
            }
            ReadError::NoVersion => {
                f.write_str("the release has no `version` in its `collection`")
            }
            ReadError::Version => {
                f.write_str("the `version` of the release is not a release name like 2026.05")
            }
            ReadError::NoObject => {
                f.write_str("the release has no objects: it may be cut off")
            }
            ReadError::NoTactic(id) => write!(
                f,
                "the release is cut off: its last technique, {id}, has no tactic"
            ),
        }
    }
}

impl std::error::Error for ReadError {}
