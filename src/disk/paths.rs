//! Conversions between absolute and relative paths.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::PathError;

/// Returns a path relative to the root, with `/` as separator; "." for the root itself.
#[must_use]
pub fn relative(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let mut parts = String::with_capacity(below.as_os_str().len());
    for part in below.components() {
        // The root of the file system is a part of its own, and its separator.
        if !parts.is_empty() && parts != "/" {
            parts.push('/');
        }
        parts.push_str(&part.as_os_str().to_string_lossy());
    }
    if parts.is_empty() {
        parts.push('.');
    }
    parts
}

/// Returns the path of a file relative to a folder, with `/` as separator and `..` for each step up.
#[must_use]
pub fn seen_from(folder: &Path, file: &Path) -> String {
    let common = folder
        .components()
        .zip(file.components())
        .take_while(|(a, b)| a == b)
        .count();
    let up = folder.components().skip(common).map(|_| "..".into());
    let down = file
        .components()
        .skip(common)
        .map(|part| part.as_os_str().to_string_lossy());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// Returns the absolute path of a file that may not exist, through links as far as they lead to something.
#[must_use]
pub fn absolute_or_new(file: &Path) -> PathBuf {
    let folder = file.parent().unwrap_or(Path::new(""));
    let name = file.file_name().unwrap_or_default();
    absolute(file)
        .or_else(|_| absolute(folder).map(|folder| folder.join(name)))
        .unwrap_or_else(|_| file.to_path_buf())
}

/// Returns an absolute path as it reads from the current folder.
#[must_use]
pub fn from_current(path: &Path) -> String {
    let current = absolute(Path::new(".")).unwrap_or_default();
    let parts = current.components().zip(path.components());
    if parts.take_while(|(a, b)| a == b).count() <= 1 {
        // Nothing but the file system's root in common: an absolute path reads better.
        return path.display().to_string();
    }
    match seen_from(&current, path) {
        here if here.is_empty() => ".".to_owned(),
        seen => seen,
    }
}

/// Returns the prefix for paths of the vault as seen from the current folder, and the path of the current folder inside the vault ("" if it
/// is outside).
#[must_use]
pub fn from_here(root: &Path) -> (String, String) {
    let absolute_root = absolute(root);
    let root = absolute_root.as_deref().unwrap_or(root);
    let outright = || (format!("{}/", root.display()), String::new());
    let Ok(current) = absolute(Path::new(".")) else {
        return outright();
    };
    if current == root {
        return (String::new(), String::new());
    }
    if current.starts_with(root) {
        return (String::new(), relative(root, &current));
    }
    let common = current
        .components()
        .zip(root.components())
        .take_while(|(a, b)| a == b)
        .count();
    if common <= 1 {
        // Nothing but the file system's root in common: an absolute path reads better.
        return outright();
    }
    let up = current.components().count() - common;
    let mut prefix = "../".repeat(up);
    for part in root.components().skip(common) {
        prefix.push_str(&part.as_os_str().to_string_lossy());
        prefix.push('/');
    }
    (prefix, String::new())
}

/// Returns the absolute path of an existing file or folder, with symbolic links resolved.
///
/// # Errors
/// If it is not there.
pub fn absolute(path: &Path) -> Result<PathBuf, PathError> {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    fs::canonicalize(path).map_err(|error| PathError {
        path: path.to_path_buf(),
        error,
    })
}

/// Returns the absolute path of something that may not exist, with its nearest existing folder.
///
/// # Errors
/// If there is no such folder.
pub fn absolute_of_gone(path: &Path) -> Result<(PathBuf, PathBuf), PathError> {
    if let Ok(there) = absolute(path) {
        return Ok((there.clone(), there));
    }
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(PathError {
            path: path.to_path_buf(),
            error: io::ErrorKind::NotFound.into(),
        });
    };
    let (folder, there) = absolute_of_gone(folder)?;
    Ok((folder.join(name), there))
}

/// Returns whether a path exists. A dangling link counts.
#[must_use]
pub fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Returns whether a path has the extension of a Markdown page.
#[must_use]
pub fn is_page(path: &str) -> bool {
    let extension = Path::new(path)
        .extension()
        .and_then(|extension| extension.to_str());
    extension.is_some_and(|e| {
        ["md", "mdx", "markdown"]
            .iter()
            .any(|known| e.eq_ignore_ascii_case(known))
    })
}

/// Returns the root of the git work tree around a folder: the folder with `.git`.
#[must_use]
pub fn git_root(folder: &Path) -> Option<PathBuf> {
    folder
        .ancestors()
        .find(|folder| folder.join(".git").exists())
        .map(Path::to_path_buf)
}

/// Returns whether a real path below `root` is in `.git`.
pub(super) fn is_in_git_folder(root: &Path, real: &Path) -> bool {
    let below = real.strip_prefix(root);
    below.is_ok_and(|below| below.components().any(|part| part.as_os_str() == ".git"))
}

#[cfg(test)]
mod tests {
    use super::{is_in_git_folder, is_page, relative, seen_from};
    use std::path::Path;

    #[test]
    fn a_path_is_relative_to_the_root() {
        let relative = |path: &str| relative(Path::new("/kb"), Path::new(path));
        assert_eq!(relative("/kb"), ".");
        assert_eq!(relative("/kb/a/b.md"), "a/b.md");
    }

    #[test]
    fn a_file_is_seen_from_another_folder() {
        let seen = |folder: &str, file: &str| seen_from(Path::new(folder), Path::new(file));
        assert_eq!(seen("/kb/a", "/kb/a/b.md"), "b.md");
        assert_eq!(seen("/kb/a/x", "/kb/b.md"), "../../b.md");
        assert_eq!(seen("/kb/a", "/kb/ab/c.md"), "../ab/c.md");
    }

    #[test]
    fn pages_are_known_by_their_extension() {
        for page in ["a.md", "a.MD", "x/a.mdx", "a.b.markdown"] {
            assert!(is_page(page), "{page}");
        }
        for other in ["md", ".md", "a.md.txt", "a.mdown", "a.md/b"] {
            assert!(!is_page(other), "{other}");
        }
    }

    #[test]
    fn files_of_git_are_known_by_a_whole_part() {
        let in_git = |path: &str| is_in_git_folder(Path::new("/kb"), Path::new(path));
        assert!(in_git("/kb/.git/config") && in_git("/kb/sub/.git"));
        assert!(!in_git("/kb/.github/a.md") && !in_git("/other/.git/config"));
    }
}
