//! Errors of the catalog.

use std::fmt;

use super::kind::Kind;

/// Why a text could not be read as an ATLAS release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// What is wrong, in one sentence.
    pub message: String,
    /// The line, counted from 1, where one is known.
    pub line: Option<usize>,
}

impl ReadError {
    pub(in crate::catalog) fn new(message: impl Into<String>) -> ReadError {
        ReadError {
            message: message.into(),
            line: None,
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for ReadError {}

/// Reason why a catalog does not keep a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ValueError {
    /// A character that no ATLAS name has.
    Character {
        label: &'static str,
        character: char,
    },
    /// An id of another kind than the fact refers to.
    WrongKind {
        label: &'static str,
        is_list: bool,
        kind: Kind,
    },
    EmptyName,
    /// The name does not start with a letter.
    NameStart,
    IdInName,
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ValueError::Character { label, character } => write!(
                f,
                "its {label} has the character U+{:04X}, which no name of an ATLAS release has",
                u32::from(*character)
            ),
            ValueError::WrongKind {
                label,
                is_list,
                kind,
            } => {
                let subject = if *is_list { "one of its" } else { "its" };
                let kind = kind.label();
                write!(f, "{subject} {label} has an id that is not a {kind}'s")
            }
            ValueError::EmptyName => f.write_str("its name is empty"),
            ValueError::NameStart => f.write_str("its name does not start with a letter"),
            ValueError::IdInName => f.write_str("its name holds an id"),
        }
    }
}
