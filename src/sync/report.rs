//! Notes and errors of a run, for the user.

use std::fmt;

use crate::catalog::Kind;
use crate::conventions::lists::ListNote;

/// Something that was left as it is, on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The vault has no page of this kind that shows how to write one.
    NoPagesOfKind(Kind),
    /// A list of a page.
    List(ListNote),
    /// The page of an object that only a newer release holds.
    Newer {
        path: String,
        id: String,
        release: String,
    },
    /// The page of an object that no release holds.
    Unknown { path: String, id: String },
    /// A page on which id and name contradict each other.
    InDoubt { path: String },
}

/// Something that could not be brought up to date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// A new object gets no page.
    NoPage { id: String },
    /// The edits of one round keep causing others.
    Endless,
    /// A page is empty; perhaps that of this object, which was to be created there.
    EmptyPage { path: String, id: Option<String> },
    /// A page cannot be edited.
    Page { path: String, reason: PageReason },
    /// Several pages declare one object.
    SeveralPages { id: String, paths: Vec<String> },
}

/// Reason why a page cannot be edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageReason {
    /// Its front matter is not valid YAML.
    FrontMatter,
    /// Its front matter, as it is written, would not be valid YAML with the new lines.
    FrontMatterAfter,
    /// It holds an unresolved merge conflict.
    MergeConflict,
    /// It is not UTF-8.
    NotText,
    /// It could not be read; holds the OS error.
    Unreadable(String),
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPagesOfKind(kind) => write!(
                f,
                "no {} is created: the vault has no page of one yet",
                kind.label()
            ),
            Self::List(note) => note.fmt(f),
            Self::Newer { path, id, release } => write!(
                f,
                "{path}: {id} comes only with ATLAS {release}; it is not changed"
            ),
            Self::Unknown { path, id } => {
                write!(f, "{path}: no release holds {id}; it is not changed")
            }
            Self::InDoubt { path } => write!(
                f,
                "{path}: its facts are not changed: what it declares is in doubt; `atlas-lint check` says why"
            ),
        }
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPage { id } => write!(
                f,
                "{id} gets no page: the pages of its kind do not show how one is written, or its name cannot stand in one"
            ),
            Self::Endless => f.write_str("the edits do not converge; please report this vault"),
            Self::EmptyPage { path, id } => {
                write!(f, "{path}: the page is empty")?;
                if let Some(id) = id {
                    write!(f, ", and {id} gets no other one")?;
                }
                f.write_str("; write it, or remove it and run again")
            }
            Self::Page { path, reason } => write!(f, "{path}: {reason}; it is not changed"),
            Self::SeveralPages { id, paths } => write!(
                f,
                "{id} is not changed: several pages declare it: {}",
                paths.join(", ")
            ),
        }
    }
}

impl fmt::Display for PageReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FrontMatter => f.write_str("its front matter cannot be read"),
            Self::FrontMatterAfter => {
                f.write_str("its front matter leaves no room for a new line of its own")
            }
            Self::MergeConflict => f.write_str("it holds a merge conflict"),
            Self::NotText => f.write_str("it is not UTF-8 text"),
            Self::Unreadable(why) => f.write_str(why),
        }
    }
}
