//! Writing to the files of a vault.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{remove_file, words, write_new};

/// Why a file of the vault must not be written as planned; None if it may. `before` is its text as it was read, None for a new one.
#[must_use]
pub fn objection(root: &Path, path: &str, before: Option<&str>) -> Option<String> {
    match before {
        Some(before) => real_file(root, path, before).err(),
        None => free_place(root, path).err(),
    }
}

/// Writes a file of the vault anew, whole or not at all, if it still holds what was read. A symbolic link stays one: what it leads
/// to is written.
///
/// # Errors
/// Why not, in words.
pub fn rewrite_in_vault(root: &Path, path: &str, before: &str, after: &str) -> Result<(), String> {
    let real = match real_file(root, path, before) {
        Ok(real) => real,
        // A page that the vault knows by two paths, one a link, was written by the other.
        Err(_) if real_file(root, path, after).is_ok() => return Ok(()),
        Err(why) => return Err(why),
    };
    replaced(&real, after).map_err(|error| words(&error))
}

/// Creates a file of the vault that must not exist yet, and the folders around it.
///
/// # Errors
/// Why not, in words.
pub fn create_in_vault(root: &Path, path: &str, text: &str) -> Result<(), String> {
    let place = free_place(root, path)?;
    let made = match place.parent() {
        Some(folder) => fs::create_dir_all(folder),
        None => Ok(()),
    };
    made.and_then(|()| write_new(&place, text))
        .map_err(|error| words(&error))
}

/// The file that a path of the vault leads to, if it still holds what was read.
fn real_file(root: &Path, path: &str, before: &str) -> Result<PathBuf, String> {
    let real = fs::canonicalize(root.join(path)).map_err(|error| words(&error))?;
    if !real.starts_with(root) {
        return Err("it leads out of the vault".to_owned());
    }
    unchanged(&real, before)?;
    Ok(real)
}

/// Writes a file that is not of the vault anew, as [`rewrite_in_vault`] does.
///
/// # Errors
/// Why not, in words.
pub fn rewrite_file(path: &Path, before: &str, after: &str) -> Result<(), String> {
    unchanged(path, before)?;
    replaced(path, after).map_err(|error| words(&error))
}

/// Whether a file still holds what was read, and may be written.
fn unchanged(file: &Path, before: &str) -> Result<(), String> {
    let bytes = super::read_file(file)?;
    if bytes != before.as_bytes() {
        return Err("it changed while it was worked on".to_owned());
    }
    writable(file)
}

/// A file that is closed to writing stays as it is, though its folder would let another take its place.
fn writable(real: &Path) -> Result<(), String> {
    let metadata = fs::metadata(real).map_err(|error| words(&error))?;
    if metadata.permissions().readonly() {
        return Err("it is read-only".to_owned());
    }
    let opened = fs::OpenOptions::new().write(true).open(real);
    opened.map(|_| ()).map_err(|error| words(&error))
}

/// The place of a file to come. Folders that are there must lie in the vault.
fn free_place(root: &Path, path: &str) -> Result<PathBuf, String> {
    let place = root.join(path);
    if fs::symlink_metadata(&place).is_ok() {
        return Err("something of this name is already there".to_owned());
    }
    let there = place
        .ancestors()
        .skip(1)
        .find(|folder| fs::symlink_metadata(folder).is_ok())
        .unwrap_or(root);
    let real = fs::canonicalize(there).map_err(|error| words(&error))?;
    if !real.starts_with(root) {
        return Err("its folder leads out of the vault".to_owned());
    }
    if !real.is_dir() {
        return Err(format!("{} is no folder", there.display()));
    }
    Ok(place)
}

/// Writes beside the file and moves that over it, so that whoever reads meanwhile finds one text or the other.
fn replaced(real: &Path, text: &str) -> io::Result<()> {
    let name = real.file_name().unwrap_or_default().to_string_lossy();
    let short: String = name.chars().take(40).collect();
    let beside = real.with_file_name(format!(".{short}.{}.tmp", std::process::id()));
    let metadata = fs::metadata(real)?;
    let mut file = fs::File::create_new(&beside)?;
    keep_owner(&file, &metadata);
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.set_permissions(metadata.permissions()))
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&beside, real));
    written.inspect_err(|_| remove_file(&beside))
}

/// Gives a file the owner of another, where that is ours to give: root in a container works on files of people.
fn keep_owner(file: &fs::File, of: &fs::Metadata) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let _ = fchown(file, Some(of.uid()), Some(of.gid()));
    }
    #[cfg(not(unix))]
    let _ = (file, of);
}
