//! What `catalog show` and `catalog diff` print.

use atlas_lint::catalog::{self, Catalog, NotFound, View, diff};

fn view(release: &str) -> View<'static> {
    let catalog = Catalog::embedded();
    catalog.at(catalog.release(release).unwrap())
}

/// Describes an object without the address of its page.
fn show(view: View<'_>, text: &str) -> Result<String, NotFound> {
    catalog::show(view, text, &|_| None)
}

#[test]
fn a_retired_technique_is_shown_with_its_successor() {
    let text = show(view("2026.05"), "AML.T0045").unwrap();
    assert_eq!(
        text,
        "\
AML.T0045: ML Intellectual Property Theft
  kind:            technique
  status:          retired: not in 2026.05
  releases:        2021.05 (2.0.0) to 2023.04 (4.4.0)
  successor:       AML.T0048.004: AI Intellectual Property Theft
  names:           2021.05    ML Intellectual Property Theft
  tactics:         2021.05    AML.TA0011: Impact
  maturity:        2021.05    Demonstrated
"
    );
}

#[test]
fn a_reused_id_is_shown_with_its_former_life_and_doubts_are_marked() {
    let text = show(view("2026.09"), "aml.ta0002").unwrap();
    assert!(text.contains("  id was before:   \"Execution\", 2021.05 (2.0.0) to 2021.10 (2.2.0)\n  successor:       AML.TA0005: Execution\n"), "{text}");
    let text = show(view("2026.09"), "AML.T0020").unwrap();
    assert!(text.contains("2021.05    Poison Training Data\n"), "{text}");
    assert!(
        text.contains("2026.07 (unverified) Training Data Poisoning\n"),
        "{text}"
    );
    let text = show(view("2026.09"), "AML.T0104").unwrap();
    assert!(
        text.contains("  status:          retired: not in 2026.09\n"),
        "{text}"
    );
    assert!(
        text.contains("  successor:       AML.T0115.002: AI Agent Tools (unverified)\n"),
        "{text}"
    );
    let text = show(view("2026.05"), "AML.T0115").unwrap();
    assert!(
        text.contains("not yet in 2026.05: first in 2026.07 (unverified)"),
        "{text}"
    );
}

#[test]
fn a_name_of_several_shows_each_and_an_unknown_one_the_nearest() {
    let text = show(view("2026.09"), "poison ml model").unwrap();
    assert!(
        text.starts_with("AML.T0018: Manipulate AI Model\n")
            && text.contains("\n\nAML.T0018.000: Poison AI Model\n"),
        "{text}"
    );
    let error = show(view("2026.09"), "LLM Promt Injection")
        .unwrap_err()
        .to_string();
    assert!(
        error.ends_with("\"LLM Promt Injection\"; the nearest is AML.T0051: LLM Prompt Injection"),
        "{error}"
    );
    let error = show(view("2026.09"), "AML.T0951").unwrap_err().to_string();
    assert!(
        error.ends_with("the nearest is AML.T0051: LLM Prompt Injection"),
        "{error}"
    );
    let error = show(view("2026.09"), "AML.T0020.000")
        .unwrap_err()
        .to_string();
    assert!(
        error.ends_with("the nearest is AML.T0020: Training Data Poisoning"),
        "{error}"
    );
    let error = show(view("2026.09"), "\u{1b}[31m no such")
        .unwrap_err()
        .to_string();
    assert!(
        !error.contains('\u{1b}') && !error.contains("nearest"),
        "{error}"
    );
}

#[test]
fn a_diff_tells_additions_retirements_renames_and_reuse() {
    let catalog = Catalog::embedded();
    let text = |from: &str, to: &str| {
        diff(
            catalog,
            catalog.release(from).unwrap(),
            catalog.release(to).unwrap(),
        )
        .to_string()
    };
    let change = text("2023.04", "4.5.0");
    assert!(
        change.starts_with(
            "ATLAS 2023.04 to 2023.10\n\ntactics\n  added     AML.TA0012: Privilege Escalation\n"
        ),
        "{change}"
    );
    assert!(
        change.contains(
            "\n  retired   AML.T0045: ML Intellectual Property Theft, now AML.T0048.004\n"
        ),
        "{change}"
    );
    let change = text("2021.10", "2021.12");
    assert!(
        change.contains("\n  retired   AML.TA0043: Reconnaissance, now AML.TA0002\n"),
        "{change}"
    );
    assert!(
        change.contains(
            "\n  reused    AML.TA0004: Privilege Escalation, now another object: Initial Access\n"
        ),
        "{change}"
    );
    assert!(!change.contains("AML.TA0009"), "{change}");
    assert!(
        text("2022.01", "2022.02").contains(
            "added     AML.T0006: Active Scanning, an id that another object had before\n"
        )
    );
    assert!(
        text("2025.03", "2025.04")
            .contains("\n  renamed   AML.T0018: Backdoor ML Model -> Manipulate AI Model\n")
    );
    assert!(
        text("2025.12", "2025.12").ends_with("No id, name, tactic, maturity or parent differs.\n")
    );
    let back = text("2026.09", "2026.05");
    assert!(
        back.contains("2026.09 is the newer release: the changes below go back in time.\n"),
        "{back}"
    );
    assert!(
        back.contains("\n  added     AML.T0104: Publish Poisoned AI Agent Tool\n"),
        "{back}"
    );
    assert!(
        back.contains("\n  renamed   AML.T0020: Training Data Poisoning -> Poison Training Data\n"),
        "{back}"
    );
    let gap = text("2022.03.2", "2022.05");
    assert!(
        gap.contains(
            "The file of 2022.05 has no case studies, so those of the release before are compared.\n"
        ),
        "{gap}"
    );
    assert!(!gap.contains("AML.CS0007"), "{gap}");
}
