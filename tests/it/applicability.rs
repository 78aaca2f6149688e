//! Which fixes are safe: the examples of rules apply every fix, and do not tell.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use crate::support::{Run, Scratch};

/// Returns the applicability of the fix of each finding of a rule in `a.md`: `safe`, `unsafe` or
/// `-`.
fn applicability(rule: &str, files: &[(&str, &str)]) -> Vec<String> {
    // Tests run beside one another, and each vault has a folder of its own.
    static VAULTS: AtomicUsize = AtomicUsize::new(0);
    let vault = Scratch::new(&format!(
        "applicability-{}",
        VAULTS.fetch_add(1, Ordering::Relaxed)
    ));
    for (path, text) in files {
        vault.write(path, text);
    }
    let args = ["check", "--format", "json", "--catalog", "2026.05"];
    let outcome = Run::new(&args).at(vault.path()).go();
    let report: Value = serde_json::from_str(&outcome.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", outcome.stderr));
    let found = report["diagnostics"].as_array().expect("a list");
    found
        .iter()
        .filter(|finding| finding["rule"] == rule)
        .map(|finding| finding["fix"]["safety"].as_str().unwrap_or("-").to_owned())
        .collect()
}

/// Returns a procedure with steps of these numbers.
fn procedure(numbers: &[u32]) -> String {
    let mut text = "## Procedure\n".to_owned();
    for number in numbers {
        let _ = write!(
            text,
            "### Step {number}: Models\n\n**Technique:** AML.T0002.001\n\n"
        );
    }
    text
}

#[test]
fn numbering_steps_anew_is_safe_where_nothing_names_them() {
    let of = |text: String, others: &[(&str, &str)]| {
        let mut files = vec![("a.md", text.as_str())];
        files.extend(others);
        applicability("misnumbered-step", &files)
    };
    let gap = || procedure(&[1, 2, 4, 5]);
    assert_eq!(of(gap(), &[]), ["safe"]);
    assert_eq!(of(procedure(&[1, 2, 2, 3]), &[]), ["safe"]);
    assert_eq!(of(gap() + "As in step 2.\n", &[]), ["safe"]);
    assert_eq!(of(gap() + "As in steps 1 and 5.\n", &[]), ["unsafe"]);
    assert_eq!(of(procedure(&[1, 3, 2]), &[]), ["unsafe"]);
    assert_eq!(of(procedure(&[1, 22, 3]), &[]), ["safe"]);
    let linked = [("b.md", "[[a#Step 4 Models]]\n")];
    assert_eq!(of(gap(), &linked), ["unsafe"]);
    let elsewhere = [("b.md", "[[a#Step 2 Models]] and [[b#Step 4]]\n")];
    assert_eq!(of(gap(), &elsewhere), ["safe"]);
}

#[test]
fn titling_a_step_anew_is_safe_where_nothing_is_lost() {
    let of = |title: &str, technique: &str| {
        let text = format!("## Procedure\n### Step 1: {title}\n**Technique:** {technique}\n");
        applicability("wrong-step-title", &[("a.md", &text)])
    };
    let labelled = "[AML.T0051: LLM Prompt Injection](/techniques/AML.T0051)";
    assert_eq!(of("LLM Promt Injection", "AML.T0051"), ["safe"]);
    assert_eq!(of("Evade ML Model", "AML.T0015"), ["safe"]);
    assert_eq!(of("LLM Jailbreak", labelled), ["safe"]);
    assert_eq!(of("LLM Jailbreak", "AML.T0051"), ["unsafe"]);
    assert_eq!(of("How they got in", labelled), ["unsafe"]);
    let linked = [
        (
            "a.md",
            "## Procedure\n### Step 1: Evade ML Model\n**Technique:** AML.T0015\n",
        ),
        ("b.md", "[[a#Step 1 Evade ML Model]]\n"),
    ];
    assert_eq!(applicability("wrong-step-title", &linked), ["unsafe"]);
}

#[test]
fn numbering_references_anew_is_safe_where_nothing_cites_them() {
    let of = |text: &str| applicability("misnumbered-reference", &[("a.md", text)]);
    assert_eq!(of("## References\n1. a\n3. b\n"), ["safe"]);
    assert_eq!(of("As [1].\n## References\n1. a\n3. b\n"), ["safe"]);
    assert_eq!(
        of("As [1, 2].\n## References\n1. a\n1. b\n3. c\n"),
        ["safe"]
    );
    assert_eq!(of("As [1], [3].\n## References\n1. a\n3. b\n"), ["unsafe"]);
    assert_eq!(
        of("As [3], [4].\n## References\n1. a\n3. b\n4. c\n"),
        ["unsafe"]
    );
    assert_eq!(of("As [2].\n## References\n1. a\n2. b\n2. c\n"), ["-"]);
    assert_eq!(of("## References\n1. a\n10. b\n\n    c\n"), ["unsafe"]);
    assert_eq!(of("## References\n1. a\n10. b\n"), ["safe"]);
}

#[test]
fn taking_white_space_from_a_url_is_safe() {
    let of = |text: &str| applicability("malformed-url", &[("a.md", text)]);
    assert_eq!(of("[a]( https://example.com)\n"), ["safe"]);
    assert_eq!(of("[a](%20https://example.com)\n"), ["safe"]);
    assert_eq!(of("[a](https://example.com/a%20)\n"), ["unsafe"]);
    assert_eq!(
        of("## References\n[a](<https://example.com/a b>)\n"),
        ["safe"]
    );
    assert_eq!(
        of("## References\n[a](https://example.com/a b)\n"),
        ["unsafe"]
    );
    assert_eq!(of("## References\n[a](www.example.com)\n"), ["unsafe"]);
    assert_eq!(of("## References\n[a](https://)\n"), ["-"]);
}

#[test]
fn putting_an_id_right_is_safe_where_only_one_can_be_meant() {
    let page = ("va.md", "# AML.T0012: Valid Accounts\n");
    let of = |text: &str| applicability("malformed-id", &[("a.md", text), page]);
    for text in [
        "aml.t0051",
        "AML-T0051",
        "AML.T0O51",
        "AML.T0051-001",
        "AML.T051",
        "[AML.T051](/techniques/AML.T051)",
        "AML.T051: LLM Prompt Injection",
        "- AML.T005 - LLM Prompt Injection",
        "[[va|AML.T001: Valid Accounts]]",
        "[[va|AML.T01: Valid Accounts]]",
        "[[va|AML.T012]]",
        "[aml.t0051](/techniques/aml.t0051)",
        "[AML.T051](/techniques/AML.T0051)",
        "## Procedure\n### Step 1: Valid Accounts\n**Technique:** AML.T001\n",
    ] {
        assert_eq!(of(text), ["safe"], "{text}");
    }
    for text in [
        "AML.T005",
        "AML.T0051.1",
        "AML.T00051",
        "AML.T1 - Valid Accounts",
        "- AML.T02 - Valid Accounts",
        "- AML.T051 - Valid Accounts",
        "[[va|AML.T051: LLM Prompt Injection]]",
        "[[va|AML.T051]]",
    ] {
        assert_eq!(of(text), ["unsafe"], "{text}");
    }
    assert_eq!(of("AML.T9999.1"), ["-"]);
}

#[test]
fn linking_to_another_page_is_safe_where_nothing_agrees_with_the_old_one() {
    let of = |text: &str| {
        let pages = [
            ("a.md", text),
            ("va.md", "# AML.T0012: Valid Accounts\n"),
            ("pi.md", "# AML.T0051: LLM Prompt Injection\n"),
        ];
        applicability("wrong-link-target", &pages)
    };
    let step = |title: &str| {
        format!("## Procedure\n### Step 1: {title}\n**Technique:** [[va|AML.T0051]]\n")
    };
    let row = |other: &str| {
        format!(
            "| ID | Technique | Note |\n| --- | --- | --- |\n| [[va\\|AML.T0051]] | LLM Prompt Injection | {other} |\n"
        )
    };
    assert_eq!(of("[[va|AML.T0051]]"), ["safe"]);
    assert_eq!(of(&step("LLM Prompt Injection")), ["safe"]);
    assert_eq!(of(&step("Valid Accounts")), ["unsafe"]);
    assert_eq!(of(&row("They logged in")), ["safe"]);
    assert_eq!(of(&row("Valid Accounts")), ["unsafe"]);
    assert_eq!(of(&row("see AML.T0012")), ["unsafe"]);
}
