//! Frameworks that are compiled in.

use std::fs;
use std::path::PathBuf;

use atlas_lint::config::read_framework;
use atlas_lint::text::Source;

use crate::support::{Scratch, fails};

/// Reads each framework as users' own are read, and compares what is compiled in. `UPDATE_FRAMEWORKS=1` writes it anew.
#[test]
fn what_is_compiled_in_is_the_text() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/framework/data");
    let mut read = 0;
    for entry in fs::read_dir(&folder).expect("the folder") {
        let path = entry.expect("a file").path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a text");
        let source = Source::new(path.to_string_lossy(), text);
        let framework = read_framework(&source).map_err(|problem| problem.diagnostics);
        let packed = framework
            .expect("a framework")
            .to_binary()
            .expect("its form");
        let file = path.with_extension("bin");
        if std::env::var_os("UPDATE_FRAMEWORKS").is_some() {
            fs::write(&file, &packed).expect("the file is written");
        }
        assert!(
            fs::read(&file).ok() == Some(packed),
            "{} is not {}; to write it anew: UPDATE_FRAMEWORKS=1 cargo test --test it frameworks",
            file.display(),
            path.display()
        );
        read += 1;
    }
    assert_eq!(read, 12);
}

const OWN: &str = "framework: our-risks
title: Our risks
ids: 'RISK-\\d{3}'
objects:
- { id: RISK-001, name: Prompt Injection }
- { id: RISK-002, name: Stolen Model Weights }
- { id: RISK-003, name: Poisoned Corpus, status: deprecated, successors: [RISK-002] }
";

#[test]
fn a_framework_of_the_user_is_checked_as_those_built_in() {
    let vault = Scratch::new("framework-own");
    vault.write("frameworks/our-risks.yaml", OWN);
    vault.write(
        "atlas-lint.yaml",
        "frameworks: {our-risks: {file: frameworks/our-risks.yaml, keys: [risk_id]}}\n",
    );
    vault.write(
        "a.md",
        "# A\n\nRISK-001: Stolen Model Weights, RISK-003, RISK-000.\n",
    );
    let run = vault.run(&["--format", "concise"]);
    let found: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(
        found,
        [
            "a.md:3:11: error[wrong-name] \"Stolen Model Weights\" is the name of `RISK-002` in Our risks, not of `RISK-001`, which is \"Prompt Injection\"",
            "a.md:3:33: warning[retired-id] `RISK-003` (Poisoned Corpus) is retired: deprecated in Our risks",
            "a.md:3:43: warning[unknown-id] `RISK-000` is not in Our risks",
        ]
    );
}

#[test]
fn mistakes_in_a_framework_are_at_their_places() {
    let vault = Scratch::new("framework-mistakes");
    vault.write("a.md", "# A\n");
    let setting = "frameworks: {our-risks: {file: frameworks/our-risks.yaml}}\n";
    vault.write("atlas-lint.yaml", setting);
    for (text, expected) in [
        (OWN.replace("name: Prompt", "nam: Prompt"), "unknown key `nam`, a misspelling of `name`"),
        (OWN.replace("RISK-002, name", "RISK-001, name"), "the id `RISK-001` is there twice"),
        (OWN.replace("framework: our-risks", "framework: others"), "is the framework `others`"),
        (OWN.replace("RISK-\\d{3}", "(RISK"), "is not a regular expression"),
        (OWN.replace("RISK-\\d{3}", "\\w+"), "each id has to begin with a letter that the form names"),
        (OWN.replace("status: deprecated", "status: gone"), "frameworks/our-risks.yaml:7:"),
        (OWN.replace("objects:", "editions:\n- {edition: \"1\", items: [{id: RISK-001, name: X}]}\nnumbering: stable\nobjects:"), "`numbering: per-edition` needs `editions`"),
        ("a: [".to_owned(), "not YAML"),
        (String::new(), "the file is empty"),
    ] {
        vault.write("frameworks/our-risks.yaml", &text);
        fails(&vault.run(&[]), &[expected]);
    }
    for (setting, expected) in [
        ("frameworks: {atack: off}\n", "did you mean `attack`?"),
        (
            "frameworks: {attack: {release: \"99\"}}\n",
            "its versions are 1.0 to 19.1",
        ),
        (
            "frameworks: {owasp-llm: {edition: \"2024.1\"}}\n",
            "its editions are 2023, 2025, 2026",
        ),
        (
            "frameworks: {attack: on}\n",
            "`attack` is `on`, expected `off`",
        ),
        (
            "frameworks: {x: {file: ../x.yaml}}\n",
            "the framework `../x.yaml` cannot be read",
        ),
    ] {
        vault.write("atlas-lint.yaml", setting);
        fails(&vault.run(&[]), &[expected]);
    }
}

