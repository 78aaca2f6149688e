use atlas_lint::render::junit;

use super::Pinned;
use super::hostile::{Hostile, clean};

#[test]
fn a_finding_is_a_failed_case() {
    let report = Hostile::new().printed(junit::write);
    let document = roxmltree::Document::parse(&report).unwrap();
    let cases: Vec<_> = document
        .descendants()
        .filter(|node| node.has_tag_name("testcase"))
        .collect();
    assert_eq!(cases.len(), 4);
    for suite in document
        .descendants()
        .filter(|node| node.has_attribute("tests"))
    {
        let counts = ["tests", "failures", "errors"].map(|name| suite.attribute(name));
        assert_eq!(counts, [Some("4"), Some("3"), Some("0")]);
    }
    let child = |case: usize| cases[case].first_element_child().unwrap();
    assert_eq!(child(0).tag_name().name(), "skipped");
    assert_eq!(
        child(0).attribute("message"),
        Some("suppressed: it's \\x1b <fine>")
    );
    let place = r"content/a, 5%\n::error::b.md";
    let words = r"`[t](1)` ##[error]\n::x::5% \x1b\u{ffff} `<b>|` @me";
    let names: std::collections::BTreeSet<_> = cases
        .iter()
        .map(|case| (case.attribute("classname"), case.attribute("name")))
        .collect();
    assert_eq!(names.len(), cases.len(), "servers keep one case of a name");
    let name = cases[1].attribute("name").unwrap();
    assert!(name.starts_with("wrong-name: "), "{name}");
    assert_eq!(
        ["classname", "file", "line"].map(|name| cases[1].attribute(name)),
        [Some(place), Some(place), Some("1")]
    );
    assert_eq!(
        ["type", "message"].map(|name| child(1).attribute(name)),
        [Some("error"), Some(words)]
    );
    assert_eq!(
        child(1).text().unwrap(),
        format!("{place}:1:5: {words}\nhelp: link to\n::y")
    );
    assert!(report.contains("&#35;#[error]") && report.contains("\n&#58;:y"));
    assert_eq!(child(3).attribute("type"), Some("warning"));
}

#[test]
fn a_clean_run_has_one_case_that_passed() {
    clean(junit::write).is(r#"
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="atlas-lint" tests="1" failures="0" errors="0">
  <testsuite name="content" tests="1" failures="0" errors="0" skipped="0">
    <testcase name="no findings" classname="content"/>
  </testsuite>
</testsuites>
"#);
}
