//! The real vault beside the checkout, against its answer key.

use serde_json::Value;

use crate::needs::{self, shared, tests};
use crate::support::Run;

tests! {
    &[needs::SEED, "vaults/kb-seed.unresolved.tsv"] =>
        the_seed_vault_has_exactly_its_known_defects;
    &[needs::SEED] =>
        the_picture_of_the_first_defect;
    &[needs::SEED, "atlas/legacy"] =>
        the_seed_vault_is_true_to_its_release;
}

/// Returns rule, path, line and `about` of every finding.
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

/// Pages below `frameworks/atlas/techniques` that are named after another object, each on its heading in line 8. ATLAS renumbered
/// sub-techniques, and the files were filled anew.
const MISNAMED: [(&str, &str); 14] = [
    (
        "discovery/discover-ai-agent-configuration/discover-agent-config-activation-triggers",
        "AML.T0084.001",
    ),
    (
        "discovery/discover-ai-agent-configuration/discover-agent-config-embedded-knowledge",
        "AML.T0084.002",
    ),
    (
        "discovery/discover-ai-agent-configuration/discover-agent-config-tool-definitions",
        "AML.T0084.000",
    ),
    (
        "discovery/discover-llm-system-information/discover-LLM-system-info-system-prompt",
        "AML.T0069.000",
    ),
    (
        "initial-access/ai-supply-chain-compromise/supply-chain-compromise-AI-software",
        "AML.T0010.002",
    ),
    (
        "initial-access/ai-supply-chain-compromise/supply-chain-compromise-data",
        "AML.T0010.000",
    ),
    (
        "initial-access/ai-supply-chain-compromise/supply-chain-compromise-hardware",
        "AML.T0010.003",
    ),
    (
        "initial-access/ai-supply-chain-compromise/supply-chain-compromise-model",
        "AML.T0010.001",
    ),
    (
        "persistence/ai-agent-context-poisoning/agent-context-poisoning-memory",
        "AML.T0080.001",
    ),
    (
        "persistence/ai-agent-context-poisoning/agent-context-poisoning-thread",
        "AML.T0080.000",
    ),
    (
        "resource-development/acquire-infrastructure/acquire-infrastructure-consumer-hardware",
        "AML.T0008.002",
    ),
    (
        "resource-development/acquire-infrastructure/acquire-infrastructure-domains",
        "AML.T0008.000",
    ),
    (
        "resource-development/acquire-infrastructure/acquire-infrastructure-physical-countermeasures",
        "AML.T0008.004",
    ),
    (
        "resource-development/acquire-infrastructure/acquire-infrastructure-serverless",
        "AML.T0008.001",
    ),
];

fn the_seed_vault_has_exactly_its_known_defects() {
    let vault = shared("vaults/kb-seed");
    let found = findings(&[
        "check",
        &vault.to_string_lossy(),
        "--catalog",
        "2026.02",
        "--format",
        "json",
    ]);
    let key =
        std::fs::read_to_string(shared("vaults/kb-seed.unresolved.tsv")).expect("the answer key");
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
    for (rule, line, id) in [
        ("retired-id", 52, "AML.T0045"),
        ("retired-id", 112, "AML.T0045"),
        // List entries `**ID** - Name` with the name of another release, of another object, of none.
        ("outdated-name", 51, "AML.T0044"),
        ("outdated-name", 70, "AML.T0018"),
        ("wrong-name", 54, "AML.TA0011"),
        ("unknown-name", 53, "AML.T0049"),
        // List entries that start with the id as a code span.
        ("outdated-name", 218, "AML.T0044"),
        ("retired-id", 219, "AML.T0045"),
        ("unknown-name", 220, "AML.T0046"),
        ("unknown-name", 221, "AML.T0048"),
        ("unknown-name", 222, "AML.T0049"),
        ("wrong-name", 229, "AML.T0056"),
        ("outdated-name", 233, "AML.T0018"),
    ] {
        expected.push((
            rule.to_owned(),
            "frameworks/atlas/examples.md".to_owned(),
            line,
            id.to_owned(),
        ));
    }
    for (page, id) in MISNAMED {
        expected.push((
            "misnamed-page".to_owned(),
            format!("frameworks/atlas/techniques/{page}.md"),
            8,
            id.to_owned(),
        ));
    }
    for (rule, path, line, about) in [
        // ATLAS cites a technique that ATT&CK revoked.
        (
            "retired-id",
            "frameworks/atlas/techniques/defense-evasion/impersonation.md",
            20,
            "T1656",
        ),
        // Tactics that a table of examples states: one that the technique never had, one that it had up to ATLAS 2024.10.
        (
            "technique-outside-tactic",
            "frameworks/atlas/examples.md",
            104,
            "AML.T0048 AML.TA0009",
        ),
        (
            "outdated-tactic",
            "frameworks/atlas/examples.md",
            105,
            "AML.T0051 AML.TA0004",
        ),
        // Two of the three links that ATLAS 5.6.0 itself writes with a space before the URL.
        (
            "malformed-url",
            "frameworks/atlas/techniques/ai-attack-staging/generate-deepfakes.md",
            10,
            "https://en.wikipedia.org/wiki/Deepfake",
        ),
        (
            "malformed-url",
            "frameworks/atlas/techniques/resource-development/obtain-capabilities/obtain-capabilities-generative-AI.md",
            12,
            "https://docs.vllm.ai/en/latest/",
        ),
    ] {
        expected.push((rule.to_owned(), path.to_owned(), line, about.to_owned()));
    }
    expected.sort_by(|a, b| (&a.1, a.2).cmp(&(&b.1, b.2)));
    assert_eq!(found, expected);
}

// The document that this project was asked for.
fn the_picture_of_the_first_defect() {
    let page = shared("vaults/kb-seed/frameworks/atlas/case-studies/gpt-2-model-replication.md");
    let vault = shared("vaults/kb-seed");
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

// The pages were made from the file of 5.4.0, so they state no fact that it does not.
fn the_seed_vault_is_true_to_its_release() {
    let vault = shared("vaults/kb-seed");
    let file = shared("atlas/legacy/ATLAS-5.4.0.yaml");
    let rules = "outdated-fact,missing-backlink,inconsistent-reference";
    let check = |release: &str| {
        findings(&[
            "check",
            &vault.to_string_lossy(),
            "--catalog",
            release,
            "--select",
            rules,
            "--format",
            "json",
        ])
    };
    assert_eq!(check("2026.02"), []);
    assert_eq!(check(&file.to_string_lossy()), []);
    // The next release states other facts.
    assert!(check("2026.05").len() > 100);
}
