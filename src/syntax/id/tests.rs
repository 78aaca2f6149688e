use super::*;

fn read(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let offsets = candidates(text);
    tokens(text, 0, offsets.iter().map(|&at| at as usize), &mut found);
    found
        .into_iter()
        .map(|m| {
            let written = text[m.span.range()].to_owned();
            let id = match m.malformed {
                None => m.id.into_string(),
                Some(bad) => format!("?{}", bad.intended.unwrap_or_default()),
            };
            (written, id)
        })
        .collect()
}

fn one(text: &str) -> String {
    let found = read(text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found[0].1.clone()
}

#[test]
fn well_formed_ids() {
    for id in [
        "AML.T0051",
        "AML.T0051.000",
        "AML.TA0001",
        "AML.M0001",
        "AML.CS0007",
    ] {
        assert_eq!(one(id), id);
        assert_eq!(one(&format!("({id}).")), id);
        assert_eq!(one(&format!("**{id}**: x")), id);
    }
}

#[test]
fn malformed_ids_say_what_is_meant() {
    for (written, intended) in [
        ("AML.T051", "?AML.T0051"),
        ("AML-T0051", "?AML.T0051"),
        ("aml.t0051", "?AML.T0051"),
        ("AML.T0051.1", "?AML.T0051.001"),
        ("AMLT0051", "?AML.T0051"),
        ("AML T0051", "?AML.T0051"),
        ("AML.T-0051", "?AML.T0051"),
        ("AML.T0O51", "?AML.T0051"),
        ("AML.TO051", "?AML.T0051"),
        ("AML.T00051", "?AML.T0051"),
        ("AML.CS7", "?AML.CS0007"),
        ("AML.TA0001.001", "?"),
        ("AML.T0051-001", "?AML.T0051.001"),
    ] {
        assert_eq!(one(written), intended, "{written}");
    }
}

#[test]
fn other_words_are_no_ids() {
    for text in [
        "AML.T####",
        "AML.TXXXX",
        "AML",
        "AML 2023",
        "AML-CFT",
        "AML.TA####",
        "aml.md",
        "XAML.T0051",
        "techniques/AML.T0051",
        "AML.T0051.md",
        "#atlas/aml.t0051",
        "AML.T",
        "AMLT5",
        "AML.Target",
        "AML.T0051-notes.md",
        "AML.T0051/README.md",
        "aml-t0051-llm-prompt-injection",
        "AML CS 2023",
    ] {
        assert_eq!(read(text), [], "{text}");
    }
}

#[test]
fn a_slash_continues_an_id() {
    let ids = |text| read(text).into_iter().map(|(_, id)| id).collect::<Vec<_>>();
    assert_eq!(ids("AML.T0051/T0054"), ["AML.T0051", "AML.T0054"]);
    assert_eq!(
        ids("AML.T0051.000/.001/.002"),
        ["AML.T0051.000", "AML.T0051.001", "AML.T0051.002"]
    );
    assert_eq!(ids("AML.T0051/LLM01"), ["AML.T0051"]);
    assert_eq!(
        ids("AML.T0051/T0054.001/.002"),
        ["AML.T0051", "AML.T0054.001", "AML.T0054.002"]
    );
    assert_eq!(ids("AML.T0051/AML.T0054"), ["AML.T0051", "AML.T0054"]);
    assert_eq!(ids("x/AML.T0051/AML.T0054"), [""; 0]);
    assert_eq!(ids("AML.CS0001/CS0002"), ["AML.CS0001"]);
}

#[test]
fn scripts_without_case_put_no_space_around_an_id() {
    assert_eq!(one("攻撃AML.T0051は"), "AML.T0051");
    assert_eq!(one("לAML.T0051"), "AML.T0051");
    assert_eq!(read("éAML.T0051"), []);
}
