//! What machines read: files for several at once, and logs of CI jobs, in which no page may speak.

mod job;
mod logs;
mod reports;
mod texts;

use crate::fuzz_targets::holds::is_obeyed;
use crate::support::Scratch;

const FORMATS: [&str; 7] = [
    "full", "concise", "json", "sarif", "github", "gitlab", "junit",
];

/// Asserts that no CI system takes a command from a text, except this program's own error. CI
/// systems also end lines at carriage returns.
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

/// Creates a vault with hostile names and texts.
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

/// Removes the lines of a diff that name its files; they have to open groups in a Buildkite job.
fn without_heads(diff: &str) -> String {
    let is_head = |line: &str| {
        ["--- a/", "--- /dev/null", "+++ b/"]
            .iter()
            .any(|head| line.starts_with(head))
    };
    let lines = diff.split_inclusive('\n');
    lines.filter(|line| !is_head(line)).collect()
}
