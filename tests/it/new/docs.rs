//! The commands of `docs/new.md` print what it says.

use std::path::Path;

use super::{base, text};
use crate::support::Scratch;

const SUBMISSION: &str = "study:\n  name: Poisoned feed\n  summary: A feed was poisoned.\n  incident-date: '2026-02-01'\n  incident-date-granularity: MONTH\n  procedure:\n  - tactic: AML.TA0002\n    technique: AML.T0000\n    description: They searched.\n";

/// Splits a command at blanks outside single quotes.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in command.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().expect("a word").push(c),
        }
    }
    words
}

/// Returns what a command prints, stdout first.
fn printed(vault: &Scratch, command: &str) -> String {
    let words = words(command);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["cat", path] => text(vault, path),
        ["atlas-lint", args @ ..] => {
            let run = vault.run(args);
            run.stdout + &run.stderr
        }
        other => panic!("{other:?} cannot be run"),
    }
}

#[test]
fn the_commands_print_what_the_page_says() {
    let vault = base("new-docs");
    for name in ["one", "two"] {
        let path = format!("kb/studies/acme-{name}.md");
        let page = text(&vault, &path);
        let lines = page
            .split_inclusive('\n')
            .filter(|line| !line.starts_with("created"));
        vault.write(&path, lines.collect::<String>());
    }
    vault.write("submission.yaml", SUBMISSION);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/new.md");
    let before = std::fs::read_to_string(&path).expect("the page");
    let mut after = String::new();
    let mut blocks = 0;
    let mut rest = before.as_str();
    while let Some((start, block)) = rest.split_once("```console\n") {
        let (block, end) = block.split_once("```\n").expect("the end of a block");
        let command = block
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("$ "));
        let command = command.expect("a command");
        after += &format!(
            "{start}```console\n$ {command}\n{}```\n",
            printed(&vault, command)
        );
        rest = end;
        blocks += 1;
    }
    after += rest;
    assert!(blocks > 5, "{blocks} blocks");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, after).expect("the page can be written");
        return;
    }
    assert!(
        before == after,
        "UPDATE_EXPECT=1 cargo test --test it new::docs writes it anew; it prints\n{after}"
    );
}
