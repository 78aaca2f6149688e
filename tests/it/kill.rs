//! Commands that write, killed at any moment: every file is as it was or as it is to be, whole.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::catalog::files::small;
use crate::support::Scratch;

/// How often each command is killed.
const MOMENTS: u32 = 50;

/// The files of a folder, hidden ones too, and their bytes.
type Files = BTreeMap<PathBuf, Vec<u8>>;

fn files(folder: &Path) -> Files {
    let mut found = Files::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).expect("a file");
                found.insert(path, bytes);
            }
        }
    }
    found
}

/// Makes a folder hold these files and no others.
fn restore(folder: &Path, wanted: &Files) {
    for (path, bytes) in files(folder) {
        if wanted.get(&path) != Some(&bytes) {
            std::fs::remove_file(path).expect("a file goes");
        }
    }
    for (path, bytes) in wanted {
        if !path.exists() {
            std::fs::write(path, bytes).expect("a file");
        }
    }
}

fn is_temporary(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let random = name.strip_prefix(".atlas-lint-");
    random.is_some_and(|random| random.strip_suffix(".tmp").is_some())
}

fn command(vault: &Scratch, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_atlas-lint"));
    command
        .args(args)
        .current_dir(vault.path())
        .env_remove("GITHUB_ACTIONS")
        .env_remove("GITHUB_STEP_SUMMARY")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Waits until something is written, or the run has ended. Returns whether it is writing.
fn until_it_writes(folder: &Path, old: &Files, child: &mut std::process::Child) -> bool {
    let folders: std::collections::BTreeSet<&Path> = old
        .keys()
        .filter_map(|path| path.parent())
        .chain([folder])
        .collect();
    let is_new = |folder: &&Path| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.into_iter().any(|entry| is_temporary(&entry.path()))
    };
    while child.try_wait().is_ok_and(|ended| ended.is_none()) {
        if folders.iter().any(is_new) {
            return true;
        }
    }
    false
}

/// Kills a command at 50 moments: half of them spread over a run, half in the midst of what it writes.
#[track_caller]
fn killed(vault: &Scratch, args: &[&str]) {
    let old = files(vault.path());
    let start = Instant::now();
    let whole = command(vault, args).status().expect("a run");
    let time = start.elapsed();
    assert!(
        whole.code().is_some_and(|code| code < 2),
        "{args:?}: {whole}"
    );
    let new = files(vault.path());
    assert_ne!(old, new, "{args:?} writes something");
    assert!(!new.keys().any(|path| is_temporary(path)), "{args:?}");
    let (mut cut_off, mut amid) = (0, 0);
    for moment in 0..MOMENTS {
        restore(vault.path(), &old);
        let mut child = command(vault, args).spawn().expect("a run");
        let mut is_writing = false;
        if moment % 2 == 0 {
            std::thread::sleep(time * (moment + 1) / MOMENTS);
        } else {
            is_writing = until_it_writes(vault.path(), &old, &mut child);
            std::thread::sleep(Duration::from_micros(u64::from(moment * moment)));
        }
        // One that has ended is killed no more.
        let _ = child.kill();
        let ended = child.wait().expect("it ends");
        if ended.signal().is_some() {
            cut_off += 1;
            amid += u32::from(is_writing);
        }
        let left = files(vault.path());
        for (path, bytes) in left.iter().filter(|(path, _)| !is_temporary(path)) {
            let shown = path.display();
            let known = [old.get(path), new.get(path)];
            assert!(
                known.contains(&Some(bytes)),
                "{args:?}, moment {moment}: {shown} holds {} bytes of neither",
                bytes.len()
            );
        }
        for path in old.keys().filter(|path| new.contains_key(*path)) {
            assert!(
                left.contains_key(path),
                "{args:?}: {} is gone",
                path.display()
            );
        }
        // What was not done is done by the next run.
        if moment % 10 == 9 {
            let rest = command(vault, args).status().expect("a run");
            let mut rested = files(vault.path());
            rested.retain(|path, _| !is_temporary(path));
            assert!(rest.code().is_some_and(|code| code < 2) || args[0] == "init");
            assert_eq!(
                rested.keys().collect::<Vec<_>>(),
                new.keys().collect::<Vec<_>>()
            );
            assert!(rested == new, "{args:?}: the next run does the rest");
        }
    }
    eprintln!("{args:?}: {cut_off} of {MOMENTS} runs were cut off, {amid} while they wrote");
    assert!(
        cut_off > 0,
        "{args:?}: every run ended before it was killed"
    );
    assert!(amid > 0, "{args:?}: no run was killed while it wrote");
    restore(vault.path(), &new);
}

