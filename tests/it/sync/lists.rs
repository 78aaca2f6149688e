//! Lists and their counts, and facts in fields.

use super::{page, synced, text, vault};

fn tactic(body: &str) -> String {
    format!(
        "# AML.TA0003: Resource Development\n\n## Metadata\n\n- **Tactic ID:** AML.TA0003\n\n{body}"
    )
}

#[test]
fn entries_come_and_go_and_the_rest_stays() {
    let vault = vault("sync-lists");
    vault
        .write("techniques/dev/poison.md", "# AML.T0020: Poison Training Data\n\n## Tactics\n\n* [[tactics/dev|Resource Development]] first\n* [[tactics/persistence]]\n")
        .write("tactics/persistence.md", "# AML.TA0006: Persistence\n")
        .write(
            "tactics/dev.md",
            tactic("## Techniques (2)\n\nAll of them:\n\n- [[techniques/dev/poison|AML.T0020]] — Poison Training Data (realized), *seen often*\n- [[techniques/dev/accounts|AML.T0021]] — Establish Accounts (feasible)\n\nMore to come.\n"),
        )
        .write("techniques/dev/accounts.md", "# AML.T0021: Establish Accounts\n");
    synced(&vault, "2026.05");
    let dev = text(&vault, "tactics/dev.md");
    assert!(dev.contains("All of them:\n\n- [[techniques/"), "{dev}");
    // Kept with its remark, and the fact beside it brought up to date.
    assert!(dev.contains("- [[techniques/dev/poison|AML.T0020]] — Poison Training Data (realized), *seen often*\n"), "{dev}");
    assert!(
        dev.contains("- [[techniques/dev/accounts|AML.T0021]] — Establish Accounts (realized)\n"),
        "{dev}"
    );
    assert!(
        dev.contains("|AML.T0079]] — Stage Capabilities (demonstrated)\n"),
        "as the others are written: {dev}"
    );
    assert!(dev.ends_with("\n\nMore to come.\n"), "{dev}");
    let entries = dev.lines().filter(|line| line.starts_with("- [[")).count();
    assert!(
        dev.contains(&format!("## Techniques ({entries})\n")) && entries > 10,
        "{dev}"
    );
    synced(&vault, "2026.09");
    let dev = text(&vault, "tactics/dev.md");
    assert!(!dev.contains("AML.T0020]]"), "{dev}");
    assert_eq!(
        text(&vault, "techniques/dev/poison.md"),
        "# AML.T0020: Training Data Poisoning\n\n## Tactics\n\n* [[tactics/persistence]]\n"
    );
}

#[test]
fn a_list_with_anything_else_is_left_alone() {
    for (at, list) in [
        "## Techniques (1)\n\n- [[techniques/impact/cost-harvesting]]\n- and some more\n",
        "## Techniques (1)\n\n1. [[techniques/impact/cost-harvesting]]\n",
        "## Techniques (1)\n\n- [[techniques/impact/cost-harvesting]]\n  - why\n",
        "## Techniques\n\n| Technique |\n| --- |\n| AML.T0034 |\n",
        "## Techniques\n\n> - AML.T0034\n",
        "## Techniques\n\n- AML.T0034\n\n## Techniques\n\n- AML.T0029\n",
    ]
    .iter()
    .enumerate()
    {
        let vault = vault(&format!("sync-other-{at}"));
        let page = format!("# AML.TA0011: Impact\n\n{list}");
        vault.write("tactics/impact.md", &page);
        let run = synced(&vault, "2026.05");
        assert_eq!(text(&vault, "tactics/impact.md"), page);
        assert!(
            run.stderr.contains("note: tactics/impact.md: `Techniques"),
            "{}",
            run.stderr
        );
    }
}

// What no release ever stated is somebody's own.
#[test]
fn a_claim_of_ones_own_stays() {
    let path = "defence/training.md";
    let after = page(
        "sync-own-claim",
        "2026.05",
        path,
        "# AML.M0018: User Training\n\n## Techniques\n\n- [[techniques/impact/cost-harvesting]], as we found\n",
    );
    assert!(
        after.contains("\n- [[techniques/impact/cost-harvesting]], as we found\n"),
        "{after}"
    );
    assert!(
        after.contains("user-execution|AML.T0011: User Execution]]\n"),
        "{after}"
    );
}

