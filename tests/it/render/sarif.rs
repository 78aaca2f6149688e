use std::path::{Path, PathBuf};
use std::process::Command;

use atlas_lint::diagnostic::Hidden;
use atlas_lint::render::sarif;
use atlas_lint::rules::RULES;
use serde_json::{Value, json};

use super::hostile::{Hostile, clean};

/// Returns the official schema, from a package that ships it.
fn schema() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--offline", "--locked", "--format-version", "1"])
        .args(["--filter-platform", &host()])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|one| one["name"] == "serde-sarif");
    let manifest = package.unwrap()["manifest_path"].as_str().unwrap();
    let file: PathBuf = Path::new(manifest)
        .with_file_name("src")
        .join("schema.json");
    serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()
}

/// Returns the platform that the test runs on; packages of other platforms need not be downloaded.
fn host() -> String {
    let output = Command::new(env!("CARGO")).arg("-vV").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.unwrap().to_owned()
}

#[track_caller]
fn valid(log: &Value) {
    let mut schema = schema();
    // The pattern of a word that we do not write has a stray bracket, at which the validator takes offence.
    for object in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][object]["properties"]["language"];
        assert_eq!(
            language["pattern"],
            "^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$"
        );
        language["pattern"] = json!("^[a-zA-Z]{2}(-[a-zA-Z]{2})?$");
    }
    let schema = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    let errors: Vec<String> = schema
        .iter_errors(log)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(errors, [""; 0]);
    let mut broken = log.clone();
    broken["runs"][0]["columnKind"] = json!("bytes");
    assert!(!schema.is_valid(&broken), "the schema is read");
}

fn logged(hostile: &Hostile) -> Value {
    serde_json::from_str(&hostile.printed(sarif::write)).unwrap()
}

#[test]
fn sarif_is_what_its_schema_says() {
    let mut hostile = Hostile::new();
    valid(&logged(&hostile));
    hostile.findings.remove(0);
    valid(&logged(&hostile));
    valid(&serde_json::from_str(&clean(sarif::write)).unwrap());
}

#[test]
fn a_result_has_everything() {
    let log = logged(&Hostile::new());
    let run = &log["runs"][0];
    assert_eq!(run["automationDetails"]["id"], "atlas-lint/content/");
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"], json!([{"executionSuccessful": true}]));
    assert_eq!(run["properties"]["catalog"]["release"], "2026.02");
    let uri = "content/a%2C%205%25%0A%3A%3Aerror%3A%3Ab.md";
    let page = json!({"uri": uri, "uriBaseId": "SRCROOT"});
    let result = &run["results"][1];
    assert_eq!(
        *result,
        json!({
            "ruleId": "wrong-name",
            "ruleIndex": RULES.iter().position(|rule| rule.name == "wrong-name"),
            "level": "error",
            "message": {"text": "`[t]\\x281)` ##[error]\\n::x::5% \\x1b\\u{ffff} `<b>|` @me\nlink to\n::y"},
            "locations": [{"physicalLocation": {
                "artifactLocation": page,
                "region": {"startLine": 1, "startColumn": 5, "endLine": 1, "endColumn": 6},
            }}],
            "relatedLocations": [{
                "id": 1,
                "physicalLocation": {
                    "artifactLocation": {"uri": "list.jsonl", "uriBaseId": "SRCROOT"},
                    "region": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 2},
                },
                "message": {"text": "[a]\\x282)"},
            }],
            "partialFingerprints": result["partialFingerprints"],
            "fixes": [{
                "description": {"text": "write `\\x1b` (unsafe: review before applying)"},
                "artifactChanges": [{
                    "artifactLocation": page,
                    "replacements": [{
                        "deletedRegion": {"startLine": 1, "startColumn": 3, "endLine": 2, "endColumn": 1},
                        "insertedContent": {"text": "\u{1b}"},
                    }],
                }],
                "properties": {"safety": "unsafe"},
            }],
            "suppressions": [],
        })
    );
    let name = |at: usize| &run["results"][at]["partialFingerprints"]["atlasLint/v1"];
    assert_ne!(name(1), name(2));
}

#[test]
fn what_is_hidden_is_suppressed() {
    let mut hostile = Hostile::new();
    hostile.findings[1].hidden = Some(Hidden::Baselined);
    hostile.findings[2].hidden = Some(Hidden::Allowed(String::new()));
    let log = logged(&hostile);
    valid(&log);
    let suppressions = |at: usize| &log["runs"][0]["results"][at]["suppressions"];
    assert_eq!(
        *suppressions(0),
        json!([{"kind": "inSource", "justification": "it's \u{1b} <fine>"}])
    );
    assert_eq!(suppressions(1)[0]["kind"], "external");
    assert_eq!(*suppressions(2), json!([{"kind": "inSource"}]));
    assert_eq!(*suppressions(3), json!([]));
    let mut plain = Hostile::new();
    plain.findings.remove(0);
    let log = logged(&plain);
    assert!(log["runs"][0]["results"][0].get("suppressions").is_none());
}

#[test]
fn every_rule_is_described() {
    let log: Value = serde_json::from_str(&clean(sarif::write)).unwrap();
    let rules = log["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .unwrap();
    assert_eq!(rules.len(), RULES.len());
    for (described, rule) in rules.iter().zip(RULES) {
        assert_eq!(described["id"], rule.name);
        let text = |pointer: &str| described.pointer(pointer).unwrap().as_str().unwrap();
        let (plain, marked) = (text("/help/text"), text("/help/markdown"));
        let url = format!("https://docs/{}", rule.name);
        assert!(!plain.starts_with('#') && plain.ends_with(&url), "{plain}");
        assert!(marked.ends_with(&format!("]({url})")), "{marked}");
        assert!(!marked.contains("\n## "), "{marked}");
        // GitHub cuts there.
        let full = text("/fullDescription/text");
        assert!(!full.is_empty() && full.len() < 1024, "{full}");
    }
}

#[test]
fn no_more_results_than_github_takes() {
    let mut hostile = Hostile::new();
    hostile.findings = vec![hostile.findings[3].clone(); sarif::MOST + 1];
    let log = logged(&hostile);
    let run = &log["runs"][0];
    assert_eq!(run["results"].as_array().map(Vec::len), Some(sarif::MOST));
    let note = &run["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(
        note["message"]["text"],
        "SARIF holds the first 25000 of 25001 findings; GitHub takes no more"
    );
    assert_eq!(
        sarif::cut_note(&hostile.context()).as_deref(),
        note["message"]["text"].as_str()
    );
}
