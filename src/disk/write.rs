//! Writing files: those of a vault, and those that the command line names.

use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::atomic::{self, Overwrite};
use super::error::{FileError, PathError};
use super::folder::EntryKind;
use super::paths::is_in_git_folder;
use super::resolved_path::{ResolvedPath, is_stream};

/// Why a file of the vault must not be written as planned; None if it may. `before` is its text as it was read, None for a new one.
#[must_use]
pub fn objection(root: &Path, path: &str, before: Option<&str>) -> Option<FileError> {
    match before {
        Some(before) => real_file(root, path)
            .and_then(|target| atomic::unchanged(&target, before))
            .err(),
        None => free_place(root, path).err(),
    }
}

/// Writes a file of the vault anew, whole or not at all, if it still holds what was read. A symbolic link stays one: what it leads
/// to is written.
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

/// Creates a file of the vault that must not exist yet, and the folders around it.
///
/// # Errors
/// Why not, in words.
pub fn create_in_vault(root: &Path, path: &str, text: &str) -> Result<(), FileError> {
    let target = ResolvedPath::made_inside(root, &free_place(root, path)?)?;
    atomic::put(&target, Overwrite::Never, |out| {
        out.write_all(text.as_bytes())
    })
}

/// Writes a file that is not of the vault, whole or not at all.
///
/// # Errors
/// Why not, in words.
pub fn write_file(path: &Path, overwrite: Overwrite, text: &str) -> Result<(), FileError> {
    let target = ResolvedPath::named(path)?;
    atomic::put(&target, overwrite, |out| out.write_all(text.as_bytes()))
}

/// Writes a file that is not of the vault anew, as [`rewrite_in_vault`] does.
///
/// # Errors
/// Why not, in words.
pub fn rewrite_file(path: &Path, before: &str, after: &str) -> Result<(), FileError> {
    atomic::rewrite(&ResolvedPath::named(path)?, before, after)
}

/// Writes a report: a file whole or not at all, and to a pipe or a device as it comes.
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

/// Whether a name is that of a pipe or a device, or of a link that leads to one and that no checkout can have brought.
fn streams(target: &ResolvedPath) -> Result<bool, FileError> {
    match target.look()? {
        EntryKind::Other => Ok(true),
        EntryKind::Link if !target.is_of_a_checkout() => Ok(is_stream(&target.path)?),
        _ => Ok(false),
    }
}

/// How many bytes of a file tell what it is.
const HEAD: u64 = 8 << 10;

/// Takes a report of an earlier run away, if there is one: a regular file that begins as `is_report` says. Of anything else that is
/// there it says why it was left.
///
/// # Errors
/// Why it was left, in words.
pub fn take_away(path: &Path, is_report: &dyn Fn(&[u8]) -> bool) -> Result<(), FileError> {
    let folder = path.parent().unwrap_or(Path::new(""));
    if !folder.as_os_str().is_empty() && fs::symlink_metadata(folder).is_err() {
        return Ok(());
    }
    let target = ResolvedPath::named(path)?;
    match target.look()? {
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

/// The file that a path of the vault leads to.
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

/// The place of a file to come, from the root of the vault. Folders that are there must lie in it.
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

/// Adds a text to the end of a file, on a line of its own.
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
