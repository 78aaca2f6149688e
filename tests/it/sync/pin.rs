//! The pin of the configuration, and another release beside it.

use super::{text, vault};
use crate::support::{Scratch, fails};

const CONFIG: &str = "# Ours\ncatalog:\n  release: '2026.05'  # kept\nexclude: [\"x/**\"]\n";

fn pinned(name: &str) -> Scratch {
    let vault = vault(name);
    vault.write("atlas-lint.yaml", CONFIG);
    vault
}

#[test]
fn another_release_than_the_pinned_one_is_told() {
    let vault = pinned("sync-beside");
    let run = vault.run(&["sync", "--check", "--catalog", "2026.09"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr
            .contains("note: the configuration pins 2026.05: ")
            && run
                .stderr
                .contains("`sync --catalog 2026.09 --pin` moves the pin"),
        "{}",
        run.stderr
    );
    let same = vault.run(&["sync", "--check", "--catalog", "2026.05"]);
    assert!(!same.stderr.contains("pins"), "{}", same.stderr);
    let none = vault.run(&["sync", "--check"]);
    assert!(!none.stderr.contains("pins"), "{}", none.stderr);
}

#[test]
fn the_pin_is_moved_and_the_rest_of_the_configuration_stays() {
    let vault = pinned("sync-pin");
    let check = vault.run(&["sync", "--check", "--pin"]);
    assert_eq!(check.code, 1);
    assert!(
        check.stderr.contains("would pin ATLAS 2026.09 in "),
        "{}",
        check.stderr
    );
    assert_eq!(text(&vault, "atlas-lint.yaml"), CONFIG);
    let run = vault.run(&["sync", "--pin"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("as of ATLAS 2026.09"), "{}", run.stderr);
    let moved = CONFIG.replace("'2026.05'", "\"2026.09\"");
    assert_eq!(text(&vault, "atlas-lint.yaml"), moved);
    let again = vault.run(&["sync", "--check", "--pin"]);
    assert_eq!(
        (again.code, again.stdout.as_str()),
        (0, ""),
        "{}",
        again.stderr
    );
    let back = vault.run(&["sync", "--diff", "--catalog", "5.6.0", "--pin"]);
    assert!(
        back.stderr.contains("would pin ATLAS 2026.04"),
        "{}",
        back.stderr
    );
}

#[test]
fn a_pin_is_added_where_there_is_none() {
    let vault = vault("sync-pin-new");
    for (before, after) in [
        ("", "catalog:\n  release: \"2026.09\"\n"),
        ("rules: {}", "rules: {}\ncatalog:\n  release: \"2026.09\"\n"),
    ] {
        vault.write("atlas-lint.yaml", before);
        let run = vault.run(&["sync", "--pin"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(text(&vault, "atlas-lint.yaml"), after);
    }
}

#[test]
fn a_pin_that_cannot_be_moved_is_told() {
    let vault = vault("sync-pin-not");
    let config = "catalog: {vault-ids: true}\n";
    vault.write("atlas-lint.yaml", config);
    fails(
        &vault.run(&["sync", "--pin"]),
        &["atlas-lint.yaml", "no `release`"],
    );
    assert_eq!(text(&vault, "atlas-lint.yaml"), config);
    fails(
        &vault.run(&["sync", "--pin", "--catalog", "a.yaml"]),
        &["no such file"],
    );
    let bare = Scratch::new("sync-pin-bare");
    bare.write("a.md", super::COST);
    fails(&bare.run(&["sync", "--pin"]), &["atlas-lint init"]);
}
