//! Reasons why a catalog does not take a snapshot.

use std::fmt;

use super::kind::Kind;
use super::release::version_parts;
use crate::text::shortened;

/// The most differences that an error names.
const MAX_NAMED: usize = 3;
/// The most characters of a value that an error shows.
const MAX_SHOWN: usize = 80;

/// Reason why a catalog does not take a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MergeError {
    /// The name of the release is not a release name.
    ReleaseName,
    /// The file does not state its release, and no known release has its names.
    UnknownRelease,
    /// The file states a version that no known release has, and has no dates.
    UnknownVersion(String),
    TooManyReleases,
    /// Two files are of this release.
    TwoFiles(String),
    /// A value of the release itself.
    Release(ValueError),
    /// A value of the object with this id.
    Object(String, ValueError),
    /// The file contradicts the official file of its release that was read before.
    Contradiction {
        release: String,
        differences: Vec<Difference>,
    },
}

/// Reason why a catalog does not take a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueError {
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

/// A difference between two official files of one release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Only the new file has the object with this id.
    Added(String),
    /// Only the known file has the object with this id.
    Missing(String),
    Value {
        id: String,
        label: &'static str,
        known: String,
        new: String,
    },
}

impl fmt::Display for MergeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MergeError::ReleaseName => f.write_str("the name of the release is not like 2026.05"),
            MergeError::UnknownRelease => f.write_str(
                "the file does not state its release, and no known release has its names",
            ),
            MergeError::UnknownVersion(version) => {
                // Anything else may be a quotation of a file that the reader may not see.
                match version_parts(version) {
                    Some(_) => write!(f, "version {version:?}")?,
                    None => f.write_str("its version")?,
                }
                f.write_str(
                    " is not that of a known release, and the file has no dates to identify it by",
                )
            }
            MergeError::TooManyReleases => f.write_str("too many releases"),
            MergeError::TwoFiles(release) => {
                write!(f, "two files are of the same release, {release}")
            }
            MergeError::Release(reason) => write!(f, "the release: {reason}"),
            MergeError::Object(id, reason) => write!(f, "{id}: {reason}"),
            MergeError::Contradiction {
                release,
                differences,
            } => {
                write!(
                    f,
                    "the file contradicts the official file of ATLAS {release} that was read before: "
                )?;
                let named = differences
                    .iter()
                    .take(MAX_NAMED)
                    .map(Difference::to_string);
                f.write_str(&named.collect::<Vec<String>>().join("; "))?;
                match differences.len().saturating_sub(MAX_NAMED) {
                    0 => Ok(()),
                    1 => f.write_str(", and 1 more difference"),
                    more => write!(f, ", and {more} more differences"),
                }
            }
        }
    }
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
            ValueError::IdInName => f.write_str("its name contains an id"),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Difference::Added(id) => write!(f, "{id} is only in this file"),
            Difference::Missing(id) => write!(f, "{id} is missing from this file"),
            Difference::Value {
                id,
                label,
                known,
                new,
            } => {
                let (known, new) = (shortened(known, MAX_SHOWN), shortened(new, MAX_SHOWN));
                write!(
                    f,
                    "{id} has the {label} \"{known}\", in this file \"{new}\""
                )
            }
        }
    }
}

impl std::error::Error for MergeError {}
impl std::error::Error for ValueError {}
