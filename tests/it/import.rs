//! `catalog import`, and the vault's catalog that follows from it.

mod folders;
mod read;
mod refused;

use std::path::Path;

use crate::catalog::files::small;

/// Returns a release in which the technique has another name.
fn renamed(version: &str) -> String {
    small(version).replace("Search Open Technical", "Search All Technical")
}

/// Lists the files of a vault, including hidden ones.
fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}
