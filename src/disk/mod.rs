//! The only module that touches the file system: finds the vault, lists its files and reads them.

#![expect(
    clippy::disallowed_methods,
    reason = "this is the module that touches files"
)]

mod bounded;
mod paths;
mod place;
mod walk;
mod write;

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

pub use bounded::{MOST_DATA, read_bounded};
pub use paths::{from_here, relative, seen_from};
pub use place::{Given, Place, baseline_file, git_root, imports_file, is_sparse, place};
pub use walk::{MOST_LINKED, read_vault, sorted_out, too_many_linked};
pub use write::{create_in_vault, objection, rewrite_file, rewrite_in_vault};

/// The largest file that is read, in bytes. Spans count in 32 bits.
const MAX_FILE: u64 = u32::MAX as u64 - 1;

/// The absolute path of something that exists, symbolic links resolved.
///
/// # Errors
/// If it is not there.
pub fn absolute(path: &Path) -> Result<PathBuf, String> {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    fs::canonicalize(path).map_err(|error| format!("{}: {}", path.display(), words(&error)))
}

/// The absolute path of something that need not be there, with the nearest folder around it that is.
///
/// # Errors
/// If there is no such folder.
pub fn absolute_of_gone(path: &Path) -> Result<(PathBuf, PathBuf), String> {
    if let Ok(there) = absolute(path) {
        return Ok((there.clone(), there));
    }
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(format!("{}: no such file or folder", path.display()));
    };
    let (folder, there) = absolute_of_gone(folder)?;
    Ok((folder.join(name), there))
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

/// Reads a whole text file that is not part of a vault.
///
/// # Errors
/// The system's words.
pub fn read_file(path: &Path) -> Result<Vec<u8>, String> {
    read_bounded(path, MAX_FILE)
}

/// Reads a text that a folder holds of its own accord, if it is there. A symbolic link is not followed:
/// it could have the program quote any file of the machine.
///
/// # Errors
/// Why not, in words.
pub fn read_own(path: &Path, most: usize) -> Result<Option<String>, String> {
    let metadata = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(words(&error)),
        Ok(metadata) => metadata,
    };
    if metadata.is_symlink() {
        return Err("it is a symbolic link, which is not followed".to_owned());
    }
    if usize::try_from(metadata.len()).is_ok_and(|len| len > most) {
        return Err(format!("it is larger than {} MiB", most >> 20));
    }
    let bytes = read_file(path)?;
    String::from_utf8(bytes)
        .map(Some)
        .map_err(|_| "it is not UTF-8 text".to_owned())
}

/// The path from the root of a file of the vault that `folder` names by `path`.
///
/// # Errors
/// If it is not there, or not in the vault.
pub fn locate_in_vault(root: &Path, folder: &Path, path: &str) -> Result<String, String> {
    let real = fs::canonicalize(folder.join(path)).map_err(|error| words(&error))?;
    if real.starts_with(root) {
        Ok(relative(root, &real))
    } else {
        Err("it lies outside the vault".to_owned())
    }
}

/// Reads a file of the vault by its path from the root. A path, or a symbolic link, that leaves the vault is refused.
///
/// # Errors
/// Why not, in words.
pub fn read_in_vault(root: &Path, path: &str) -> Result<String, String> {
    let inside = Path::new(path)
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    if !inside {
        return Err("it lies outside the vault".to_owned());
    }
    let real = fs::canonicalize(root.join(path)).map_err(|error| words(&error))?;
    if !real.starts_with(root) {
        return Err("it lies outside the vault".to_owned());
    }
    String::from_utf8(read_file(&real)?).map_err(|_| "it is not UTF-8 text".to_owned())
}

/// Writes a file, whole.
///
/// # Errors
/// The system's words.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), String> {
    // A link that a checkout brought would have any file of the machine written. The devices' folder is the system's own.
    let is_link = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
    if is_link && !path.starts_with("/dev") {
        let why = "it is a symbolic link, which is not followed";
        return Err(format!("{}: {why}", path.display()));
    }
    fs::write(path, bytes).map_err(|error| format!("{}: {}", path.display(), words(&error)))
}

/// Adds a text to the end of a file, on a line of its own.
///
/// # Errors
/// The system's words.
pub fn append_to_file(path: &Path, text: &str) -> Result<(), String> {
    use std::io::Write;
    let append = || {
        let mut file = fs::OpenOptions::new()
            .append(true)
            .create(true)
            .open(path)?;
        // Whoever wrote before may not have ended a line, or a table.
        let apart = if file.metadata()?.len() > 0 {
            "\n\n"
        } else {
            ""
        };
        file.write_all(format!("{apart}{text}").as_bytes())
    };
    append().map_err(|error| format!("{}: {}", path.display(), words(&error)))
}

/// Writes a file, whole or not at all: whoever reads it meanwhile finds what was there before.
///
/// # Errors
/// The system's words.
pub fn replace_file(path: &Path, text: &str) -> Result<(), String> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // In the same folder, as a file cannot be renamed from one disk to another.
    let beside = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let moved = write_new(&beside, text)
        .and_then(|()| fs::rename(&beside, path).inspect_err(|_| remove_file(&beside)));
    moved.map_err(|error| format!("{}: {}", path.display(), words(&error)))
}

/// Takes a file away, if it is there.
pub fn remove_file(path: &Path) {
    // A device or a link that was named as a target is not ours to take away.
    let regular = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file());
    if !regular {
        return;
    }
    // What cannot be removed was not written by us either.
    let _ = fs::remove_file(path);
}

/// Creates a file that must not exist yet.
///
/// # Errors
/// If it does, or the system's words.
pub fn create_file(path: &Path, text: &str) -> Result<(), String> {
    write_new(path, text).map_err(|error| format!("{}: {}", path.display(), words(&error)))
}

/// Writes a file that must not exist yet; if that fails half-way, nothing of it is left.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    use std::io::Write;
    let mut file = fs::File::create_new(path)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all());
    written.inspect_err(|_| remove_file(path))
}

/// Whether something is at a path, a dangling link included.
#[must_use]
pub fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Writes a file whole or not at all. One that is there is replaced only if that is wanted.
///
/// # Errors
/// The system's words.
pub fn write_whole(path: &Path, bytes: &[u8], replace: bool) -> Result<(), String> {
    use std::io::Write;
    let fail = |error: io::Error| format!("{}: {}", path.display(), words(&error));
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.tmp", std::process::id()));
    let beside = path.with_file_name(name);
    let target = if replace { beside.as_path() } else { path };
    let mut file = fs::File::create_new(target).map_err(fail)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    let written = written.and_then(|()| {
        if replace {
            fs::rename(&beside, path)
        } else {
            Ok(())
        }
    });
    written.map_err(|error| {
        remove_file(target);
        fail(error)
    })
}

/// The nearest folder around a file that holds a file of this name.
#[must_use]
pub fn folder_with(path: &Path, name: &str) -> Option<PathBuf> {
    let path = absolute(path).ok()?;
    let folder = path
        .ancestors()
        .skip(1)
        .find(|folder| folder.join(name).is_file());
    folder.map(Path::to_path_buf)
}

/// Whether a path is that of a Markdown page.
#[must_use]
pub fn is_page(path: &str) -> bool {
    let extension = Path::new(path)
        .extension()
        .and_then(|extension| extension.to_str());
    extension.is_some_and(|e| e.eq_ignore_ascii_case("md") || e.eq_ignore_ascii_case("markdown"))
}

fn words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}
