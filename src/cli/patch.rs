//! Changes to the vault as a diff on stdout.

use std::io::IsTerminal;
use std::path::Path;

use super::{job, print, print_lines};
use crate::disk;
use crate::render::unified::unified;

/// Prints changes, each a path of the vault, the text before (None for a new file) and the text after.
pub(super) fn print_all<'c>(
    root: &Path,
    changes: impl Iterator<Item = (&'c str, Option<&'c str>, &'c str)>,
) -> Result<(), String> {
    // Paths as `patch -p1` and `git apply` want them in the current folder, where the vault lies in it.
    let (prefix, _) = disk::from_here(root);
    let prefix = if prefix.starts_with("../") || prefix.starts_with('/') {
        ""
    } else {
        &prefix
    };
    let job = job::on_stdout();
    let diff = |(path, before, after)| {
        let diff = unified(&format!("{prefix}{path}"), before, after);
        match job {
            // A patch that holds a command does not apply, which is better than a log that obeys it.
            Some(job) => job.diff(&diff),
            None => diff,
        }
    };
    let text: String = changes.map(diff).collect();
    if std::io::stdout().is_terminal() {
        print_lines(&text)
    } else {
        print(&text)
    }
}
