//! Writing files: those of a vault, and those that the command line names.

use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::atomic::{self, Before};
use super::folder::There;
use super::spot::{NOT_FOLLOWED, Spot, is_stream};
use super::walk::is_of_git;
use super::words;

/// Why a file of the vault must not be written as planned; None if it may. `before` is its text as it was read, None for a new one.
#[must_use]
pub fn objection(root: &Path, path: &str, before: Option<&str>) -> Option<String> {
    match before {
        Some(before) => real_file(root, path)
            .and_then(|spot| atomic::unchanged(&spot, before))
            .err(),
        None => free_place(root, path).err(),
    }
}

/// Writes a file of the vault anew, whole or not at all, if it still holds what was read. A symbolic link stays one: what it leads
/// to is written.
///
/// # Errors
/// Why not, in words.
pub fn rewrite_in_vault(root: &Path, path: &str, before: &str, after: &str) -> Result<(), String> {
    let spot = real_file(root, path)?;
    match atomic::rewrite(&spot, before, after) {
        // A page that the vault knows by two paths, one a link, was written by the other.
        Err(_) if atomic::unchanged(&spot, after).is_ok() => Ok(()),
        written => written,
    }
}

/// Creates a file of the vault that must not exist yet, and the folders around it.
///
/// # Errors
/// Why not, in words.
pub fn create_in_vault(root: &Path, path: &str, text: &str) -> Result<(), String> {
    let spot = Spot::made_inside(root, &free_place(root, path)?)?;
    atomic::put(&spot, Before::Nothing, |out| out.write_all(text.as_bytes()))
}

/// Writes a file that is not of the vault, whole or not at all.
///
/// # Errors
/// Why not, in words.
pub fn write_file(path: &Path, before: Before, text: &str) -> Result<(), String> {
    let spot = Spot::named(path)?;
    atomic::put(&spot, before, |out| out.write_all(text.as_bytes()))
}

/// Writes a file that is not of the vault anew, as [`rewrite_in_vault`] does.
///
/// # Errors
/// Why not, in words.
pub fn rewrite_file(path: &Path, before: &str, after: &str) -> Result<(), String> {
    atomic::rewrite(&Spot::named(path)?, before, after)
}

/// Writes a report: a file whole or not at all, and to a pipe or a device as it comes.
///
/// # Errors
/// Why not, in words.
pub fn write_report(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), String> {
    let spot = Spot::named(path)?;
    if !streams(&spot)? {
        return atomic::put(&spot, Before::Anything, fill);
    }
    // Where stdout is a file, /dev/stdout is that file, which holds what was printed.
    let opened = OpenOptions::new().append(true).open(&spot.path);
    let mut out = io::BufWriter::new(opened.map_err(|error| words(&error))?);
    fill(&mut out)
        .and_then(|()| out.flush())
        .map_err(|error| words(&error))
}

/// Whether a name is that of a pipe or a device, or of a link that leads to one and that no checkout can have brought.
fn streams(spot: &Spot) -> Result<bool, String> {
    match spot.look()? {
        There::Other => Ok(true),
        There::Link if !spot.is_of_a_checkout() => {
            is_stream(&spot.path).map_err(|error| words(&error))
        }
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
pub fn take_away(path: &Path, is_report: &dyn Fn(&[u8]) -> bool) -> Result<(), String> {
    let folder = path.parent().unwrap_or(Path::new(""));
    if !folder.as_os_str().is_empty() && fs::symlink_metadata(folder).is_err() {
        return Ok(());
    }
    let spot = Spot::named(path)?;
    match spot.look()? {
        There::Nothing | There::Other => return Ok(()),
        There::Link if streams(&spot)? => return Ok(()),
        There::Link => return Err(format!("it {NOT_FOLLOWED}")),
        There::Folder => return Err("it is a folder".to_owned()),
        There::File => {}
    }
    let file = spot.folder.file(&spot.name);
    let head = file.and_then(|file| head_of(&file));
    if !is_report(&head.map_err(|error| words(&error))?) {
        return Err("it does not begin as such a report does".to_owned());
    }
    spot.folder
        .remove(&spot.name)
        .map_err(|error| words(&error))
}

fn head_of(file: &fs::File) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    file.take(HEAD).read_to_end(&mut head)?;
    Ok(head)
}

/// The file that a path of the vault leads to.
fn real_file(root: &Path, path: &str) -> Result<Spot, String> {
    let real = fs::canonicalize(root.join(path)).map_err(|error| words(&error))?;
    let below = real
        .strip_prefix(root)
        .map_err(|_| "it leads out of the vault")?;
    if is_of_git(root, &real) {
        return Err("it is a file of git's own".to_owned());
    }
    Spot::inside(root, below)
}

/// The place of a file to come, from the root of the vault. Folders that are there must lie in it.
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
    let Ok(below) = real.strip_prefix(root) else {
        return Err("its folder leads out of the vault".to_owned());
    };
    if !real.is_dir() {
        return Err(format!("{} is no folder", there.display()));
    }
    Ok(below.join(place.strip_prefix(there).unwrap_or(Path::new(path))))
}
