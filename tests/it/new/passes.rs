//! Whatever `new` writes passes the check: no error, and no warnings but of texts to be written and links to be made.

use std::path::Path;

use super::base;
use super::hostile::NAMES;
use crate::support::new_pages::{copy, passes};
use crate::support::{Scratch, files_below};

const OBJECTS: [(&str, &str); 6] = [
    ("tactic", "AML.TA0003"),
    ("technique", "AML.T0043"),
    ("technique", "AML.T0043.001"),
    ("technique", "AML.T0010.003"),
    ("mitigation", "AML.M0003"),
    ("mitigation", "AML.M0015"),
];

const CONFIG: &str = "catalog:\n  release: \"2026.05\"\nrules:\n  orphan-page: warning\n";

#[test]
fn in_a_knowledge_base() {
    let vault = base("passes-base");
    vault.write("atlas-lint.yaml", format!("dialect: obsidian\n{CONFIG}"));
    passes(&vault, &OBJECTS, &NAMES);
}

#[test]
fn in_an_empty_vault_of_every_dialect() {
    for dialect in ["obsidian", "github", "docusaurus", "mkdocs", "hugo"] {
        let vault = Scratch::new(&format!("passes-{dialect}"));
        vault
            .write("atlas-lint.yaml", format!("dialect: {dialect}\n{CONFIG}"))
            .write("notes.md", "# Notes\n");
        passes(&vault, &OBJECTS, &NAMES[..6]);
    }
}

// Markdown links, in a site whose content is in a folder.
#[test]
fn in_a_site_with_markdown_links() {
    for (at, config) in [
        ("docusaurus.config.js", "module.exports = {};\n"),
        ("mkdocs.yml", "site_name: a\n"),
    ]
    .into_iter()
    .enumerate()
    {
        let vault = Scratch::new(&format!("passes-site-{at}"));
        let study = "# AML.CS0007: GPT-2 Model Replication\n\nText.\n\n## Metadata\n\n- **ID:** AML.CS0007\n- **Incident Date:** 2019-08-22\n- **Type:** exercise\n- **Target:** OpenAI GPT-2\n- **Actor:** Researchers\n\n## Procedure\n\n### Step 1: Search Open Technical Databases\n\n**Technique:** [AML.T0000: Search Open Technical Databases](../techniques/search.md)\n\nThey searched.\n";
        let study = format!(
            "---\nid: aml-cs0007\ntitle: \"AML.CS0007: GPT-2 Model Replication\"\n---\n\n{study}"
        );
        vault
            .write("atlas-lint.yaml", CONFIG)
            .write(config.0, config.1)
            .write("docs/index.md", "# Home\n\n[A study](studies/AML.CS0007.md)\n")
            .write("docs/studies/AML.CS0007.md", study)
            .write("docs/techniques/search.md", "# AML.T0000: Search Open Technical Databases\n\nText.\n\n## Case Studies\n\n- [AML.CS0007: GPT-2 Model Replication](../studies/AML.CS0007.md)\n");
        passes(&vault, &OBJECTS, &NAMES[..6]);
        let listed = super::text(&vault, "docs/techniques/search.md");
        assert!(
            listed.contains("\n- [LOCAL.CS0001: Plain name](../studies/LOCAL.CS0001.md)\n"),
            "{listed}"
        );
    }
}

// The schema of the vault's own asks for more than the built-in one.
#[test]
fn with_a_schema_of_the_vaults_own() {
    let vault = Scratch::new("passes-schema");
    let schema = r#"{ "type": "object", "required": ["frontmatter", "sections"], "properties": {
        "frontmatter": { "type": "object", "required": ["severity"], "properties": { "severity": { "enum": ["high", "low"] } } },
        "sections": { "type": "object", "required": ["Metadata", "Detection"], "properties": {
            "Detection": { "type": "object", "required": ["fields"], "properties": {
                "fields": { "type": "object", "required": ["Owner"] } } } } } } }"#;
    vault
        .write("schemas/study.schema.json", schema)
        .write("notes.md", "# Notes\n")
        .write("atlas-lint.yaml", format!("{CONFIG}page-types:\n  - name: case-study\n    match: {{ frontmatter: {{ type: case-study }} }}\n    schema: schemas/study.schema.json\n"));
    passes(&vault, &[], &NAMES[..3]);
    let page = super::text(&vault, "case-studies/plain-name.md");
    assert!(
        page.contains("\n## Detection\n\n- **Owner:** [To be documented]\n"),
        "{page}"
    );
}

#[test]
fn line_ends_are_those_of_the_vault() {
    let vault = base("passes-crlf");
    for path in files_below(&vault.path().join("kb")) {
        let text = std::fs::read_to_string(&path).expect("a page");
        std::fs::write(&path, text.replace('\n', "\r\n")).expect("a page");
    }
    passes(&vault, &OBJECTS[..3], &NAMES[..1]);
    for path in files_below(&vault.path().join("kb")) {
        let text = std::fs::read_to_string(&path).expect("a page");
        assert_eq!(
            text.matches('\n').count(),
            text.matches("\r\n").count(),
            "{}",
            path.display()
        );
    }
}

#[test]
fn in_the_vault_of_this_repository() {
    let vault = copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("content"),
        "passes-content",
    );
    passes(&vault, &[], &NAMES[..3]);
}
