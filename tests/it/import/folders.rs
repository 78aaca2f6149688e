//! Where the catalog of a vault is looked for.

use std::path::Path;

use super::renamed;
use crate::catalog::files::small;
use crate::imports::{FILE, done, held, vault};
use crate::support::{Outcome, Run, fails};

#[cfg(unix)]
#[test]
fn a_catalog_comes_from_the_vault_alone() {
    let outside = vault("import-outside");
    outside.write("next.yaml", renamed("2027.01"));
    done(&outside.run(&["catalog", "import", "next.yaml"]));
    let show = |folder: &Path| Run::new(&["catalog", "show", "AML.T0000"]).at(folder).go();
    let knows = |outcome: &Outcome| outcome.stdout.contains("2027.01");
    // A repository below it has a catalog of its own, or none.
    outside.write("inner/.git/x", "").write("inner/a.md", "");
    let inner = outside.path().join("inner");
    assert!(knows(&show(outside.path())) && !knows(&show(&inner)));
    // Nor is one reached through a link, whatever it leads to.
    std::os::unix::fs::symlink(outside.path().join(FILE), inner.join(FILE)).unwrap();
    fails(
        &show(&inner),
        &[FILE, "it is a symbolic link, which is not followed"],
    );
    let import = Run::new(&["catalog", "import", "../next.yaml"])
        .at(&inner)
        .go();
    fails(&import, &["it is a symbolic link, which is not followed"]);
    std::fs::remove_file(inner.join(FILE)).unwrap();
    std::os::unix::fs::symlink("nowhere", inner.join(FILE)).unwrap();
    fails(
        &show(&inner),
        &["it is a symbolic link, which is not followed"],
    );
    // A configuration that the command line names elsewhere brings none along.
    std::fs::remove_file(inner.join(FILE)).unwrap();
    outside.write("atlas-lint.yaml", "");
    let check = Run::new(&[
        "check",
        "--vault",
        ".",
        "--config",
        "../atlas-lint.yaml",
        "--format",
        "json",
    ])
    .at(&inner)
    .go();
    assert!(check.stdout.contains("\"2026.09\""), "{}", check.stdout);
}

#[test]
fn a_catalog_is_found_from_any_folder_of_the_repository() {
    let vault = vault("import-folders");
    vault.write(
        "content/b.md",
        "# AML.T0000: Search Open Technical Databases\n",
    );
    vault.write("next.yaml", renamed("2027.01"));
    let content = vault.path().join("content");
    let import = Run::new(&["catalog", "import", "../next.yaml"])
        .at(&content)
        .go();
    assert_eq!(import.code, 0, "{}", import.stderr);
    assert!(
        held(&vault).is_some(),
        "the vault's root is the repository's"
    );
    let outdated = |outcome: &Outcome| outcome.stdout.matches("outdated-name").count();
    assert_eq!(outdated(&vault.run(&[])), 2);
    assert_eq!(outdated(&vault.run(&["content"])), 1);
    assert_eq!(
        outdated(&vault.run(&["--vault", "content", "--no-config"])),
        1
    );
    // A vault's own configuration does not hide it, and its own catalog comes first.
    vault.write("content/atlas-lint.yaml", "");
    assert_eq!(outdated(&vault.run(&["content"])), 1);
    vault.write("more.yaml", small("2027.02"));
    let again = Run::new(&["catalog", "import", "../more.yaml"])
        .at(&content)
        .go();
    assert!(
        again
            .stdout
            .contains("AML.T0000: Search All Technical Databases -> Search Open"),
        "{}",
        again.stdout
    );
    assert_eq!(
        held(&vault).unwrap().lines().next().unwrap()[..19].to_owned(),
        "{\"release\":\"2027.01"
    );
    assert_eq!(outdated(&vault.run(&["content"])), 0);
}
