//! `--fix`, `--unsafe-fixes` and `--diff`: what is written, printed and answered.

use crate::support::{Outcome, Run, Scratch, files_below};

const NOTES: &str = "\u{feff}# Notes\r\n\r\nAML-T0051, [[./prompt]], [[jailbrea]]\r\n\r\nlast";
const FIXED: &str = "\u{feff}# Notes\r\n\r\nAML.T0051, [[./Prompt]], [[jailbrea]]\r\n\r\nlast";

fn vault(name: &str) -> Scratch {
    let vault = Scratch::new(name);
    vault
        .write("atlas-lint.yaml", "catalog:\n  release: \"2026.05\"\n")
        .write("notes.md", NOTES)
        .write("Prompt.md", "# AML.T0051: LLM Prompt Injection\n")
        .write("jailbreak.md", "# AML.T0054: LLM Jailbreak\n");
    vault
}

#[track_caller]
fn text(vault: &Scratch, path: &str) -> String {
    std::fs::read_to_string(vault.path().join(path)).expect("the page")
}

fn line(run: &Outcome, with: &str) -> String {
    let found = run.stderr.lines().find(|line| line.contains(with));
    found.unwrap_or_default().to_owned()
}

#[test]
fn safe_fixes_are_written_and_listed() {
    let vault = vault("fix-safe");
    let run = vault.run(&["--fix"]);
    assert_eq!(run.code, 1, "an error remains: {}", run.stderr);
    assert_eq!(text(&vault, "notes.md"), FIXED);
    assert_eq!(
        run.stdout,
        "notes.md:3:28: error[unresolved-link] the wiki-link `jailbrea` leads to no file\n"
    );
    let lines: Vec<&str> = run.stderr.lines().collect();
    assert_eq!(
        lines[..2],
        [
            "fixed: notes.md:3:1: malformed-id: write `AML.T0051`",
            "fixed: notes.md:3:14: case-mismatch: write `./Prompt`",
        ]
    );
    assert_eq!(
        lines.last(),
        Some(&"fixed 2 findings in 1 page (1 more with --unsafe-fixes)")
    );
    let quiet = vault.run(&["--fix", "--unsafe-fixes", "--quiet"]);
    assert_eq!((quiet.code, quiet.stderr.as_str()), (0, ""));
    assert_eq!(
        text(&vault, "notes.md"),
        FIXED.replace("jailbrea]]", "jailbreak]]")
    );
    let again = vault.run(&["--fix", "--unsafe-fixes"]);
    assert_eq!(line(&again, "fixed"), "nothing was fixed");
}

#[test]
fn a_diff_writes_nothing_and_can_be_applied() {
    let vault = vault("fix-diff");
    let run = vault.run(&["--diff", "--output", "json=found.json"]);
    assert_eq!(run.code, 1);
    assert_eq!(text(&vault, "notes.md"), NOTES);
    assert!(
        run.stdout
            .starts_with("--- a/notes.md\n+++ b/notes.md\n@@ "),
        "{}",
        run.stdout
    );
    assert_eq!(
        run.stderr,
        "2 findings in 1 page would be fixed (1 more with --unsafe-fixes); 1 finding would remain\n"
    );
    // The file speaks of the vault as it stands.
    assert!(text(&vault, "found.json").contains("malformed-id"));
    let both = vault.run(&["--diff", "--fix"]);
    assert_eq!((both.code, both.stdout.as_str()), (1, run.stdout.as_str()));
    assert_eq!(text(&vault, "notes.md"), NOTES, "a diff wins");
    // A diff alone is reason enough for exit code 1.
    let never = vault.run(&["--diff", "--fail-on", "never"]);
    assert_eq!(never.code, 1);
    vault.apply(&run.stdout);
    assert_eq!(text(&vault, "notes.md"), FIXED);
    let rest = vault.run(&["--diff", "--fail-on", "never"]);
    assert_eq!((rest.code, rest.stdout.as_str()), (0, ""));
}

