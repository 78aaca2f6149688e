//! The real vault beside the checkout, against its answer key.

use serde_json::Value;

use crate::cli::Run;
use crate::corpus;

/// Rule, path, line and `about` of every finding.
fn findings(args: &[&str]) -> Vec<(String, String, u64, String)> {
    let run = Run::new(args).go();
    let report: Value =
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stderr));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    report["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|found| {
            let location = &found["location"];
            let line = location["start"]["line"].as_u64().unwrap_or_default();
            (
                text(&found["rule"]),
                text(&location["path"]),
                line,
                text(&found["about"]),
            )
        })
        .collect()
}

#[test]
fn the_seed_vault_has_exactly_its_known_defects() {
    let Some(shared) = corpus::shared() else {
        return;
    };
    let vault = shared.join("vaults/kb-seed");
    let found = findings(&[
        "check",
        &vault.to_string_lossy(),
        "--catalog",
        "2026.02",
        "--format",
        "json",
    ]);
    let key = std::fs::read_to_string(shared.join("vaults/kb-seed.unresolved.tsv"))
        .expect("the answer key");
    let mut expected: Vec<(String, String, u64, String)> = key
        .lines()
        .skip(1)
        .map(|line| {
            let parts: Vec<&str> = line.split('\t').collect();
            let line = parts[1].parse().expect("a line number");
            (
                "unresolved-link".to_owned(),
                parts[0].to_owned(),
                line,
                parts[2].to_lowercase(),
            )
        })
        .collect();
    for line in [52, 112] {
        expected.push((
            "retired-id".to_owned(),
            "frameworks/atlas/examples.md".to_owned(),
            line,
            "AML.T0045".to_owned(),
        ));
    }
    expected.sort_by(|a, b| (&a.1, a.2).cmp(&(&b.1, b.2)));
    assert_eq!(found, expected);
}

/// The document that this project was asked for.
#[test]
fn the_picture_of_the_first_defect() {
    let Some(shared) = corpus::shared() else {
        return;
    };
    let page =
        shared.join("vaults/kb-seed/frameworks/atlas/case-studies/gpt-2-model-replication.md");
    let vault = shared.join("vaults/kb-seed");
    let run = Run::new(&[
        "check",
        &page.to_string_lossy(),
        "--vault",
        &vault.to_string_lossy(),
        "--format",
        "full",
        "--catalog",
        "2026.02",
    ])
    .go();
    for wanted in [
        "gpt-2-model-replication.md:26:18]",
        "leads to a folder",
        "search-open-tech-db-technical-blogs",
        "no page declares `AML.T0000`",
    ] {
        assert!(
            run.stdout.contains(wanted),
            "{wanted} is not in\n{}",
            run.stdout
        );
    }
    assert_eq!(run.code, 1);
}
