//! Which pages are checked and reported.

use crate::support::{Run, Scratch, fails};

#[test]
fn a_folder_and_a_page_of_it_are_judged_alike() {
    let vault = Scratch::new("alike");
    vault
        .write(".git/HEAD", "ref: refs/heads/main\n")
        .write("docs/y.md", "[[other]] [[gone]] [x](../NOTES.md)\n")
        .write("notes/other.md", "# Other\n")
        .write("NOTES.md", "# Notes\n");
    let folder = vault.run(&["docs"]);
    assert_eq!((folder.code, folder.stdout.lines().count()), (1, 1));
    for paths in [&["docs/y.md"][..], &["./docs/"], &["docs", "docs/y.md"]] {
        assert_eq!(vault.run(paths).stdout, folder.stdout, "{paths:?}");
    }
    vault.write("empty/x.txt", "");
    fails(&vault.run(&["empty"]), &["empty"]);
}

#[test]
fn config_levels_and_excludes() {
    let vault = Scratch::new("levels");
    vault
        .write("a.md", "[[gone]]\n")
        .write("x/b.md", "[[gone]]\n[[../A]]\n");
    vault.write("atlas-lint.yaml", "exclude: [\"x/**\"]\n");
    assert_eq!(
        vault.run(&[]).stdout.lines().count(),
        1,
        "an excluded page is not reported"
    );
    let named = vault.run(&["x/b.md"]);
    assert_eq!(
        named.stdout.lines().count(),
        2,
        "but it is when it is named"
    );
    let note = "note: x/b.md is in `exclude`, and is checked because it was named\n";
    assert!(named.stderr.contains(note), "{}", named.stderr);
    assert_eq!(vault.run(&["x/b.md", "--quiet"]).stderr, "");
    assert!(!vault.run(&["a.md"]).stderr.contains("exclude"));
    assert!(!vault.run(&["x"]).stderr.contains("was named"));
    vault.write(
        "atlas-lint.yaml",
        "rules:\n  unresolved-link: {level: warning, paths: [\"x/*.md\"]}\n  case-mismatch: off\n",
    );
    let outcome = vault.run(&[]);
    assert_eq!(
        outcome.stdout,
        "a.md:1:3: error[unresolved-link] the wiki-link `gone` leads to no file\nx/b.md:1:3: warning[unresolved-link] the wiki-link `gone` leads to no file\n"
    );
    assert_eq!(vault.run(&["--ignore", "unresolved-link"]).stdout, "");
    assert!(
        vault
            .run(&["--select", "case-mismatch"])
            .stdout
            .contains("case-mismatch"),
        "a rule that is selected runs"
    );
    assert_eq!(vault.run(&["--no-config"]).stdout.lines().count(), 3);
}

#[test]
fn gitignore_hides_findings_but_not_files() {
    let vault = Scratch::new("gitignore");
    vault
        .write(".gitignore", "build/\n")
        .write("a.md", "[[built]]\n# AML.T0051: LLM Prompt Injection\n");
    vault
        .write(
            "build/built.md",
            "[[gone]]\n# AML.T0051: LLM Prompt Injection\n",
        )
        .write(".hidden/x.md", "[[gone]]\n");
    assert_eq!(
        vault.run(&[]).stdout,
        "",
        "a copy in a build folder is no duplicate"
    );
    assert_eq!(vault.run(&["build"]).stdout.lines().count(), 1);
    vault.write("a.md", "[[x]]\n");
    assert!(
        vault.run(&[]).stdout.contains("unresolved-link"),
        "what lies below a dot is no target"
    );
}

#[test]
fn installed_packages_are_nobodys_pages() {
    let vault = Scratch::new("packages");
    vault.write("a.md", "[x](node_modules/x/README.md)\n");
    for folder in [
        "node_modules/x",
        "web/bower_components/y",
        "v/site-packages",
    ] {
        vault.write(&format!("{folder}/README.md"), "[x](gone.md)\n");
    }
    let all = vault.run(&[]);
    assert_eq!((all.code, all.stdout.as_str()), (0, ""), "{}", all.stderr);
    let named = vault.run(&["node_modules"]);
    assert_eq!((named.code, named.stdout.lines().count()), (1, 1));
}

#[test]
fn paths_narrow_what_is_reported_not_what_is_known() {
    let vault = Scratch::new("narrow");
    vault
        .write("a.md", "[[b]] [[gone]]\n")
        .write("b.md", "[[gone]]\n")
        .write("note.txt", "")
        .write("atlas-lint.yaml", "");
    let outcome = vault.run(&["a.md"]);
    assert_eq!((outcome.code, outcome.stdout.lines().count()), (1, 1));
    let outcome = vault.run(&["note.txt"]);
    assert_eq!(outcome.code, 0);
    assert!(
        outcome.stderr.contains("no page of the vault matches"),
        "{}",
        outcome.stderr
    );
    vault.write("sub/atlas-lint.yaml", "").write("sub/c.md", "");
    fails(&vault.run(&["a.md", "sub/c.md"]), &["two vaults"]);
}