#[test]
fn case_studies_are_listed_as_their_pages_say() {
    let vault = vault("sync-studies");
    let study = |id: &str, technique: &str| {
        format!("# {id}\n\n## Procedure\n\n### Step 1: A step\n\n**Technique:** {technique}\n")
    };
    vault
        .write(
            "studies/a.md",
            study("AML.CS0030: LLM Jacking", "AML.T0034"),
        )
        .write(
            "studies/b.md",
            study(
                "AML.CS0015: Compromised PyTorch Dependency Chain",
                "AML.T0029",
            ),
        )
        .write(
            "studies/own.md",
            format!(
                "---\ntype: case-study\n---\n\n{}",
                study("Our own", "AML.T0034")
            ),
        )
        .write(
            "techniques/impact/cost-harvesting.md",
            format!(
                "{}\n## Case Studies (1)\n\n- [[studies/b|AML.CS0015]]\n",
                super::COST
            ),
        );
    synced(&vault, "2026.05");
    let cost = text(&vault, "techniques/impact/cost-harvesting.md");
    assert!(
        cost.ends_with(
            "\n## Case Studies (2)\n\n- [[studies/a|AML.CS0030]]\n- [[studies/own|Our own]]\n"
        ),
        "{cost}"
    );
    let check = vault.run(&["--select", "missing-backlink,miscounted-heading"]);
    assert_eq!(check.stdout, "");
}

// A section that the other pages have is added where it stands there, and goes when nothing is left to list.
#[test]
fn sections_come_and_go() {
    let vault = vault("sync-sections");
    let study = |technique: &str| {
        format!(
            "# AML.CS0030: LLM Jacking\n\n## Procedure\n\n### Step 1: A step\n\n**Technique:** {technique}\n"
        )
    };
    let section = "## Case Studies (1)\n\n- [[studies/a|LLM Jacking]]\n";
    vault
        .write("studies/a.md", study("AML.T0029"))
        .write(
            "techniques/impact/denial-of-ai-service.md",
            format!("{}\n{section}\n## Notes\n\nMine.\n", super::DENIAL),
        )
        .write(
            "techniques/impact/cost-harvesting.md",
            format!("{}\n## Notes\n\nMine.\n", super::COST),
        );
    synced(&vault, "2026.05");
    let cost = text(&vault, "techniques/impact/cost-harvesting.md");
    assert!(!cost.contains("Case Studies"), "{cost}");
    vault.write(
        "studies/b.md",
        study("AML.T0034").replace(
            "AML.CS0030: LLM Jacking",
            "AML.CS0016: Achieving Code Execution in MathGPT via Prompt Injection",
        ),
    );
    synced(&vault, "2026.05");
    let cost = text(&vault, "techniques/impact/cost-harvesting.md");
    assert!(
        cost.contains("|AML.TA0011: Impact]]\n\n## Case Studies (1)\n\n- [[studies/b|Achieving Code Execution in MathGPT via Prompt Injection]]\n\n## Notes\n\nMine.\n"),
        "{cost}"
    );
    vault.write("studies/a.md", study("AML.T0031"));
    synced(&vault, "2026.05");
    let denial = text(&vault, "techniques/impact/denial-of-ai-service.md");
    assert!(
        denial.ends_with("|AML.TA0011: Impact]]\n\n## Notes\n\nMine.\n"),
        "{denial}"
    );
}

#[test]
fn values_in_fields() {
    let after = page(
        "sync-fields",
        "2026.09",
        "techniques/x.md",
        "---\ncreated: 2020-01-01\nmaturity: Feasible\n---\n# AML.T0012: Valid Accounts\n\n- **Technique ID:** AML.T0012\n- **Created:** January 24, 2022\n- **Last Modified:** 2021-01-01 <!-- why -->\n- **Maturity:** feasible (we think)\n- **Tactics:** AML.TA0004, AML.TA0012\n- **Severity:** feasible\n\nLast Modified: 2021-01-01\n",
    );
    assert!(
        after.starts_with("---\ncreated: 2020-01-01\nmaturity: Realized\n---\n# AML.T0012: Valid Accounts\n\n- **Technique ID:** AML.T0012\n- **Created:** January 24, 2022\n- **Last Modified:** 2026-"),
        "{after}"
    );
    for kept in [
        " <!-- why -->\n",
        "- **Maturity:** realized (we think)\n",
        "- **Tactics:** AML.TA0004, AML.TA0012, AML.TA0015\n",
        "- **Severity:** feasible\n",
        "\nLast Modified: 2021-01-01\n",
    ] {
        assert!(after.contains(kept), "{kept} is not in {after}");
    }
}

#[test]
fn references_to_attack() {
    let after = page(
        "sync-attack",
        "2026.05",
        "techniques/x.md",
        "# AML.T0011.002: Poisoned AI Agent Tool\n\n- **Technique ID:** AML.T0011.002\n- **ATT&CK Reference:** [T1204](https://attack.mitre.org/techniques/T1204/)\n- **Maturity:** realized\n",
    );
    assert!(
        after.contains("- **Technique ID:** AML.T0011.002\n- **Maturity:** realized\n"),
        "{after}"
    );
}
