//! Where the findings go, and in which form.

use serde_json::Value;

use crate::support::{Outcome, Run, Scratch, fails};

#[test]
fn stdin_stands_for_a_page() {
    let vault = Scratch::new("stdin");
    vault.write("a.md", "").write("b.md", "[[gone]]\n");
    let outcome = Run::new(&["-", "--stdin-filename", "a.md"])
        .at(vault.path())
        .stdin("[[b]] [[c]]\n")
        .go();
    assert_eq!(
        outcome.stdout,
        "a.md:1:9: error[unresolved-link] the wiki-link `c` leads to no file\n"
    );
    let outcome = Run::new(&["-", "--stdin-filename", "new.md"])
        .at(vault.path())
        .stdin("[[new]]\n")
        .go();
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (0, ""),
        "{}",
        outcome.stderr
    );
}

#[test]
fn output_files_and_formats() {
    let vault = Scratch::new("output");
    vault.write("a.md", "\u{feff}é [[gone]]\r\n");
    let outcome = vault.run(&[
        "--format",
        "json",
        "--output",
        "concise=c.txt",
        "--output",
        "json=f.json",
    ]);
    let file = std::fs::read_to_string(vault.path().join("f.json")).expect("the file is written");
    assert_eq!(outcome.stdout, file);
    let report: Value = serde_json::from_str(&file).expect("JSON");
    let found = &report["diagnostics"][0];
    assert_eq!(
        found["location"]["start"],
        serde_json::json!({"line": 1, "column": 5, "offset": 8})
    );
    assert_eq!(
        found["location"]["end"],
        serde_json::json!({"line": 1, "column": 9, "offset": 12})
    );
    assert_eq!(
        (&report["version"], &report["vault"]),
        (&1.into(), &".".into())
    );
    assert_eq!(
        report["summary"],
        serde_json::json!({"pages": 1, "errors": 1, "warnings": 0, "suppressed": 0, "baselined": 0, "fixable": 0, "unsafe_fixable": 0})
    );
    fails(
        &vault.run(&["--catalog", "9.9", "--output", "json=f.json"]),
        &["9.9"],
    );
    assert!(
        !vault.path().join("f.json").exists(),
        "no file of an earlier run is left when nothing was checked"
    );
}

#[test]
fn output_is_the_same_however_many_threads() {
    let run = |jobs: &str| {
        let args = [
            "check",
            "content",
            // Other tests put copies of these pages below the repository.
            "--vault",
            "content",
            "--no-config",
            "--catalog",
            "2021.05",
            "--format",
            "json",
            "--jobs",
            jobs,
        ];
        Run::new(&args).go().stdout
    };
    let one = run("1");
    assert!(one.lines().count() > 1_000, "{one}");
    assert_eq!(one, run("4"));
}

#[test]
fn no_color_in_pipes_and_none_when_it_is_not_wanted() {
    let vault = Scratch::new("color");
    vault.write("a.md", "[[gone]]\n");
    let escapes = |outcome: &Outcome| outcome.stdout.contains('\u{1b}');
    assert!(!escapes(&vault.run(&["--format", "full"])));
    assert!(escapes(
        &vault.run(&["--format", "full", "--color", "always"])
    ));
    let forced = Run::new(&["--format", "full"])
        .at(vault.path())
        .env("CLICOLOR_FORCE", "1")
        .env("NO_COLOR", "1")
        .go();
    assert!(!escapes(&forced), "NO_COLOR wins");
    let ascii = Run::new(&["--format", "full"])
        .at(vault.path())
        .env("LC_ALL", "C")
        .go();
    assert!(ascii.stdout.is_ascii(), "{}", ascii.stdout);
}

#[test]
fn a_person_sees_errors_before_warnings_where_findings_are_cut() {
    let vault = Scratch::new("cut");
    vault.write("a.md", "**AML.T0044** - Full ML Model Access\n\n**AML.T0018** - Backdoor ML Model\n\n[[gone]] [[gone-too]]\n");
    let shown = |format: &str, most: &str| {
        let args = [
            "--catalog",
            "2026.05",
            "--format",
            format,
            "--max-findings",
            most,
        ];
        let shown = vault.run(&args).stdout;
        (
            shown.matches("warning[").count(),
            shown.matches("error[").count(),
        )
    };
    assert_eq!(shown("full", "2"), (0, 2));
    assert_eq!(shown("full", "3"), (1, 2));
    assert_eq!(shown("full", "1"), (0, 1));
    assert_eq!(
        shown("concise", "2"),
        (2, 0),
        "a program gets them in order"
    );
}

