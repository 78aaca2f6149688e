//! The only module that touches the file system: finds the vault, lists its files and reads them.

#![expect(
    clippy::disallowed_methods,
    reason = "this is the module that touches files"
)]

mod atomic;
mod bounded;
mod folder;
mod hidden;
mod page;
mod paths;
mod place;
mod read;
mod spot;
mod walk;
mod write;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub use atomic::Before;
pub use bounded::{MOST_DATA, MOST_PAGE, most_of, read_bounded, too_large};
pub use page::page_of;
pub use paths::{from_here, relative, seen_from};
pub use place::{Given, Place, baseline_file, git_root, imports_file, is_sparse, place};
pub use read::{locate_in_vault, read_configured, read_file, read_in_vault, read_own, readable};
pub use walk::{MOST_LINKED, read_vault, too_many_linked};
pub use write::{
    create_in_vault, objection, rewrite_file, rewrite_in_vault, take_away, write_file, write_report,
};

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

/// Whether something is at a path, a dangling link included.
#[must_use]
pub fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// The nearest folder around a file that holds a file of this name, as far as a configuration is looked for.
#[must_use]
pub fn folder_with(path: &Path, name: &str) -> Option<PathBuf> {
    let path = absolute(path).ok()?;
    let mut folders = place::around(path.parent()?).into_iter();
    let folder = folders.find(|folder| folder.join(name).is_file());
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
        io::ErrorKind::WouldBlock => "not a regular file".to_owned(),
        _ => error.to_string(),
    }
}
