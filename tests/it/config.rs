//! What `config` says.

use serde_json::{Value, json};

use crate::support::{Run, Scratch, fails};

const CONFIG: &str = "vault: content
exclude: [\"old/**\"]
catalog:
  release: \"2026.05\"
page-types:
  - name: playbook
    match: { paths: [\"playbooks/*.md\"] }
    schema: content/playbook.json
rules:
  unknown-name: off
  outdated-name: { level: error, paths: [\"playbooks/**\"] }
";

fn vault(name: &str) -> Scratch {
    let vault = Scratch::new(name);
    vault
        .write("atlas-lint.yaml", CONFIG)
        .write("content/playbook.json", r#"{"type": "object"}"#)
        .write(
            "content/playbooks/a.md",
            "# AML.T0051: LLM Prompt Injection\n",
        )
        .write("content/old/b.md", "# AML.T0051: LLM Prompt Injection\n");
    vault
}

fn shown(vault: &Scratch, args: &[&str]) -> Value {
    let all = [&["config", "--format", "json"], args].concat();
    serde_json::from_str(&vault.run(&all).stdout).expect("JSON")
}

/// A mistake has one error, with the form to write.
#[test]
fn a_mistake_in_the_form_gets_the_right_form() {
    let vault = vault("config-forms");
    for (text, help) in [
        (
            "catalog: 2026.05",
            "write `catalog: { release: \"2026.05\" }`",
        ),
        (
            "catalog: \"2026.05\"",
            "write `catalog: { release: \"2026.05\" }`",
        ),
        (
            "catalog: latest",
            "write `catalog: { release: \"latest\" }`",
        ),
        ("catalog: [2026.05]", "write either `release` or `file`"),
        (
            "catalog: { release: \"2026.05\", file: a.yaml }",
            "write either `release` or `file`",
        ),
        ("exclude: a.md", "write `[\"a.md\"]`"),
        ("include: data/*.json", "write `[\"data/*.json\"]`"),
        (
            "rules:\n  unknown-name: { level: off, paths: x }",
            "write `[\"x\"]`",
        ),
    ] {
        vault.write("atlas-lint.yaml", format!("{text}\n"));
        let run = vault.run(&[]);
        assert_eq!(run.code, 2, "{text}");
        let count = run.stderr.matches("error[invalid-config]").count();
        assert_eq!(count, 1, "{}", run.stderr);
        assert!(run.stderr.contains(help), "{}", run.stderr);
    }
}

#[test]
fn each_value_says_where_it_comes_from() {
    let vault = vault("config-values");
    let found = shown(&vault, &[]);
    assert_eq!(found["config"]["value"], "atlas-lint.yaml");
    assert_eq!(
        found["vault"],
        json!({"value": "content", "from": "atlas-lint.yaml:1"})
    );
    assert_eq!(
        found["exclude"],
        json!({"value": ["old/**"], "from": "atlas-lint.yaml:2"})
    );
    assert_eq!(found["release"]["value"], "2026.05");
    assert_eq!(found["release"]["from"], "atlas-lint.yaml:4");
    assert_eq!(found["release"]["pinned"], true);
    assert_eq!(found["page_types"][0]["schema"], "content/playbook.json");
    assert_eq!(found["levels"][1]["from"], "atlas-lint.yaml:11");
    assert_eq!(found["baseline"], json!({"value": null, "from": "default"}));
    let other = shown(&vault, &["--catalog", "2026.02", "--vault", "content"]);
    assert_eq!(other["release"]["from"], "--catalog");
    assert_eq!(other["vault"]["from"], "--vault");
    let none = shown(&vault, &["--no-config"]);
    assert_eq!(
        none["config"],
        json!({"value": null, "from": "--no-config"})
    );
    assert_eq!(none["release"]["pinned"], false);
    assert_eq!(none["levels"], json!([]));
}

#[test]
fn the_evidence_of_the_dialect_is_named() {
    let vault = Scratch::new("config-dialect");
    vault.write("a.md", "# A\n");
    let dialect = |vault: &Scratch| {
        let found = shown(vault, &[]);
        let dialect = &found["dialect"];
        [&dialect["value"], &dialect["from"]].map(|value| value.as_str().unwrap().to_owned())
    };
    assert!(dialect(&vault)[1].starts_with("default"));
    vault.write("b.md", "[[a]] [[a]] [[a]] [[a]] [[a]]\n");
    let words = "obsidian (5 of 5 internal links are wiki-links)";
    assert_eq!(dialect(&vault), [words, "detected"]);
    vault.write("atlas-lint.yaml", "\ndialect: hugo\n");
    assert_eq!(dialect(&vault), ["hugo", "atlas-lint.yaml:2"]);
}

#[test]
fn a_page_has_its_type_and_its_levels() {
    let vault = vault("config-page");
    let page = &shown(&vault, &["content/playbooks/a.md"])["page"];
    assert_eq!(page["page_type"], "playbook");
    assert_eq!(page["reported"]["value"], true);
    let levels = page["levels"].as_array().expect("levels").iter();
    let levels: Vec<&str> = levels.filter_map(|set| set["rule"].as_str()).collect();
    assert_eq!(levels, ["outdated-name", "unknown-name"]);
    let excluded = &shown(&vault, &["content/old/b.md"])["page"];
    assert_eq!(excluded["page_type"], "technique");
    assert_eq!(excluded["reported"]["value"], false);
    assert_eq!(excluded["levels"][0]["rule"], "unknown-name");
    fails(
        &vault.run(&["config", "content/playbook.json"]),
        &["is not a page of"],
    );
}

/// On a terminal they fit: `terminal.rs` runs it on one.
#[test]
fn people_get_rows_and_a_pipe_gets_one_line_for_a_value() {
    let vault = vault("config-rows");
    let args = ["config", "content/old/b.md"];
    let run = Run::new(&args).at(vault.path()).env("COLUMNS", "40");
    let shown = run.go().stdout;
    assert!(
        shown.contains("\nrelease       2026.05, pinned (atlas-lint.yaml:"),
        "{shown}"
    );
    assert!(
        shown.contains("\nreported      no (`exclude` of the"),
        "{shown}"
    );
    assert!(!shown.contains('\u{1b}'), "{shown:?}");
}
