//! Texts that go to stdout as they are: exports, pages and diffs.

use super::{inert, without_heads};
use crate::fuzz_targets::holds::{GROUPS, is_obeyed};
use crate::support::{Outcome, Run, Scratch, fails};

/// The variables by which a job of each system is known.
const SYSTEMS: [(&str, &str); 5] = [
    ("GITHUB_ACTIONS", "true"),
    ("TF_BUILD", "True"),
    ("GITLAB_CI", "true"),
    ("TEAMCITY_VERSION", "2025.07"),
    ("BUILDKITE", "true"),
];

/// The hostile lines that each system obeys, and one that none does.
const LINES: [&str; 7] = [
    "::error::x",
    "  ::add-mask::x",
    "a ##vso[task.setvariable variable=PATH]x",
    "##[group]x",
    "x ##teamcity[buildStop comment='x']",
    "\u{1b}[0Ksection_end:1:x\r\u{1b}[0K",
    "a\r::error::x",
];

/// Runs the program in a CI job.
fn in_job_of(system: (&str, &str), vault: &Scratch, args: &[&str], stdin: &str) -> Outcome {
    let run = Run::new(args).at(vault.path()).env(system.0, system.1);
    run.stdin(stdin).go()
}

// An export is a file's text: what would be a command is not printed in a job, and not changed elsewhere.
#[test]
fn an_export_that_would_speak_to_the_runner_is_refused() {
    let vault = Scratch::new("export-job");
    vault.write(
        "official.yaml",
        "---\nid: AML.CS0099\nname: x\nobject-type: case-study\nsummary: |\n  a\n\n  ::error::x\nincident-date: 2024-01-01\nincident-date-granularity: DATE\nprocedure:\n- tactic: AML.TA0002\n  technique: AML.T0000\n  description: d\ntarget: t\nactor: a\ncase-study-type: exercise\n",
    );
    let args = ["export", "official.yaml", "--to", "markdown"];
    let plain = vault.run(&args);
    assert!(plain.stdout.contains("\n::error::x\n"), "{}", plain.stderr);
    for system in SYSTEMS {
        let refused = in_job_of(system, &vault, &args, "");
        fails(&refused, &["would be a command", "--output"]);
        assert_eq!(refused.stdout, "");
    }
}

// A page from stdin goes to stdout as it is, or not at all.
#[test]
fn a_page_that_would_speak_to_the_runner_is_not_printed() {
    let vault = Scratch::new("stdin-job");
    vault.write("a.md", "");
    let args = ["--fix", "-", "--stdin-filename", "a.md"];
    let bad = ["--fix", "-", "--stdin-filename", "a.md", "--catalog", "9.9"];
    for line in LINES {
        let page = format!("# A\n\naml.t0051\n\n{line}\n");
        assert!(vault.run(&[]).code == 0);
        let plain = Run::new(&args).at(vault.path()).stdin(&page).go();
        assert_eq!(plain.stdout, page.replace("aml.t", "AML.T"), "not in a job");
        for system in SYSTEMS {
            let refused = in_job_of(system, &vault, &args, &page);
            fails(&refused, &["line 5 would be a command"]);
            assert_eq!(refused.stdout, "", "{line:?}");
            inert(&refused.stderr);
            let refused = in_job_of(system, &vault, &bad, &page);
            fails(&refused, &["9.9", "line 5 would be a command"]);
            assert_eq!(refused.stdout, "", "{line:?}");
        }
    }
}

#[test]
fn ordinary_markdown_is_printed_in_a_job() {
    let vault = Scratch::new("stdin-markdown");
    vault.write("a.md", "");
    let args = ["--fix", "-", "--stdin-filename", "a.md"];
    let page = "---\ntitle: x\n---\n\n:::note\nx\n:::\n\na::b, # [x](https://example.com)\n\n| a |\n| --- |\n";
    let group = "# A\n\n~~~ python\n~~~\n";
    for system in SYSTEMS {
        assert_eq!(in_job_of(system, &vault, &args, page).stdout, page);
        let outcome = in_job_of(system, &vault, &args, group);
        if system.0 == "BUILDKITE" {
            fails(&outcome, &["line 3 would be a command"]);
        } else {
            assert_eq!(outcome.stdout, group);
        }
    }
}

// What goes to a file, no job reads.
#[test]
fn a_page_goes_to_a_file_as_it_is() {
    let vault = Scratch::new("stdin-file");
    vault.write("a.md", "aml.t0051\n\n##vso[x]\n");
    let file = |name: &str| std::fs::File::create(vault.path().join(name)).expect("a file");
    let source = std::fs::File::open(vault.path().join("a.md")).expect("a page");
    let status = std::process::Command::new(env!("CARGO_BIN_EXE_atlas-lint"))
        .args(["--fix", "-", "--stdin-filename", "a.md"])
        .current_dir(vault.path())
        .env("TF_BUILD", "True")
        .stdin(source)
        .stdout(file("out"))
        .stderr(file("log"))
        .status()
        .expect("it runs");
    assert!(status.success());
    let read = |name: &str| std::fs::read_to_string(vault.path().join(name)).expect("a text");
    assert_eq!(read("out"), "AML.T0051\n\n##vso[x]\n");
}

// A diff keeps its own head, and nothing of a page in it is obeyed.
#[cfg(unix)]
#[test]
fn no_diff_lets_a_page_speak_to_the_runner() {
    let vault = Scratch::new("diff-job");
    let page = "-- x\n\n++ aml.t0051 ##vso[x]\n\n##teamcity[x]\n";
    vault.write("##[error]a.md", page).write("--- b.md", page);
    let args = ["--fix", "--diff"];
    assert!(vault.run(&args).stdout.contains("\n ##teamcity[x]\n"));
    for system in SYSTEMS {
        let outcome = in_job_of(system, &vault, &args, "");
        assert!(outcome.stdout.contains("--- a/--- b.md"));
        for line in without_heads(&outcome.stdout).lines() {
            let group = GROUPS.iter().any(|prefix| line.starts_with(prefix));
            assert!(
                !is_obeyed(line) || group && system.0 != "BUILDKITE",
                "{line}"
            );
        }
    }
}
