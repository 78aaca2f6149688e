//! The vault that this repository gates lints clean.

use crate::support::{Run, files_below};

#[test]
fn content_is_clean() {
    let run = Run::new(&["check", "content", "--fail-on", "warning"]).go();
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    assert!(
        run.stderr.contains("agree with ATLAS 2026.09 (pinned)"),
        "{}",
        run.stderr
    );
}

// The case study that this project was asked for is there, whole.
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

// It follows the release that it pins: every tactic, technique and mitigation has a page, and facts are those of the release.
#[test]
fn content_is_in_step_with_its_release() {
    let run = Run::new(&["sync", "content", "--check"]).go();
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    let catalog = atlas_lint::catalog::Catalog::embedded();
    let view = catalog.at(catalog.newest());
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let pages: Vec<String> = files_below(&folder)
        .iter()
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .collect();
    for object in catalog.objects() {
        let current = matches!(
            view.status(&object.id),
            atlas_lint::catalog::Status::Current(_)
        );
        if !current || object.kind == atlas_lint::catalog::Kind::CaseStudy {
            continue;
        }
        let heading = format!(
            "\n# {}: {}\n",
            object.id,
            view.name(&object.id).unwrap_or_default()
        );
        let count = pages.iter().filter(|page| page.contains(&heading)).count();
        assert_eq!(count, 1, "{heading}");
    }
}
