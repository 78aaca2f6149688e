//! What the test binaries share: examples in Markdown, and runs of the program.

#![allow(
    dead_code,
    unused_imports,
    reason = "each test binary uses a part of it"
)]

mod document;
mod example;
mod expected;
pub mod inject;
pub mod new_pages;
pub mod places;
pub mod promises;
mod run;
pub mod same;
pub mod studies;
pub mod trips;
pub mod vault;

use std::path::{Path, PathBuf};

pub use document::{Block, Document, document, documents};
pub use example::Example;
pub use expected::run_section;
pub use run::{Outcome, Run, Scratch, fails};

/// Returns all files below a folder, sorted.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("the folder can be read") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
