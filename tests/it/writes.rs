//! What is written: whole files, in their place, with what others may do to them unchanged.

#![cfg(unix)]

mod links;
mod modes;
mod removed;
mod saves;
mod special;

use std::path::Path;

use crate::support::Scratch;

fn vault(name: &str) -> Scratch {
    let vault = Scratch::new(name);
    vault
        .write("atlas-lint.yaml", "catalog: {release: \"2026.05\"}\n")
        .write("a.md", "[[gone]]\n");
    vault
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Names that a run left behind.
fn left(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let names = names.map(|name| name.to_string_lossy().into_owned());
    names.filter(|name| name.contains(".tmp")).collect()
}
