//! The baseline, through the binary.

use crate::support::{Outcome, Scratch};

const CONFIG: &str = "baseline: atlas-lint-baseline.jsonl\ncatalog:\n  release: \"2026.05\"\n";

/// Creates a vault with three old defects, two of them equal.
fn vault(name: &str) -> Scratch {
    let scratch = Scratch::new(name);
    scratch
        .write("atlas-lint.yaml", CONFIG)
        .write("a.md", "[[gone]] and [[gone]]\n")
        .write("b.md", "[[nothing]]\n");
    scratch
}

fn baseline(scratch: &Scratch) -> String {
    std::fs::read_to_string(scratch.path().join("atlas-lint-baseline.jsonl")).expect("a baseline")
}

#[track_caller]
fn gives(outcome: &Outcome, code: i32, stdout: &str) {
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (code, stdout),
        "{}",
        outcome.stderr
    );
}

const OLD: &str = "{\"rule\":\"unresolved-link\",\"path\":\"a.md\",\"about\":\"gone\",\"count\":2}\n\
                   {\"rule\":\"unresolved-link\",\"path\":\"b.md\",\"about\":\"nothing\",\"count\":1}\n";

#[test]
fn only_what_is_new_is_reported() {
    let scratch = vault("baseline-new");
    let missing = scratch.run(&["check"]);
    assert_eq!(missing.code, 2);
    assert!(
        missing.stderr.contains("create it with --write-baseline"),
        "{}",
        missing.stderr
    );
    gives(&scratch.run(&["check", "--write-baseline"]), 0, "");
    assert_eq!(baseline(&scratch), OLD);
    let again = scratch.run(&["check"]);
    gives(&again, 0, "");
    assert!(
        again.stderr.contains("3 in the baseline"),
        "{}",
        again.stderr
    );
    // Moved down, and one more of the same.
    scratch.write("a.md", "Text.\n\n[[gone]] and [[gone]]\n\n[[gone]]\n");
    let found = "a.md:5:3: error[unresolved-link] the wiki-link `gone` leads to no file\n";
    gives(&scratch.run(&["check"]), 1, found);
    let all = scratch.run(&["check", "--show-suppressed"]);
    assert_eq!(
        all.stdout.matches("(in the baseline)").count(),
        3,
        "{}",
        all.stdout
    );
    assert_eq!(all.code, 1);
}

/// As rubocop does with the file that takes the place of a baseline.
#[test]
fn a_baseline_without_a_name_is_named_in_the_configuration() {
    for (before, after) in [
        ("", "baseline: atlas-lint-baseline.jsonl\n"),
        ("# A\r\nfail: x", ""),
        (
            "catalog:\r\n  release: \"2026.05\"",
            "catalog:\r\n  release: \"2026.05\"\r\nbaseline: atlas-lint-baseline.jsonl\r\n",
        ),
        (
            "# baseline: atlas-lint-baseline.jsonl\ndialect: obsidian\n",
            "baseline: atlas-lint-baseline.jsonl\ndialect: obsidian\n",
        ),
    ] {
        let scratch = vault("baseline-unnamed");
        scratch.write("atlas-lint.yaml", before);
        let run = scratch.run(&["check", "--write-baseline"]);
        let config = std::fs::read_to_string(scratch.path().join("atlas-lint.yaml"));
        let config = config.expect("a configuration");
        if after.is_empty() {
            assert_eq!((run.code, config.as_str()), (2, before));
            continue;
        }
        gives(&run, 0, "");
        assert_eq!(config, after);
        assert_eq!(baseline(&scratch), OLD);
        assert!(
            run.stderr
                .contains("named it in atlas-lint.yaml: `baseline: atlas-lint-baseline.jsonl`\n"),
            "{}",
            run.stderr
        );
        gives(&scratch.run(&["check"]), 0, "");
    }
}

