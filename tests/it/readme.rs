//! The README and the documentation show what the program does.
//!
//! A page is one session in a copy of `tests/docs/kb`. A `console` block holds commands after `$ `, each with what it prints; a fence
//! under a line with a path in backticks and a colon is written to that file. `UPDATE_DOCS=1 cargo test --test it docs` writes down what
//! the commands print now.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use regex::Regex;

use crate::support::{Run, Scratch, files_below};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The folder that the pages show in place of the copy.
const SHOWN: &str = "/home/me/kb";

/// The start of the line by which a page names another vault for its session than `tests/docs/kb`.
const STARTS_IN: &str = "<!-- starts in tests/docs/";

/// The line of a page whose session starts in an empty repository.
const EMPTY: &str = "<!-- starts in an empty repository -->";

/// Languages of fences that hold no commands.
const DATA: [&str; 6] = ["json", "lua", "md", "text", "vim", "yaml"];

/// Blocks of commands that are not run: the page, the first line, and the reason.
const NOT_RUN: [(&str, &str, &str); 10] = [
    ("README.md", "pip install atlas-lint", "asks PyPI"),
    (
        "README.md",
        "cargo install --git https://github.com/atlas-lint/atlas-lint --tag v0.1.0 --locked",
        "clones from GitHub",
    ),
    (
        "README.md",
        "cargo run --release -- check content",
        "builds, and asks crates.io; `.ci/run` runs these commands",
    ),
    (
        "docs/ci.md",
        "$ atlas-lint --new-since \"$CI_MERGE_REQUEST_DIFF_BASE_SHA\" --output gitlab=gl-code-quality-report.json",
        "needs a shallow clone of a GitLab job",
    ),
    (
        "docs/hook.md",
        "pre-commit install",
        "pre-commit asks GitHub and crates.io",
    ),
    (
        "docs/hook.md",
        "$ git rm -q content/frameworks/atlas/techniques/impact/cost-harvesting.md",
        "pre-commit asks GitHub and crates.io",
    ),
    (
        "docs/hook.md",
        "$ git merge b2 -m merge",
        "pre-commit asks GitHub and crates.io",
    ),
    ("docs/hook.md", "#!/bin/sh", "a file, not commands"),
    (
        "docs/several-vaults.md",
        "$ git rm -q red/notes/prompt.md",
        "pre-commit asks GitHub and crates.io",
    ),
    (
        "docs/speed.md",
        "cargo build --release",
        "builds, and asks crates.io, PyPI and npm",
    ),
];

/// A fence of a page.
struct Fence {
    /// The lines of its body in the page.
    lines: std::ops::Range<usize>,
    language: String,
    /// The file that it holds.
    file: Option<String>,
}

fn fences(lines: &[&str]) -> Vec<Fence> {
    let mut found = Vec::new();
    let mut file = None;
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        let ticks: String = line.chars().take_while(|&c| c == '`').collect();
        if ticks.len() < 3 {
            let named = line
                .strip_prefix('`')
                .and_then(|line| line.strip_suffix("`:"));
            if !line.is_empty() {
                file = named.map(str::to_owned);
            }
            at += 1;
            continue;
        }
        let start = at + 1;
        let length = lines[start..].iter().position(|line| *line == ticks);
        let end = start + length.expect("a fence is closed");
        found.push(Fence {
            lines: start..end,
            language: line[ticks.len()..].to_owned(),
            file: file.take(),
        });
        at = end + 1;
    }
    found
}

/// Returns the pages with commands: the README and `docs/`, except for the generated pages of the
/// rules.
fn pages() -> Vec<PathBuf> {
    let docs = Path::new(ROOT).join("docs");
    let generated = docs.join("rules");
    let found = files_below(&docs).into_iter();
    let found = found.filter(|path| !path.starts_with(&generated));
    let found = found.filter(|path| path.extension().is_some_and(|end| end == "md"));
    std::iter::once(Path::new(ROOT).join("README.md"))
        .chain(found)
        .collect()
}

