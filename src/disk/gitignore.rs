//! What the `.gitignore`s of a vault hide.

use std::borrow::Borrow;
use std::fs;
use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::bounded::read_bounded;
use super::error::FileError;
use super::limits::MOST_DATA;

/// Name of the files.
pub const FILE_NAME: &str = ".gitignore";

/// Reads the rules of a folder. Like git, it does not follow a `.gitignore` that is a link.
pub(super) fn read(folder: &Path) -> Result<Option<Gitignore>, FileError> {
    let file = folder.join(FILE_NAME);
    if !fs::symlink_metadata(&file).is_ok_and(|file| file.is_file()) {
        return Ok(None);
    }
    Ok(parse(folder, &read_bounded(&file, MOST_DATA)?))
}

/// Parses a `.gitignore` of a folder.
#[must_use]
pub fn parse(folder: &Path, bytes: &[u8]) -> Option<Gitignore> {
    let text = String::from_utf8_lossy(bytes);
    let mut builder = GitignoreBuilder::new(folder);
    for line in text.trim_start_matches('\u{feff}').lines() {
        // A line that is not a pattern hides nothing.
        let _ = builder.add_line(None, line);
    }
    builder.build().ok()
}

/// Returns the folders of submodules that a `.gitmodules` lists, whose files are there only once they are checked out.
#[must_use]
pub fn submodules(text: &str) -> Vec<String> {
    let path = |line: &str| {
        let value = line.trim().strip_prefix("path")?.trim_start();
        let value = value.strip_prefix('=')?.trim().trim_matches(['"', '/']);
        (!value.is_empty()).then(|| value.to_owned())
    };
    text.lines().filter_map(path).collect()
}

/// Returns whether the nearest rules that match the path hide it.
pub(super) fn is_hidden(rules: &[impl Borrow<Gitignore>], path: &Path, is_folder: bool) -> bool {
    rules
        .iter()
        .rev()
        .map(|rules| rules.borrow().matched(path, is_folder))
        .find(|opinion| !opinion.is_none())
        .is_some_and(|opinion| opinion.is_ignore())
}

#[cfg(test)]
mod tests {
    use super::{is_hidden, parse};
    use std::path::Path;

    #[test]
    fn the_nearest_rules_with_an_opinion_decide() {
        let rules = |folder: &str, text: &str| {
            parse(Path::new(folder), text.as_bytes()).expect("rules that can be read")
        };
        let all = [
            rules("/kb", "\u{feff}*.md\nbuild/\n"),
            rules("/kb/sub", "!keep.md\n"),
        ];
        let hidden = |path: &str, is_folder| is_hidden(&all, Path::new(path), is_folder);
        assert!(hidden("/kb/a.md", false) && hidden("/kb/sub/a.md", false));
        assert!(!hidden("/kb/sub/keep.md", false));
        assert!(hidden("/kb/build", true) && !hidden("/kb/build", false));
        assert!(!hidden("/kb/a.txt", false));
    }
}
