//! Writes files of a vault and files that the command line names.

use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::atomic::{self, Overwrite};
use super::error::{FileError, PathError};
use super::folder::EntryKind;
use super::limits::HEAD;
use super::paths::is_in_git_folder;
use super::resolved_path::{ResolvedPath, is_stream};

/// Returns the reason why a file of the vault cannot be written, if any. `before` is its text as read; None for a new file.
#[must_use]
pub fn objection(root: &Path, path: &str, before: Option<&str>) -> Option<FileError> {
    match before {
        Some(before) => real_file(root, path)
            .and_then(|target| atomic::unchanged(&target, before))
            .err(),
        None => free_place(root, path).err(),
    }
}

/// Replaces a file of the vault atomically, if its content is still `before`. For a symbolic link, the target is replaced.
///
/// # Errors
/// Why not, in words.
pub fn rewrite_in_vault(
    root: &Path,
    path: &str,
    before: &str,
    after: &str,
) -> Result<(), FileError> {
    let target = real_file(root, path)?;
    match atomic::rewrite(&target, before, after) {
        // A page that the vault knows by two paths, one a link, was written by the other.
        Err(_) if atomic::unchanged(&target, after).is_ok() => Ok(()),
        written => written,
    }
}

/// Creates a new file of the vault, and missing parent folders.
///
/// # Errors
/// Why not, in words.
pub fn create_in_vault(root: &Path, path: &str, text: &str) -> Result<(), FileError> {
    let target = ResolvedPath::made_inside(root, &free_place(root, path)?)?;
    atomic::put(&target, Overwrite::Never, |out| {
        out.write_all(text.as_bytes())
    })
}

/// Writes a file outside of the vault atomically.
///
/// # Errors
/// Why not, in words.
pub fn write_file(path: &Path, overwrite: Overwrite, text: &str) -> Result<(), FileError> {
    let target = ResolvedPath::named(path)?;
    atomic::put(&target, overwrite, |out| out.write_all(text.as_bytes()))
}

/// Replaces a file outside of the vault, as [`rewrite_in_vault`] does.
///
/// # Errors
/// Why not, in words.
pub fn rewrite_file(path: &Path, before: &str, after: &str) -> Result<(), FileError> {
    atomic::rewrite(&ResolvedPath::named(path)?, before, after)
}

/// Writes a report: atomically to a file, directly to a pipe or device.
///
/// # Errors
/// Why not, in words.
pub fn write_report(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), FileError> {
    let target = ResolvedPath::named(path)?;
    if !streams(&target)? {
        return atomic::put(&target, Overwrite::Allow, fill);
    }
    // Where stdout is a file, /dev/stdout is that file, which holds what was printed.
    let opened = OpenOptions::new().append(true).open(&target.path);
    let mut out = io::BufWriter::new(opened?);
    fill(&mut out)?;
    Ok(out.flush()?)
}

/// Returns whether a path is a pipe or device, or a link to one that cannot come from a checkout.
fn streams(target: &ResolvedPath) -> Result<bool, FileError> {
    match target.entry_kind()? {
        EntryKind::Other => Ok(true),
        EntryKind::Link if !target.is_of_a_checkout() => Ok(is_stream(&target.path)?),
        _ => Ok(false),
    }
}

/// Deletes a report of an earlier run, if there is one: a regular file whose start `is_report` accepts. Fails for any other file.
///
/// # Errors
/// Why it was left, in words.
pub fn remove_report(path: &Path, is_report: &dyn Fn(&[u8]) -> bool) -> Result<(), FileError> {
    let folder = path.parent().unwrap_or(Path::new(""));
    if !folder.as_os_str().is_empty() && fs::symlink_metadata(folder).is_err() {
        return Ok(());
    }
    let target = ResolvedPath::named(path)?;
    match target.entry_kind()? {
        EntryKind::Nothing | EntryKind::Other => return Ok(()),
        EntryKind::Link if streams(&target)? => return Ok(()),
        EntryKind::Link => return Err(FileError::Symlink),
        EntryKind::Folder => return Err(FileError::IsFolder),
        EntryKind::File => {}
    }
    let file = target.folder.file(&target.name);
    let head = file.and_then(|file| head_of(&file));
    if !is_report(&head?) {
        return Err(FileError::NotReport);
    }
    Ok(target.folder.remove(&target.name)?)
}

fn head_of(file: &fs::File) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    file.take(HEAD).read_to_end(&mut head)?;
    Ok(head)
}

/// Resolves the file at a path of the vault.
fn real_file(root: &Path, path: &str) -> Result<ResolvedPath, FileError> {
    let real = fs::canonicalize(root.join(path))?;
    let below = real
        .strip_prefix(root)
        .map_err(|_| FileError::LeavesVault)?;
    if is_in_git_folder(root, &real) {
        return Err(FileError::InGitFolder);
    }
    ResolvedPath::inside(root, below)
}

/// Resolves the path of a new file from the root of the vault. Existing folders must be in the vault.
fn free_place(root: &Path, path: &str) -> Result<PathBuf, FileError> {
    let place = root.join(path);
    if fs::symlink_metadata(&place).is_ok() {
        return Err(FileError::Exists);
    }
    let there = place
        .ancestors()
        .skip(1)
        .find(|folder| fs::symlink_metadata(folder).is_ok())
        .unwrap_or(root);
    let real = fs::canonicalize(there)?;
    let Ok(below) = real.strip_prefix(root) else {
        return Err(FileError::FolderLeavesVault);
    };
    if !real.is_dir() {
        return Err(FileError::ParentNotFolder(there.to_path_buf()));
    }
    Ok(below.join(place.strip_prefix(there).unwrap_or(Path::new(path))))
}

/// Returns whether stdout goes to a regular file.
#[must_use]
pub fn stdout_is_file() -> bool {
    #[cfg(unix)]
    let handle = std::os::fd::AsFd::as_fd(&io::stdout()).try_clone_to_owned();
    #[cfg(windows)]
    let handle = std::os::windows::io::AsHandle::as_handle(&io::stdout()).try_clone_to_owned();
    handle
        .and_then(|handle| fs::File::from(handle).metadata())
        .is_ok_and(|metadata| metadata.is_file())
}

/// Appends a text to a file, on a line of its own.
///
/// # Errors
/// The system's words.
pub fn append_to_file(path: &Path, text: &str) -> Result<(), PathError> {
    let append = || {
        let mut file = OpenOptions::new().append(true).create(true).open(path)?;
        // Whoever wrote before may not have ended a line, or a table.
        let apart = if file.metadata()?.len() > 0 {
            "\n\n"
        } else {
            ""
        };
        file.write_all(format!("{apart}{text}").as_bytes())
    };
    append().map_err(|error| PathError {
        path: path.to_path_buf(),
        error,
    })
}
