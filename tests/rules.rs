//! Runs every example in `src/rules/*.md` (the docs) and `tests/rules/*.md` (the edge cases) through `check`, with all rules on.
//!
//! A section (`##`) is one vault. A line that is a path in backticks and a colon names the file that the next fence holds.
//! Fences by their first word: `config` is atlas-lint.yaml, `diagnostics` what is expected (empty means clean), `full` the rendered
//! pictures, `fixed` a file after `--fix --unsafe-fixes`, shown with LF; anything else is a file. Further words of a file's fence: `crlf`, `bom`,
//! `no-eol`, `escapes` (`\xNN` is a byte, `\u{...}` a character), `unreadable` (the body says why). `catalog=2026.02` on any fence
//! pins the section to that release; it is 2026.05 otherwise.
//!
//! `UPDATE_EXPECT=1 cargo test --test rules` rewrites what is expected.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test may fail loudly and touch files"
)]

mod support;

use std::path::{Path, PathBuf};

use support::{Block, Document};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn rule_docs() {
    run(&Path::new(ROOT).join("src/rules"));
}

#[test]
fn edge_cases() {
    run(&Path::new(ROOT).join("tests/rules"));
}

/// Runs every document of a folder, and says which examples differ.
fn run(folder: &Path) {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut failures = Vec::new();
    for path in documents(folder) {
        let mut document = Document::read(&path);
        for section in &mut document.sections {
            let expected: Vec<Block> = section.blocks.clone();
            let actual = support::run_section(section);
            if expected != actual {
                failures.push(support::difference(
                    &path,
                    &section.title,
                    &expected,
                    &actual,
                ));
                section.blocks = actual;
            }
        }
        if update {
            std::fs::write(&path, document.text()).expect("the document can be written");
        }
    }
    assert!(
        update || failures.is_empty(),
        "{}\n{} examples differ; to accept what is found: UPDATE_EXPECT=1 cargo test --test rules",
        failures.join("\n"),
        failures.len()
    );
}

/// Edits lie in the text and do not overlap; a fix mends its own finding, and a safe one adds no error; what was fixed stays fixed.
#[test]
fn fixes_keep_their_promises() {
    let mut failures = Vec::new();
    for folder in ["src/rules", "tests/rules"] {
        for path in documents(&Path::new(ROOT).join(folder)) {
            for section in &Document::read(&path).sections {
                let broken = support::Example::of(section)
                    .map(|example| support::promises::broken(&example));
                let place = format!("{}: {}", path.display(), section.title);
                failures.extend(
                    broken
                        .into_iter()
                        .flatten()
                        .map(|what| format!("{place}: {what}")),
                );
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{}\n{} promises are broken",
        failures.join("\n"),
        failures.len()
    );
}

fn documents(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    found.sort();
    assert!(!found.is_empty(), "no document in {}", folder.display());
    found
}

/// Every rule has a doc with an example that it finds, a clean one and one picture; and edge cases.
#[test]
fn docs_are_whole() {
    for rule in atlas_lint::rules::RULES {
        let name = rule.name;
        let document = Document::read(&Path::new(ROOT).join(format!("src/rules/{name}.md")));
        assert!(
            document.lead.starts_with(&format!("# {name}\n")),
            "{name}.md starts with its name"
        );
        assert!(
            document.lead.len() > 200,
            "{name}.md says what it finds, why it matters and what to do"
        );
        // A rule that panics cannot be written down as a page; src/check.rs tests it.
        if name == "internal-error" {
            continue;
        }
        let expected: Vec<&Block> = document.expected("diagnostics").collect();
        let own = format!("[{name}]");
        assert!(
            expected.iter().any(|block| block.body.contains(&own)),
            "{name}.md shows a finding"
        );
        assert!(
            expected.iter().any(|block| block.body.is_empty()),
            "{name}.md shows what is clean"
        );
        assert_eq!(
            document.expected("full").count(),
            1,
            "{name}.md has one picture"
        );
        let edges = Path::new(ROOT).join(format!("tests/rules/{name}.md"));
        assert!(
            edges.is_file(),
            "tests/rules/{name}.md holds the edge cases"
        );
    }
}
