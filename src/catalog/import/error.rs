//! Reasons why an official file is not imported, and why a file of imports is not read.

use std::fmt;

use crate::catalog::error::{MergeError, ValueError};
use crate::catalog::jsonl::JsonlError;

/// Reason why an official file is not imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportError {
    Merge(MergeError),
    /// The file was cut off between two case studies: after `last`, it lacks so many that the
    /// release before has.
    Truncated {
        last: Option<String>,
        missing: usize,
        before: String,
    },
    /// What would be written could not be read again.
    Unreadable(ImportsError),
}

/// Reason why a text is not the imports of a vault. Lines count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportsError {
    TooLarge {
        max_mib: u64,
    },
    Jsonl(JsonlError),
    NoRelease,
    TooMany {
        max_releases: usize,
        max_objects: usize,
    },
    /// The releases are not sorted.
    Unsorted,
    Release {
        line: usize,
        reason: ReleaseError,
    },
    Object {
        line: usize,
        id: String,
        reason: ObjectError,
    },
}

/// Reason why a release is not one that was imported. Most hold the name of the release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReleaseError {
    Name,
    /// It is not official, or has no file.
    NoOfficialFile(String),
    Sha256(String),
    TooLong(String),
}

/// Reason why an object is not one that was imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObjectError {
    /// Its lifetimes overlap.
    Overlap,
    /// A value that is too long, unverified, or not of the releases of its lifetime.
    Misplaced,
    /// A successor without an ATLAS id.
    Successor,
    Value(ValueError),
    UnverifiedEnd,
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ImportError::Merge(error) => error.fmt(f),
            ImportError::Truncated {
                last,
                missing,
                before,
            } => {
                let last = last.as_deref().unwrap_or("no case study");
                write!(
                    f,
                    "the file is cut off: it ends with {last}, and ATLAS {before} has {missing} case studies after it"
                )
            }
            ImportError::Unreadable(error) => {
                write!(f, "the file has what no ATLAS release has: {error}")
            }
        }
    }
}

impl fmt::Display for ImportsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ImportsError::TooLarge { max_mib } => write!(f, "it is larger than {max_mib} MiB"),
            ImportsError::Jsonl(error) => error.fmt(f),
            ImportsError::NoRelease => f.write_str("it has no release"),
            ImportsError::TooMany {
                max_releases,
                max_objects,
            } => write!(
                f,
                "it has more than {max_releases} releases or {max_objects} objects"
            ),
            ImportsError::Unsorted => f.write_str("its releases are not sorted from old to new"),
            ImportsError::Release { line, reason } => write!(f, "line {line}: {reason}"),
            ImportsError::Object { line, id, reason } => write!(f, "line {line}: {id}: {reason}"),
        }
    }
}

impl fmt::Display for ReleaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReleaseError::Name => f.write_str("the name of the release is not like 2026.05"),
            ReleaseError::NoOfficialFile(name) => write!(
                f,
                "release {name} does not state the official file that it was read from"
            ),
            ReleaseError::Sha256(name) => write!(
                f,
                "release {name} names a file by a value that is not a SHA-256"
            ),
            ReleaseError::TooLong(name) => {
                write!(
                    f,
                    "release {name} has a date or a version number that is too long"
                )
            }
        }
    }
}

impl fmt::Display for ObjectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ObjectError::Overlap => f.write_str("its lifetimes overlap"),
            ObjectError::Misplaced => f.write_str(
                "a value that is too long, unverified, or not of the releases that have the object",
            ),
            ObjectError::Successor => f.write_str("a successor has an id that is not an ATLAS id"),
            ObjectError::Value(error) => error.fmt(f),
            ObjectError::UnverifiedEnd => {
                f.write_str("an unverified end, in a file that has only facts of official files")
            }
        }
    }
}

impl std::error::Error for ImportError {}
impl std::error::Error for ImportsError {}

impl From<MergeError> for ImportError {
    fn from(error: MergeError) -> ImportError {
        ImportError::Merge(error)
    }
}