fn name(page: &Path) -> String {
    let below = page.strip_prefix(ROOT).expect("a page of the repository");
    below.to_string_lossy().replace('\\', "/")
}

/// A copy of the vault, as a repository with one commit.
struct Session {
    folder: Scratch,
    code: i32,
}

impl Session {
    fn new(page: &str, text: &str) -> Self {
        let folder = Scratch::new(&format!("docs-{}", page.replace('/', "-")));
        let named = text
            .split_once(STARTS_IN)
            .and_then(|(_, rest)| rest.split_once(" -->"));
        let vault = Path::new(ROOT)
            .join("tests/docs")
            .join(named.map_or("kb", |(name, _)| name));
        let files = if text.contains(EMPTY) {
            Vec::new()
        } else {
            files_below(&vault)
        };
        for file in files {
            let below = file.strip_prefix(&vault).expect("a file of the vault");
            let text = std::fs::read(&file).expect("a file of the vault");
            folder.write(&below.to_string_lossy(), text);
        }
        let mut session = Self { folder, code: 0 };
        let start = "git init -q -b main && git add . && git commit -q --allow-empty -m 'A vault'";
        assert_eq!(session.prints(start), "", "{page}");
        session
    }

    /// Returns what a command prints, with times and paths as the pages show them.
    fn prints(&mut self, command: &str) -> String {
        let line = format!("(exit {}); {{ {command}\n}} 2>&1", self.code);
        let mut run = Run::shell(&line).at(self.folder.path());
        for (key, value) in [
            ("GIT_CONFIG_GLOBAL", "/dev/null"),
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_AUTHOR_NAME", "Me"),
            ("GIT_AUTHOR_EMAIL", "me@example.org"),
            ("GIT_COMMITTER_NAME", "Me"),
            ("GIT_COMMITTER_EMAIL", "me@example.org"),
        ] {
            run = run.env(key, value);
        }
        let outcome = run.go();
        self.code = outcome.code;
        normal(&outcome.stdout, self.folder.path())
    }
}

fn normal(text: &str, folder: &Path) -> String {
    let real = std::fs::canonicalize(folder).expect("a folder");
    let mut text = text.to_owned();
    for folder in [real.as_path(), folder] {
        text = text.replace(&*folder.to_string_lossy(), SHOWN);
    }
    let time = Regex::new(r" in [0-9.,]+ (ms|s|min)\b").expect("a pattern");
    time.replace_all(&text, " in 12 ms").into_owned()
}

/// Returns a page with what its commands print.
fn played(page: &str, text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut session = Session::new(page, text);
    let mut out = String::new();
    let mut done = 0;
    for fence in fences(&lines) {
        let body = &lines[fence.lines.clone()];
        for line in &lines[done..fence.lines.start] {
            let _ = writeln!(out, "{line}");
        }
        done = fence.lines.start;
        if let Some(file) = &fence.file {
            session.folder.write(file, body.join("\n") + "\n");
        }
        if fence.language != "console" || reason(page, body).is_some() {
            continue;
        }
        let commands = body.iter().filter_map(|line| line.strip_prefix("$ "));
        assert!(
            body.first().is_some_and(|line| line.starts_with("$ ")),
            "{page}: {body:?}"
        );
        for command in commands {
            let _ = write!(out, "$ {command}\n{}", session.prints(command));
        }
        done = fence.lines.end;
    }
    for line in &lines[done..] {
        let _ = writeln!(out, "{line}");
    }
    out
}

fn reason(page: &str, body: &[&str]) -> Option<&'static str> {
    let first = *body.first()?;
    let mut listed = NOT_RUN.iter();
    listed
        .find(|(of, line, _)| *of == page && *line == first)
        .map(|(.., why)| *why)
}

