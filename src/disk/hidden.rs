//! What the `.gitignore`s of a vault hide.

use std::fs;
use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::{MOST_DATA, read_bounded};

pub(super) const RULES: &str = ".gitignore";

/// The rules of a folder. A link to some is not followed, as git follows none either.
pub(super) fn rules(folder: &Path) -> Result<Option<Gitignore>, String> {
    let file = folder.join(RULES);
    if !fs::symlink_metadata(&file).is_ok_and(|file| file.is_file()) {
        return Ok(None);
    }
    let bytes = read_bounded(&file, MOST_DATA)?;
    let text = String::from_utf8_lossy(&bytes);
    let mut builder = GitignoreBuilder::new(folder);
    for line in text.trim_start_matches('\u{feff}').lines() {
        // A line that is no pattern hides nothing.
        let _ = builder.add_line(None, line);
    }
    Ok(builder.build().ok())
}

/// Whether the nearest rules with an opinion hide the path.
pub(super) fn is_hidden(rules: &[Gitignore], path: &Path, is_folder: bool) -> bool {
    rules
        .iter()
        .rev()
        .map(|rules| rules.matched(path, is_folder))
        .find(|opinion| !opinion.is_none())
        .is_some_and(|opinion| opinion.is_ignore())
}
