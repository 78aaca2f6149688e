//! Reasons why git does not answer.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::disk::PathError;

/// Reason why git does not answer.
#[derive(Debug)]
pub enum GitError {
    NotInstalled,
    Io(io::Error),
    /// git failed; holds what it printed on stderr.
    Failed(String),
    NoAnswer,
    CutAnswer,
    Path(PathError),
    NoRepository(PathBuf),
    OutsideWorkTree {
        vault: PathBuf,
        work_tree: PathBuf,
    },
    EmptyRevision,
    UnknownRevision {
        named: String,
        reason: Option<Box<GitError>>,
    },
    NoMergeBase(String, String),
    /// An error that more history might avoid, in a shallow clone.
    Shallow(Box<GitError>),
    UnmergedIndex(String),
    /// Paths that differ only in bytes that are not UTF-8.
    SamePath(String),
    Submodule {
        path: String,
        error: Box<GitError>,
    },
    SubmoduleNotCheckedOut(String),
    MissingObject {
        path: String,
        id: String,
    },
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotInstalled => f.write_str("git is not installed, and this check needs it"),
            Self::Io(error) => write!(f, "git: {error}"),
            Self::Failed(why) => f.write_str(why),
            Self::NoAnswer => f.write_str("git: no answer"),
            Self::CutAnswer => f.write_str("git stopped in the middle of an answer"),
            Self::Path(error) => error.fmt(f),
            Self::NoRepository(folder) => {
                write!(f, "{} is not in a git repository", folder.display())
            }
            Self::OutsideWorkTree { vault, work_tree } => write!(
                f,
                "{} lies outside git's work tree {}",
                vault.display(),
                work_tree.display()
            ),
            Self::EmptyRevision => {
                f.write_str("the revision is empty; is a variable not set that should name it?")
            }
            Self::UnknownRevision { named, reason } => {
                write!(f, "git does not know the revision `{named}`")?;
                reason.iter().try_for_each(|reason| write!(f, ": {reason}"))
            }
            Self::NoMergeBase(a, b) => write!(f, "git finds no merge base of {a} and {b}"),
            Self::Shallow(error) => write!(
                f,
                "{error}; the clone is shallow: fetch more of its history (`fetch-depth` of actions/checkout, `GIT_DEPTH` in GitLab)"
            ),
            Self::UnmergedIndex(path) => {
                write!(f, "the index has an unresolved merge: {path}")
            }
            Self::SamePath(path) => write!(
                f,
                "two files have the name {path} apart from bytes that are not UTF-8, and cannot be told apart"
            ),
            Self::Submodule { path, error } => write!(f, "the submodule {path}: {error}"),
            Self::SubmoduleNotCheckedOut(path) => {
                write!(f, "the submodule {path} is not checked out")
            }
            Self::MissingObject { path, id } => write!(
                f,
                "git has no content for {path} (object {id}); in a partial clone fetch it first, as nothing is fetched from here"
            ),
        }
    }
}

impl std::error::Error for GitError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            Self::Path(error) => Some(error),
            Self::Shallow(error) | Self::Submodule { error, .. } => Some(error),
            Self::UnknownRevision { reason, .. } => Some(reason.as_deref()?),
            _ => None,
        }
    }
}

impl From<PathError> for GitError {
    fn from(error: PathError) -> Self {
        Self::Path(error)
    }
}