fn vault(name: &str) -> Scratch {
    let vault = Scratch::new(name);
    vault
        .write("atlas-lint.yaml", "catalog: {release: \"2026.05\"}\n")
        .write("a.md", "# AML.T0051: LLM Prompt Injection\n");
    vault
}

/// Returns a page with `n` findings without a fix.
fn findings(n: usize) -> String {
    (0..n).map(|n| format!("![[gone {n}]]\n\n")).collect()
}

#[test]
fn a_fix() {
    let vault = vault("kill-fix");
    for n in 0..30 {
        let words = "Words. ".repeat(n * 300);
        vault.write(&format!("p/{n}.md"), format!("AML-T0051\n\n{words}\n"));
    }
    killed(&vault, &["check", "--fix"]);
}

#[test]
fn a_new_baseline() {
    let vault = vault("kill-baseline");
    vault.write("b.md", findings(400));
    killed(&vault, &["--baseline", "old.jsonl", "--write-baseline=all"]);
}

#[test]
fn a_baseline_written_anew() {
    let vault = vault("kill-baseline-anew");
    vault.write("b.md", findings(400));
    let args = ["--baseline", "old.jsonl", "--write-baseline=all"];
    assert_eq!(vault.run(&args).code, 0);
    vault.write("b.md", findings(500));
    killed(&vault, &args);
}

#[test]
fn reports() {
    let vault = vault("kill-output");
    vault.write("b.md", findings(200));
    let args = [
        "--output=json=a.json",
        "--output=sarif=b.sarif",
        "--output=junit=new.xml",
    ];
    assert_eq!(vault.run(&args[..2]).code, 1);
    vault.write("b.md", findings(250));
    killed(&vault, &args);
}

#[test]
fn a_sync() {
    let vault = vault("kill-sync");
    vault.write("a.md", "Text.\n").write(
        "m/limit.md",
        "# AML.M0000: Limit Public Release of Information\n\nWords.\n\n## Metadata\n\n- **Mitigation ID:** AML.M0000\n- **Created:** 2020-01-01\n",
    );
    killed(&vault, &["sync", "--catalog", "2026.05"]);
}

#[test]
fn exports() {
    let vault = vault("kill-export");
    let step = "### Step 1: LLM Prompt Injection\n\n**Technique:** AML.T0051\n\n**Tactic:** AML.TA0005\n\nWords.\n";
    let study = format!("# AML.CS0099: A Study\n\n## Summary\n\nWords.\n\n## Procedure\n\n{step}");
    vault.write("study.md", study);
    killed(
        &vault,
        &[
            "export",
            "study.md",
            "--to=v6",
            "--output=new.yaml",
            "--force",
        ],
    );
    vault.write("new.yaml", "old: 1\n".repeat(10_000));
    killed(
        &vault,
        &[
            "export",
            "study.md",
            "--to=v6",
            "--output=new.yaml",
            "--force",
        ],
    );
}

#[test]
fn an_import() {
    let vault = vault("kill-import");
    vault.write("first.yaml", small("2027.01"));
    assert_eq!(vault.run(&["catalog", "import", "first.yaml"]).code, 0);
    let next = small("2027.02").replace("Search Open Technical", "Search All Technical");
    vault.write("next.yaml", next);
    killed(&vault, &["catalog", "import", "next.yaml"]);
}

#[test]
fn a_first_configuration() {
    let vault = Scratch::new("kill-init");
    vault.write("a.md", "");
    killed(&vault, &["init"]);
}
