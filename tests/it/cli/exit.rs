//! Exit codes, and errors of the command line and the configuration.

use crate::support::{Run, Scratch, fails};

#[test]
fn exit_codes() {
    let vault = Scratch::new("exit-codes");
    vault.write("a.md", "# A\n");
    assert_eq!(vault.run(&[]).code, 0);
    vault.write("b.md", "[[gone]]\n");
    let found = vault.run(&[]);
    assert_eq!(
        (found.code, found.stdout.as_str()),
        (
            1,
            "b.md:1:3: error[unresolved-link] the wiki-link `gone` leads to no file\n"
        )
    );
    assert_eq!(vault.run(&["--fail-on", "never"]).code, 0);
    vault.write("b.md", "[[./A]]\n");
    assert_eq!(vault.run(&[]).code, 0, "a warning does not fail");
    assert_eq!(vault.run(&["--fail-on", "warning"]).code, 1);
}

#[test]
fn what_cannot_be_checked_is_never_clean() {
    let empty = Scratch::new("empty");
    fails(&empty.run(&[]), &["holds no page"]);
    fails(
        &empty.run(&["nowhere"]),
        &["nowhere: no such file or folder"],
    );
    fails(
        &empty.run(&["chekc"]),
        &["did you mean the command `check`?"],
    );
    empty.write("a.md", "");
    fails(
        &empty.run(&["--catalog", "2026.5"]),
        &["no release `2026.5`", "2026.05"],
    );
    fails(
        &empty.run(&["--catalog", "none.yaml"]),
        &["none.yaml", "no such file"],
    );
    fails(&empty.run(&["--vault", "a.md"]), &["is not a folder"]);
    fails(&empty.run(&["--config", "other.yaml"]), &["other.yaml"]);
    fails(&empty.run(&["-"]), &["--stdin-filename"]);
    empty.write("atlas-lint.yml", "");
    fails(
        &empty.run(&[]),
        &["atlas-lint.yml", "rename it to atlas-lint.yaml"],
    );
}

/// Words and options of other linters, and options before the command.
#[test]
fn what_other_linters_have_gets_a_hint() {
    let vault = Scratch::new("other-words");
    vault.write("a.md", "");
    for (args, hint) in [
        (
            &["--color", "always", "check"][..],
            "put options after the command: `atlas-lint check --color always`",
        ),
        (
            &["--vault", ".", "catalog", "releases"],
            "put options after the command: `atlas-lint catalog releases --vault .`",
        ),
        (
            &["--dry-run", "sync"],
            "put options after the command: `atlas-lint sync --dry-run`",
        ),
        (&["lint"], "use `atlas-lint check`"),
        (&["version"], "use `atlas-lint --version`"),
        (&["format"], "use `atlas-lint check --fix`"),
        (&["hook"], "use `atlas-lint check --staged`"),
        (&["hlep"], "did you mean the command `help`?"),
        (
            &["AML.T0051"],
            "`atlas-lint catalog show AML.T0051` prints the object",
        ),
        (
            &["check", "aml.ta0002"],
            "`atlas-lint catalog show AML.TA0002` prints the object",
        ),
        (
            &["show", "AML.T0051"],
            "; `atlas-lint catalog show AML.T0051` prints the object",
        ),
        (
            &["export", "AML.CS0001", "--to", "v6"],
            "`atlas-lint catalog show AML.CS0001`",
        ),
        (
            &["explain", "AML.T0051"],
            "`atlas-lint catalog show AML.T0051`",
        ),
        (
            &["wrong-name"],
            "`atlas-lint explain wrong-name` explains the rule",
        ),
        (
            &["explain", "outdated"],
            "there are `outdated-fact`, `outdated-name`, `outdated-tactic`",
        ),
        (&["--verbose"], "`--statistics` counts findings"),
        (&["check", "-v"], "`--statistics` counts findings"),
        (&["check", "--exit-zero"], "`--fail-on never`"),
        (&["--exclude", "x"], "`exclude:` in atlas-lint.yaml"),
        (&["--output-format=json"], "use `--format`"),
    ] {
        let run = vault.run(args);
        fails(&run, &[hint]);
        assert!(!run.stderr.contains("as a value"), "{}", run.stderr);
        assert!(!run.stderr.contains("--version ["), "{}", run.stderr);
    }
    let unknown = vault.run(&["--bogus"]);
    fails(&unknown, &["unexpected argument '--bogus'"]);
    assert!(!unknown.stderr.contains("tip"), "{}", unknown.stderr);
    let job = Run::new(&["--exit-zero"])
        .env("GITHUB_ACTIONS", "true")
        .go();
    assert_eq!(
        job.stderr,
        "::error title=atlas-lint::unexpected argument '--exit-zero' found; tip: `--fail-on never` exits with 0 whatever is found\n"
    );
    // A file of such a name is a file.
    let named = vault.run(&["check", "lint"]);
    fails(&named, &["lint: no such file or folder"]);
    assert!(!named.stderr.contains("use `"), "{}", named.stderr);
}

#[test]
fn mistypes_get_the_nearest_right_word() {
    let vault = Scratch::new("mistypes");
    vault.write("a.md", "");
    fails(&vault.run(&["--formt", "json"]), &["--format"]);
    fails(&vault.run(&["--format", "jsn"]), &["json"]);
    fails(
        &vault.run(&["--select", "worng-name"]),
        &["did you mean `wrong-name`?"],
    );
    fails(
        &vault.run(&["explain", "unresolved-lnk"]),
        &["did you mean `unresolved-link`?"],
    );
    fails(
        &vault.run(&["catalog", "show", "AML.T9999"]),
        &["AML.T9999"],
    );
    vault.write(
        "atlas-lint.yaml",
        "vualt: x\nrules:\n  orphan: off\n  wrong-nam: off\ncatalog:\n  release: 2026.10\n",
    );
    let outcome = vault.run(&[]);
    fails(
        &outcome,
        &[
            "unknown key `vualt`",
            "vault",
            "unknown rule `wrong-nam`",
            "did you mean `wrong-name`?",
            "atlas-lint.yaml:1:1",
            "2026.1",
            "quotes",
        ],
    );
}