#[test]
fn globs_that_match_nothing_are_said() {
    let vault = Scratch::new("idle-globs");
    vault.write("a.md", "").write("x/b.md", "").write(
        "atlas-lint.yaml",
        "exclude: [\"x/**\", \"y/**\"]\nrules:\n  wrong-name: {level: off, paths: [\"zz/*\"]}\n",
    );
    let outcome = vault.run(&[]);
    assert_eq!(outcome.code, 0);
    let notes: Vec<&str> = outcome.stderr.lines().skip(1).collect();
    assert_eq!(
        notes,
        [
            "note: `y/**` in `exclude` matches no page",
            "note: `zz/*` in `rules: wrong-name` matches no page"
        ]
    );
}

#[test]
fn paths_are_shown_from_the_current_folder() {
    let vault = Scratch::new("from-here");
    vault
        .write("a/b/c.md", "[[gone]]\n")
        .write("d.md", "[[gone]]\n");
    let inside = Run::new(&["--vault", "../.."])
        .at(&vault.path().join("a/b"))
        .go();
    let shown: Vec<&str> = inside
        .stdout
        .lines()
        .filter_map(|line| line.split(':').next())
        .collect();
    assert_eq!(shown, ["c.md", "../../d.md"]);
    let around = Scratch::new("around");
    around
        .write("atlas-lint.yaml", "vault: content\n")
        .write("content/a.md", "[[gone]]\n");
    let outcome = around.run(&["."]);
    assert_eq!(
        (outcome.code, outcome.stdout.split(':').next()),
        (1, Some("content/a.md"))
    );
}

#[test]
fn several_vaults_are_not_mixed_up() {
    let scratch = Scratch::new("several");
    for vault in ["red", "blue"] {
        scratch
            .write(
                &format!("{vault}/atlas-lint.yaml"),
                "catalog:\n  release: \"2026.05\"\n",
            )
            .write(&format!("{vault}/a.md"), "Text.\n");
    }
    scratch.write("notes.txt", "Text.\n");
    let whole = scratch.run(&[]);
    assert_eq!(whole.code, 0);
    let note = "note: blue/atlas-lint.yaml and 1 more are not read";
    assert!(whole.stderr.contains(note), "{}", whole.stderr);
    assert!(!scratch.run(&["red"]).stderr.contains("not read"));
    for (args, why) in [
        (
            &["--vault", "red", "blue"][..],
            "blue lies in another vault",
        ),
        (
            &["--config", "blue/atlas-lint.yaml", "red/a.md"],
            "a.md lies in another vault",
        ),
        (&["--vault", "red", "/"], ""),
        (&["--vault", "red", "/usr"], "/usr lies outside the vault"),
        (&["red", "blue"], "two vaults"),
    ] {
        let outcome = scratch.run(args);
        let expected = if why.is_empty() { 0 } else { 2 };
        assert_eq!(outcome.code, expected, "{args:?}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(why), "{}", outcome.stderr);
    }
    // A list of changed files may name what is of no vault.
    let other = scratch.run(&["--vault", "red", "notes.txt"]);
    assert_eq!(other.code, 0);
    assert!(
        other.stderr.contains("no page of the vault matches"),
        "{}",
        other.stderr
    );
}

/// Nothing is excluded where there is nothing, and a `.gitignore` is not `exclude`.
#[test]
fn a_vault_without_a_page_to_report_on_says_why() {
    let empty = Scratch::new("no-page-empty");
    let excluded = Scratch::new("no-page-excluded");
    excluded
        .write("atlas-lint.yaml", "exclude: [\"**\"]\n")
        .write("a.md", "# A\n");
    let ignored = Scratch::new("no-page-ignored");
    ignored.write(".gitignore", "*.md\n").write("a.md", "# A\n");
    for (vault, words) in [
        (&empty, " holds no page: no file ends in .md"),
        (&excluded, " is excluded; see `exclude` in atlas-lint.yaml"),
        (&ignored, " is ignored by git"),
    ] {
        for args in [&[][..], &["sync", "--check"], &["export", "--check"]] {
            fails(&vault.run(args), &[words]);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_listed_is_told_from_an_empty_one() {
    use std::os::unix::fs::PermissionsExt;
    let vault = Scratch::new("no-permission");
    vault
        .write("a.md", "# A\n")
        .write("t/c.md", "# C\n")
        .write("s/b.md", "# B\n");
    let folder = vault.path().join("s");
    let set = |mode| {
        let mode = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(&folder, mode).expect("a mode");
    };
    set(0o000);
    if std::fs::read_dir(&folder).is_ok() {
        eprintln!("skipped: permissions do not bind this user");
    } else {
        for args in [&["s"][..], &["s", "t"], &["./s", "a.md"]] {
            let run = vault.run(args);
            fails(&run, &["s: permission denied"]);
            assert!(!run.stderr.contains("holds no page"), "{}", run.stderr);
        }
    }
    set(0o755);
}
