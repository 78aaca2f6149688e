//! What `catalog` answers about frameworks beside ATLAS, and the files of frameworks that it reads.

use crate::support::{Run, Scratch, fails};

fn answer(args: &[&str]) -> String {
    let run = Run::new(args).go();
    assert_eq!(run.code, 0, "{args:?}: {}", run.stderr);
    run.stdout
}

#[test]
fn objects_are_shown_with_their_history() {
    let shown = answer(&["catalog", "show", "t1086"]);
    assert!(
        shown.starts_with("T1086: PowerShell\n  framework:       ATT&CK\n"),
        "{shown}"
    );
    assert!(
        shown.contains(
            "  status:          revoked in 7.0\n  successor:       T1059.001: PowerShell\n"
        ),
        "{shown}"
    );
    let phishing = answer(&["catalog", "show", "T1566"]);
    assert!(
        phishing.ends_with("  in ATLAS:        AML.T0052: Phishing\n"),
        "{phishing}"
    );
    let editions = answer(&["catalog", "show", "LLM06:2025"]);
    assert_eq!(
        editions,
        "LLM06 of the OWASP Top 10 for LLM Applications\n  \
         0.1 (draft):     Overreliance on LLM-generated Content\n  \
         2023:            Sensitive Information Disclosure\n  \
         2025:            Excessive Agency\n  \
         2026:            Unbounded Consumption\n"
    );
    // A name that ATLAS has is that of its own object.
    let phishing = answer(&["catalog", "show", "Phishing"]);
    assert!(phishing.starts_with("AML.T0052: Phishing\n"), "{phishing}");
    let agency = answer(&["catalog", "show", "Excessive Agency"]);
    assert_eq!(
        agency
            .matches("of the OWASP Top 10 for LLM Applications")
            .count(),
        3
    );
}

#[test]
fn a_search_lists_atlas_first() {
    let found = answer(&["catalog", "search", "T1566"]);
    let lines: Vec<&str> = found.lines().collect();
    assert!(lines[0].starts_with("AML.T0052 "), "{found}");
    assert!(lines[1].starts_with("T1566 "), "{found}");
    let found = answer(&["catalog", "search", "embedding", "weaknesses"]);
    assert!(
        found.contains("LLM08:2025     Vector and Embedding Weaknesses"),
        "{found}"
    );
}

#[test]
fn versions_and_editions_are_compared() {
    let changes = answer(&["catalog", "diff", "attack", "18.1", "19.1"]);
    assert!(
        changes.contains("renamed     TA0005: Stealth, before \"Defense Evasion\""),
        "{changes}"
    );
    assert!(
        changes.contains("revoked     T1562: Impair Defenses, now T1685"),
        "{changes}"
    );
    let moves = answer(&["catalog", "diff", "owasp-llm", "2025", "2026"]);
    assert!(
        moves.contains("moved       LLM03: Excessive Agency, before LLM06"),
        "{moves}"
    );
    let same = answer(&["catalog", "diff", "attack", "19.1", "19.1"]);
    assert!(same.ends_with("No id, name or status differs.\n"), "{same}");
    assert_eq!(
        answer(&["catalog", "diff", "atlas", "2026.02", "2026.05"]),
        answer(&["catalog", "diff", "2026.02", "2026.05"])
    );
    let vault = Scratch::new("framework-diff");
    vault.write("a.md", "# A\n");
    fails(
        &vault.run(&["catalog", "diff", "atack", "18.1", "19.1"]),
        &["no framework `atack`; there are atlas, attack, cve"],
    );
    fails(
        &vault.run(&["catalog", "diff", "attack", "18.1", "99"]),
        &["ATT&CK has no version 99"],
    );
}

const BUNDLE: &str = r#"{"type": "bundle", "objects": [
{"type": "x-mitre-collection", "id": "x-mitre-collection--1", "x_mitre_version": "20.0"},
{"type": "attack-pattern", "id": "attack-pattern--1", "name": "Phishing Anew", "external_references": [{"source_name": "mitre-attack", "external_id": "T1566"}], "x_mitre_domains": ["enterprise-attack"]},
{"type": "attack-pattern", "id": "attack-pattern--2", "name": "Account Discovery", "revoked": true, "external_references": [{"source_name": "mitre-attack", "external_id": "T1087"}]},
{"type": "attack-pattern", "id": "attack-pattern--3", "name": "Brand New", "external_references": [{"source_name": "mitre-attack", "external_id": "T1999"}]},
{"type": "intrusion-set", "id": "intrusion-set--1", "name": "A group", "external_references": [{"source_name": "mitre-attack", "external_id": "G0001"}]},
{"type": "relationship", "relationship_type": "revoked-by", "source_ref": "attack-pattern--2", "target_ref": "attack-pattern--3"}
]}"#;

#[test]
fn a_bundle_of_attack_is_added_to_what_is_known() {
    let vault = Scratch::new("framework-import");
    vault.write(
        "a.md",
        "# A\n\nATT&CK: T1566 Phishing, T1087 and T1999 Brand New.\n",
    );
    vault.write("enterprise-attack-20.json", BUNDLE);
    let run = vault.run(&["catalog", "import", "enterprise-attack-20.json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stdout
            .starts_with("wrote frameworks/attack.yaml: ATT&CK 20.0, 1508 objects"),
        "{}",
        run.stdout
    );
    vault.write(
        "atlas-lint.yaml",
        "frameworks: {attack: {file: frameworks/attack.yaml}}\n",
    );
    let run = vault.run(&["--format", "concise"]);
    assert!(
        run.stdout
            .contains("`T1566` has been \"Phishing Anew\" since ATT&CK 20.0"),
        "{}",
        run.stdout
    );
    // A second reading writes the same.
    let again = vault.run(&["catalog", "import", "enterprise-attack-20.json"]);
    assert_eq!(again.code, 0, "{}", again.stderr);
    // One that is known is refused.
    vault.write("old.json", BUNDLE.replace("20.0", "18.1"));
    fails(
        &vault.run(&["catalog", "import", "old.json"]),
        &["ATT&CK 18.1 is not newer than 19.1", "nothing was written"],
    );
    vault.write("other.json", "{\"objects\": []}");
    fails(
        &vault.run(&["catalog", "import", "other.json"]),
        &["neither an ATT&CK STIX bundle", "nothing was written"],
    );
}

#[test]
fn the_csv_of_cwe_is_added_to_what_is_known() {
    let vault = Scratch::new("framework-cwe");
    vault.write("a.md", "# A\n\nCWE-79 and CWE-9999.\n");
    let csv = "CWE-ID,Name,Weakness Abstraction,Status,Description\n79,\"Improper \"\"x\"\", yes\",Base,Stable,\"a\nb\"\n9999,DEPRECATED: Anything,Base,Deprecated,c\n";
    vault.write("cwe.csv", csv);
    fails(
        &vault.run(&["catalog", "import", "cwe.csv"]),
        &["does not state its version", "cwe-4.21.csv"],
    );
    vault.write("cwe-4.99.csv", csv);
    let run = vault.run(&["catalog", "import", "cwe-4.99.csv"]);
    assert!(
        run.stdout
            .starts_with("wrote frameworks/cwe.yaml: CWE 4.99, 1448 objects"),
        "{}",
        run.stdout
    );
    vault.write(
        "atlas-lint.yaml",
        "frameworks: {cwe: {file: frameworks/cwe.yaml}}\n",
    );
    let run = vault.run(&["--format", "concise"]);
    assert!(
        run.stdout
            .contains("`CWE-9999` (Anything) is retired: deprecated in CWE 4.99"),
        "{}",
        run.stdout
    );
}
