//! Changes to the vault as a diff on stdout.

use std::path::Path;

use super::ci_job;
use super::stdout::{self, StdoutError};
use super::terminal::Terminal;
use crate::disk;
use crate::render::unified::unified;

/// Prints changes: for each file its path in the vault, the text before (`None` for a new file) and the text after.
pub(super) fn print<'c>(
    root: &Path,
    changes: impl Iterator<Item = (&'c str, Option<&'c str>, &'c str)>,
) -> Result<(), StdoutError> {
    // `patch -p1` and `git apply` expect paths from the current folder, if the vault is inside it.
    let (prefix, _) = disk::from_here(root);
    let prefix = if prefix.starts_with("../") || prefix.starts_with('/') {
        ""
    } else {
        &prefix
    };
    let job = ci_job::on_stdout();
    let diff = |(path, before, after)| {
        let diff = unified(&format!("{prefix}{path}"), before, after);
        match job {
            // An escaped line makes the patch fail to apply, which is better than a CI job that runs it.
            Some(job) => job.diff(&diff),
            None => diff,
        }
    };
    let text: String = changes.map(diff).collect();
    let terminal = Terminal::stdout();
    if terminal.interactive || terminal.palette.color {
        // A person reads it, so no line may make the terminal do anything.
        let palette = terminal.palette;
        let lines = text.lines().map(|line| palette.diff_line(line) + "\n");
        stdout::print(&lines.collect::<String>())
    } else {
        stdout::print(&text)
    }
}
