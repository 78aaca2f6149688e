//! Reasons why a text is not a catalog.

use std::fmt;

use crate::catalog::redact::redacted;

/// Reason why a text is not a catalog. Lines count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JsonlError {
    /// A line is not the JSON of a release or an object.
    Line {
        /// The line.
        line: usize,
        /// The column, in bytes, from 1.
        column: usize,
        /// The reason, without anything that the line holds.
        reason: String,
    },
    /// A release after the first object.
    ReleaseBelowObject {
        /// The line of the release.
        line: usize,
        /// The line of that object.
        object: usize,
    },
    /// More releases than an index counts.
    TooManyReleases,
    /// The line of an object holds JSON that is not an object.
    Object {
        /// The line.
        line: usize,
        /// The reason.
        reason: ObjectError,
    },
    /// The objects are not sorted by id.
    Unsorted,
    /// A release has more or fewer objects than its line states.
    Count {
        /// The line of the release.
        line: usize,
        /// The number that it states.
        stated: usize,
        /// The number of objects that have lines.
        counted: usize,
    },
}

/// Reason why a line of JSON is not an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObjectError {
    /// Its id is not an ATLAS id.
    Id,
    /// It names a release that has no line.
    UnknownRelease,
    /// The object with this id has no lifetime, or one without a name.
    NoName(String),
}

impl JsonlError {
    /// Makes an error of the parser's, which counts each line as the first.
    pub(super) fn of_line(line: usize, error: &serde_json::Error) -> JsonlError {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        JsonlError::Line {
            line,
            column: error.column().max(1),
            reason: if error.is_data() {
                redacted(message)
            } else {
                message.to_owned()
            },
        }
    }
}

impl fmt::Display for JsonlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JsonlError::Line {
                line,
                column,
                reason,
            } => write!(f, "line {line}, column {column}: {reason}"),
            JsonlError::ReleaseBelowObject { line, object } => {
                write!(
                    f,
                    "line {line}: a release after line {object}, which is not a release"
                )
            }
            JsonlError::TooManyReleases => f.write_str("too many releases"),
            JsonlError::Object { line, reason } => write!(f, "line {line}: {reason}"),
            JsonlError::Unsorted => f.write_str("the objects are not sorted by id"),
            JsonlError::Count {
                line,
                stated,
                counted,
            } => write!(
                f,
                "line {line}: the release states {stated} objects, but has lines for {counted}"
            ),
        }
    }
}

impl fmt::Display for ObjectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ObjectError::Id => f.write_str("its id is not an ATLAS id"),
            ObjectError::UnknownRelease => f.write_str("it names a release that has no line"),
            ObjectError::NoName(id) => write!(f, "{id} has no lifetime, or one without a name"),
        }
    }
}

impl std::error::Error for JsonlError {}
