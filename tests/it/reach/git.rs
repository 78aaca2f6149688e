//! Links from and to files of git.

use super::{Outside, SECRET, vault};

#[cfg(unix)]
#[test]
fn rules_for_git_behind_a_link_hide_nothing() {
    let (vault, outside) = (vault("reach-ignore"), Outside::new("reach-ignore"));
    let rules = outside.write("rules", "b.md\n");
    vault.write("b.md", "AML.T9999\n");
    std::os::unix::fs::symlink(&rules, vault.path().join(".gitignore")).expect("a link");
    assert_eq!(vault.run(&[]).code, 1, "b.md is reported");
    std::fs::remove_file(vault.path().join(".gitignore")).expect("the link goes");
    vault.write(".gitignore", "\u{feff}b.md\r\n");
    assert_eq!(vault.run(&[]).code, 0);
    let large = std::fs::File::create(vault.path().join(".gitignore")).expect("a file");
    large.set_len((16 << 20) + 1).expect("a large file");
    let run = vault.run(&["--format", "concise"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stdout
            .contains(".gitignore:1:1: error[unreadable-file]"),
        "{}",
        run.stdout
    );
}

#[cfg(unix)]
#[test]
fn a_link_into_gits_own_folder_is_no_page() {
    use std::os::unix::fs::symlink;
    let vault = vault("reach-git-page");
    let config = format!("[branch \"AML-T0051\"]\n\ttoken = {SECRET}\n");
    vault.write(".git/HEAD", "ref: refs/heads/main\n");
    vault.write(".git/config", &config);
    vault.write(".git/notes/AML-T0051.md", "AML-T0051\n");
    symlink(".git/config", vault.path().join("leak.md")).unwrap();
    symlink(".git/notes", vault.path().join("notes")).unwrap();
    let run = vault.run(&["check", ".", "--fix", "--unsafe-fixes", "--format", "full"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stdout.contains("git's own"), "{}", run.stdout);
    for out in [&run.stdout, &run.stderr] {
        assert!(
            !out.contains(SECRET) && !out.contains("AML-T0051\""),
            "{out}"
        );
    }
    let after = std::fs::read_to_string(vault.path().join(".git/config")).unwrap();
    assert_eq!(after, config);
}
