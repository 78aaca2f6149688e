//! The vault that this repository gates lints clean.

use crate::cli::Run;

#[test]
fn content_is_clean() {
    let run = Run::new(&["check", "content", "--fail-on", "warning"]).go();
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    assert!(
        run.stderr.contains("against ATLAS 2026.05 (pinned)"),
        "{}",
        run.stderr
    );
}

/// The case study that this project was asked for is there, whole.
#[test]
fn the_first_case_study_is_whole() {
    let run = Run::new(&[
        "show",
        "content/frameworks/atlas/case-studies/gpt-2-model-replication.md",
    ])
    .go();
    let page: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let sections = &page["sections"];
    let fields = &sections["Metadata"]["fields"];
    assert_eq!(page["heading"], "AML.CS0007: GPT-2 Model Replication");
    assert_eq!(
        (&fields["ID"], &fields["Incident Date"]),
        (&"AML.CS0007".into(), &"2019-08-22".into())
    );
    assert_eq!(
        sections["Procedure"]["order"].as_array().map(Vec::len),
        Some(5)
    );
    assert_eq!(
        sections["References"]["items"].as_array().map(Vec::len),
        Some(2)
    );
}