#[test]
fn the_examples_of_the_documentation_are_frameworks() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/frameworks");
    let mut read = 0;
    for entry in fs::read_dir(&folder).expect("the folder") {
        let path = entry.expect("a file").path();
        let text = fs::read_to_string(&path).expect("a text");
        let source = Source::new(path.to_string_lossy(), text);
        let framework = read_framework(&source).map_err(|problem| problem.diagnostics);
        assert!(framework.is_ok(), "{}: {framework:?}", path.display());
        read += 1;
    }
    assert_eq!(read, 2);
}

#[test]
fn statistics_say_which_editions_pages_follow() {
    let vault = Scratch::new("framework-usage");
    vault.write(
        "a.md",
        "# A\n\nLLM06: Excessive Agency, LLM01: Prompt Injection, LLM02:2023.\n",
    );
    vault.write(
        "b.md",
        "# B\n\nATT&CK T1566, T9998, LLM07: System Prompt Leakage.\n",
    );
    let run = vault.run(&["--statistics"]);
    for line in [
        "note: ids of the OWASP Top 10 for LLM Applications by edition: 1 of 2023, 2 of 2025",
        "note: ids that may be newer than ATT&CK 19.1: T9998",
    ] {
        assert!(run.stderr.contains(line), "{}", run.stderr);
    }
    assert!(!vault.run(&[]).stderr.contains("by edition"));
}

#[test]
fn the_configuration_in_force_names_the_frameworks_that_are_set() {
    let vault = Scratch::new("framework-config");
    vault.write("a.md", "# A\n");
    vault.write(
        "atlas-lint.yaml",
        "frameworks:\n  attack: {release: \"18.1\"}\n  owasp-llm: {edition: \"2025\"}\n  cwe: off\n",
    );
    let shown = vault.run(&["config"]).stdout;
    for line in [
        "frameworks    attack: 18.1 (atlas-lint.yaml:2",
        "owasp-llm: 2025 (atlas-lint.yaml:3",
        "cwe: off (atlas-lint.yaml:4",
    ] {
        assert!(shown.contains(line), "{shown}");
    }
}

#[test]
fn the_configuration_shows_what_the_pages_follow() {
    let vault = Scratch::new("frameworks-followed");
    vault
        .write("a.md", "LLM06:2025, LLM04 Model Denial of Service, T9999\n")
        .write("b.md", "ASI06 Memory & Context Poisoning\n")
        .write(".gitignore", "c.md\n")
        .write("c.md", "LLM01:2023\n");
    let run = vault.run(&["config"]);
    for line in [
        "\nframeworks    ids of the OWASP Top 10 for Agentic Applications by edition: 1 of 2026 (the pages)\n",
        " ids of the OWASP Top 10 for LLM Applications by edition: 1 of 2023, 1 of 2025 (the pages)\n",
        " ids that may be newer than ATT&CK 19.1: T9999 (the pages)\n",
    ] {
        assert!(run.stdout.contains(line), "{}", run.stdout);
    }
    let json = vault.run(&["config", "--format", "json"]);
    assert!(json.stdout.contains("\"followed\": [\n"), "{}", json.stdout);
}
