//! Formats and commands in the log of a job, over a vault of hostile names and words.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{FORMATS, hostile, inert, without_heads};
use crate::fuzz_targets::holds::ANYWHERE;
use crate::support::{Outcome, Run, Scratch, fails};

/// A command as GitHub's runner reads it from a line: `::name key=value,...::data`.
struct Command {
    name: String,
    properties: BTreeMap<String, String>,
    data: String,
}

/// Reads a line as the runner does, but for what it forgives.
fn command(line: &str) -> Option<Command> {
    let (head, data) = line.strip_prefix("::")?.split_once("::")?;
    let (name, list) = head.split_once(' ')?;
    let mut properties = BTreeMap::new();
    for property in list.split(',') {
        let (key, value) = property.split_once('=')?;
        let known = ["file", "line", "endLine", "col", "endColumn", "title"].contains(&key);
        let once = properties
            .insert(key.to_owned(), unescaped(value))
            .is_none();
        if !known || !once || value.contains(':') {
            return None;
        }
    }
    Some(Command {
        name: name.to_owned(),
        properties,
        data: unescaped(data),
    })
}

fn unescaped(text: &str) -> String {
    text.replace("%0D", "\r")
        .replace("%0A", "\n")
        .replace("%3A", ":")
        .replace("%2C", ",")
        .replace("%25", "%")
}

fn in_job(vault: &Scratch, args: &[&str]) -> Outcome {
    Run::new(args)
        .at(vault.path())
        .env("GITHUB_ACTIONS", "true")
        .go()
}

#[cfg(unix)]
#[test]
fn no_format_lets_a_page_speak_to_the_runner() {
    let vault = hostile("hostile-formats");
    let json: Value = serde_json::from_str(&vault.run(&["--format", "json"]).stdout).expect("JSON");
    let count = json["diagnostics"].as_array().map_or(0, Vec::len);
    assert!(count >= 30, "{count}");
    for format in FORMATS {
        let outcome = in_job(&vault, &["--format", format]);
        assert_eq!(outcome.code, 1, "{}", outcome.stderr);
        inert(&outcome.stderr);
        if format != "github" {
            inert(&outcome.stdout);
            assert!(outcome.stdout.contains("gone"), "{format}");
        }
    }
    let outcome = in_job(&vault, &[]);
    assert!(
        ANYWHERE
            .iter()
            .all(|prefix| !outcome.stdout.contains(prefix))
    );
    assert!(!outcome.stdout.contains('\r'));
    let commands: Vec<Command> = outcome
        .stdout
        .lines()
        .map(|line| command(line).unwrap_or_else(|| panic!("{line:?}")))
        .collect();
    assert_eq!(commands.len(), count, "one command a finding");
    for command in commands {
        assert_eq!(
            (
                command.name.as_str(),
                command.properties["title"].split('(').next()
            ),
            ("error", Some("atlas-lint"))
        );
        assert!(!command.properties["file"].is_empty());
        assert!(command.data.contains(".md:"), "{}", command.data);
    }
}

#[cfg(unix)]
#[test]
fn no_command_lets_a_page_speak_to_the_runner() {
    let vault = hostile("hostile-commands");
    let study = "---\nid: x\ntitle: x\n---\n# AML.CS0007: GPT-2\n::error::x\n## Metadata\n- **ID:** AML.CS0007\n- **Incident Date:** 2019\n- **Type:** exercise\n- **Target:** a\n- **Actor:** b\n## Procedure\n### Step 1: ::error::x\n**Technique:** AML.T0002\n\n::error::own ##[error]\n";
    vault.write("study.md", study).write(
        "tactics/t.md",
        "# AML.TA0002: Reconnaissance\n\n::error::x\n",
    );
    let pages = ["::error::x.md", "##[error]x.md", "n\n::error::x.md"];
    for page in pages {
        inert(&in_job(&vault, &["show", page]).stdout);
        inert(&in_job(&vault, &["export", page, "--to", "v6"]).stderr);
    }
    for word in [
        "::error::y",
        "a\n::error::y.md",
        "##[error]y.md",
        "x\r::error::y",
        "--- ##vso[x]",
        "x\n+++ ##teamcity[x]",
        "\u{1b}[0Ksection_start:1:x",
    ] {
        let output = format!("json={word}/{word}");
        for args in [
            &[word][..],
            &["--output", word],
            &["--format", "concise", "--output", &output],
            &["--select", word],
            &["--catalog", word],
            &["--config", word],
            &["--vault", word],
            &["explain", word],
            &["show", word],
            &["config", word],
            &["export", word, "--to", "v6"],
            &["catalog", "show", word],
            &["catalog", "diff", word, "2026.05"],
            &["catalog", "import", word],
            &["sync", word],
            &["init", word],
            &["completions", word],
        ] {
            let outcome = in_job(&vault, args);
            fails(&outcome, &[]);
            inert(&outcome.stdout);
            inert(&outcome.stderr);
        }
        let unknown = format!("--{word}");
        inert(&in_job(&vault, &[&unknown]).stderr);
    }
    for args in [
        &["sync", "--diff"][..],
        &["sync", "--check"],
        &["export", "study.md", "--to", "v5"],
        &["export", "study.md", "--to", "v6"],
        &["--statistics"],
        &["rules"],
    ] {
        let outcome = in_job(&vault, args);
        inert(&without_heads(&outcome.stdout));
        inert(&outcome.stderr);
    }
    vault.write(
        "atlas-lint.yaml",
        "\"::error::x\": 1\n\"##[error]\": 2\nrules:\n  \"a\\n::x\": off\n",
    );
    for format in FORMATS {
        let outcome = in_job(&vault, &["--format", format]);
        fails(&outcome, &["unknown key"]);
        inert(&outcome.stderr);
        assert_eq!(outcome.stdout, "");
    }
}

#[test]
fn rules_docs_are_no_commands() {
    for rule in atlas_lint::rules::RULES {
        inert(rule.docs);
    }
}
