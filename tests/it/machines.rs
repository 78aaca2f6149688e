//! What machines read: files for several at once, and logs of GitHub jobs, in which no page may speak.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::cli::{Outcome, Run, Scratch, fails};

const FORMATS: [&str; 7] = [
    "full", "concise", "json", "sarif", "github", "gitlab", "junit",
];

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

/// That the runner takes no command from a text. It ends lines at carriage returns too.
#[track_caller]
fn inert(text: &str) {
    for line in text.split(['\n', '\r']) {
        assert!(
            !line.trim_start().starts_with("::") && !line.contains("##["),
            "{line:?} in\n{text}"
        );
    }
}

const PAGE: &str = "[[::error::gone]]\n[[gone##[error]x]]\n\n::error::own\n ##[error]own [[gone\u{1b}[31m]]\n[[x](y)]\n\r::error::z\nAML.T9999 [[\n";

/// A vault of names and words that a stranger chose.
fn hostile(name: &str) -> Scratch {
    let vault = Scratch::new(name);
    for file in [
        "::error::x.md",
        "  ::warning::x.md",
        "##[error]x.md",
        "a, b%0A=c.md",
        "n\n::error::x.md",
        "r\r::error::x.md",
        "e\u{1b}[31m.md",
        "b\u{202e}x.md",
    ] {
        vault.write(file, PAGE);
    }
    vault
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
    assert!(!outcome.stdout.contains("##[") && !outcome.stdout.contains('\r'));
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
        inert(&outcome.stdout);
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

/// An export is a file's text: what would be a command is not printed in a job, and not changed elsewhere.
#[test]
fn an_export_that_would_speak_to_the_runner_is_refused() {
    let vault = Scratch::new("export-job");
    vault.write(
        "official.yaml",
        "---\nid: AML.CS0099\nname: x\nobject-type: case-study\nsummary: |\n  a\n\n  ::error::x\nincident-date: 2024-01-01\nincident-date-granularity: DATE\nprocedure:\n- tactic: AML.TA0002\n  technique: AML.T0000\n  description: d\ntarget: t\nactor: a\ncase-study-type: exercise\n",
    );
    let args = ["export", "official.yaml", "--to", "markdown"];
    let plain = vault.run(&args);
    assert!(plain.stdout.contains("\n::error::x\n"), "{}", plain.stderr);
    let refused = in_job(&vault, &args);
    fails(&refused, &["would be a command", "--output"]);
    assert_eq!(refused.stdout, "");
}

#[test]
fn one_run_writes_for_several_machines() {
    let vault = Scratch::new("several");
    vault.write("content/a.md", "[[gone]]\n");
    let names: Vec<String> = FORMATS
        .iter()
        .map(|format| format!("{format}.out"))
        .collect();
    let outputs: Vec<String> = FORMATS
        .iter()
        .zip(&names)
        .map(|(format, name)| format!("--output={format}={name}"))
        .collect();
    let mut args = vec!["content", "--color", "always"];
    args.extend(outputs.iter().map(String::as_str));
    let read = |name: &str| std::fs::read_to_string(vault.path().join(name)).expect(name);
    assert_eq!(vault.run(&args).code, 1);
    let first: Vec<String> = names.iter().map(|name| read(name)).collect();
    assert_eq!(vault.run(&args).code, 1);
    for ((format, name), before) in FORMATS.iter().zip(&names).zip(first) {
        let text = read(name);
        assert_eq!(text, before, "two runs give the same bytes");
        assert!(!text.contains('\u{1b}'), "{text}");
        let path = match *format {
            "json" => "\"path\": \"a.md\"",
            _ => "content/a.md",
        };
        assert!(text.contains(path), "{format}: {text}");
    }
}

#[test]
fn outputs_are_all_there_or_none_is() {
    let vault = Scratch::new("outputs");
    vault.write("a.md", "").write("sub/b.md", "");
    for second in [
        "--output=sarif=x",
        "--output=sarif=sub/../x",
        "--output=json=./x",
    ] {
        let outcome = vault.run(&["--output=json=x", second]);
        fails(&outcome, &["names", "x twice"]);
        assert!(!vault.path().join("x").exists());
    }
    let outcome = vault.run(&["--output=json=x", "--output=junit=none/y"]);
    fails(&outcome, &["none/y"]);
    assert!(!vault.path().join("x").exists(), "the first is taken away");
}

#[test]
fn a_job_gets_a_summary() {
    let vault = Scratch::new("job-summary");
    vault.write("a.md", "");
    let summary = vault.path().join("summary");
    let run = |args: &[&str], file: &str| {
        Run::new(args)
            .at(vault.path())
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_STEP_SUMMARY", file)
            .go()
    };
    let read = || std::fs::read_to_string(&summary).unwrap_or_default();
    run(&["--format", "concise"], "summary");
    fails(&run(&["--catalog", "9.9"], "summary"), &["9.9"]);
    run(&["--statistics"], "summary");
    assert_eq!(read(), "", "only beside annotations of a run");
    assert_eq!(run(&[], "summary").code, 0);
    let clean = read();
    assert_eq!(clean.lines().count(), 1, "{clean}");
    assert!(
        clean.starts_with("**atlas-lint**: 1 page&#44; 0 errors"),
        "{clean}"
    );
    vault.write("a.md", "[[gone]]\n");
    assert_eq!(run(&[], "summary").code, 1);
    let both = read();
    assert!(
        both.starts_with(&clean) && both.contains("\n\n### atlas-lint\n\n"),
        "{both}"
    );
    assert!(
        both.contains("<code>gone</code> leads to no file |\n"),
        "{both}"
    );
    let outcome = run(&[], "none/summary");
    assert_eq!(outcome.code, 1, "the findings decide");
    assert!(
        outcome
            .stderr
            .contains("note: the summary of the job could not be written"),
        "{}",
        outcome.stderr
    );
    assert_eq!(run(&[], "").code, 1);
}