// The hook names a format, and so may its user.
#[test]
fn the_last_format_counts() {
    let vault = Scratch::new("last-format");
    vault.write("a.md", "[[gone]]\n");
    let args = [
        "--format=full",
        "--max-findings=20",
        "--format=concise",
        "--max-findings=3",
    ];
    assert!(vault.run(&args).stdout.starts_with("a.md:1:"));
}

/// A rule that did not run may have had findings.
#[test]
fn a_clean_run_says_agreed_only_if_all_rules_ran() {
    let vault = Scratch::new("clean-partial");
    vault
        .write("a.md", "# A\n\n- AML.T9999: Foo\n")
        .write("fine.md", "# Fine\n");
    let all = atlas_lint::rules::RULES.iter();
    let all = all
        .filter(|rule| rule.level != atlas_lint::settings::Level::Off)
        .count();
    for (config, args, start) in [
        (
            "",
            &["--select", "malformed-url"][..],
            "No findings of the 1 rule that ran: ",
        ),
        (
            "",
            &["--fix", "--select", "malformed-url"],
            "No findings of the 1 rule that ran: ",
        ),
        (
            "",
            &["--ignore", "unknown-id"],
            "No findings of the N-1 rules that ran: ",
        ),
        (
            "rules:\n  unknown-id: off\n",
            &[],
            "No findings of the N-1 rules that ran: ",
        ),
        (
            "rules:\n  unknown-id: {level: off, paths: [a.md]}\n",
            &[],
            "No findings of the N rules that ran: ",
        ),
        (
            "rules:\n  unknown-id: off\n",
            &["fine.md"],
            "No findings of the N-1 rules that ran: ",
        ),
        // More than by default.
        (
            "rules:\n  ambiguous-tactic: warning\n",
            &["fine.md"],
            "No findings: ",
        ),
        (
            "rules:\n  unknown-id: warning\n",
            &["fine.md"],
            "No findings: ",
        ),
    ] {
        vault.write("atlas-lint.yaml", config);
        let run = vault.run(args);
        let start = start
            .replace("N-1", &(all - 1).to_string())
            .replace("the N ", &format!("the {all} "));
        assert_eq!(run.code, 0, "{args:?}: {}", run.stdout);
        let line = run
            .stderr
            .lines()
            .find(|line| line.starts_with("No findings"));
        let line = line.unwrap_or_default();
        assert!(line.starts_with(&start), "{config}{args:?}: {}", run.stderr);
        let verb = if start == "No findings: " {
            " agree with "
        } else {
            " checked against "
        };
        assert!(line.contains(verb), "{line}");
    }
}

/// Terminals and editors make links of `path:line:column`.
#[test]
fn an_error_with_a_place_has_the_path_right_before_it() {
    let vault = Scratch::new("error-places");
    vault
        .write("s.yaml", "study:\n  name: A\n  summary: [x\n")
        .write("bad.yaml", "id: collection\n: x\n  - y: [\n")
        .write("latin.md", b"a\n\xe9b")
        .write(
            "cs.md",
            "---\nid: cs\ntype: case-study\n---\n\n# AML.CS0099: Foo\n\n## Summary\n\nTODO\n\n## Procedure\n\n### Step 1: X\n\n- **Technique:** AML.T0051\n\nX.\n",
        );
    let has_gap = regex::Regex::new(r": \d+:\d+: ").expect("a pattern");
    for (args, place) in [
        (
            &["new", "case-study", "X", "--from", "s.yaml"][..],
            "s.yaml:3:",
        ),
        (
            &["new", "case-study", "X", "--from", "bad.yaml"],
            "bad.yaml:",
        ),
        (
            &["export", "bad.yaml", "--to", "markdown"],
            "bad.yaml:3:6: ",
        ),
        (&["export", "latin.md", "--to", "v6"], "latin.md:2:1: "),
        (&["export", "cs.md", "--to", "submission"], "cs.md:10:1: "),
        (&["show", "latin.md"], "latin.md:2:1: "),
    ] {
        let run = vault.run(args);
        fails(&run, &[place]);
        assert!(!has_gap.is_match(&run.stderr), "{args:?}: {}", run.stderr);
    }
}

#[test]
fn a_report_in_a_missing_folder_is_refused_before_the_run() {
    let vault = Scratch::new("output-folder");
    vault.write("a.md", "[[gone]]\n").write("file", "");
    for (output, folder) in [
        ("json=no/such/x.json", "no/such"),
        ("sarif=/no-such-folder/x", "/no-such-folder"),
        ("json=file/x.json", "file"),
    ] {
        let run = vault.run(&["--output", output]);
        fails(&run, &[&format!("whose folder {folder} does not exist")]);
        assert_eq!(run.stdout, "", "{output}");
    }
    assert_eq!(vault.run(&["--output", "json=x.json"]).code, 1);
}
