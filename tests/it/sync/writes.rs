//! What is written, what is only shown, and what the exit code says.

use super::{text, vault};
use crate::support::{Scratch, files_below};

fn files(vault: &Scratch) -> Vec<(String, Vec<u8>)> {
    let files = files_below(vault.path()).into_iter();
    files
        .map(|path| (path.display().to_string(), std::fs::read(&path).unwrap()))
        .collect()
}

#[test]
fn check_and_diff_write_nothing() {
    let vault = vault("sync-dry");
    let cost = super::COST.replace("feasible", "realized");
    vault.write("techniques/impact/cost-harvesting.md", cost);
    let before = files(&vault);
    let check = vault.run(&["sync", "--check"]);
    assert_eq!(check.code, 1);
    assert!(
        check
            .stdout
            .contains("would update  techniques/impact/cost-harvesting.md (AML.T0034)\n"),
        "{}",
        check.stdout
    );
    assert!(
        check.stderr.contains("pages would be created"),
        "{}",
        check.stderr
    );
    let diff = vault.run(&["sync", "--diff"]);
    assert_eq!(diff.code, 1);
    assert!(diff.stdout.contains("--- a/techniques/impact/cost-harvesting.md\n+++ b/techniques/impact/cost-harvesting.md\n@@ "), "{}", diff.stdout);
    assert!(
        diff.stdout
            .contains("--- /dev/null\n+++ b/techniques/impact/machine-compromise.md\n@@ -0,0 +1,"),
        "{}",
        diff.stdout
    );
    assert_eq!(files(&vault), before);
    let done = vault.run(&["sync"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(
        done.stderr.contains("as of ATLAS 2026.09; ")
            && done.stderr.contains(" facts are unverified\n"),
        "{}",
        done.stderr
    );
    let clean = vault.run(&["sync", "--check"]);
    assert_eq!((clean.code, clean.stdout.as_str()), (0, ""));
    // No half-written file is left behind.
    assert!(files(&vault).iter().all(|(path, _)| !path.contains(".tmp")));
}

// What the diff says is what is written.
#[test]
fn the_diff_can_be_applied() {
    let vault = vault("sync-apply");
    let shown = super::vault("sync-applied");
    vault.write("t/shell.md", "# AML.T0072: Reverse Shell\r\n\r\nno end");
    shown.write("t/shell.md", "# AML.T0072: Reverse Shell\r\n\r\nno end");
    let diff = shown.run(&["sync", "--diff"]).stdout;
    shown.apply(&diff);
    vault.run(&["sync"]);
    for path in [
        "t/shell.md",
        "techniques/impact/machine-compromise.md",
        "techniques/impact/cost-harvesting.md",
    ] {
        assert_eq!(text(&shown, path), text(&vault, path), "{path}");
    }
}

#[test]
fn the_vault_may_be_named_from_outside() {
    let outside = Scratch::new("sync-outside");
    outside
        .write("kb/atlas-lint.yaml", "catalog:\n  release: \"2026.09\"\n")
        .write(
            "kb/t/cost-harvesting.md",
            super::COST.replace("feasible", "realized"),
        )
        .write("other/x.md", "# AML.T0072: Reverse Shell\n");
    let diff = outside.run(&["sync", "kb", "--diff"]);
    assert!(
        diff.stdout.contains("--- a/kb/t/cost-harvesting.md\n"),
        "{}",
        diff.stdout
    );
    assert_eq!(outside.run(&["sync", "kb"]).code, 0);
    assert!(outside.path().join("kb/t/llm-jailbreak.md").is_file());
    assert_eq!(text(&outside, "other/x.md"), "# AML.T0072: Reverse Shell\n");
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let vault = vault("sync-links");
    let at = |path: &str| vault.path().join(path);
    vault.write(".notes/shell.md", "# AML.T0072: Reverse Shell\n");
    symlink("../.notes/shell.md", at("techniques/shell.md")).unwrap();
    let cost = at("techniques/impact/cost-harvesting.md");
    std::fs::set_permissions(&cost, PermissionsExt::from_mode(0o640)).unwrap();
    // A folder that leads out of the vault gets no page.
    let elsewhere = Scratch::new("sync-elsewhere");
    symlink(elsewhere.path(), at("techniques/impact/machine-compromise")).unwrap();
    vault.write(
        "atlas-lint.yaml",
        "exclude: [\"techniques/impact/machine-compromise\"]\n",
    );
    let run = vault.run(&["sync"]);
    assert!(
        std::fs::read_dir(elsewhere.path()).unwrap().count() == 1,
        "{}",
        run.stdout
    );
    std::fs::remove_file(at("techniques/impact/machine-compromise")).unwrap();
    let run = vault.run(&["sync"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        std::fs::symlink_metadata(at("techniques/shell.md"))
            .unwrap()
            .is_symlink()
    );
    assert!(
        text(&vault, ".notes/shell.md").starts_with("# AML.T0072: Cyber Communication Channel\n")
    );
    assert_eq!(
        std::fs::metadata(&cost).unwrap().permissions().mode() & 0o777,
        0o640
    );
}
