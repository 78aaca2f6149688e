//! Links and files that lead elsewhere, or nowhere.

use super::{finds, vault};
use crate::support::Scratch;

#[test]
fn links_never_leave_the_vault() {
    let vault = vault("escape");
    vault.write("atlas-lint.yaml", "dialect: obsidian\n");
    vault.write(
        "bad.md",
        "[[../../etc/passwd]] [x](../../../etc/passwd) ![[/etc/passwd]]\n",
    );
    finds(
        &vault,
        1,
        &[
            "bad.md:1:3: error[unresolved-link]",
            "bad.md:1:26: error[unresolved-link]",
            "bad.md:1:50: error[unresolved-link]",
        ],
    );
}

#[cfg(unix)]
#[test]
fn symbolic_links() {
    use std::os::unix::fs::symlink;
    let vault = vault("symlinks");
    let at = |name: &str| vault.path().join(name);
    vault.write("bad.md", "");
    symlink("nowhere.md", at("dangling.md")).expect("a link");
    symlink("loop2.md", at("loop1.md")).expect("a link");
    symlink("loop1.md", at("loop2.md")).expect("a link");
    symlink("/etc/passwd", at("outside.md")).expect("a link");
    // All that it holds is read under its own path.
    symlink(".", at("round")).expect("a link");
    let outcome = vault.run(&[]);
    let expected = [
        "dangling.md:1:1: error[unreadable-file] the file cannot be read: it is a symbolic link to nothing",
        "loop1.md:1:1: error[unreadable-file] the file cannot be read: it is a symbolic link that loops",
        "loop2.md:1:1: error[unreadable-file] the file cannot be read: it is a symbolic link that loops",
        "outside.md:1:1: error[unreadable-file] the file cannot be read: it is a symbolic link that leads out of the vault",
    ];
    assert_eq!(outcome.stdout.lines().collect::<Vec<_>>(), expected);
    assert_eq!(outcome.code, 2);
    assert!(
        !outcome.stdout.contains("root:"),
        "nothing of a file outside is shown"
    );
}

/// Tests may run as root, whom no permission stops: a folder named like a page cannot be read as one either way, and a socket is no file.
#[cfg(unix)]
#[test]
fn a_page_that_is_no_regular_file() {
    let vault = vault("irregular");
    vault.write("bad.md", "");
    let _socket =
        std::os::unix::net::UnixListener::bind(vault.path().join("s.md")).expect("a socket");
    finds(
        &vault,
        2,
        &["s.md:1:1: error[unreadable-file] the file cannot be read: not a regular file"],
    );
}

#[cfg(unix)]
#[test]
fn what_could_not_be_read_counts_whatever_the_levels_say() {
    let vault = vault("levels-unread");
    vault.write("bad.md", "");
    std::os::unix::fs::symlink("nowhere.md", vault.path().join("dangling.md")).expect("a link");
    for args in [
        &["--ignore", "unreadable-file"][..],
        &["--select", "unknown-id"],
        &[],
    ] {
        assert_eq!(vault.run(args).code, 2, "{args:?}");
    }
    vault.write("atlas-lint.yaml", "rules: {unreadable-file: off}\n");
    assert_eq!(vault.run(&[]).code, 2);
}

#[cfg(unix)]
#[test]
fn folders_behind_symbolic_links() {
    use std::os::unix::fs::symlink;
    let vault = Scratch::new("linked-folders");
    let at = |name: &str| vault.path().join(name);
    for a in 0..12 {
        vault.write(&format!("d{a}/p{a}.md"), "# P\n");
        for b in (0..12).filter(|b| *b != a) {
            symlink(format!("../d{b}"), at(&format!("d{a}/l{b}"))).expect("a link");
        }
    }
    vault.write("a.md", "[[d0/l1/p1]]\n");
    finds(&vault, 0, &[]);
    vault.write(".hidden/x.md", "[[gone]]\n");
    symlink(".hidden", at("shown")).expect("a link");
    finds(&vault, 1, &["shown/x.md:1:3: error[unresolved-link]"]);
    symlink("/etc", at("etc")).expect("a link");
    finds(
        &vault,
        2,
        &[
            "etc:1:1: error[unreadable-file] the file cannot be read: it is a symbolic link to a folder outside",
            "shown/x.md",
        ],
    );
}
