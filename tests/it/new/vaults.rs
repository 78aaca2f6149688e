//! `new vault` and `new page-type`.

use super::text;
use crate::support::Scratch;

#[test]
fn a_new_vault_is_clean_and_can_be_filled() {
    let folder = Scratch::new("new-vault");
    let run = folder.run(&["new", "vault", "deep/kb", "--catalog", "2026.05"]);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (0, "deep/kb/atlas-lint.yaml\n"),
        "{}",
        run.stderr
    );
    let check = folder.run(&["check", "deep/kb"]);
    assert_eq!(
        (check.code, check.stdout.as_str()),
        (0, ""),
        "{}",
        check.stderr
    );
    assert!(
        text(&folder, "deep/kb/tactics/reconnaissance.md")
            .starts_with("# AML.TA0002: Reconnaissance\n")
    );
    let sync = folder.run(&["sync", "deep/kb"]);
    assert_eq!(sync.code, 0, "{}", sync.stderr);
    let check = folder.run(&["check", "deep/kb"]);
    assert_eq!(
        (check.code, check.stdout.as_str()),
        (0, ""),
        "{}",
        check.stderr
    );
    let again = folder.run(&["new", "vault", "deep/kb"]);
    assert_eq!((again.code, again.stdout.as_str()), (2, ""));
}

/// A new vault is clean in each dialect, also when it is filled, and has links of its own form.
#[test]
fn a_new_vault_of_every_dialect_is_clean() {
    for dialect in ["obsidian", "github", "docusaurus", "mkdocs", "hugo"] {
        let folder = Scratch::new(&format!("new-vault-{dialect}"));
        let run = folder.run(&["new", "vault", "kb", "--dialect", dialect]);
        assert_eq!(run.code, 0, "{dialect}: {}", run.stderr);
        let config = text(&folder, "kb/atlas-lint.yaml");
        assert!(
            config.starts_with(&format!("dialect: {dialect}\n")),
            "{config}"
        );
        let index = if dialect == "hugo" {
            "_index.md"
        } else {
            "index.md"
        };
        let index = text(&folder, &format!("kb/{index}"));
        let is_wiki = index.contains("[[");
        assert_eq!(is_wiki, dialect == "obsidian", "{index}");
        for step in [&["check", "kb"][..], &["sync", "kb"], &["check", "kb"]] {
            let run = folder.run(step);
            assert_eq!(
                run.code, 0,
                "{dialect} {step:?}: {}{}",
                run.stdout, run.stderr
            );
        }
        assert_eq!(folder.run(&["check", "kb"]).stdout, "", "{dialect}");
    }
    let folder = Scratch::new("new-vault-other");
    let run = folder.run(&["new", "vault", "kb", "--dialect", "hogu"]);
    assert!(
        run.code == 2 && run.stderr.contains("hugo"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_page_type_gets_its_lines_in_the_configuration() {
    let folder = Scratch::new("new-page-type");
    folder.write("a.md", "# A\n").write(
        "atlas-lint.yaml",
        "# mine\ncatalog:\n  release: \"2026.05\"\n",
    );
    let run = folder.run(&["new", "page-type", "playbook"]);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (0, "schemas/playbook.schema.json\n"),
        "{}",
        run.stderr
    );
    assert_eq!(folder.run(&["new", "page-type", "report"]).code, 0);
    let config = text(&folder, "atlas-lint.yaml");
    assert!(
        config.starts_with("# mine\n") && config.matches("- name: ").count() == 2,
        "{config}"
    );
    folder.write("playbook/b.md", "# B\n");
    let check = folder.run(&["check"]);
    assert!(
        check.code == 1
            && check
                .stdout
                .contains("playbook/b.md:1:1: error[schema-violation]"),
        "{}",
        check.stdout
    );
    for wrong in ["playbook", "case-study", "../x", "A", "templates"] {
        assert_eq!(folder.run(&["new", "page-type", wrong]).code, 2, "{wrong}");
    }
}