#[test]
fn what_is_gone_is_stale_and_shrinks() {
    let scratch = vault("baseline-stale");
    scratch.run(&["check", "--write-baseline=all"]);
    scratch
        .write("a.md", "[[gone]]\n")
        .write("b.md", "AML.T9998\n");
    let found = "atlas-lint-baseline.jsonl:1:1: warning[unused-suppression] the baseline lists 2 findings of `unresolved-link` on a.md, of which 1 remains\n\
                 atlas-lint-baseline.jsonl:2:1: warning[unused-suppression] the baseline lists a finding of `unresolved-link` on b.md, which is gone\n\
                 b.md:1:1: error[unknown-id] `AML.T9998` is in no ATLAS release up to 2026.05\n";
    gives(&scratch.run(&["check"]), 1, found);
    // Shrinking is what happens where the file is there, and a new defect stays one.
    let shrunk = scratch.run(&["check", "--write-baseline"]);
    gives(
        &shrunk,
        1,
        "b.md:1:1: error[unknown-id] `AML.T9998` is in no ATLAS release up to 2026.05\n",
    );
    assert_eq!(
        baseline(&scratch),
        OLD.lines().next().expect("a line").replace(":2}", ":1}\n")
    );
    gives(&scratch.run(&["check", "--write-baseline=all"]), 0, "");
    assert_eq!(baseline(&scratch).lines().count(), 2);
}

#[test]
fn a_partial_run_neither_judges_nor_prunes() {
    let scratch = vault("baseline-partial");
    scratch.run(&["check", "--write-baseline"]);
    scratch.write("a.md", "Text.\n").write("b.md", "Text.\n");
    for args in [
        &["check", "c.md"][..],
        &["check", "--select", "retired-id,unused-suppression"],
        &["check", "--ignore", "unknown-id,unresolved-link"],
    ] {
        scratch.write("c.md", "Text.\n");
        gives(&scratch.run(args), 0, "");
        for update in ["--write-baseline=shrink", "--write-baseline=all"] {
            gives(&scratch.run(&[args, &[update]].concat()), 0, "");
            assert_eq!(baseline(&scratch), OLD, "{args:?} {update}");
        }
    }
    // What is gone is told, and taken out by a whole run only.
    let one = scratch.run(&["check", "a.md", "--write-baseline"]);
    gives(&one, 0, "");
    assert_eq!(baseline(&scratch), OLD);
    // The page is gone, and the run whole.
    std::fs::remove_file(scratch.path().join("b.md")).expect("a file");
    gives(&scratch.run(&["check", "--write-baseline"]), 0, "");
    assert_eq!(baseline(&scratch), "");
}

#[test]
fn a_run_that_is_not_whole_writes_nothing() {
    let scratch = vault("baseline-broken");
    std::os::unix::fs::symlink("nowhere.md", scratch.path().join("c.md")).expect("a link");
    let outcome = scratch.run(&["check", "--write-baseline"]);
    assert_eq!(outcome.code, 2);
    assert!(!scratch.path().join("atlas-lint-baseline.jsonl").exists());
}

#[test]
fn what_is_no_baseline_is_said_with_its_place() {
    let scratch = vault("baseline-bad");
    for (text, why) in [
        ("x\n", ".jsonl:1: this is not a baseline entry"),
        ("\n<<<<<<< ours\n", ".jsonl:2: a merge conflict is left"),
    ] {
        scratch.write("atlas-lint-baseline.jsonl", text);
        let outcome = scratch.run(&["check"]);
        assert_eq!(outcome.code, 2);
        assert!(outcome.stderr.contains(why), "{}", outcome.stderr);
    }
    scratch.write("atlas-lint.yaml", "baseline: ../../x.jsonl\n");
    let outside = scratch.run(&["check"]);
    assert_eq!(outside.code, 2);
    assert!(
        outside.stderr.contains("lies outside this repository"),
        "{}",
        outside.stderr
    );
    let no_config = scratch.run(&["check", "--no-config", "--write-baseline"]);
    assert_eq!(no_config.code, 2);
    scratch.write("atlas-lint.yaml", "{}\n");
    for (args, why) in [
        (&["check", "--write-baseline"][..], "no baseline is named"),
        (
            &["check", "--baseline", "no.jsonl"],
            "no.jsonl; create it with --write-baseline",
        ),
        (
            &["check", "--baseline", "no.jsonl", "--write-baseline=shrink"],
            "no.jsonl; there is nothing to shrink",
        ),
    ] {
        let outcome = scratch.run(args);
        assert_eq!(outcome.code, 2);
        assert!(outcome.stderr.contains(why), "{}", outcome.stderr);
    }
    gives(
        &scratch.run(&["check", "--baseline", "own.jsonl", "--write-baseline"]),
        0,
        "",
    );
    gives(&scratch.run(&["check", "--baseline", "own.jsonl"]), 0, "");
}

