//! What cannot be brought up to a release.

use super::{text, vault};
use crate::support::{Scratch, fails, files_below};

#[test]
fn two_pages_of_one_id_are_left_alone() {
    let vault = vault("sync-double");
    let copy = super::COST.replace("feasible", "demonstrated");
    vault.write("copy.md", &copy);
    let run = vault.run(&["sync", "--catalog", "2026.09"]);
    fails(
        &run,
        &[
            "AML.T0034 is not changed: several pages declare it: copy.md, techniques/impact/cost-harvesting.md",
        ],
    );
    assert_eq!(text(&vault, "copy.md"), copy);
    assert_eq!(
        text(&vault, "techniques/impact/cost-harvesting.md"),
        super::COST
    );
    assert!(
        vault
            .path()
            .join("techniques/impact/machine-compromise.md")
            .is_file(),
        "the rest is done"
    );
}

#[test]
fn what_cannot_be_read_is_left_alone() {
    let vault = vault("sync-unread");
    let broken = "---\ntitle: AML.T0072: Reverse Shell\n---\n\n# AML.T0072: Reverse Shell\n";
    let conflict =
        "# AML.T0075: Cloud Service Discovery\n\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n";
    let latin: &[u8] = b"# AML.T0089: Process Discovery \xe9\n";
    vault
        .write("t/a.md", broken)
        .write("t/b.md", conflict)
        .write("t/c.md", latin);
    let run = vault.run(&["sync", "--catalog", "2026.09"]);
    fails(
        &run,
        &[
            "t/a.md: its front matter cannot be read; it is not changed",
            "t/b.md: it holds a merge conflict; it is not changed",
            "t/c.md: it is not UTF-8 text; it is not changed",
        ],
    );
    assert_eq!(text(&vault, "t/a.md"), broken);
    assert_eq!(text(&vault, "t/b.md"), conflict);
    assert_eq!(std::fs::read(vault.path().join("t/c.md")).unwrap(), latin);
}

// A run that was killed left such pages, when it created them before it wrote them.
#[test]
fn an_empty_page_is_told() {
    let vault = vault("sync-emptied");
    let made = vault.run(&["sync", "--catalog", "2026.09"]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    let path = "techniques/impact/machine-compromise.md";
    let whole = text(&vault, path);
    for left in ["", "\n \n"] {
        vault.write(path, left).write("notes/untitled.md", "");
        let files = files_below(vault.path());
        for more in [&[][..], &["--check"], &["--diff"]] {
            let args = [&["sync", "--catalog", "2026.09"][..], more].concat();
            fails(
                &vault.run(&args),
                &[
                    "machine-compromise.md: the page is empty, and AML.T0112 gets no other one",
                    "notes/untitled.md: the page is empty; write it",
                ],
            );
            assert_eq!(files_below(vault.path()), files, "none beside it");
        }
    }
    for path in [path, "notes/untitled.md"] {
        std::fs::remove_file(vault.path().join(path)).expect("it goes");
    }
    assert_eq!(vault.run(&["sync", "--catalog", "2026.09"]).code, 0);
    assert_eq!(text(&vault, path), whole);
}

#[test]
fn a_vault_without_pages_and_parts_of_one() {
    let empty = Scratch::new("sync-empty");
    fails(&empty.run(&["sync"]), &["holds no page"]);
    let vault = vault("sync-part");
    fails(
        &vault.run(&["sync", "techniques"]),
        &["is a part of the vault"],
    );
    fails(
        &vault.run(&["sync", "--catalog", "2031.01"]),
        &["no release `2031.01`"],
    );
    let both = vault.run(&["sync", "--check", "--diff"]);
    assert_eq!(both.code, 2, "{}", both.stderr);
}

// Templates, excluded and ignored pages are nobody's facts.
#[test]
fn what_is_excluded_is_not_touched() {
    let vault = vault("sync-excluded");
    let page = "# AML.T0072: Reverse Shell\n";
    vault
        .write("atlas-lint.yaml", "exclude: [\"old/**\"]\n")
        .write(".gitignore", "build/\n")
        .write("old/a.md", page)
        .write("build/b.md", page)
        .write("_templates/technique.md", page);
    let run = vault.run(&["sync", "--catalog", "2026.09"]);
    for path in ["old/a.md", "build/b.md", "_templates/technique.md"] {
        assert_eq!(text(&vault, path), page, "{path}");
        assert!(!run.stdout.contains(path), "{}", run.stdout);
    }
}

#[test]
fn hostile_pages_do_no_harm() {
    let vault = vault("sync-hostile");
    vault
        .write("techniques/impact/a|b#c]].md", "# AML.T0031: Erode AI Model Integrity\n\n## Tactics\n\n- [[\n- [[tactics/impact|AML.TA0011: Impact\n")
        .write("techniques/\u{1b}[31m.md", "# AML.T0046: Spamming AI System with Chaff Data\n\n## Tactics ()\n\n- \n")
        .write("deep.md", "> ".repeat(3000) + "# AML.T0072: Reverse Shell\n")
        .write("wide.md", "- [[techniques/impact/cost-harvesting|Cost]] ".repeat(5000))
        .write("tactics/impact.md", format!("# AML.TA0011: Impact\n\n## Techniques (99999999999999999999)\n\n{}", "- AML.T0034\n".repeat(3000)));
    let run = vault.run(&["sync", "--catalog", "2026.09"]);
    assert!(matches!(run.code, 0 | 2), "{}", run.stderr);
    assert!(!run.stdout.contains('\u{1b}') && !run.stderr.contains('\u{1b}'));
    let again = vault.run(&["sync", "--catalog", "2026.09", "--diff"]);
    assert_eq!(again.stdout, "", "{}", again.stderr);
}
