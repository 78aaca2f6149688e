//! `new`: pages that are placed, named and formed as the vault's own.

mod hostile;
mod passes;
mod submission;
mod vaults;

use crate::support::Scratch;

/// Creates a vault in the form of a knowledge base: two case studies, and pages that list what
/// employs them.
fn base(name: &str) -> Scratch {
    let vault = Scratch::new(name);
    vault
        .write("atlas-lint.yaml", "dialect: obsidian\ncatalog:\n  release: \"2026.05\"\n")
        .write("kb/tactics/reconnaissance.md", "# AML.TA0002: Reconnaissance\n\nFirst.\n\n## Techniques (1)\n\n- [[kb/techniques/search|AML.T0000]] — Search Open Technical Databases\n")
        .write("kb/techniques/search.md", "# AML.T0000: Search Open Technical Databases\n\nA search.\n\n## Tactics\n\n- [[kb/tactics/reconnaissance|Reconnaissance]]\n\n## Case Studies (2)\n\n- [[kb/studies/acme-one|One]]\n- [[kb/studies/acme-two|Two]]\n")
        .write("kb/studies/acme-one.md", study("ACME.CS0001", "One", 1))
        .write("kb/studies/acme-two.md", study("ACME.CS0002", "Two", 2));
    vault
}

fn study(id: &str, name: &str, position: usize) -> String {
    let slug = format!("acme-{}", name.to_lowercase());
    format!(
        "---\nid: {slug}\ntitle: '{id}: {name}'\ntype: case-study\nsidebar_position: {position}\nowner: red-team\ncreated: 2026-01-0{position}\n---\n\n# {id} - {name}\n\n## Summary\n\nWhat happened.\n\n## Metadata\n\n* **ID:** {id}\n* **Incident Date:** 2026-01\n* **Type:** Exercise\n* **Target:** A chat bot\n* **Actor:** Us\n\n## Attack Procedure\n\n### Step 1: Search Open Technical Databases\n\n- **Technique:** [[kb/techniques/search|AML.T0000]] — Search Open Technical Databases\n- **Tactic:** [[kb/tactics/reconnaissance|AML.TA0002]] — Reconnaissance\n\nThey searched.\n\n## Lessons\n\nSearch less.\n\n## References\n\n1. [A report](https://example.com/report)\n"
    )
}

