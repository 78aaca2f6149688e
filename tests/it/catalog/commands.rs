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
    assert!(
        found.starts_with("AML.T0012      Valid Accounts\n"),
        "{found}"
    );
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

/// What is not found leads on only where it is clear what is meant.
#[test]
fn what_is_not_found_gets_a_hint_that_helps() {
    let error = |args: &[&str]| {
        let run = Run::new(&[&["catalog"], args].concat()).go();
        assert_eq!(run.code, 2, "{}", run.stdout);
        run.stderr.trim_end().to_owned()
    };
    for (args, end) in [
        (
            &["show", "T0051"][..],
            "has the id or name \"T0051\"; did you mean AML.T0051: LLM Prompt Injection?",
        ),
        (
            &["show", "m0001"],
            "; did you mean AML.M0001: Limit Model Artifact Release?",
        ),
        (&["show", "T9999"], "has the id or name \"T9999\""),
        (&["show", "AML.T9999"], "has the id or name \"AML.T9999\""),
        (
            &["show", "AML.T0O51"],
            "; the nearest is AML.T0051: LLM Prompt Injection",
        ),
        (
            &["show", "AML.T0051.999"],
            "; the nearest is AML.T0051: LLM Prompt Injection",
        ),
        (&["search", "zzzz"], "has \"zzzz\" in its id or in a name"),
    ] {
        let found = error(args);
        assert!(found.ends_with(end), "{found}");
    }
}

#[test]
fn a_file_that_is_not_a_release_is_said_to_be_none() {
    let vault = Scratch::new("catalog-other-file");
    vault.write("index.md", "# A\n");
    for args in [
        &["--catalog", "index.md"][..],
        &["sync", "--catalog", "index.md"],
        &["new", "vault", "x", "--catalog", "index.md"],
    ] {
        fails(&vault.run(args), &["index.md is not an ATLAS release file"]);
    }
    fails(
        &vault.run(&["--catalog", "gone.md"]),
        &["no release `gone.md`"],
    );
}

// `latest` is the newest release of this version of the program, which is no pin.
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

#[test]
fn a_release_compared_with_itself_has_no_file() {
    for release in ["2026.05", "2021.10"] {
        let run = Run::new(&["catalog", "diff", release, release]).go();
        assert_eq!(
            run.stdout,
            format!(
                "ATLAS {release}, compared with itself\nNo id, name, tactic, maturity or parent differs.\n"
            )
        );
    }
    // A legacy number and `latest` name releases too.
    let legacy = Run::new(&["catalog", "diff", "5.4.0", "2026.02"]).go();
    assert!(
        legacy
            .stdout
            .starts_with("ATLAS 2026.02, compared with itself\n")
    );
}
