//! Hostile and broken input: one clear finding, nothing else breaks, and time grows with the input only.

mod config;
mod large;
mod links;
mod outputs;
mod texts;

use crate::support::Scratch;

/// Creates a vault with one sound page, where a finding shows that something else broke.
fn vault(name: &str) -> Scratch {
    let vault = Scratch::new(name);
    vault.write("sound.md", "# Sound\n\nAML.T0051 and [[bad]].\n");
    vault
}

#[track_caller]
fn finds(vault: &Scratch, code: i32, expected: &[&str]) {
    let outcome = vault.run(&[]);
    let lines: Vec<&str> = outcome.stdout.lines().collect();
    assert_eq!(
        lines.len(),
        expected.len(),
        "{}\n{}",
        outcome.stdout,
        outcome.stderr
    );
    for (line, start) in lines.iter().zip(expected) {
        assert!(
            line.starts_with(start),
            "{line} does not start with {start}"
        );
    }
    assert_eq!(outcome.code, code, "{}", outcome.stderr);
}
