//! Reports at the end of links.

use std::os::unix::fs::symlink;

use super::{text, vault};
use crate::reach::Outside;
use crate::support::{Run, fails};

#[test]
fn a_report_is_written_through_no_hard_link() {
    let vault = vault("write-hard-links");
    let (mine, out) = (vault.path().join("mine.txt"), vault.path().join("out.json"));
    vault.write("mine.txt", "mine");
    std::fs::hard_link(&mine, &out).expect("a link");
    assert_eq!(vault.run(&["--output", "json=out.json"]).code, 1);
    assert_eq!(text(&mine), "mine");
    assert!(text(&out).contains("unresolved-link"));
}

// A link in a checkout, at any depth, leads no report out of it, and none away.
#[test]
fn no_folder_of_a_report_is_a_link_of_the_checkout() {
    let (vault, outside) = (vault("write-links"), Outside::new("write-links"));
    let report = "{\n  \"version\": 1,\n  \"tool\": {\n    \"name\": \"atlas-lint\",\n";
    let old = outside.write("deep/old.json", report);
    let at = |name: &str| vault.path().join(name);
    // The links lie beside the vault, which would be reported as unreadable with them.
    std::fs::remove_file(at("a.md")).expect("it goes");
    vault.write("atlas-lint.yaml", "vault: content\n");
    vault.write("content/a.md", "[[gone]]\n");
    symlink(outside.path(), at("out")).expect("a link");
    symlink(".", at("round")).expect("a link");
    symlink(&old, at("old.json")).expect("a link");
    symlink(outside.path().join("none.json"), at("none.json")).expect("a link");
    std::fs::create_dir(at("sub")).expect("a folder");
    symlink("../../..", at("sub/up")).expect("a link");
    let whole = at("out/deep/old.json");
    let whole = whole.to_string_lossy();
    for file in [
        "out/new.json",
        "out/deep/new.json",
        "out/deep/old.json",
        "./sub/../out/deep/old.json",
        "round/x.json",
        "round/out/deep/old.json",
        "sub/up/x.json",
        "old.json",
        "none.json",
        &whole,
    ] {
        for more in [&[][..], &["--catalog", "9.9"], &["--bogus"]] {
            let output = format!("--output=json={file}");
            let run = vault.run(&[&[output.as_str()], more].concat());
            fails(&run, &["symbolic link, which is not followed"]);
            assert_eq!(text(&old), report, "{file}");
        }
    }
    // From elsewhere, by a path into the checkout.
    let output = format!("--output=json={whole}");
    let folder = vault.path().to_string_lossy();
    let run = Run::new(&[&folder, &output]).at(outside.path()).go();
    fails(&run, &["symbolic link, which is not followed"]);
    assert_eq!(text(&old), report);
    let names = std::fs::read_dir(outside.path()).expect("a folder").count();
    assert_eq!(names, 1, "nothing is new outside");
    // What is not of the checkout is followed: /tmp is a link on macOS.
    let real = outside.path().join("real");
    std::fs::create_dir(&real).expect("a folder");
    symlink("real", outside.path().join("tmp")).expect("a link");
    let output = format!("--output=json={}/tmp/x.json", outside.path().display());
    assert_eq!(vault.run(&[&output]).code, 1);
    assert!(text(&real.join("x.json")).contains("unresolved-link"));
    assert_eq!(vault.run(&[&output, "--catalog", "9.9"]).code, 2);
    assert!(
        !real.join("x.json").exists(),
        "its own report is taken away"
    );
}
