//! What machines read: files for several at once, and logs of CI jobs, in which no page may speak.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::fuzz_targets::holds::{ANYWHERE, GROUPS, is_obeyed};
use crate::support::{Outcome, Run, Scratch, fails};

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

/// The variables by which a job of each system is known.
const SYSTEMS: [(&str, &str); 5] = [
    ("GITHUB_ACTIONS", "true"),
    ("TF_BUILD", "True"),
    ("GITLAB_CI", "true"),
    ("TEAMCITY_VERSION", "2025.07"),
    ("BUILDKITE", "true"),
];

/// That no system takes a command from a text but an error of our own. They end lines at carriage returns too.
#[track_caller]
fn inert(text: &str) {
    for line in text.split(['\n', '\r']) {
        let own = line.strip_prefix("::error ");
        let own = own.and_then(|line| line.split_once("::"));
        let own = own.filter(|(properties, _)| properties.contains("title=atlas-lint"));
        let words = own.map_or(line, |(_, words)| words);
        assert!(!is_obeyed(words), "{line:?} in\n{text}");
    }
}

const PAGE: &str = "[[::error::gone]]\n[[gone##[error]x]]\n\n::error::own\n ##[error]own [[gone\u{1b}[31m]]\n[[x](y)]\n\r::error::z\nAML.T9999 [[\n\n\
    a [[gone##vso[task.complete]]] b\n\n[[gone ##teamcity[buildStop]]]\n[[--- x]] [[gone\u{1b}[0Ksection_start:1:x]]\n\n--- [[+++ x]]\n+++ [[~~~ x]] \n";

