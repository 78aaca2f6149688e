//! Writes the files of a plan: each whole or not at all, new ones first.

use std::path::Path;

use super::error::Error;
use crate::disk::{self, FileError};

/// A file to write.
#[derive(Clone, Copy)]
pub(super) struct Planned<'p> {
    /// Relative to the root of the vault.
    pub(super) path: &'p str,
    /// Its text; `None` if the file is new.
    pub(super) before: Option<&'p str>,
    pub(super) after: &'p str,
}

/// A file that could not be written, after others were.
pub(super) struct Failure<'p> {
    pub(super) path: &'p str,
    pub(super) why: FileError,
    /// The paths of files that were written.
    pub(super) done: Vec<&'p str>,
    /// Number of files that were not written.
    pub(super) left: usize,
}

/// Checks that every file can be written, before the first one is.
pub(super) fn check_writable(root: &Path, files: &[Planned<'_>]) -> Result<(), Error> {
    for file in files {
        if let Some(why) = disk::objection(root, file.path, file.before) {
            let path = file.path;
            return Err(Error::Message(format!(
                "{path}: {why}; nothing was written"
            )));
        }
    }
    Ok(())
}

/// Writes each file atomically. New files come first, so that a failure half-way leaves no link to a missing page.
pub(super) fn write<'p>(root: &Path, files: &[Planned<'p>]) -> Result<(), Failure<'p>> {
    let (new, old): (Vec<&Planned<'_>>, Vec<&Planned<'_>>) =
        files.iter().partition(|file| file.before.is_none());
    let mut done = Vec::new();
    for file in new.into_iter().chain(old) {
        let path = file.path;
        let written = match file.before {
            Some(before) => disk::rewrite_in_vault(root, path, before, file.after),
            None => disk::create_in_vault(root, path, file.after),
        };
        if let Err(why) = written {
            let left = files.len() - done.len();
            return Err(Failure {
                path,
                why,
                done,
                left,
            });
        }
        done.push(path);
    }
    Ok(())
}
