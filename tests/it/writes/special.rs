//! Pipes and devices.

use std::path::Path;
use std::process::Command;

use super::vault;
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
