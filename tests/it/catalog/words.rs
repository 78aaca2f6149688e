//! What `catalog show` and `catalog diff` print.

use atlas_lint::catalog::{self, Catalog, NotFound, View, diff, search};

fn view(release: &str) -> View<'static> {
    let catalog = Catalog::embedded();
    catalog.at(catalog.release(release).unwrap())
}

fn show(view: View<'_>, text: &str) -> Result<String, NotFound> {
    catalog::show(view, text).map(|rows| rows.to_string())
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

#[test]
fn a_name_is_taken_as_messages_print_it() {
    let view = view("2026.09");
    for text in [
        "External Harms: Financial Harm",
        "External Harms: Financial",
        "\"AML.T0048.000: Financial Harm\"",
        "`AML.T0048.000` \"Financial Harm\"",
        " financial harm ",
    ] {
        let shown = show(view, text).unwrap();
        assert!(
            shown.starts_with("AML.T0048.000: Financial Harm\n"),
            "{text}: {shown}"
        );
    }
    assert!(show(view, "External Harms: Nothing").is_err());
    assert!(show(view, ": ").is_err());
}

#[test]
fn an_object_is_shown_with_its_page_and_what_it_is_related_to() {
    let view = view("2026.09");
    let text = catalog::show(view, "AML.T0048.004").unwrap().to_string();
    for part in [
        "  page:            https://atlas.mitre.org/techniques/AML.T0048.004\n",
        "  mitigations:     AML.M0005: Control Access to AI Models and Data at Rest\n",
        "  case studies:    AML.CS0005: Attack on Machine Translation Services\n",
    ] {
        assert!(text.contains(part), "{text}");
    }
    let retired = catalog::show(view, "AML.T0045").unwrap().to_string();
    assert!(!retired.contains("  page:"), "{retired}");
    let tactic = show(view, "AML.TA0001").unwrap();
    assert!(
        tactic.contains("  techniques:      AML.T0005: Create Proxy AI Model\n"),
        "{tactic}"
    );
    let study = show(view, "AML.CS0007").unwrap();
    assert!(study.contains("  techniques:      AML.T0000"), "{study}");
}

#[test]
fn objects_are_found_by_words_of_any_name_and_by_ids() {
    let found = |words: &str| search(view("2026.09"), words).unwrap().to_string();
    assert_eq!(
        found("intellectual property"),
        "AML.T0045      ML Intellectual Property Theft (retired)\nAML.T0048.004  External Harms: AI Intellectual Property Theft\n"
    );
    assert!(
        found("reverse SHELL")
            .contains("AML.T0072      Cyber Communication Channel, also \"Reverse Shell\"\n")
    );
    assert!(found("T1566").contains("AML.T0052      Phishing, in ATT&CK T1566\n"));
    assert!(found("t0051.").contains("AML.T0051.000  LLM Prompt Injection: Direct\n"));
    assert!(
        found("harms financial").starts_with("AML.T0048.000  External Harms: Financial Harm\n")
    );
    let newer = search(view("2026.05"), "honeypots").unwrap().to_string();
    assert_eq!(newer, "AML.M0039      AI Honeypots (from 2026.09 on)\n");
    for words in ["", " ", "--", "no such words at all"] {
        let error = search(view("2026.09"), words).unwrap_err().to_string();
        assert!(
            error.contains("no ATLAS object up to release 2026.09"),
            "{error}"
        );
    }
    assert!(
        search(view("2026.09"), "Phishin")
            .unwrap()
            .to_string()
            .contains("Phishing"),
        "a part of a word is enough"
    );
}

#[test]
fn releases_are_listed_with_dates_and_counts() {
    let catalog = Catalog::embedded();
    let table = catalog::list_releases(catalog, 100).to_string();
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(
        lines[1],
        "2026.09    -       2026-09-15       16    120 + 88           40            73"
    );
    assert_eq!(
        table.lines().take(38).map(str::len).max(),
        lines.first().map(|head| head.len())
    );
    assert!(table.contains("\n2026.02    5.4.0   2026-02-06"), "{table}");
    assert!(table.contains("2026.08 was read from public pages and is unverified."));
    let narrow = catalog::list_releases(catalog, 40).to_string();
    assert!(
        narrow.starts_with("2026.09 2026-09-15\n  16 tactics, 120 techniques, 88 sub-techniques, "),
        "{narrow}"
    );
}

// The doubt about the release in which a value began goes with a release before the one that confirms the value.
#[test]
fn a_second_copy_confirms_values_from_its_release_on() {
    let name = |release: &str| {
        let mut names = view(release).names("AML.TA0001");
        let newest = names.next().unwrap();
        (newest.value.as_str(), newest.official)
    };
    assert_eq!(name("2026.07"), ("AI Attack Staging", true));
    assert_eq!(name("2026.08"), ("AI Attack Adaptation", false));
    assert_eq!(name("2026.09"), ("AI Attack Adaptation", true));
    let view = view("2026.09");
    let life = |id: &str| view.lifetime(id).unwrap();
    assert!(life("AML.T0129").maturity[0].official, "a first maturity");
    let risen = life("AML.T0000").maturity.last().unwrap();
    assert_eq!((risen.value.as_str(), risen.official), ("Realized", false));
    assert!(!life("AML.CS0072").is_official(), "no technique or tactic");
    assert!(!life("AML.M0039").is_official(), "no technique or tactic");
    let text = |from: &str, to: &str| {
        let catalog = Catalog::embedded();
        let release = |name| catalog.release(name).unwrap();
        diff(catalog, release(from), release(to)).to_string()
    };
    let renamed = "AML.T0072: Reverse Shell -> Cyber Communication Channel";
    assert!(text("2026.05", "2026.09").contains(&format!("{renamed}\n")));
    for (from, to) in [
        ("2026.07", "2026.08"),
        ("2026.07", "2026.09"),
        ("2026.05", "2026.08"),
    ] {
        let text = text(from, to);
        assert!(
            text.contains(&format!("{renamed} (unverified)\n")),
            "{text}"
        );
    }
    assert!(text("2026.08", "2026.09").contains("AML.T0129: Triggers in Multimodal Inputs\n"));
}

#[test]
fn misspelled_words_of_a_search_are_corrected() {
    let view = view("2026.09");
    let hint = |words: &str| match atlas_lint::catalog::search(view, words) {
        Ok(_) => panic!("{words} is found"),
        Err(error) => error.to_string(),
    };
    for (words, wanted) in [
        ("jailbrake", "; did you mean \"jailbreak\"?"),
        ("promtp injection", "; did you mean \"prompt injection\"?"),
        (
            "poisening training",
            "; did you mean \"poisoning training\"?",
        ),
        ("poisn training", "; did you mean \"poison training\"?"),
    ] {
        assert!(hint(words).ends_with(wanted), "{}", hint(words));
    }
    for words in [
        "quantum entanglement",
        "jailbrake poisening",
        "\u{1b}[2J",
        "ax",
    ] {
        assert!(!hint(words).contains("did you mean"), "{}", hint(words));
    }
    let error = show(view, "jailbrake").unwrap_err().to_string();
    assert!(
        error.ends_with("; `atlas-lint catalog search jailbreak` finds similar names"),
        "{error}"
    );
}
