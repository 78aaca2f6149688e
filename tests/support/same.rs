//! Findings without the words that people read, and their digests.
//!
//! A change of wording must change nothing else: neither rules, severities, places, fingerprints, edits, counts nor exit codes. A digest
//! covers these, and leaves out messages, helps and the texts about rules.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};

/// The keys of JSON and SARIF whose values are words for people, the version of the program, or a count of fixes that are covered
/// themselves.
const WORDS: [&str; 9] = [
    "message",
    "help",
    "description",
    "shortDescription",
    "fullDescription",
    "justification",
    "toolExecutionNotifications",
    "semanticVersion",
    "unsafe_fixable",
];

/// The most lines that a failure prints of one difference.
const MOST_LINES: usize = 60;

/// Returns JSON or SARIF with nothing in it that a change of wording changes.
pub fn without_words(mut report: Value) -> String {
    for tool in ["/tool", "/runs/0/tool/driver"] {
        if let Some(Value::Object(tool)) = report.pointer_mut(tool) {
            tool.remove("version");
        }
    }
    remove_words(&mut report);
    let text = serde_json::to_string_pretty(&report).expect("JSON can be written");
    text + "\n"
}

/// Reads a report in JSON or SARIF.
pub fn parse(report: &str) -> Value {
    serde_json::from_str(report).unwrap_or_else(|error| panic!("{error}: {report}"))
}

fn remove_words(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            entries.retain(|key, _| !WORDS.contains(&key.as_str()));
            entries.values_mut().for_each(remove_words);
        }
        Value::Array(items) => items.iter_mut().for_each(remove_words),
        _ => {}
    }
}

/// Compares findings, each under the name of its corpus or document, with the digests in the file at `path`.
/// With `UPDATE_SAME` set, it writes that file instead.
///
/// Every text is kept under its digest, so that a later failure can print the difference.
pub fn compare(path: &str, command: &str, found: &BTreeMap<String, String>) -> Result<(), String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let digests: BTreeMap<&str, String> = found
        .iter()
        .map(|(name, text)| (name.as_str(), keep(text)))
        .collect();
    if std::env::var_os("UPDATE_SAME").is_some() {
        let lines = digests
            .iter()
            .map(|(name, digest)| format!("{digest} {name}\n"));
        std::fs::write(&file, lines.collect::<String>()).expect("the digests can be written");
        return Ok(());
    }
    let recorded = std::fs::read_to_string(&file).expect("the digests can be read");
    let recorded: BTreeMap<&str, &str> = recorded
        .lines()
        .map(|line| line.split_once(' ').expect("a digest and a name"))
        .map(|(digest, name)| (name, digest))
        .collect();
    let mut failures = String::new();
    for (name, digest) in &digests {
        match recorded.get(name) {
            Some(recorded) if recorded == digest => {}
            Some(recorded) => failures += &changed(name, recorded, digest),
            None => {
                let _ = writeln!(failures, "{name} has no digest in {path}");
            }
        }
    }
    for name in recorded.keys().filter(|name| !digests.contains_key(**name)) {
        let _ = writeln!(
            failures,
            "{path} has a digest of {name}, which is not there"
        );
    }
    if failures.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{failures}\nTo accept the findings as they are now: UPDATE_SAME=1 {command}"
    ))
}

/// Writes a text into the folder of texts, and returns its digest.
fn keep(text: &str) -> String {
    let digest = Sha256::digest(text);
    let digest: String = digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let path = kept(&digest);
    if !path.exists() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        std::fs::write(path, text).expect("a text can be written");
    }
    digest
}

/// Returns where the text with a digest is kept.
fn kept(digest: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("same")
        .join(format!("{digest}.txt"))
}

/// Says what changed in a document, or how to see it.
fn changed(name: &str, recorded: &str, digest: &str) -> String {
    let (before, now) = (kept(recorded), kept(digest));
    let text = std::fs::read_to_string(&now).expect("the text was kept");
    let Ok(recorded) = std::fs::read_to_string(&before) else {
        return format!(
            "the findings of {name} changed; they are now in {}\n\
             To see the difference, run this test once on the code before the change, then here again.\n",
            now.display()
        );
    };
    let diff = similar::TextDiff::from_lines(&recorded, &text);
    let diff = diff.unified_diff().context_radius(12).to_string();
    let lines: Vec<&str> = diff.lines().take(MOST_LINES).collect();
    format!(
        "the findings of {name} changed; diff {} {}\n{}\n",
        before.display(),
        now.display(),
        lines.join("\n")
    )
}
