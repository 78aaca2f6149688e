//! Errors of the catalog.

use std::fmt;

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
