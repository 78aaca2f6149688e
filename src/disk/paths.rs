//! Paths as they are seen from somewhere else.

use std::path::Path;

use super::absolute;

/// A path below the root, with `/` between its parts; "." for the root itself.
#[must_use]
pub fn relative(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = below
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    if parts.is_empty() {
        ".".to_owned()
    } else {
        parts.join("/")
    }
}

/// The path of a file as seen from a folder, with `/` between its parts and `..` for each step up.
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

/// How the vault is seen from the current folder: what to put before a path of the vault, and, if the current folder lies in the
/// vault, its own path there.
#[must_use]
pub fn from_here(root: &Path) -> (String, String) {
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
