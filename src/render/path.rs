//! Paths of the vault as seen from the current folder.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::escape;

/// Returns a path of the vault as seen from the current folder, safe to print. `prefix` and `inside` are those of a [`Context`].
#[must_use]
pub fn shown_path(prefix: &str, inside: &str, path: &str) -> String {
    let path = below(prefix, &seen_from(inside, path));
    escape::log_line(&path)
}

/// Returns a path as a part of a URL. A colon in the first part would make a scheme of it.
#[must_use]
pub fn encoded(path: &str) -> String {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'/')
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~');
    utf8_percent_encode(path, KEPT).to_string()
}

/// Returns a path that is safe to print in `most` columns: folders at its start are left out first, then the start of its name.
pub(super) fn shortened(path: &str, most: usize, ellipsis: &str) -> String {
    if path.width() <= most {
        return path.to_owned();
    }
    let room = most.saturating_sub(ellipsis.width());
    let mut used = 0;
    let fits = |(_, c): &(usize, char)| {
        used += c.width().unwrap_or(0);
        used <= room
    };
    let tail = path.char_indices().rev().take_while(fits).last();
    let tail = tail.map_or("", |(at, _)| &path[at..]);
    let tail = tail.find('/').map_or(tail, |slash| &tail[slash..]);
    format!("{ellipsis}{tail}")
}

/// Joins a path to a folder, which ends in a slash or is empty. A file outside the vault, such as the baseline, is named relative to the
/// folder around it.
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

/// Returns a path of the vault as seen from a folder of the vault.
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

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn folders_go_before_the_name() {
        assert_eq!(shortened("a/b/c.md:1:2", 12, "…"), "a/b/c.md:1:2");
        assert_eq!(shortened("a/b/c.md:1:2", 11, "…"), "…/c.md:1:2");
        assert_eq!(shortened("folder/long-name.md", 10, "..."), "...name.md");
        assert_eq!(shortened("日本語/x.md", 8, "…"), "…/x.md");
        assert_eq!(shortened("abc", 0, "…"), "…");
    }
}