#[track_caller]
fn text(vault: &Scratch, path: &str) -> String {
    std::fs::read_to_string(vault.path().join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn a_case_study_looks_as_the_others_do() {
    let vault = base("new-study");
    let run = vault.run(&[
        "new",
        "case-study",
        "Three: a \"test\"",
        "--date",
        "2026-05",
        "--type",
        "exercise",
        "--technique",
        "search open technical databases",
        "--reporter",
        "Ann",
    ]);
    assert_eq!(
        (run.code, run.stdout.as_str(), run.stderr.as_str()),
        (
            0,
            "kb/studies/three-a-test.md\n",
            "updated  kb/techniques/search.md\n"
        )
    );
    let page = text(&vault, "kb/studies/three-a-test.md");
    let today = page
        .lines()
        .find_map(|line| line.strip_prefix("created: "))
        .expect("a day");
    let today = today.trim_matches('"').to_owned();
    assert_eq!(
        page.replace(&today, "TODAY").replace("\"TODAY\"", "TODAY"),
        "---\nid: three-a-test\ntitle: 'ACME.CS0003: Three: a \"test\"'\ntype: case-study\nsidebar_position: 3\nowner: red-team\ncreated: TODAY\n---\n\n# ACME.CS0003 - Three: a \"test\"\n\n## Summary\n\n[To be documented]\n\n## Metadata\n\n* **ID:** ACME.CS0003\n* **Incident Date:** 2026-05\n* **Type:** Exercise\n* **Target:** [To be documented]\n* **Actor:** [To be documented]\n* **Reporter:** Ann\n\n## Attack Procedure\n\n### Step 1: Search Open Technical Databases\n\n- **Technique:** [[kb/techniques/search|AML.T0000]] — Search Open Technical Databases\n- **Tactic:** [[kb/tactics/reconnaissance|AML.TA0002]] — Reconnaissance\n\n[To be documented]\n\n## Lessons\n\n[To be documented]\n\n## References\n\n1. [To be documented]\n"
    );
    let technique = text(&vault, "kb/techniques/search.md");
    assert!(
        technique.contains("## Case Studies (3)\n")
            && technique.contains("\n- [[kb/studies/three-a-test"),
        "{technique}"
    );
}

#[test]
fn a_technique_with_several_tactics_names_them() {
    let vault = base("new-tactics");
    let args = ["new", "case-study", "Three", "--technique"];
    let run = |technique| vault.run(&[&args[..], &[technique]].concat());
    let refused = run("AML.T0012");
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
    assert!(
        refused.stderr.contains("has several tactics")
            && refused.stderr.contains("AML.T0012@AML.TA"),
        "{}",
        refused.stderr
    );
    assert_eq!(run("AML.T0012@AML.TA0011").code, 2);
    assert_eq!(run("AML.T0012@Initial Access").code, 0);
    assert!(text(&vault, "kb/studies/three.md").contains("AML.TA0004"));
    for (wrong, why) in [
        ("AML.T9999", "in no ATLAS release"),
        ("AML.TA0002", "a technique is needed"),
        ("Serch Open Technical Databases", "did you mean AML.T0000"),
        ("AML.T0045", "is retired; use AML.T0048.004"),
    ] {
        let run = run(wrong);
        assert!(run.code == 2 && run.stderr.contains(why), "{}", run.stderr);
    }
}

#[test]
fn the_template_of_the_vault_wins() {
    let vault = base("new-template");
    let template = "---\nid: {{id}}-page\ntitle: \"{{id}}: {{title}}\"\ntype: case-study\n---\n\n# {{id}}: {{title}}\n\nAs of {{release}}. {{unknown}}\n\n## Metadata\n\n- **ID:** {{id}}\n- **Incident Date:** {{date}}\n- **Type:** incident\n- **Target:** A\n- **Actor:** B\n\n## Procedure\n\n{{steps}}\n";
    vault.write("templates/case-study.md", template);
    let run = vault.run(&[
        "new",
        "case-study",
        "A \"b\" {{id}}",
        "--date",
        "2026",
        "--technique",
        "AML.T0000",
    ]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page = text(&vault, run.stdout.trim());
    for wanted in [
        "title: \"ACME.CS0003: A \\\"b\\\" {{id}}\"\n",
        "# ACME.CS0003: A \"b\" \\{\\{id\\}\\}\n",
        "As of 2026.05. {{unknown}}\n",
        "- **Incident Date:** 2026\n",
        "### Step 1: Search Open Technical Databases\n\n- **Technique:** [[kb/techniques/search|AML.T0000]]",
    ] {
        assert!(page.contains(wanted), "{wanted} is not in {page}");
    }
    vault.write("templates/case-study.md", "# {{title}} AML.T9999\n");
    let refused = vault.run(&["new", "case-study", "Four"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
    assert!(refused.stderr.contains("unknown-id"), "{}", refused.stderr);
}

/// What is still to be written is not an error, whether or not the rule for placeholders runs.
#[test]
fn a_new_page_is_sound_whatever_rules_run() {
    let vault = base("new-levels");
    let config = "dialect: obsidian\ncatalog:\n  release: \"2026.05\"\n";
    vault.write(
        "atlas-lint.yaml",
        format!("{config}rules:\n  placeholder-text: off\n"),
    );
    for args in [
        &["Three"][..],
        &["Four", "--technique", "AML.T0000", "--type", "incident"],
    ] {
        let run = vault.run(&[&["new", "case-study"], args].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    vault.write("atlas-lint.yaml", config);
    for args in [
        &["--select", "schema-violation"][..],
        &["--ignore", "placeholder-text"],
        &["--fail-on", "error"],
    ] {
        let run = vault.run(&[&["kb/studies/three.md", "kb/studies/four.md"], args].concat());
        assert_eq!(run.code, 0, "{args:?}: {}", run.stdout);
    }
    let page = text(&vault, "kb/studies/four.md");
    vault.write(
        "kb/studies/four.md",
        page.replace("Date:** [To be documented]", "Date:** some day"),
    );
    let run = vault.run(&["--select", "schema-violation"]);
    assert!(
        run.code == 1 && run.stdout.contains("`Incident Date` is `some day`"),
        "{}",
        run.stdout
    );
}

/// A name is given once, and an error about a page that is not written names the template.
#[test]
fn a_name_in_use_and_a_template_that_lacks_a_field_are_named() {
    let vault = base("new-name-in-use");
    for name in ["Two", "two!"] {
        let run = vault.run(&["new", "case-study", name]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        let wanted = "a case study of that name exists: kb/studies/acme-two.md; `--id`";
        assert!(run.stderr.contains(wanted), "{}", run.stderr);
    }
    let other = vault.run(&["new", "case-study", "Two", "--id", "ACME.CS0009"]);
    assert_eq!(other.code, 0, "{}", other.stderr);
    let template = "---\nid: {{id}}-page\ntitle: \"{{id}}: {{title}}\"\ntype: case-study\n---\n\n# {{id}}: {{title}}\n\n## Metadata\n\n- **ID:** {{id}}\n- **Incident Date:** {{date}}\n- **Type:** incident\n- **Target:** A\n\n## Procedure\n\n{{steps}}\n";
    vault.write("templates/case-study.md", template);
    let run = vault.run(&["new", "case-study", "Four", "--technique", "AML.T0000"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(
        run.stderr.starts_with("error: templates/case-study.md: ")
            && run.stderr.contains("Actor")
            && !run.stderr.contains("four.md"),
        "{}",
        run.stderr
    );
}

/// The pages of a site are in its own folder.
#[test]
fn the_first_page_of_a_site_is_among_its_pages() {
    for (config, text, folder) in [
        ("mkdocs.yml", "site_name: A\n", "docs"),
        ("mkdocs.yml", "site_name: A\ndocs_dir: pages\n", "pages"),
        ("hugo.toml", "baseURL = 'https://example.org'\n", "content"),
        ("docusaurus.config.js", "module.exports = {};\n", "docs"),
    ] {
        let vault = Scratch::new("new-in-site");
        vault
            .write(".git/HEAD", "ref: refs/heads/main\n")
            .write(config, text)
            .write("README.md", "# Read me\n");
        let study = vault.run(&["new", "case-study", "A"]);
        assert_eq!(
            study.stdout,
            format!("{folder}/case-studies/a.md\n"),
            "{}",
            study.stderr
        );
        let below = vault.run(&["new", "technique", "AML.T0012"]);
        assert_eq!(
            below.stdout,
            format!("{folder}/techniques/valid-accounts.md\n")
        );
        vault.write(&format!("{folder}/index.md"), "# Index\n");
        let inside = vault.run(&[
            "new",
            "tactic",
            "AML.TA0004",
            "--vault",
            folder,
            "--dry-run",
        ]);
        assert!(
            inside.stdout.contains("/tactics/initial-access.md\n")
                && !inside.stdout.contains(&format!("{folder}/{folder}")),
            "{}{}",
            inside.stdout,
            inside.stderr
        );
    }
}

/// A folder of vaults is not a vault.
#[test]
fn nothing_is_written_into_a_folder_of_vaults() {
    let around = Scratch::new("new-vaults-around");
    around
        .write("a/atlas-lint.yaml", "")
        .write("a/x.md", "# AML.T0012: Valid Accounts\n")
        .write("b/atlas-lint.yaml", "")
        .write("b/y.md", "# B\n");
    for args in [
        &["sync"][..],
        &["sync", "--check"],
        &["sync", "."],
        &["new", "technique", "AML.T0000"],
        &["new", "case-study", "A"],
        &["new", "page-type", "playbook"],
    ] {
        let run = around.run(args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        assert!(
            run.stderr
                .contains("is not a vault, but holds the configuration of a and b"),
            "{}",
            run.stderr
        );
    }
    assert_eq!(around.run(&["sync", "a", "--check"]).code, 1);
    assert_eq!(
        around.run(&["new", "case-study", "A", "--vault", "."]).code,
        0
    );
}

#[test]
fn nothing_is_written_when_it_is_only_shown() {
    let vault = base("new-shown");
    let args = ["new", "case-study", "Three", "--technique", "AML.T0000"];
    let page = vault.run(&[&args[..], &["--stdout"]].concat());
    assert!(
        page.stdout.starts_with("---\nid: three\n")
            || page.stdout.starts_with("---\nid: \"three\"\n"),
        "{}",
        page.stdout
    );
    let diff = vault.run(&[&args[..], &["--dry-run"]].concat());
    assert!(
        diff.stdout.contains("+++ b/kb/studies/three.md")
            && diff.stdout.contains("+++ b/kb/techniques/search.md"),
        "{}",
        diff.stdout
    );
    assert!(!vault.path().join("kb/studies/three.md").exists());
}

#[test]
fn an_id_of_atlas_needs_its_name_or_a_vault_that_declares_ids() {
    let vault = base("new-ids");
    let with = |name: &str, id: &str| vault.run(&["new", "case-study", name, "--id", id]);
    let unknown = with("Three", "AML.CS0999");
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.stderr.contains("set `vault-ids: true`"),
        "{}",
        unknown.stderr
    );
    assert!(
        with("Three", "AML.CS0007")
            .stderr
            .contains("GPT-2 Model Replication")
    );
    assert_eq!(with("GPT-2 Model Replication", "AML.CS0007").code, 0);
    assert!(
        with("GPT-2 Model Replication", "AML.CS0007")
            .stderr
            .contains("already declared")
    );
    assert!(
        with("Three", "ACME.CS0001")
            .stderr
            .contains("already declared by kb/studies/acme-one.md")
    );
    vault.write(
        "atlas-lint.yaml",
        "dialect: obsidian\ncatalog:\n  release: \"2026.05\"\n  vault-ids: true\n",
    );
    assert_eq!(with("Three", "AML.CS0999").code, 0);
}

/// `check` and `catalog show` know it too.
#[test]
fn an_object_of_a_later_release_is_known() {
    let vault = Scratch::new("new-newer");
    vault.write("a.md", "# A\n");
    let newer = "`AML.T0113` is not in ATLAS 2026.05; it first appears in 2026.06 (unverified): pin 2026.06 or a later release to use it";
    let retired = "`AML.T0019` is retired; use ";
    for (release, args, why) in [
        ("2026.05", &["technique", "AML.T0113"][..], newer),
        ("2026.05", &["technique", "aml.t0113"], newer),
        (
            "2026.05",
            &["case-study", "A", "--technique", "AML.T0113"],
            newer,
        ),
        (
            "2026.09",
            &["technique", "Publish Poisoned Datasets"],
            retired,
        ),
        (
            "2021.10",
            &["case-study", "A", "--id", "AML.CS0020"],
            "`AML.CS0020` is not in ATLAS 2021.10; it first appears in 2023.10: pin 2023.10 ",
        ),
        (
            "2021.10",
            &["technique", "LLM Jailbreak"],
            "`AML.T0054` is not in ATLAS 2021.10; it first appears in 2023.10: pin 2023.10 ",
        ),
        // Two digits differ from AML.T0099, and as many from others.
        (
            "2026.09",
            &["technique", "AML.T9999"],
            "error: `AML.T9999` is in no ATLAS release up to 2026.09\n",
        ),
    ] {
        let mut all = vec!["new"];
        all.extend(args);
        all.extend(["--catalog", release]);
        let run = vault.run(&all);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        assert!(run.stderr.contains(why), "{args:?}: {}", run.stderr);
        assert!(
            !run.stderr.contains("did you mean"),
            "{args:?}: {}",
            run.stderr
        );
    }
}
