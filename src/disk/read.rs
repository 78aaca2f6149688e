//! Reads single files, each from the folders that its source may name.

use std::fs;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use super::bounded::{all_of, most_of, open_regular, read_bounded, regular};
use super::error::FileError;
use super::folder::EntryKind;
use super::limits::{HEAD, MOST_DATA};
use super::paths::{is_in_git_folder, relative};
use super::place::Place;
use super::resolved_path::ResolvedPath;

/// Reads a file that the user named: a page or data.
///
/// # Errors
/// Why not, in words.
pub fn read_file(path: &Path) -> Result<Vec<u8>, FileError> {
    read_bounded(path, most_of(&path.to_string_lossy()))
}

/// Checks that a file can be read, whatever its size.
///
/// # Errors
/// Why not, in words.
pub fn readable(path: &Path) -> Result<(), FileError> {
    open_regular(path).map(|_| ())
}

/// Checks that the files of a folder can be listed.
///
/// # Errors
/// Why not, in words.
pub fn readable_folder(path: &Path) -> Result<(), FileError> {
    fs::read_dir(path)?;
    Ok(())
}

/// Returns the first bytes of a file, which tell what it is.
///
/// # Errors
/// Why it cannot be read, in words.
pub fn start_of(path: &Path) -> Result<Vec<u8>, FileError> {
    let mut start = Vec::new();
    open_regular(path)?.take(HEAD).read_to_end(&mut start)?;
    Ok(start)
}

/// Reads a file that nobody named, such as a configuration, if it exists. Symbolic links are not followed: a link could
/// point to any file of the machine.
///
/// # Errors
/// Why not, in words.
pub fn read_own(path: &Path, most: u64) -> Result<Option<String>, FileError> {
    let folder = path.parent().unwrap_or(path);
    let name = path.file_name().ok_or(FileError::NoFileName)?;
    let target = ResolvedPath::inside(folder, Path::new(name))?;
    match target.entry_kind()? {
        EntryKind::Nothing => Ok(None),
        EntryKind::Link => Err(FileError::Symlink),
        _ => text(read_spot(&target, most)?).map(Some),
    }
}

/// Returns the path, from the root, of a schema that a configuration names.
///
/// # Errors
/// If it is not there, or not in the vault and where the configuration may reach.
pub fn locate_in_vault(place: &Place, named: &str) -> Result<String, FileError> {
    let real = real_inside(&place.root, &place.home().join(named), "the vault")?;
    real_inside(&place.reach(), &real, place.reach_in_words())?;
    Ok(relative(&place.root, &real))
}

/// Reads a file of the vault by its path from the root. Rejects a path or symbolic link that leaves the vault.
///
/// # Errors
/// Why not, in words.
pub fn read_in_vault(place: &Place, path: &str) -> Result<String, FileError> {
    let inside = Path::new(path)
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    if !inside {
        return Err(FileError::Outside("the vault"));
    }
    let real = real_inside(&place.root, &place.root.join(path), "the vault")?;
    real_inside(&place.reach(), &real, place.reach_in_words())?;
    text(read_inside(&place.root, &real)?)
}

/// Reads a file that a configuration names. The file must be in the same repository or, without one, below the configuration:
/// a configuration is untrusted.
///
/// # Errors
/// Why not, in words that quote nothing of it.
pub fn read_configured(place: &Place, named: &str) -> Result<Vec<u8>, FileError> {
    let reach = place.reach();
    let real = real_inside(&reach, &place.home().join(named), place.reach_in_words())?;
    read_inside(&reach, &real)
}

/// Returns the real path of a file, which must be in the folder and not in `.git`.
fn real_inside(folder: &Path, path: &Path, what: &'static str) -> Result<PathBuf, FileError> {
    let outside = || FileError::Outside(what);
    // A configuration must not learn whether a path outside exists.
    let real = fs::canonicalize(path).map_err(|error| {
        if stays_inside(folder, path) {
            error.into()
        } else {
            outside()
        }
    })?;
    if !real.starts_with(folder) {
        return Err(outside());
    }
    if is_in_git_folder(folder, &real) {
        return Err(FileError::InGitFolder);
    }
    Ok(real)
}

/// Returns whether a path to a missing file stays in `folder`: neither `..` nor a symbolic link leaves it.
fn stays_inside(folder: &Path, path: &Path) -> bool {
    let Ok(below) = path.strip_prefix(folder) else {
        return false;
    };
    let mut at = folder.to_path_buf();
    for part in below.components() {
        if part == Component::ParentDir {
            at.pop();
        } else {
            at.push(part);
        }
        let is_link = fs::symlink_metadata(&at).is_ok_and(|metadata| metadata.is_symlink());
        let real = if is_link {
            fs::canonicalize(&at)
        } else {
            Ok(at)
        };
        match real {
            Ok(real) if real.starts_with(folder) => at = real,
            _ => return false,
        }
    }
    true
}

/// Reads a file by its real path. Opens it folder by folder, so that a part replaced by a link in the meantime is not followed.
fn read_inside(folder: &Path, real: &Path) -> Result<Vec<u8>, FileError> {
    let below = real.strip_prefix(folder).unwrap_or(real);
    read_spot(&ResolvedPath::inside(folder, below)?, MOST_DATA)
}

fn read_spot(target: &ResolvedPath, most: u64) -> Result<Vec<u8>, FileError> {
    if target.entry_kind()? != EntryKind::File {
        return Err(FileError::NotRegular);
    }
    let file = target.folder.file(&target.name)?;
    regular(&file)?;
    all_of(&file, most)
}

fn text(bytes: Vec<u8>) -> Result<String, FileError> {
    String::from_utf8(bytes).map_err(|_| FileError::NotUtf8)
}
