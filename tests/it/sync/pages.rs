//! Pages for new objects.

use super::{synced, text, vault};
use crate::support::Scratch;

#[test]
fn a_new_page_looks_as_the_others_do() {
    let vault = vault("sync-new");
    let run = synced(&vault, "2026.09");
    assert!(
        run.stdout
            .contains("created  techniques/impact/machine-compromise.md (AML.T0112)\n"),
        "{}",
        run.stdout
    );
    assert_eq!(
        text(&vault, "techniques/impact/machine-compromise.md"),
        "# AML.T0112: Machine Compromise\n\nThis technique has no text yet. See [AML.T0112 on atlas.mitre.org](https://atlas.mitre.org/techniques/AML.T0112).\n\n## Metadata\n\n- **Technique ID:** AML.T0112\n- **Created:** 2026-03-30\n- **Maturity:** demonstrated\n\n## Tactics (1)\n\n- [[tactics/impact|AML.TA0011: Impact]]\n"
    );
    let check = vault.run(&["check", "--catalog", "2026.09", "--fail-on", "warning"]);
    assert_eq!((check.code, check.stdout.as_str()), (0, ""));
}

#[test]
fn sub_techniques_lie_below_their_parents() {
    let vault = vault("sync-subs");
    synced(&vault, "2026.09");
    let page = text(
        &vault,
        "techniques/impact/cost-harvesting/excessive-queries.md",
    );
    assert!(
        page.starts_with(
            "# AML.T0034.000: Excessive Queries\n\nThis sub-technique has no text yet."
        ),
        "{page}"
    );
    // Where one lies already, the others join it.
    let vault = super::vault("sync-siblings");
    vault.write(
        "elsewhere/excessive.md",
        "# AML.T0034.000: Excessive Queries\n",
    );
    synced(&vault, "2026.09");
    assert!(
        vault
            .path()
            .join("elsewhere/agentic-resource-consumption.md")
            .is_file()
    );
}

#[test]
fn a_parent_goes_beside_the_folder_of_its_sub_techniques() {
    let vault = vault("sync-parent");
    vault.write(
        "techniques/impact/external-harms/money.md",
        "# AML.T0048.000: Financial Harm\n\n## Metadata\n\n- **Technique ID:** AML.T0048.000\n",
    );
    synced(&vault, "2026.09");
    let parent = text(&vault, "techniques/impact/external-harms.md");
    assert!(
        parent.starts_with("# AML.T0048: External Harms\n"),
        "{parent}"
    );
}

#[test]
fn a_kind_without_a_page_is_not_begun() {
    let vault = vault("sync-kinds");
    let run = synced(&vault, "2026.09");
    assert!(
        run.stderr
            .contains("note: no mitigation is created: the vault has no page of one yet\n"),
        "{}",
        run.stderr
    );
    assert!(!run.stdout.contains("AML.M0"));
    vault.write(
        "defence/AML.M0018.md",
        "# AML.M0018: User Training\n\nWords.\n",
    );
    synced(&vault, "2026.09");
    let page = text(&vault, "defence/AML.M0007.md");
    assert!(
        page.starts_with("# AML.M0007: Sanitize Training Data\n"),
        "named as the one that was there: {page}"
    );
}

#[test]
fn front_matter_is_written_as_the_vault_has_it() {
    let vault = Scratch::new("sync-front");
    for (id, name, stem, position) in [
        (
            "AML.T0029",
            "Denial of AI Service",
            "denial-of-ai-service",
            30,
        ),
        ("AML.T0034", "Cost Harvesting", "cost-harvesting", 35),
        (
            "AML.T0031",
            "Erode AI Model Integrity",
            "erode-ai-model-integrity",
            32,
        ),
    ] {
        vault.write(
            &format!("t/{stem}.md"),
            format!("---\nid: {stem}\ntitle: '{id}: {name}'\nsidebar_position: {position}\nowner: {stem} team\nframework: atlas\n---\n\n# {id}: {name}\n\nWords.\n"),
        );
    }
    synced(&vault, "2026.05");
    let page = text(&vault, "t/llm-jailbreak.md");
    assert!(
        page.starts_with("---\nid: llm-jailbreak\ntitle: 'AML.T0054: LLM Jailbreak'\nsidebar_position: 55\nframework: atlas\n---\n\n# AML.T0054: LLM Jailbreak\n"),
        "{page}"
    );
}

#[test]
fn nothing_is_overwritten() {
    let vault = vault("sync-taken");
    vault.write("techniques/impact/Machine-Compromise.md", "Mine.\n");
    let run = synced(&vault, "2026.09");
    assert_eq!(
        text(&vault, "techniques/impact/Machine-Compromise.md"),
        "Mine.\n"
    );
    assert!(
        run.stdout
            .contains("created  techniques/impact/machine-compromise-aml-t0112.md"),
        "{}",
        run.stdout
    );
}

#[test]
fn new_pages_end_their_lines_as_the_others_do() {
    let vault = Scratch::new("sync-new-crlf");
    vault.write(
        "a.md",
        "# AML.M0018: User Training\r\n\r\n- **Mitigation ID:** AML.M0018\r\n",
    );
    synced(&vault, "2026.05");
    let page = text(&vault, "sanitize-training-data.md");
    assert!(
        page.contains("- **Mitigation ID:** AML.M0007\r\n"),
        "{page:?}"
    );
    assert_eq!(page.matches('\n').count(), page.matches("\r\n").count());
}

// A page need not have a heading, if its title says what it is about.
#[test]
fn titles_may_stand_for_headings() {
    let vault = Scratch::new("sync-titles");
    vault.write(
        "m/a.md",
        "---\ntitle: \"AML.M0018: User Training\"\n---\n\nWords.\n",
    );
    synced(&vault, "2026.05");
    assert_eq!(
        text(&vault, "m/sanitize-training-data.md"),
        "---\ntitle: \"AML.M0007: Sanitize Training Data\"\n---\n\nThis mitigation has no text yet. See [AML.M0007 on atlas.mitre.org](https://atlas.mitre.org/mitigations/AML.M0007).\n"
    );
}
