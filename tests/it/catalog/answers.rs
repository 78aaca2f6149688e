//! What the compiled-in catalog answers.

use atlas_lint::catalog::{Catalog, Kind, Status, View};

fn view(release: &str) -> View<'static> {
    let catalog = Catalog::embedded();
    catalog.at(catalog.release(release).unwrap())
}

fn names(view: View<'_>, id: &str) -> Vec<String> {
    view.names(id).map(|name| name.value.clone()).collect()
}

#[test]
fn releases_are_found_by_name_and_by_number() {
    let catalog = Catalog::embedded();
    for (text, name) in [
        ("2026.02", "2026.02"),
        ("5.4.0", "2026.02"),
        ("v5.4.0", "2026.02"),
        ("V2026.05", "2026.05"),
        ("2025.11.2", "2025.11.2"),
        (" 5.1.1 ", "2025.11.2"),
    ] {
        assert_eq!(
            catalog.release(text).map(|ix| catalog.release_name(ix)),
            Some(name),
            "{text}"
        );
    }
    for text in [
        "",
        "v",
        "3.0",
        "2026",
        "2026.5",
        "2026.10",
        "2026.05.1",
        "5.6.1",
    ] {
        assert_eq!(catalog.release(text), None, "{text}");
    }
    assert_eq!(catalog.release_name(catalog.newest()), "2026.09");
}

#[test]
fn a_release_that_is_unknown_is_told_by_those_around_it() {
    let catalog = Catalog::embedded();
    assert_eq!(catalog.find_release("latest"), Ok(catalog.newest()));
    for (named, near) in [
        ("2025.06", "around it 2025.04 and 2025.08; newest 2026.09"),
        ("2022.04", "around it 2022.03.2 and 2022.05; newest 2026.09"),
        (
            "2025.11.3",
            "around it 2025.11.2 and 2025.12; newest 2026.09",
        ),
        ("5.2.7", "around it 2025.12 and 2026.01; newest 2026.09"),
        ("5.9.0", "newest 2026.09"),
        ("2027.01", "newest 2026.09"),
        ("2019.01", "oldest 2021.05; newest 2026.09"),
        ("2026.5", "did you mean 2026.05?"),
        ("2026-05", "did you mean 2026.05?"),
        ("v5.4", "did you mean 2026.02?"),
        ("banana", "newest 2026.09"),
        ("", "newest 2026.09"),
    ] {
        let error = catalog.find_release(named).unwrap_err().to_string();
        assert_eq!(error, format!("no release `{named}`; {near}"));
    }
    let long = catalog.find_release(&"9".repeat(1 << 20)).unwrap_err();
    assert!(long.to_string().len() < 100);
}

#[test]
fn the_status_of_an_id_depends_on_the_release() {
    assert!(matches!(
        view("2023.04").status("AML.T0045"),
        Status::Current(_)
    ));
    assert!(
        matches!(view("2023.10").status("AML.T0045"), Status::Retired(lifetime) if lifetime.end_official)
    );
    assert!(
        matches!(view("2026.09").status("AML.T0104"), Status::Retired(lifetime) if lifetime.end_official)
    );
    assert!(
        matches!(view("2026.08").status("AML.T0104"), Status::Retired(lifetime) if !lifetime.end_official)
    );
    assert!(matches!(
        view("2026.06").status("AML.T0104"),
        Status::Current(_)
    ));
    assert!(
        matches!(view("2026.05").status("AML.T0115"), Status::Newer(lifetime) if lifetime.is_official())
    );
    assert!(
        matches!(view("2026.05").status("AML.CS0072"), Status::Newer(lifetime) if !lifetime.is_official())
    );
    assert!(matches!(
        view("2026.09").status("AML.T0009"),
        Status::Unknown
    ));
    assert!(matches!(view("2026.09").status(""), Status::Unknown));
    // Reused ids: between its two lifetimes AML.T0006 is retired.
    assert!(matches!(
        view("2021.10").status("AML.T0006"),
        Status::Current(_)
    ));
    assert!(matches!(
        view("2022.01").status("AML.T0006"),
        Status::Retired(_)
    ));
    assert!(matches!(
        view("2022.02").status("AML.T0006"),
        Status::Current(_)
    ));
    // The file of 2022.05 lacks case studies: a gap.
    assert!(matches!(
        view("2022.05").status("AML.CS0007"),
        Status::Current(_)
    ));
    assert!(matches!(
        view("2022.05").status("AML.CS0015"),
        Status::Retired(_)
    ));
}

#[test]
fn names_of_a_former_life_are_not_names_of_the_id() {
    assert_eq!(names(view("2026.09"), "AML.T0006"), ["Active Scanning"]);
    assert_eq!(
        names(view("2026.09"), "AML.CS0015"),
        ["Compromised PyTorch Dependency Chain"]
    );
    assert_eq!(names(view("2026.09"), "AML.TA0002"), ["Reconnaissance"]);
    assert_eq!(names(view("2021.10"), "AML.TA0002"), ["Execution"]);
    assert_eq!(names(view("2026.09"), "AML.TA0009"), ["Collection"]);
    assert_eq!(
        names(view("2026.09"), "AML.TA0001"),
        [
            "AI Attack Adaptation",
            "AI Attack Staging",
            "ML Attack Staging"
        ]
    );
    assert_eq!(
        names(view("2026.05"), "AML.TA0001"),
        ["AI Attack Staging", "ML Attack Staging"]
    );
    assert_eq!(names(view("2026.05"), "AML.T0115"), [""; 0]);
    assert_eq!(
        view("2024.10").name("AML.T0000"),
        Some("Search for Victim's Publicly Available Research Materials")
    );
    assert_eq!(
        view("2025.04").name("AML.T0000"),
        Some("Search Open Technical Databases")
    );
    assert_eq!(
        view("2026.09").name("AML.T0045"),
        Some("ML Intellectual Property Theft")
    );
}

