//! Files that are no release, and files that mean harm.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use atlas_lint::catalog::{Catalog, official};

use super::files::small;

#[test]
fn what_is_no_release_is_refused_with_a_reason() {
    let small = small("2027.01");
    let cases = [
        (String::new(), "none of the keys"),
        ("# ATLAS\n\nwords\n".to_owned(), "none of the keys"),
        ("{\"a\": 1}".to_owned(), "none of the keys"),
        ("techniques: [a\nb: c\n".to_owned(), "not YAML"),
        (
            small.split("relationships").next().unwrap().to_owned(),
            "cut off: it has no `relationships`",
        ),
        (
            small
                .split("  AML.T0115:\n    achieves")
                .next()
                .unwrap()
                .to_owned(),
            "AML.T0115, has no tactic",
        ),
        (
            "matrices: []\n".to_owned(),
            "cut off: it has no `case-studies`",
        ),
        (
            "techniques: []\ncase-studies: []\n".to_owned(),
            "has no objects",
        ),
        (
            small.replace("6.0.0", "7.0.0"),
            "only version 6 is supported",
        ),
        (
            small.replace("  version: '2027.01'\n", ""),
            "has no `version`",
        ),
        (small.replace("'2027.01'", "banana"), "not a release name"),
        (
            small.replace("name: Reconnaissance", "name: [a]"),
            "expected a short text here",
        ),
        (
            small.replace(
                "name: Reconnaissance",
                &format!("name: {}", "x".repeat(500)),
            ),
            "a text of 500 bytes",
        ),
        ("x".repeat(17 << 20), "too large"),
    ];
    for (text, why) in cases {
        let error = official::read(&text).expect_err(why);
        assert!(error.to_string().contains(why), "{why}: {error}");
        assert!(
            !error.to_string().contains('\n') && error.to_string().len() < 400,
            "{error}"
        );
    }
    let error = official::read(&small.replace("name: Reconnaissance", "name: [a]")).unwrap_err();
    assert_eq!(error.line(), Some(7));
    let unplaced = small.replace(
        "format-version: 6.0.0\ncollection:\n  version: '2027.01'\n  modified-date: '2027-01-31'\n",
        "",
    );
    assert!(official::read(&unplaced).is_err());
}

#[test]
fn a_file_before_v6_without_a_version_needs_known_names() {
    let file = "techniques:\n- id: AML.T0000\n  name: No Such Technique\ncase-studies: []\n";
    let error = Catalog::embedded()
        .extended_by(&official::read(file).unwrap())
        .unwrap_err();
    assert!(
        error.to_string().contains("does not state its release"),
        "{error}"
    );
    let error = Catalog::embedded()
        .extended_by(&official::read(&format!("version: 9.9.9\n{file}")).unwrap())
        .unwrap_err();
    assert!(error.to_string().contains("\"9.9.9\""), "{error}");
    let dated = format!(
        "version: 9.9.9\n{}",
        file.replace("case-st", "  modified_date: 2027-02-03\ncase-st")
    );
    let catalog = Catalog::embedded()
        .extended_by(&official::read(&dated).unwrap())
        .unwrap();
    assert_eq!(catalog.release("9.9.9"), Some(catalog.newest()));
    assert_eq!(catalog.release_name(catalog.newest()), "2027.02");
}

#[test]
fn a_file_before_v6_without_a_version_is_known_by_its_names() {
    let mut known = official::read(&small("2027.01")).unwrap();
    known.legacy = Some("9.0.0".to_owned());
    let catalog = Catalog::default().extended_by(&known).unwrap();
    let file = "techniques:\n- id: AML.T0000\n  name: Search open technical databases\n- id: AML.T0115\n  name: Publish \
                Poisoned AI Artifacts\ncase-studies:\n- id: AML.CS0007\n  name: GPT-2 Model Replication\n";
    let read = |text: &str| catalog.extended_by(&official::read(text).unwrap());
    let placed = read(file).unwrap();
    assert_eq!(placed.release("2027.01"), Some(placed.newest()));
    assert!(read(&file.replace("GPT-2", "GPT-3")).is_err());
    assert!(read(&file.replace("AML.T0115", "AML.T0116")).is_err());
    assert!(
        read(&file.replace(
            "techniques:\n",
            "techniques:\n- id: AML.T0001\n  name: One More\n"
        ))
        .is_err()
    );
}

#[test]
fn an_unquoted_october_is_no_january() {
    let reading = official::read(&small("2027.01").replace("'2027.01'", "2027.10")).unwrap();
    assert_eq!(reading.release.as_deref(), Some("2027.10"));
}

#[test]
fn hostile_yaml_is_refused_quickly() {
    let small = small("2027.01");
    let mut bomb = String::new();
    for i in 1..12 {
        let tenfold = format!("*a{},", i - 1).repeat(10);
        writeln!(bomb, "z{i}: &a{i} [{tenfold}]").unwrap();
    }
    let cases = [
        format!("techniques: {}", "[".repeat(1 << 20)),
        format!("techniques: {}", "[a, ".repeat(1 << 20)),
        format!("techniques:\n{}", "[\n".repeat(1 << 20)),
        format!("techniques: {}", "{a: ".repeat(1 << 20)),
        format!("techniques:\n{}", "- ".repeat(1 << 20)),
        format!("techniques:\n{}", "? ".repeat(1 << 20)),
        format!("z0: &a0 [x]\n{bomb}techniques: *a11\n"),
        format!("z0: &a0 [x]\n{bomb}{}", small.replace("'2027.01'", "*a11")),
        format!(
            "z: &a \"{}\"\ntechniques:\n{}",
            "x".repeat(1 << 20),
            "- {id: AML.T0000, name: *a}\n".repeat(100_000)
        ),
        format!(
            "z: &a [{}]\ntechniques:\n{}",
            "b,".repeat(10_000),
            "- {id: AML.T0000, name: b, tactics: *a}\n".repeat(100_000)
        ),
    ];
    for (place, text) in cases.into_iter().enumerate() {
        let start = Instant::now();
        let error = official::read(&text).unwrap_err();
        assert_eq!(
            error.to_string().contains("nested more than"),
            place < 6,
            "{error}"
        );
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "{:?}: {error}",
            start.elapsed()
        );
    }
    // Aliases in a part that is not read cost nothing.
    assert!(official::read(&format!("z0: &a0 [x]\n{bomb}{small}")).is_ok());
}
