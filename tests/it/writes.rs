//! What is written: whole files, in their place, with what others may do to them unchanged.

#![cfg(unix)]

use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use crate::reach::Outside;
use crate::support::{Run, Scratch, fails};

fn vault(name: &str) -> Scratch {
    let vault = Scratch::new(name);
    vault
        .write("atlas-lint.yaml", "catalog: {release: \"2026.05\"}\n")
        .write("a.md", "[[gone]]\n");
    vault
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).expect("a file").mode() & 0o7777
}

fn chmod(path: &Path, mode: u32) {
    std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).expect("a mode");
}

/// Names that a run left behind.
fn left(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let names = names.map(|name| name.to_string_lossy().into_owned());
    names.filter(|name| name.contains(".tmp")).collect()
}

/// A run by a shell with this umask.
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
fn a_report_is_written_through_no_hard_link() {
    let vault = vault("write-hard-links");
    let (mine, out) = (vault.path().join("mine.txt"), vault.path().join("out.json"));
    vault.write("mine.txt", "mine");
    std::fs::hard_link(&mine, &out).expect("a link");
    assert_eq!(vault.run(&["--output", "json=out.json"]).code, 1);
    assert_eq!(text(&mine), "mine");
    assert!(text(&out).contains("unresolved-link"));
}

/// A link in a checkout, at any depth, leads no report out of it, and none away.
#[test]
fn no_folder_of_a_report_is_a_link_of_the_checkout() {
    let (vault, outside) = (vault("write-links"), Outside::new("write-links"));
    let report = "{\n  \"version\": 1,\n  \"tool\": {\n    \"name\": \"atlas-lint\",\n";
    let old = outside.write("deep/old.json", report);
    let at = |name: &str| vault.path().join(name);
    // The links lie beside the vault, which would be reported as unreadable with them.
    std::fs::remove_file(at("a.md")).expect("it goes");
    vault.write("atlas-lint.yaml", "vault: content\n");
    vault.write("content/a.md", "[[gone]]\n");
    symlink(outside.path(), at("out")).expect("a link");
    symlink(".", at("round")).expect("a link");
    symlink(&old, at("old.json")).expect("a link");
    symlink(outside.path().join("none.json"), at("none.json")).expect("a link");
    std::fs::create_dir(at("sub")).expect("a folder");
    symlink("../../..", at("sub/up")).expect("a link");
    let whole = at("out/deep/old.json");
    let whole = whole.to_string_lossy();
    for file in [
        "out/new.json",
        "out/deep/new.json",
        "out/deep/old.json",
        "./sub/../out/deep/old.json",
        "round/x.json",
        "round/out/deep/old.json",
        "sub/up/x.json",
        "old.json",
        "none.json",
        &whole,
    ] {
        for more in [&[][..], &["--catalog", "9.9"], &["--bogus"]] {
            let output = format!("--output=json={file}");
            let run = vault.run(&[&[output.as_str()], more].concat());
            fails(&run, &["symbolic link, which is not followed"]);
            assert_eq!(text(&old), report, "{file}");
        }
    }
    // From elsewhere, by a path into the checkout.
    let output = format!("--output=json={whole}");
    let folder = vault.path().to_string_lossy();
    let run = Run::new(&[&folder, &output]).at(outside.path()).go();
    fails(&run, &["symbolic link, which is not followed"]);
    assert_eq!(text(&old), report);
    let names = std::fs::read_dir(outside.path()).expect("a folder").count();
    assert_eq!(names, 1, "nothing is new outside");
    // What is not of the checkout is followed: /tmp is a link on macOS.
    let real = outside.path().join("real");
    std::fs::create_dir(&real).expect("a folder");
    symlink("real", outside.path().join("tmp")).expect("a link");
    let output = format!("--output=json={}/tmp/x.json", outside.path().display());
    assert_eq!(vault.run(&[&output]).code, 1);
    assert!(text(&real.join("x.json")).contains("unresolved-link"));
    assert_eq!(vault.run(&[&output, "--catalog", "9.9"]).code, 2);
    assert!(
        !real.join("x.json").exists(),
        "its own report is taken away"
    );
}

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