#[test]
fn names_lead_to_all_who_bear_or_bore_them() {
    let hits = |view: View<'static>, text: &str| -> Vec<(String, bool)> {
        view.by_name(text)
            .into_iter()
            .map(|hit| (hit.object.id.clone(), hit.current))
            .collect()
    };
    let owned = |list: &[(&str, bool)]| -> Vec<(String, bool)> {
        list.iter()
            .map(|(id, current)| ((*id).to_owned(), *current))
            .collect()
    };
    assert_eq!(
        hits(view("2026.05"), "search open technical-databases"),
        owned(&[("AML.T0000", true)])
    );
    assert_eq!(hits(view("2024.10"), "Search Open Technical Databases"), []);
    assert_eq!(
        hits(view("2026.05"), "Poison ML Model"),
        owned(&[("AML.T0018", false), ("AML.T0018.000", false)])
    );
    assert_eq!(
        hits(view("2026.05"), "Execution"),
        owned(&[("AML.TA0002", false), ("AML.TA0005", true)])
    );
    assert_eq!(
        hits(view("2026.05"), "ML Intellectual Property Theft"),
        owned(&[("AML.T0045", false), ("AML.T0048.004", false)])
    );
    assert_eq!(
        hits(view("2026.05"), "Publish Poisoned AI Agent Tool"),
        owned(&[("AML.T0104", true)])
    );
    assert_eq!(
        hits(view("2026.09"), "Publish Poisoned AI Agent Tool"),
        owned(&[("AML.T0104", false)])
    );
    // A typographic apostrophe makes no other name.
    assert_eq!(
        hits(
            view("2026.05"),
            "Hacking ChatGPT\u{2019}s memories with prompt injection"
        ),
        owned(&[("AML.CS0040", true)])
    );
    assert_eq!(hits(view("2026.05"), ""), []);
}

#[test]
fn near_names_and_ids_are_offered_and_far_ones_are_not() {
    let view = view("2026.05");
    assert_eq!(
        view.nearest_name("LLM Promt Injektion", None),
        Some(("AML.T0051", "LLM Prompt Injection"))
    );
    // Two names are near: the nearer one counts, of equally near ones the smaller id.
    assert_eq!(
        view.nearest_name("AI Agent Toolsx", None),
        Some(("AML.T0085.001", "AI Agent Tools"))
    );
    assert_eq!(
        view.nearest_name("AI Agent Toolz", None),
        Some(("AML.T0010.005", "AI Agent Tool"))
    );
    assert_eq!(
        view.nearest_name("Reconaissance", Some(Kind::Tactic)),
        Some(("AML.TA0002", "Reconnaissance"))
    );
    assert_eq!(
        view.nearest_name("Reconaissance", Some(Kind::Technique)),
        None
    );
    assert_eq!(view.nearest_name("Quantum Entanglement", None), None);
    assert_eq!(view.nearest_name("", None), None);
    assert_eq!(view.nearest_name(&"LLM ".repeat(1 << 18), None), None);
    assert_eq!(view.nearest_id("AML.T0951"), Some("AML.T0051"));
    assert_eq!(view.nearest_id("AML.T0540.002"), None);
    assert_eq!(view.nearest_id("AML.TA00011"), Some("AML.TA0001"));
    assert_eq!(view.nearest_id("nothing"), None);
    assert_eq!(view.nearest_id(&"AML.T0051".repeat(1000)), None);
    // One that is retired is no candidate.
    assert_ne!(view.nearest_id("AML.T0945"), Some("AML.T0045"));
}

#[test]
fn families_and_tactics_are_those_of_the_release() {
    let children = |release: &str, id: &str| {
        view(release)
            .children(id)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(children("2021.10", "AML.T0008"), [""; 0]);
    assert_eq!(
        children("2021.12", "AML.T0008"),
        ["AML.T0008.000", "AML.T0008.001"]
    );
    assert_eq!(children("2026.05", "AML.T9999"), [""; 0]);
    assert_eq!(view("2026.05").parent("AML.T0008.000"), Some("AML.T0008"));
    assert_eq!(view("2026.05").parent("AML.T0008"), None);
    assert_eq!(view("2021.05").tactics("AML.T0000"), ["AML.TA0002"]);
    assert_eq!(view("2022.02").tactics("AML.T0006"), [""; 0]);
    assert_eq!(
        view("2025.12").tactics("AML.T0052.000"),
        ["AML.TA0004", "AML.TA0015"]
    );
    assert_eq!(
        view("2026.06").tactics("AML.T0020"),
        ["AML.TA0003", "AML.TA0006"]
    );
    assert_eq!(view("2026.07").tactics("AML.T0020"), ["AML.TA0006"]);
}

#[test]
fn what_the_file_at_release_says_of_maturity_holds_for_that_release_only() {
    let words = |release: &str| {
        let view = view(release);
        let lifetime = view.lifetime("AML.T0108").unwrap();
        lifetime
            .maturities(view.pinned)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(words("2026.02"), ["Feasible", "Demonstrated"]);
    assert_eq!(words("2026.03"), ["Demonstrated"]);
}