// Who may change the configuration may not have any file written to.
#[test]
fn a_configuration_names_nothing_but_a_baseline() {
    let scratch = vault("baseline-named");
    let git = |args: &[&str]| {
        let mut git = std::process::Command::new("git");
        let run = git.args(args).current_dir(scratch.path()).output();
        run.is_ok_and(|run| run.status.success())
    };
    std::fs::remove_dir(scratch.path().join(".git")).expect("the stand-in goes");
    assert!(git(&["init", "--quiet"]), "a repository");
    let entry = OLD.lines().next().expect("a line").to_owned() + "\n";
    let read = |file: &str| std::fs::read_to_string(scratch.path().join(file)).ok();
    let refused = |file: &str, text: Option<&str>, why: &str| {
        scratch.write("atlas-lint.yaml", format!("baseline: {file}\n"));
        text.map(|text| scratch.write(file, text));
        for args in [
            &["check"][..],
            &["check", "--write-baseline"],
            &["--write-baseline=all"],
        ] {
            let outcome = scratch.run(args);
            assert_eq!(outcome.code, 2, "{file} {text:?}: {}", outcome.stderr);
            assert!(outcome.stderr.contains(why), "{file}: {}", outcome.stderr);
            assert_eq!(read(file).as_deref(), text, "{file}");
        }
    };
    refused("new.json", None, "ends in .jsonl");
    refused("Makefile", None, "ends in .jsonl");
    refused("empty.txt", Some(""), "not tracked by git");
    refused("blank.jsonl", Some("\n\n"), "no entry");
    refused(
        "mine.jsonl",
        Some("{\"a\": 1}\n"),
        "this is not a baseline entry",
    );
    refused(
        "mixed.jsonl",
        Some(&format!("{entry}mine\n")),
        ".jsonl:2: this is not a baseline entry",
    );
    refused(
        "setup.cfg",
        Some("[mine]\n"),
        "this is not a baseline entry",
    );
    let taken = |file: &str, text: Option<&str>| {
        scratch.write("atlas-lint.yaml", format!("baseline: {file}\n"));
        text.map(|text| scratch.write(file, text));
        gives(&scratch.run(&["check", "--write-baseline=all"]), 0, "");
        assert_eq!(read(file).as_deref(), Some(OLD), "{file}");
        gives(&scratch.run(&["check"]), 0, "");
    };
    taken("new.jsonl", None);
    taken("empty.jsonl", Some(""));
    taken("old.txt", Some(&entry));
    assert!(git(&["add", "empty.txt"]), "git keeps it");
    taken("empty.txt", None);
    scratch.write("atlas-lint.yaml", "");
    gives(
        &scratch.run(&["check", "--baseline", "any.txt", "--write-baseline"]),
        0,
        "",
    );
    assert_eq!(read("any.txt").as_deref(), Some(OLD));
}

#[test]
fn a_baseline_beside_the_vault_is_named_as_seen_from_there() {
    let scratch = vault("baseline-beside");
    scratch.write("atlas-lint.yaml", format!("vault: content\n{CONFIG}"));
    scratch.write("content/a.md", "AML.T9999\n");
    gives(&scratch.run(&["check", "--write-baseline"]), 0, "");
    scratch.write("content/a.md", "Text.\n");
    let found = "atlas-lint-baseline.jsonl:1:1: warning[unused-suppression] the baseline lists a finding of `unknown-id` on a.md, which is gone\n";
    gives(&scratch.run(&["check"]), 0, found);
    let json = scratch.run(&["check", "--format", "json"]).stdout;
    assert!(
        json.contains("\"path\": \"../atlas-lint-baseline.jsonl\""),
        "{json}"
    );
}

#[test]
fn a_fix_mends_what_the_baseline_holds_and_takes_it_out() {
    let scratch = vault("baseline-fix");
    scratch
        .write("a.md", "AML.T051\n")
        .write("b.md", "[[nothing]]\n");
    gives(&scratch.run(&["check", "--write-baseline"]), 0, "");
    assert_eq!(baseline(&scratch).lines().count(), 2);
    gives(&scratch.run(&["check", "--fix"]), 0, "");
    assert_eq!(
        std::fs::read_to_string(scratch.path().join("a.md")).expect("a page"),
        "AML.T0051\n"
    );
    assert_eq!(
        baseline(&scratch),
        OLD.lines().last().expect("a line").to_owned() + "\n"
    );
}
