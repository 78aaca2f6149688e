//! Findings in the corpora stay the same through a change of words.
//!
//! `UPDATE_SAME=1 cargo test --test corpus same` writes the digests in `same.txt`.

use std::collections::BTreeMap;

use crate::needs::{self, shared, tests};
use crate::support::{Run, same};

tests! {
    &[needs::SEED, "atlas/v6", "atlas/legacy"] =>
        findings_are_the_same;
}

const COMMAND: &str = "cargo test --test corpus same";

fn findings_are_the_same() {
    let newest = {
        let catalog = atlas_lint::catalog::Catalog::embedded();
        catalog.release_name(catalog.newest())
    };
    let mut found = BTreeMap::new();
    for release in ["2026.02", "2026.05", newest] {
        let name = format!("{} against {release}", needs::SEED);
        found.insert(name, findings(needs::SEED, &["--catalog", release]));
    }
    for folder in ["atlas/v6", "atlas/legacy"] {
        found.insert(folder.to_owned(), findings(folder, &[]));
    }
    if let Err(why) = same::compare("tests/corpus/same.txt", COMMAND, &found) {
        panic!("{why}");
    }
}

/// Returns what the program finds in a corpus, and how it ends.
fn findings(corpus: &str, args: &[&str]) -> String {
    let folder = shared(corpus);
    let folder = folder.to_str().expect("the path is UTF-8");
    let run = Run::new(&[args, &[folder, "--format", "json", "--show-suppressed"]].concat()).go();
    let mut report = same::parse(&run.stdout);
    // Where the corpora lie differs between machines.
    report["vault"].take();
    format!("exit code {}\n{}", run.code, same::without_words(report))
}
