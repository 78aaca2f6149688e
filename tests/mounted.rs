//! A file that is mounted by itself, as a container may do: no other file can take its place.
//!
//! Not every machine lets a process mount. The only test of this binary, as a harness of ours can say that it is ignored.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test may fail loudly and touch files"
)]

mod support;

use std::process::{Command, ExitCode};

use libtest_mimic::{Arguments, Trial};
use support::Scratch;

fn main() -> ExitCode {
    let trial = Trial::test("a_file_that_is_mounted_by_itself_is_an_error", || {
        is_an_error();
        Ok(())
    });
    let mounts = as_root("true").status();
    let trial = if mounts.is_ok_and(|status| status.success()) {
        trial
    } else {
        trial.with_ignored_flag(true).with_kind("no mounts here")
    };
    libtest_mimic::run(&Arguments::from_args(), vec![trial]).exit_code()
}

/// Returns a command of a shell that may mount, where the system lets one.
fn as_root(script: &str) -> Command {
    let mut command = Command::new("unshare");
    command.args(["--mount", "--map-root-user", "sh", "-c", script]);
    command
}

fn is_an_error() {
    let vault = Scratch::new("write-mounted");
    vault
        .write("atlas-lint.yaml", "catalog: {release: \"2026.05\"}\n")
        .write("a.md", "[[gone]]\n")
        .write("host.json", "")
        .write("out.json", "");
    let script = "mount --bind host.json out.json && exec \"$0\" --quiet --output json=out.json";
    let run = as_root(script)
        .arg(env!("CARGO_BIN_EXE_atlas-lint"))
        .current_dir(vault.path())
        .output()
        .expect("unshare");
    let stderr = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(2), "{stderr}");
    assert!(
        stderr.contains("another file cannot take its place"),
        "{stderr}"
    );
    let host = std::fs::read_to_string(vault.path().join("host.json"));
    assert_eq!(host.expect("the file"), "");
    let entries = std::fs::read_dir(vault.path()).expect("the vault");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let mut left = names.filter(|name| name.to_string_lossy().contains(".tmp"));
    assert_eq!(left.next(), None);
}