#[test]
fn unsafe_fixes_need_to_be_asked_for_twice() {
    let vault = vault("fix-usage");
    let run = vault.run(&["--unsafe-fixes"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.stderr,
        "error: --unsafe-fixes goes with --fix or --diff\n"
    );
    assert_eq!(text(&vault, "notes.md"), NOTES);
}

#[test]
fn only_what_is_reported_is_fixed() {
    let vault = vault("fix-paths");
    vault.write("other.md", "AML-T0051\n");
    let run = vault.run(&["--fix", "other.md"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert_eq!(text(&vault, "other.md"), "AML.T0051\n");
    assert_eq!(text(&vault, "notes.md"), NOTES);
    let run = vault.run(&["--fix", "--select", "case-mismatch"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert_eq!(
        text(&vault, "notes.md"),
        NOTES.replace("[[./prompt", "[[./Prompt")
    );
}

#[test]
fn a_page_from_stdin_comes_back_on_stdout() {
    let vault = vault("fix-stdin");
    let run = |args: &[&str], page: &str| {
        let args = [args, &["-", "--stdin-filename", "new.md"]].concat();
        Run::new(&args).at(vault.path()).stdin(page).go()
    };
    let fixed = run(&["--fix"], NOTES);
    assert_eq!((fixed.code, fixed.stdout.as_str()), (1, FIXED));
    assert!(
        fixed
            .stderr
            .contains("new.md:3:28: error[unresolved-link] "),
        "{}",
        fixed.stderr
    );
    assert!(!vault.path().join("new.md").exists());
    let json = run(&["--fix", "--format", "json"], "AML-T0051\n");
    assert_eq!((json.code, json.stdout.as_str()), (0, "AML.T0051\n"));
    assert!(json.stderr.contains("\"version\": 1"), "{}", json.stderr);
    let diff = run(&["--diff"], "AML-T0051\n");
    assert_eq!(
        diff.stdout,
        "--- a/new.md\n+++ b/new.md\n@@ -1,1 +1,1 @@\n-AML-T0051\n+AML.T0051\n"
    );
    // Where nothing can be checked, an editor gets back what it gave.
    let failed = run(&["--fix", "--catalog", "2019.01"], NOTES);
    assert_eq!((failed.code, failed.stdout.as_str()), (2, NOTES));
}

#[test]
fn bytes_that_are_no_text_come_back_as_they_were() {
    let vault = vault("fix-bytes");
    vault.write("bad.md", b"AML-T0051 \xff\n");
    let run = vault.run(&["--fix", "bad.md"]);
    assert_eq!(run.code, 1);
    assert_eq!(
        std::fs::read(vault.path().join("bad.md")).unwrap(),
        b"AML-T0051 \xff\n"
    );
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay_and_a_closed_file_is_left() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let vault = vault("fix-modes");
    let at = |path: &str| vault.path().join(path);
    let mode = |path: &str| std::fs::metadata(at(path)).unwrap().permissions().mode() & 0o777;
    vault
        .write(".hidden/real.md", "AML-T0051\n")
        .write("closed.md", "AML-T0051\n")
        .write("open.md", "AML-T0051\n");
    symlink(".hidden/real.md", at("link.md")).unwrap();
    std::fs::set_permissions(at("open.md"), PermissionsExt::from_mode(0o640)).unwrap();
    std::fs::set_permissions(at("closed.md"), PermissionsExt::from_mode(0o444)).unwrap();
    let run = vault.run(&["--fix", "--select", "malformed-id"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert_eq!(
        line(&run, "error: "),
        "error: closed.md: it is read-only; it was not fixed"
    );
    assert_eq!(text(&vault, "closed.md"), "AML-T0051\n");
    assert!(
        run.stdout.contains("closed.md:1:1: error[malformed-id]"),
        "what remains is told: {}",
        run.stdout
    );
    assert_eq!(line(&run, "findings in"), "fixed 3 findings in 3 pages");
    assert_eq!(text(&vault, "open.md"), "AML.T0051\n");
    assert_eq!((mode("open.md"), mode("closed.md")), (0o640, 0o444));
    assert!(
        std::fs::symlink_metadata(at("link.md"))
            .unwrap()
            .is_symlink()
    );
    assert_eq!(text(&vault, ".hidden/real.md"), "AML.T0051\n");
    let left = files_below(vault.path());
    assert!(
        left.iter()
            .all(|path| path.extension().is_none_or(|end| end != "tmp")),
        "no half-written file is left"
    );
}

// A page that the vault knows by two paths is one file.
#[cfg(unix)]
#[test]
fn two_paths_to_one_file_are_written_once() {
    let vault = vault("fix-twice");
    vault.write(".hidden/real.md", "AML-T0051\n");
    for link in ["one.md", "two.md"] {
        std::os::unix::fs::symlink(".hidden/real.md", vault.path().join(link)).unwrap();
    }
    let run = vault.run(&["--fix", "--select", "malformed-id"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(line(&run, "two.md:1:1").starts_with("fixed: "));
    assert_eq!(text(&vault, "one.md"), "AML.T0051\n");
}
