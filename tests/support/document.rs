//! Documents with examples, read from files.

use std::path::Path;

pub use atlas_lint::example::{Block, Document, Section};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Returns the documents with examples, as paths from the root of the repository.
pub fn documents() -> Vec<String> {
    let mut found = Vec::new();
    for folder in ["src/rules", "tests/rules"] {
        for entry in std::fs::read_dir(Path::new(ROOT).join(folder)).expect("the folder is there") {
            let name = entry.expect("the folder can be read").file_name();
            let name = name.to_str().expect("a name in UTF-8");
            if Path::new(name).extension().is_some_and(|end| end == "md") {
                found.push(format!("{folder}/{name}"));
            }
        }
    }
    found.sort();
    assert!(found.len() > 100, "{} documents", found.len());
    found
}

/// Reads a document.
pub fn document(path: &Path) -> Document {
    let text = std::fs::read_to_string(path);
    Document::parse(&text.unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}
