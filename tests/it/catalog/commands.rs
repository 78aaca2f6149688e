//! The commands of `catalog`, run.

use crate::support::{Run, Scratch, fails};

#[test]
fn an_unknown_release_is_told_by_its_neighbours_wherever_it_is_named() {
    let vault = Scratch::new("catalog-release");
    vault.write("a.md", "# A\n");
    let around = "no release `2025.06`; around it 2025.04 and 2025.08; newest 2026.09";
    for command in [
        &["--catalog", "2025.06"][..],
        &["sync", "--catalog", "2025.06"],
        &["catalog", "show", "2025.06"],
        &["catalog", "show", "AML.T0051", "--catalog", "2025.06"],
        &["catalog", "search", "prompt", "--catalog", "2025.06"],
        &["catalog", "diff", "2025.06", "latest"],
        &["catalog", "diff", "2026.05", "2025.06"],
    ] {
        fails(&vault.run(command), &[around]);
    }
    vault.write("atlas-lint.yaml", "catalog:\n  release: \"2025.06\"\n");
    fails(&vault.run(&[]), &[around, "atlas-lint.yaml:2:13"]);
}

#[test]
fn releases_and_objects_are_listed() {
    let run = |args: &[&str]| {
        let run = Run::new(args).go();
        assert_eq!(run.code, 0, "{args:?}: {}", run.stderr);
        run.stdout
    };
    let releases = run(&["catalog", "releases"]);
    assert!(releases.starts_with("RELEASE "), "{releases}");
    let latest = run(&["catalog", "show", "latest"]);
    assert!(
        latest.starts_with("ATLAS 2026.09\n  date:            2026-09-15\n"),
        "{latest}"
    );
    assert!(run(&["catalog", "show", "v5.4.0"]).starts_with("ATLAS 2026.02\n"));
    let found = run(&["catalog", "search", "valid", "accounts"]);
    assert_eq!(found, "AML.T0012      Valid Accounts\n");
    let shown = run(&["catalog", "show", "External Harms: Financial"]);
    assert!(
        shown.contains("  page:            https://atlas.mitre.org/techniques/AML.T0048.000\n"),
        "{shown}"
    );
    fails(
        &Run::new(&["catalog", "search", "Valid Acounts"]).go(),
        &["the nearest is AML.T0012"],
    );
    fails(&Run::new(&["catalog", "search"]).go(), &["<WORDS>"]);
}

/// `latest` is the newest release of this version of the program, which is no pin.
#[test]
fn latest_is_the_newest_release() {
    let vault = Scratch::new("catalog-latest");
    vault.write("a.md", "# A\n");
    let run = vault.run(&["--catalog", "latest"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stderr
            .contains("agree with ATLAS 2026.09 (the newest known"),
        "{}",
        run.stderr
    );
}
