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
    // An empty folder may be there.
    std::fs::create_dir(folder.path().join("empty")).expect("a folder");
    let empty = folder.run(&["new", "vault", "empty"]);
    assert_eq!(
        (empty.code, empty.stdout.as_str()),
        (0, "empty/atlas-lint.yaml\n"),
        "{}",
        empty.stderr
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

/// A vault in a vault is checked with it, and its pages would be second pages of their ids.
#[test]
fn a_new_vault_breaks_no_vault_around_it() {
    let page = "# AML.TA0002: Reconnaissance\n";
    for (name, file, text) in [
        ("config", "kb/atlas-lint.yaml", "dialect: obsidian\n"),
        ("obsidian", "kb/.obsidian/app.json", "{}"),
        ("elsewhere", "atlas-lint.yaml", "vault: kb\n"),
    ] {
        let folder = Scratch::new(&format!("new-vault-in-{name}"));
        folder.write(file, text).write("kb/a.md", page);
        let run = folder.run(&["new", "vault", "kb/deep/sub"]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{name}");
        for words in [
            "kb/deep/sub lies in the vault ",
            "error[duplicate-id] at ",
            "nothing was written, choose a folder outside of that vault",
        ] {
            assert!(run.stderr.contains(words), "{name}: {}", run.stderr);
        }
        assert!(!folder.path().join("kb/deep").exists());
        let run = folder.run(&["new", "vault", "other"]);
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
        assert!(!run.stderr.contains("note: "), "{name}: {}", run.stderr);
    }
    // Pages of a repository that nobody called a vault.
    let repository = Scratch::new("new-vault-in-repository");
    repository
        .write("README.md", "# A\n")
        .write("kb/a.md", page);
    let run = repository.run(&["new", "vault", "other"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let note = "note: pages around other are checked together with it where no vault is named, and then `check` would report error[duplicate-id]";
    assert!(run.stderr.starts_with(note), "{}", run.stderr);
    // Its own pages are excluded there.
    let excluded = Scratch::new("new-vault-excluded");
    excluded
        .write("atlas-lint.yaml", "exclude: [\"**\"]\n")
        .write("kb/a.md", page);
    assert_eq!(excluded.run(&["new", "vault", "other"]).code, 0);
    // A folder of several vaults is not one.
    let several = Scratch::new("new-vault-beside");
    several
        .write("kb/atlas-lint.yaml", "")
        .write("kb/a.md", page);
    let run = several.run(&["new", "vault", "other"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    // Nothing of the pages around it is about what the new pages are about.
    let other = Scratch::new("new-vault-beside-notes");
    other
        .write("atlas-lint.yaml", "")
        .write("a.md", "# Notes\n");
    let run = other.run(&["new", "vault", "sub"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(other.run(&[]).code, 0);
}

#[test]
fn case_studies_of_a_new_vault_all_look_the_same() {
    for dialect in ["obsidian", "github", "docusaurus", "mkdocs", "hugo"] {
        let folder = Scratch::new(&format!("new-vault-studies-{dialect}"));
        let run = folder.run(&["new", "vault", "kb", "--dialect", dialect]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let mut forms: Vec<String> = Vec::new();
        for name in ["One", "Two", "Three", "Four"] {
            let run = folder.run(&["new", "case-study", name, "--vault", "kb"]);
            assert_eq!(run.code, 0, "{}", run.stderr);
            let page = text(&folder, run.stdout.trim());
            let number = forms.len() + 1;
            let slug = name.to_lowercase();
            let form = page
                .replace(name, "NAME")
                .replace(&format!("CS000{number}"), "CS000N")
                .replace(&slug, "SLUG");
            forms.push(form);
        }
        for form in &forms {
            assert_eq!(form, &forms[0], "{dialect}");
        }
    }
}
