//! Paths of the vault as seen from the current folder.

use super::escape;

/// A path of the vault as seen from the current folder, safe to print. Prefix and inside are those of a [`Context`].
#[must_use]
pub fn shown_path(prefix: &str, inside: &str, path: &str) -> String {
    let path = below(prefix, &seen_from(inside, path));
    escape::log_line(&path)
}

/// A path below a folder, which ends in a slash if it is not empty. A file beside the vault, as its baseline may be, is named by way of
/// the folder around it.
fn below(folder: &str, path: &str) -> String {
    let (mut folder, mut path) = (folder, path);
    while let Some(rest) = path.strip_prefix("../") {
        let above = folder
            .trim_end_matches('/')
            .rfind('/')
            .map_or(0, |at| at + 1);
        if folder.is_empty() || folder.ends_with("../") {
            break;
        }
        (folder, path) = (&folder[..above], rest);
    }
    format!("{folder}{path}")
}

/// A path of the vault as seen from a folder of the vault.
fn seen_from(folder: &str, path: &str) -> String {
    let mut folder = folder.split('/').filter(|part| !part.is_empty()).peekable();
    let mut path = path.split('/').peekable();
    while folder.peek().is_some() && folder.peek() == path.peek() {
        folder.next();
        path.next();
    }
    folder
        .map(|_| "..")
        .chain(path)
        .collect::<Vec<_>>()
        .join("/")
}
