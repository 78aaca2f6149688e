//! Errors that end a run with exit code 2.
//!
//! Modules below `cli` have errors of their own. Here they become a text for stderr.

use std::fmt::Display;
use std::path::Path;

use super::stdout::StdoutError;
use crate::config::Problem;
use crate::disk::{self, MOST_DATA, PathError, PlaceError};
use crate::git::GitError;
use crate::text::Source;

/// Error that ends a run.
#[derive(Debug)]
pub(super) enum Error {
    /// A message.
    Message(String),
    /// A configuration or schema that cannot be used, shown with its lines.
    Config(Box<Problem>),
    /// Problems of one file, each on a line of its own.
    File { path: String, problems: Vec<String> },
    /// stdout cannot be written.
    Stdout(StdoutError),
}

impl Error {
    pub(super) fn new(message: impl Display) -> Self {
        Self::Message(message.to_string())
    }

    /// Returns a function for `map_err` that names the file before an error about it.
    pub(super) fn at<E: Display>(path: &Path) -> impl Fn(E) -> Self {
        let path = path.display().to_string();
        move |why| Self::Message(in_file(&path, &why.to_string()))
    }

    /// Returns a function for `map_err` that names the file before each of its problems.
    pub(super) fn problems<E: ToString>(path: &Path) -> impl Fn(Vec<E>) -> Self {
        let path = path.display().to_string();
        move |problems| Self::File {
            path: path.clone(),
            problems: problems.iter().map(ToString::to_string).collect(),
        }
    }
}

/// Returns an error with its file before it, as `path:line:column: why` if the error begins with a place.
pub(super) fn in_file(path: &str, why: &str) -> String {
    let mut parts = why.splitn(3, ':');
    let mut is_number = || {
        let part = parts.next().unwrap_or_default();
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let has_place =
        is_number() && is_number() && parts.next().is_some_and(|rest| rest.starts_with(' '));
    let gap = if has_place { "" } else { " " };
    format!("{path}:{gap}{why}")
}

impl From<PathError> for Error {
    fn from(error: PathError) -> Self {
        Self::new(error)
    }
}

impl From<PlaceError> for Error {
    fn from(error: PlaceError) -> Self {
        let PlaceError::VaultKey { config, .. } = &error else {
            return Self::new(error);
        };
        match disk::read_own(config, MOST_DATA) {
            Ok(Some(text)) => {
                let source = Source::new(config.display().to_string(), text);
                Problem::at_key(&source, &["vault"], error.to_string(), None).into()
            }
            _ => Self::at(config)(error.to_string()),
        }
    }
}

impl From<GitError> for Error {
    fn from(error: GitError) -> Self {
        Self::new(error)
    }
}

impl From<globset::Error> for Error {
    fn from(error: globset::Error) -> Self {
        Self::new(error)
    }
}

impl From<Box<Problem>> for Error {
    fn from(problem: Box<Problem>) -> Self {
        Self::Config(problem)
    }
}

impl From<StdoutError> for Error {
    fn from(error: StdoutError) -> Self {
        Self::Stdout(error)
    }
}
