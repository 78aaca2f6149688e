//! Reports in the place of links and old reports.

use super::vault;

#[cfg(unix)]
#[test]
fn a_failed_run_takes_only_files_away() {
    let vault = vault("outputs");
    vault.write("bad.md", "").write("target.json", "x");
    let link = vault.path().join("link.json");
    std::os::unix::fs::symlink("target.json", &link).expect("a link");
    assert_eq!(
        vault
            .run(&["--catalog", "none", "--output", "json=link.json"])
            .code,
        2
    );
    assert!(link.is_symlink() && vault.path().join("target.json").is_file());
}

#[cfg(unix)]
#[test]
fn outputs_follow_no_link_and_leave_no_old_report() {
    let vault = vault("outputs-links");
    vault.write("a.md", "Text.\n").write("target.txt", "mine");
    std::os::unix::fs::symlink("target.txt", vault.path().join("out.json")).expect("a link");
    let outcome = vault.run(&["check", "--output", "json=out.json"]);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("not followed"),
        "{}",
        outcome.stderr
    );
    let text = |path| std::fs::read_to_string(vault.path().join(path)).ok();
    assert_eq!(text("target.txt").as_deref(), Some("mine"));
    for args in [
        &["check", "--output", "json=old.json", "--bogus"][..],
        &["--output=json=old.json", "--select", "nosuch"],
    ] {
        let old = "{\n  \"version\": 1,\n  \"tool\": {\n    \"name\": \"atlas-lint\",\n";
        vault.write("old.json", old);
        assert_eq!(vault.run(args).code, 2);
        assert_eq!(text("old.json"), None, "{args:?}");
    }
    let device = vault.run(&["check", "--output", "concise=/dev/stdout"]);
    assert_ne!(device.code, 2, "{}", device.stderr);
}