#[test]
#[cfg_attr(not(unix), ignore = "the commands are those of a POSIX shell")]
fn commands_in_the_docs_print_what_is_shown() {
    for page in pages() {
        let text = std::fs::read_to_string(&page).expect("a page");
        let name = name(&page);
        let played = played(&name, &text);
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&page, played).expect("the page can be written");
            continue;
        }
        let diff = similar::TextDiff::from_lines(&text, &played);
        let diff = diff.unified_diff().header("shown", "printed").to_string();
        assert!(
            diff.is_empty(),
            "{name}\n{diff}\nto accept it: UPDATE_DOCS=1 cargo test --test it docs"
        );
    }
}

// A block of commands is run, or listed with the reason why it is not.
#[test]
fn each_block_in_the_docs_is_run_or_listed() {
    let mut seen = BTreeSet::new();
    for page in pages() {
        let text = std::fs::read_to_string(&page).expect("a page");
        let lines: Vec<&str> = text.lines().collect();
        let name = name(&page);
        for fence in fences(&lines) {
            let body = &lines[fence.lines.clone()];
            let is_listed = reason(&name, body).is_some();
            if is_listed {
                seen.insert((name.clone(), body[0].to_owned()));
            }
            let is_fine = fence.language == "console" || is_listed || is_data(&fence);
            assert!(
                is_fine,
                "{name}: neither run nor listed: {}",
                body.join("\n")
            );
        }
    }
    let listed = NOT_RUN
        .iter()
        .map(|(page, line, _)| ((*page).to_owned(), (*line).to_owned()));
    assert_eq!(seen, listed.collect(), "each listed block exists");
}

fn is_data(fence: &Fence) -> bool {
    DATA.contains(&fence.language.as_str()) || fence.file.is_some()
}

#[test]
fn the_readme_is_short() {
    let readme = std::fs::read_to_string(Path::new(ROOT).join("README.md")).expect("the README");
    assert!(readme.lines().count() <= 150, "{}", readme.lines().count());
}

// The commands that the README shows are the ones that CI runs.
#[test]
fn the_two_commands_are_the_gate() {
    let read = |name: &str| std::fs::read_to_string(format!("{ROOT}/{name}")).expect("it is there");
    let (readme, gate) = (read("README.md"), read(".ci/run"));
    assert!(
        readme.contains("cargo run --release -- check content\n")
            && readme.contains("\ncargo test\n")
    );
    assert!(gate.contains("cargo test") && gate.contains("-- check content"));
}

// The problem matcher of VS Code takes a line apart as it is printed.
#[test]
fn the_problem_matcher_in_the_docs_matches() {
    let page = Path::new(ROOT).join("docs/editor.md");
    let text = std::fs::read_to_string(page).expect("the page");
    let lines: Vec<&str> = text.lines().collect();
    let mut fences = fences(&lines).into_iter();
    let tasks = fences.find(|fence| fence.file.as_deref() == Some(".vscode/tasks.json"));
    let body = lines[tasks.expect("the tasks").lines].join("\n");
    let tasks: serde_json::Value = serde_json::from_str(&body).expect("JSON");
    let pattern = &tasks["tasks"][0]["problemMatcher"]["pattern"];
    let regexp = Regex::new(pattern["regexp"].as_str().expect("a pattern")).expect("a pattern");
    let vault = Path::new(ROOT).join("tests/docs/kb");
    let printed = Run::new(&["content", "--format", "concise"])
        .at(&vault)
        .go()
        .stdout;
    assert!(printed.lines().count() > 4, "{printed}");
    for line in printed.lines() {
        let found = regexp.captures(line).unwrap_or_else(|| panic!("{line}"));
        let part = |key: &str| {
            let at = pattern[key].as_u64().expect("a group");
            found[usize::try_from(at).expect("a group")].to_owned()
        };
        assert!(vault.join(part("file")).is_file(), "{line}");
        assert!(atlas_lint::rules::find(&part("code")).is_some(), "{line}");
        assert!(["error", "warning"].contains(&&*part("severity")), "{line}");
    }
}
