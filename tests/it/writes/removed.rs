//! What is removed: old reports and temporary files.

use std::os::unix::fs::symlink;

use super::{text, vault};
use crate::support::fails;

#[test]
fn a_failed_run_takes_away_reports_of_its_format_and_nothing_else() {
    let vault = vault("write-away");
    let formats = [
        "full", "concise", "json", "sarif", "github", "gitlab", "junit",
    ];
    let others = [
        ("json", "{\"version\": 1}\n"),
        ("json", ""),
        ("sarif", "{\"$schema\": \"x\", \"runs\": []}"),
        ("concise", "# Notes\n"),
        ("concise", "a.md: error\n"),
        ("full", "errors\n"),
        ("github", "::error ::mine\n"),
        ("gitlab", "[1]"),
        (
            "junit",
            "<?xml version=\"1.0\"?>\n<testsuites name=\"mine\">\n",
        ),
    ];
    let out = vault.path().join("out");
    for page in ["[[gone]]\n", "Text.\n"] {
        for format in formats {
            vault.write("a.md", page);
            let output = format!("--output={format}=out");
            assert_ne!(vault.run(&[&output, "--show-suppressed"]).code, 2);
            assert!(out.exists());
            let run = vault.run(&[&output, "--catalog", "9.9"]);
            fails(&run, &["9.9"]);
            assert!(!out.exists(), "{format}: {}", run.stderr);
            assert!(!run.stderr.contains("left as it was"), "{}", run.stderr);
        }
    }
    for (format, other) in others {
        for wrong in [&["--catalog", "9.9"][..], &["--bogus"]] {
            vault.write("out", other);
            let output = format!("--output={format}=out");
            let run = vault.run(&[&[output.as_str()], wrong].concat());
            fails(&run, &["note: out is left as it was: it does not begin"]);
            assert_eq!(text(&out), other, "{format}");
        }
    }
    std::fs::remove_file(&out).expect("it goes");
    std::fs::create_dir(&out).expect("a folder");
    let run = vault.run(&["--output=json=out", "--catalog", "9.9"]);
    fails(&run, &["note: out is left as it was: it is a folder"]);
    fails(
        &vault.run(&["--output=json=new/"]),
        &["new/: it names a folder"],
    );
    assert!(!vault.path().join("new").exists());
    let none = vault.run(&["--output=json=none/out", "--catalog", "9.9"]);
    assert_eq!(none.stderr.lines().count(), 1, "{}", none.stderr);
}

// What runs that were killed left behind is cleared away, and nothing else.
#[test]
fn old_temporary_files_are_cleared_away() {
    let vault = vault("write-clear");
    let day = std::time::Duration::from_secs(24 * 60 * 60);
    let made = |name: &str, age| {
        vault.write(name, "x");
        let file = std::fs::File::options()
            .write(true)
            .open(vault.path().join(name));
        let file = file.expect("a file");
        file.set_modified(std::time::SystemTime::now() - age)
            .expect("an age");
    };
    let old = [".atlas-lint-0123456789abcdef.tmp", ".atlas-lint-Zz9.tmp"];
    let kept = [
        ".atlas-lint-.tmp",
        ".atlas-lint-a.b.tmp",
        ".atlas-lint-0123.tmp.md",
        "atlas-lint-0123.tmp",
        ".atlas-lint-0123.kept",
        ".mine.tmp",
        "sub/.atlas-lint-0123.tmp",
    ];
    for name in old.iter().chain(&kept) {
        made(name, 2 * day);
    }
    made(".atlas-lint-fresh.tmp", day / 2);
    std::fs::create_dir(vault.path().join(".atlas-lint-folder.tmp")).expect("a folder");
    vault.write("target", "x");
    symlink("target", vault.path().join(".atlas-lint-link.tmp")).expect("a link");
    assert_eq!(vault.run(&["check"]).code, 1);
    let there = |name: &&str| vault.path().join(name).symlink_metadata().is_ok();
    assert!(old.iter().all(there), "a run that writes nothing");
    assert_eq!(vault.run(&["check", "--output", "json=out.json"]).code, 1);
    assert!(!old.iter().any(there));
    let more = [
        ".atlas-lint-fresh.tmp",
        ".atlas-lint-folder.tmp",
        ".atlas-lint-link.tmp",
    ];
    for name in kept.iter().chain(&more) {
        assert!(there(name), "{name}");
    }
}
