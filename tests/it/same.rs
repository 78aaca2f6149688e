//! Findings stay the same through a change of words: the vault of this repository, and every example of every rule.
//!
//! `UPDATE_SAME=1 cargo test --test it same` writes the digests in `same.txt`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::support::{Document, Example, Run, Scratch, document, documents, same};

const COMMAND: &str = "cargo test --test it same";

#[test]
fn findings_are_the_same() {
    let mut found = BTreeMap::from([("content".to_owned(), content())]);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let documents = documents();
    let texts = atlas_lint::parallel::map(2, documents.len(), |at| {
        examples(&document(&root.join(&documents[at])))
    });
    found.extend(documents.into_iter().zip(texts));
    if let Err(why) = same::compare("tests/it/same.txt", COMMAND, &found) {
        panic!("{why}");
    }
}

/// Returns what the program finds in `content/`, and how it ends.
fn content() -> String {
    let scratch = Scratch::new("same");
    let sarif = scratch.path().join("sarif");
    let output = format!("--output=sarif={}", sarif.display());
    let run = Run::new(&["content", "--format", "json", "--show-suppressed", &output]).go();
    let sarif = std::fs::read_to_string(sarif).expect("a report");
    format!(
        "exit code {}\n{}{}",
        run.code,
        same::without_words(same::parse(&run.stdout)),
        same::without_words(same::parse(&sarif))
    )
}

/// Returns what is found in each example of a document. Sections are numbered, so that a title may change.
fn examples(document: &Document) -> String {
    let mut text = String::new();
    for (section, nth) in document.sections.iter().zip(1..) {
        if let Some(example) = Example::of(section) {
            let report = same::without_words(same::parse(&example.report()));
            let _ = write!(text, "example {nth}\n{report}");
        }
    }
    text
}
