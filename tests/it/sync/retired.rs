//! Pages of objects that a release no longer holds.

use super::{page, synced, text, vault};

const MODELS: &str = "---\nid: models\ntitle: \"AML.T0058: Publish Poisoned Models\"\n---\n\n# AML.T0058: Publish Poisoned Models\n\nAML.T0058 is ours.\n";

#[test]
fn a_retired_page_says_so_and_is_exempt() {
    let vault = vault("sync-retired");
    vault
        .write("techniques/models.md", MODELS)
        .write("note.md", "[[techniques/models|AML.T0058]]\n");
    let run = synced(&vault, "2026.09");
    assert!(
        run.stdout
            .contains("retired  techniques/models.md (AML.T0058)\n"),
        "{}",
        run.stdout
    );
    assert_eq!(
        text(&vault, "techniques/models.md"),
        MODELS.replace(
            "\n---\n\n#",
            "\nretired: \"2026.07\"\nsuccessor: AML.T0115.001\n---\n\n#"
        )
    );
    let check = vault.run(&["--catalog", "2026.09", "--format", "concise"]);
    assert_eq!(
        check.stdout,
        "note.md:1:21: error[retired-id] `AML.T0058` is retired: ATLAS 2026.06 (unverified) was the last release to hold it, as \"Publish Poisoned Models\"\n"
    );
    // Where the pin goes back, so does the page.
    synced(&vault, "2026.05");
    let back = text(&vault, "techniques/models.md");
    assert!(back.starts_with(MODELS), "{back}");
}

#[test]
fn front_matter_is_made_where_there_is_none() {
    let bare = "\u{feff}# AML.T0058: Publish Poisoned Models\r\n\r\nWords.\r\n";
    assert_eq!(
        page("sync-retired-bare", "2026.09", "techniques/models.md", bare),
        "\u{feff}---\r\nretired: \"2026.07\"\r\nsuccessor: AML.T0115.001\r\n---\r\n\r\n# AML.T0058: Publish Poisoned Models\r\n\r\nWords.\r\n"
    );
}

#[test]
fn what_is_said_already_stays() {
    let said = MODELS.replace(
        "\n---\n\n#",
        "\nsuccessor: [AML.T0002, AML.T0020]\nretired: 2026.08\n---\n\n#",
    );
    assert_eq!(
        page(
            "sync-retired-said",
            "2026.09",
            "techniques/models.md",
            &said
        ),
        said
    );
    // A release that still held it is none.
    let early = MODELS.replace("\n---\n\n#", "\nretired: \"2026.02\"\n---\n\n#");
    let after = page(
        "sync-retired-early",
        "2026.09",
        "techniques/models.md",
        &early,
    );
    assert!(
        after.contains("\nretired: \"2026.07\"\nsuccessor: AML.T0115.001\n---\n"),
        "{after}"
    );
}

// `AML.T0006` was another object before 2021.12: the page of that one is people's to look at.
#[test]
fn an_id_given_to_another_object_is_left_alone() {
    let vault = vault("sync-reused");
    let page = "# AML.T0006: Replicate ML Model\n\n- **Technique ID:** AML.T0006\n- **Maturity:** feasible\n";
    vault.write("techniques/query.md", page);
    let run = synced(&vault, "2026.05");
    assert_eq!(text(&vault, "techniques/query.md"), page);
    assert!(
        run.stderr
            .contains("techniques/query.md: its facts are not changed"),
        "{}",
        run.stderr
    );
    assert!(!run.stdout.contains("AML.T0006)"), "{}", run.stdout);
}