/// A vault of names and words that a stranger chose.
fn hostile(name: &str) -> Scratch {
    let vault = Scratch::new(name);
    for file in [
        "::error::x.md",
        "  ::warning::x.md",
        "##[error]x.md",
        "--- x.md",
        "+++ ##teamcity[x].md",
        "^^^ +++ section_end:1:x.md",
        "##vso[task.complete]x.md",
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

/// A diff without the lines that name its files, which open groups in a job of Buildkite and must.
fn without_heads(diff: &str) -> String {
    let is_head = |line: &str| {
        ["--- a/", "--- /dev/null", "+++ b/"]
            .iter()
            .any(|head| line.starts_with(head))
    };
    let lines = diff.split_inclusive('\n');
    lines.filter(|line| !is_head(line)).collect()
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

/// The hostile lines that each system obeys, and one that none does.
const LINES: [&str; 7] = [
    "::error::x",
    "  ::add-mask::x",
    "a ##vso[task.setvariable variable=PATH]x",
    "##[group]x",
    "x ##teamcity[buildStop comment='x']",
    "\u{1b}[0Ksection_end:1:x\r\u{1b}[0K",
    "a\r::error::x",
];

/// A run in a job, its stdout to a file or not.
fn in_job_of(system: (&str, &str), vault: &Scratch, args: &[&str], stdin: &str) -> Outcome {
    let run = Run::new(args).at(vault.path()).env(system.0, system.1);
    run.stdin(stdin).go()
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
    for system in SYSTEMS {
        let refused = in_job_of(system, &vault, &args, "");
        fails(&refused, &["would be a command", "--output"]);
        assert_eq!(refused.stdout, "");
    }
}

/// A page from stdin goes to stdout as it is, or not at all.
#[test]
fn a_page_that_would_speak_to_the_runner_is_not_printed() {
    let vault = Scratch::new("stdin-job");
    vault.write("a.md", "");
    let args = ["--fix", "-", "--stdin-filename", "a.md"];
    let bad = ["--fix", "-", "--stdin-filename", "a.md", "--catalog", "9.9"];
    for line in LINES {
        let page = format!("# A\n\naml.t0051\n\n{line}\n");
        assert!(vault.run(&[]).code == 0);
        let plain = Run::new(&args).at(vault.path()).stdin(&page).go();
        assert_eq!(plain.stdout, page.replace("aml.t", "AML.T"), "not in a job");
        for system in SYSTEMS {
            let refused = in_job_of(system, &vault, &args, &page);
            fails(&refused, &["line 5 would be a command"]);
            assert_eq!(refused.stdout, "", "{line:?}");
            inert(&refused.stderr);
            let refused = in_job_of(system, &vault, &bad, &page);
            fails(&refused, &["9.9", "line 5 would be a command"]);
            assert_eq!(refused.stdout, "", "{line:?}");
        }
    }
}

#[test]
fn ordinary_markdown_is_printed_in_a_job() {
    let vault = Scratch::new("stdin-markdown");
    vault.write("a.md", "");
    let args = ["--fix", "-", "--stdin-filename", "a.md"];
    let page = "---\ntitle: x\n---\n\n:::note\nx\n:::\n\na::b, # [x](https://example.com)\n\n| a |\n| --- |\n";
    let group = "# A\n\n~~~ python\n~~~\n";
    for system in SYSTEMS {
        assert_eq!(in_job_of(system, &vault, &args, page).stdout, page);
        let outcome = in_job_of(system, &vault, &args, group);
        if system.0 == "BUILDKITE" {
            fails(&outcome, &["line 3 would be a command"]);
        } else {
            assert_eq!(outcome.stdout, group);
        }
    }
}

/// What goes to a file, no job reads.
#[test]
fn a_page_goes_to_a_file_as_it_is() {
    let vault = Scratch::new("stdin-file");
    vault.write("a.md", "aml.t0051\n\n##vso[x]\n");
    let file = |name: &str| std::fs::File::create(vault.path().join(name)).expect("a file");
    let source = std::fs::File::open(vault.path().join("a.md")).expect("a page");
    let status = std::process::Command::new(env!("CARGO_BIN_EXE_atlas-lint"))
        .args(["--fix", "-", "--stdin-filename", "a.md"])
        .current_dir(vault.path())
        .env("TF_BUILD", "True")
        .stdin(source)
        .stdout(file("out"))
        .stderr(file("log"))
        .status()
        .expect("it runs");
    assert!(status.success());
    let read = |name: &str| std::fs::read_to_string(vault.path().join(name)).expect("a text");
    assert_eq!(read("out"), "AML.T0051\n\n##vso[x]\n");
}

/// A diff keeps its own head, and nothing of a page in it is obeyed.
#[cfg(unix)]
#[test]
fn no_diff_lets_a_page_speak_to_the_runner() {
    let vault = Scratch::new("diff-job");
    let page = "-- x\n\n++ aml.t0051 ##vso[x]\n\n##teamcity[x]\n";
    vault.write("##[error]a.md", page).write("--- b.md", page);
    let args = ["--fix", "--diff"];
    assert!(vault.run(&args).stdout.contains("\n ##teamcity[x]\n"));
    for system in SYSTEMS {
        let outcome = in_job_of(system, &vault, &args, "");
        assert!(outcome.stdout.contains("--- a/--- b.md"));
        for line in without_heads(&outcome.stdout).lines() {
            let group = GROUPS.iter().any(|prefix| line.starts_with(prefix));
            assert!(
                !is_obeyed(line) || group && system.0 != "BUILDKITE",
                "{line}"
            );
        }
    }
}

/// JSON and XML have a way to write any character, so a prefix is broken without loss.
#[cfg(unix)]
#[test]
fn reports_break_prefixes_without_loss() {
    let vault = Scratch::new("lossless");
    let name = "##vso[x] section_start:1:x ##teamcity[x] ##[x";
    vault.write("a.md", format!("# A\n\n## a {name}\n\n## a {name}\n"));
    for (format, broken) in [
        (
            "json",
            r"\u0023#vso[x] \u0073ection_start:1:x \u0023#teamcity[x] \u0023#[x",
        ),
        (
            "sarif",
            r"\u0023#vso[x] \u0073ection_start:1:x \u0023#teamcity[x] \u0023#[x",
        ),
        (
            "gitlab",
            r"\u0023#vso[x] \u0073ection_start:1:x \u0023#teamcity[x] \u0023#[x",
        ),
        (
            "junit",
            "&#35;#vso[x] &#115;ection_start:1:x &#35;#teamcity[x] &#35;#[x",
        ),
    ] {
        let output = format!("{format}=report");
        let outcome = vault.run(&["--format", format, "--output", &output]);
        let file = std::fs::read_to_string(vault.path().join("report")).expect("a report");
        for text in [&outcome.stdout, &file] {
            inert(text);
            assert!(text.contains(broken), "{format}: {text}");
        }
        let whole = if format == "junit" {
            let document = roxmltree::Document::parse(&file).expect("XML");
            let failure = document
                .descendants()
                .find(|node| node.has_tag_name("failure"));
            failure.and_then(|node| node.attribute("message").map(str::to_owned))
        } else {
            serde_json::from_str::<Value>(&file).ok().map(|json| {
                let strings = serde_json::to_string(&json);
                strings.expect("JSON")
            })
        };
        let whole = whole.expect("a report that can be read");
        assert!(whole.contains(name), "{format}: {whole}");
    }
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
    let mut args = vec!["--vault", "content", "--color", "always"];
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
    assert_eq!(clean.trim_end().lines().count(), 1, "{clean}");
    assert!(
        clean.starts_with("<p><b>atlas-lint</b>: No findings: 1 page, "),
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
        both.contains(
            "<td>a.md</td><td>1</td><td>the wiki-link <code>gone</code> leads to no file</td>"
        ),
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

#[test]
fn a_job_sees_why_nothing_was_checked() {
    let vault = Scratch::new("job-error");
    vault.write("a.md", "");
    let error = "::error title=atlas-lint::";
    let run = |args: &[&str]| {
        let outcome = Run::new(args)
            .at(vault.path())
            .env("GITHUB_ACTIONS", "true")
            .go();
        assert_eq!(outcome.code, 2, "{}", outcome.stderr);
        outcome.stderr
    };
    for (args, words) in [
        (&["--catalog", "9.9"][..], "9.9"),
        (&["none.md"], "none.md"),
        (&["--no-such-option"], "--no-such-option"),
        (&["export", "none.md", "--to", "v6"], "none.md"),
    ] {
        let stderr = run(args);
        let line = stderr.lines().find(|line| line.starts_with(error));
        assert!(line.is_some_and(|line| line.contains(words)), "{stderr}");
    }
    vault.write("atlas-lint.yaml", "rulez: 1\n");
    let stderr = run(&[]);
    let line = "::error file=atlas-lint.yaml,line=1,endLine=1,col=1,endColumn=6,title=atlas-lint(";
    assert!(stderr.contains(line), "{stderr}");
    let elsewhere = vault.run(&[]);
    assert!(
        !elsewhere.stderr.contains("::error"),
        "{}",
        elsewhere.stderr
    );
}

#[test]
fn a_summary_links_to_the_lines_of_the_commit() {
    let vault = Scratch::new("job-links");
    vault.write("a b.md", "\n[[gone]]\n");
    let summary = |server: &str| {
        Run::new(&[])
            .at(vault.path())
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_STEP_SUMMARY", "summary")
            .env("GITHUB_SERVER_URL", server)
            .env("GITHUB_REPOSITORY", "me/kb")
            .env("GITHUB_SHA", "0123abc")
            .go();
        let path = vault.path().join("summary");
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        std::fs::remove_file(path).unwrap_or_default();
        text
    };
    let link = "<a href=\"https://github.com/me/kb/blob/0123abc/a%20b.md?plain=1#L2\">2</a>";
    let text = summary("https://github.com");
    assert!(text.contains(link), "{text}");
    for server in ["http://github.com", "https://github.com\"><b>", ""] {
        let text = summary(server);
        assert!(text.contains("<td>2</td>"), "{text}");
    }
}
