//! Runs every example in `src/rules/*.md` (the docs) and `tests/rules/*.md` (the edge cases) through `check`, with all rules on.
//!
//! A section (`##`) is one vault. A line that is a path in backticks and a colon names the file that the next fence holds. Fences by
//! their first word:
//!
//! - `config`: atlas-lint.yaml.
//! - `diagnostics`: the expected findings; empty means clean.
//! - `full`: the rendered findings.
//! - `fixed`: a file after `--fix --unsafe-fixes`, shown with LF.
//! - `pairs`: each id with the name that it is paired with, whether or not the pair is reported. It tells an id that is right from an id
//!   whose name is not recognized.
//! - Anything else is a file. Further words: `crlf`, `bom`, `no-eol`, `escapes` (`\xNN` is a byte, `\u{...}` a character),
//!   `unreadable` (the body is the reason).
//!
//! `catalog=2026.02` on any fence pins the section to that release; it is 2026.05 otherwise.
//!
//! Each example is a test, named by its document and its section, and its fixes are another one: `cargo test --test rules -- wrong-name`.
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

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use libtest_mimic::{Arguments, Failed, Trial};
use support::Block;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What examples gave that is to stand in their documents: tests run side by side, and a document is written once.
type Updates = Arc<Mutex<BTreeMap<String, BTreeMap<usize, Vec<Block>>>>>;

fn main() -> ExitCode {
    let args = Arguments::from_args();
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    if update && std::env::var_os("NEXTEST").is_some() {
        eprintln!(
            "nextest runs each example by itself: use `UPDATE_EXPECT=1 cargo test --test rules`"
        );
        return ExitCode::from(2);
    }
    let updates = update.then(Updates::default);
    // Run by itself, an example needs no other document.
    let only = args.filter.clone().filter(|_| args.exact);
    let wanted = |path: &String| only.as_ref().is_none_or(|name| name.starts_with(path));
    let mut trials: Vec<Trial> = atlas_lint::rules::RULES
        .iter()
        .copied()
        .map(whole_doc)
        .collect();
    for path in support::documents().into_iter().filter(wanted) {
        trials.extend(examples(&path, updates.as_ref()));
    }
    let conclusion = libtest_mimic::run(&args, trials);
    if let Some(updates) = updates {
        let updates = updates.lock().unwrap_or_else(PoisonError::into_inner);
        for (path, sections) in updates.iter() {
            let path = Path::new(ROOT).join(path);
            let mut document = support::document(&path);
            for (&at, blocks) in sections {
                document.sections[at].blocks.clone_from(blocks);
            }
            std::fs::write(&path, document.text()).expect("the document can be written");
        }
    }
    conclusion.exit_code()
}

/// Returns the tests of a document: two for each section with an example.
fn examples(path: &str, updates: Option<&Updates>) -> Vec<Trial> {
    let document = Arc::new(support::document(&Path::new(ROOT).join(path)));
    let mut trials = Vec::new();
    for (at, section) in document.sections.iter().enumerate() {
        if support::Example::of(section).is_none() {
            continue;
        }
        let name = format!("{path}: {}", section.title);
        let (found, fixed) = (Arc::clone(&document), Arc::clone(&document));
        let (owner, updates) = (path.to_owned(), updates.cloned());
        trials.push(Trial::test(name.clone(), move || {
            let section = &found.sections[at];
            let actual = support::run_section(section);
            if section.blocks == actual {
                return Ok(());
            }
            let Some(updates) = updates else {
                return Err(different(&section.blocks, &actual));
            };
            let mut updates = updates.lock().unwrap_or_else(PoisonError::into_inner);
            updates.entry(owner).or_default().insert(at, actual);
            Ok(())
        }));
        trials.push(Trial::test(format!("{name}, fixes"), move || {
            let example = support::Example::of(&fixed.sections[at]).expect("an example");
            let broken = support::promises::broken(&example);
            if broken.is_empty() {
                return Ok(());
            }
            Err(Failed::from(broken.join("\n")))
        }));
    }
    trials
}

/// Returns a diff of each fence that differs, and how to accept what is found.
fn different(expected: &[Block], actual: &[Block]) -> Failed {
    let mut text = String::new();
    for (expected, actual) in expected.iter().zip(actual).filter(|(a, b)| a != b) {
        let fence = expected.info.as_deref().unwrap_or_default();
        let diff = similar::TextDiff::from_lines(&expected.body, &actual.body);
        let mut diff = diff.unified_diff();
        let diff = diff.header(&format!("expected in the `{fence}` fence"), "found");
        text += &diff.to_string();
    }
    Failed::from(format!(
        "{text}\nto accept what is found: UPDATE_EXPECT=1 cargo test --test rules"
    ))
}

/// Returns the test that a rule's doc has an example with a finding, a clean one and one picture,
/// and that the rule has edge cases.
fn whole_doc(rule: &'static atlas_lint::rules::Rule) -> Trial {
    let name = rule.name;
    Trial::test(format!("src/rules/{name}.md is whole"), move || {
        let document = support::document(&Path::new(ROOT).join(format!("src/rules/{name}.md")));
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
            return Ok(());
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
        Ok(())
    })
}