#[test]
fn pipes_and_devices_are_streamed_to() {
    let vault = vault("write-streams");
    let binary = env!("CARGO_BIN_EXE_atlas-lint");
    let shell = |script: &str| {
        let mut command = Command::new("bash");
        command
            .args(["-c", script, binary])
            .current_dir(vault.path());
        let run = command.output().expect("bash");
        String::from_utf8_lossy(&run.stdout).into_owned()
    };
    let piped = shell("\"$0\" --quiet --output json=>(cat >copy) >/dev/null; sleep 0.3; cat copy");
    assert!(piped.starts_with("{\n  \"version\": 1"), "{piped}");
    let fifo = shell("mkfifo p; (\"$0\" --quiet --output json=p >/dev/null &) ; cat p; ls -l p");
    assert!(fifo.starts_with("{\n  \"version\": 1"), "{fifo}");
    assert!(fifo.contains("\np"), "the pipe stays: {fifo}");
    let both = shell("\"$0\" --quiet --output concise=/dev/stdout >both; cat both");
    assert_eq!(both.lines().count(), 2, "what was printed stays: {both}");
    let descriptor =
        shell("\"$0\" --quiet --output concise=/dev/fd/3 3>three >/dev/null; cat three");
    assert_eq!(descriptor.lines().count(), 1, "{descriptor}");
    assert_eq!(vault.run(&["--output", "json=/dev/null"]).code, 1);
    let failed = vault.run(&["--output", "json=/dev/null", "--catalog", "9.9"]);
    assert_eq!(failed.stderr.lines().count(), 1, "{}", failed.stderr);
    assert!(Path::new("/dev/null").exists());
    let full = vault.run(&["--output", "json=/dev/full"]);
    fails(&full, &["/dev/full: "]);
}

/// A container may mount one file over another: no other file can take its place.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_is_mounted_by_itself_is_an_error() {
    let vault = vault("write-mounted");
    vault.write("host.json", "").write("out.json", "");
    let script = "mount --bind host.json out.json && exec \"$0\" --quiet --output json=out.json";
    let mut command = Command::new("unshare");
    command
        .args(["--mount", "--map-root-user", "sh", "-c", script])
        .arg(env!("CARGO_BIN_EXE_atlas-lint"))
        .current_dir(vault.path());
    let probe = Command::new("unshare")
        .args(["--mount", "--map-root-user", "true"])
        .status();
    if !probe.is_ok_and(|status| status.success()) {
        eprintln!("skipped: no file can be mounted here");
        return;
    }
    let run = command.output().expect("unshare");
    let stderr = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(2), "{stderr}");
    assert!(
        stderr.contains("another file cannot take its place"),
        "{stderr}"
    );
    assert_eq!(text(&vault.path().join("host.json")), "");
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

/// What runs that were killed left behind is cleared away, and nothing else.
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

/// Whoever saves a page while it is fixed finds the save, fixed or not.
#[test]
fn no_save_is_lost_to_a_fix() {
    const SAVES: usize = 400;
    let vault = vault("write-saves");
    let (page, beside) = (vault.path().join("b.md"), vault.path().join(".b.new"));
    let save = |n: usize| {
        std::fs::write(&beside, format!("AML-T0051 {n}\n")).expect("a save");
        std::fs::rename(&beside, &page).expect("a save");
    };
    save(0);
    std::thread::scope(|scope| {
        let editor = scope.spawn(|| {
            for n in 1..=SAVES {
                save(n);
                let saved = [format!("AML-T0051 {n}\n"), format!("AML.T0051 {n}\n")];
                std::thread::sleep(std::time::Duration::from_millis(3));
                // A run that finds it was saved meanwhile puts the save back, as soon as a busy disk lets it.
                let holds = || saved.contains(&text(&page));
                let waited = (0..20_000).any(|_| {
                    let holds = holds();
                    if !holds {
                        std::thread::sleep(std::time::Duration::from_millis(1));
                    }
                    holds
                });
                assert!(waited, "the save {n} became {:?}", text(&page));
            }
        });
        let (mut fixed, mut gave_way) = (0, 0);
        while !editor.is_finished() {
            let run = vault.run(&["--fix", "b.md"]);
            let words = "another program changed it during the run";
            let is_refused = run.stderr.contains(words);
            assert!(run.code == 0 || is_refused, "{}", run.stderr);
            fixed += usize::from(run.code == 0);
            gave_way += usize::from(is_refused);
        }
        eprintln!("{fixed} runs fixed the page, {gave_way} gave way to a save");
        assert!(gave_way > 0, "no run met a save");
        editor.join().expect("no save is lost");
    });
    assert_eq!(vault.run(&["--fix", "b.md"]).code, 0);
    assert_eq!(text(&page), format!("AML.T0051 {SAVES}\n"));
}
