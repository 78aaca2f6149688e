//! Pipes, devices and mounted files.

use std::path::Path;
use std::process::Command;

use super::{left, text, vault};
use crate::support::fails;

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

// A container may mount one file over another: no other file can take its place.
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
