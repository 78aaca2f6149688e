//! What tests of `catalog import` share.

use crate::support::{Outcome, Scratch};

pub const FILE: &str = "atlas-lint-catalog.jsonl";

/// Creates a vault with one page, which names a technique as 2026.09 does.
pub fn vault(name: &str) -> Scratch {
    let vault = Scratch::new(name);
    vault.write("a.md", "# AML.T0000: Search Open Technical Databases\n");
    vault
}

pub fn held(vault: &Scratch) -> Option<String> {
    std::fs::read_to_string(vault.path().join(FILE)).ok()
}

#[track_caller]
pub fn done(outcome: &Outcome) -> &str {
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (0, ""),
        "{}",
        outcome.stdout
    );
    &outcome.stdout
}
