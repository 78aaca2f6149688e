//! Modes and names of files.

use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use super::{left, text, vault};
use crate::support::fails;

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).expect("a file").mode() & 0o7777
}

fn chmod(path: &Path, mode: u32) {
    std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).expect("a mode");
}

/// Runs the program from a shell with this umask.
fn under(umask: &str, folder: &Path, args: &[&str]) -> i32 {
    let binary = env!("CARGO_BIN_EXE_atlas-lint");
    let script = format!("umask {umask}; exec \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command
        .args(["-c", &script, binary])
        .args(args)
        .current_dir(folder);
    let run = command.output().expect("a shell");
    run.status.code().unwrap_or(-1)
}

#[test]
fn a_report_keeps_the_mode_of_the_file_and_the_umask_makes_that_of_a_new_one() {
    let vault = vault("write-modes");
    let out = vault.path().join("out.json");
    for (umask, wanted) in [
        ("022", 0o644),
        ("077", 0o600),
        ("002", 0o664),
        ("000", 0o666),
    ] {
        assert_eq!(
            under(umask, vault.path(), &["--output", "json=out.json"]),
            1
        );
        assert_eq!(mode(&out), wanted, "{umask}");
        std::fs::remove_file(&out).expect("it goes");
    }
    for kept in [0o600, 0o640, 0o755, 0o606] {
        std::fs::write(&out, "{}").expect("a file");
        chmod(&out, kept);
        assert_eq!(
            under("022", vault.path(), &["--output", "json=out.json"]),
            1
        );
        assert_eq!(mode(&out), kept);
        assert!(text(&out).starts_with("{\n  \"version\": 1"));
    }
    assert_eq!(left(vault.path()), [""; 0]);
}

#[test]
fn names_may_be_as_long_as_the_system_lets_them() {
    let vault = vault("write-long");
    let name = |end: &str| format!("{}{end}", "n".repeat(255 - end.len()));
    let page = name(".md");
    vault.write(&page, "AML-T0051\n");
    assert_eq!(vault.run(&["--fix", &page]).code, 0);
    assert_eq!(text(&vault.path().join(&page)), "AML.T0051\n");
    let report = name(".json");
    for _ in 0..2 {
        assert_eq!(vault.run(&["--output", &format!("json={report}")]).code, 1);
    }
    let baseline = name(".jsonl");
    for _ in 0..2 {
        let run = vault.run(&["--baseline", &baseline, "--write-baseline=all"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    vault.write("study.md", STUDY);
    let yaml = name(".yaml");
    for _ in 0..2 {
        let run = vault.run(&[
            "export", "study.md", "--to=v6", "--output", &yaml, "--force",
        ]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
}

const STUDY: &str = "# AML.CS0099: A Study\n\n## Summary\n\nWords.\n\n## Procedure\n\n### Step 1: LLM Prompt Injection\n\n**Technique:** AML.T0051\n\n**Tactic:** AML.TA0005\n\nWords.\n";

#[test]
fn an_export_keeps_the_mode_and_follows_no_link() {
    let vault = vault("write-export");
    vault.write("study.md", STUDY).write("mine.yaml", "mine");
    let out = vault.path().join("out.yaml");
    std::fs::write(&out, "old").expect("a file");
    chmod(&out, 0o600);
    let args = [
        "export", "study.md", "--to=v6", "--output", "out.yaml", "--force",
    ];
    let run = vault.run(&args);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(text(&out).contains("AML.CS0099"));
    assert_eq!(mode(&out), 0o600);
    std::fs::remove_file(&out).expect("it goes");
    symlink("mine.yaml", &out).expect("a link");
    for args in [&args[..], &args[..5]] {
        assert_eq!(vault.run(args).code, 2);
        assert!(out.is_symlink());
        assert_eq!(text(&out), "mine");
    }
    std::fs::remove_file(&out).expect("it goes");
    assert_eq!(under("077", vault.path(), &args[..5]), 0);
    assert_eq!(mode(&out), 0o600);
    fails(&vault.run(&args[..5]), &["already there"]);
}
