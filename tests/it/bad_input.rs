//! Hostile and broken input: one clear finding, nothing else breaks, and time grows with the input only.

use crate::cli::Scratch;

/// A vault with one sound page, so that a finding there would show that something else broke.
fn vault(name: &str) -> Scratch {
    let vault = Scratch::new(name);
    vault.write("sound.md", "# Sound\n\nAML.T0051 and [[bad]].\n");
    vault
}

#[track_caller]
fn finds(vault: &Scratch, code: i32, expected: &[&str]) {
    let outcome = vault.run(&[]);
    let lines: Vec<&str> = outcome.stdout.lines().collect();
    assert_eq!(
        lines.len(),
        expected.len(),
        "{}\n{}",
        outcome.stdout,
        outcome.stderr
    );
    for (line, start) in lines.iter().zip(expected) {
        assert!(
            line.starts_with(start),
            "{line} does not start with {start}"
        );
    }
    assert_eq!(outcome.code, code, "{}", outcome.stderr);
}

#[test]
fn bytes_that_are_no_text() {
    for (bytes, expected) in [
        (
            &b"a\nb \xff c"[..],
            "bad.md:2:3: error[invalid-encoding] the byte 0xff is not UTF-8",
        ),
        (
            b"\xff\xfea\0b\0",
            "bad.md:1:1: error[invalid-encoding] the page is UTF-16",
        ),
        (b"a\0b", "bad.md:1:2: error[invalid-encoding] a NUL byte"),
        (
            b"# \xe9",
            "bad.md:1:3: error[invalid-encoding] the byte 0xe9",
        ),
    ] {
        let vault = vault("bytes");
        vault.write("bad.md", bytes);
        finds(&vault, 1, &[expected]);
    }
}

#[test]
fn front_matter_that_cannot_be_read() {
    let deep = format!("---\na: {}\n---\n", "[".repeat(10_000));
    let mut bomb = String::from("---\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for n in 1..12 {
        let parts = vec![format!("*a{}", n - 1); 10].join(", ");
        bomb.push_str(&format!("a{n}: &a{n} [{parts}]\n"));
    }
    bomb.push_str("---\n");
    for (text, expected) in [
        (
            "---\na: 1\n\n# Heading\n",
            "bad.md:1:1: error[invalid-frontmatter]",
        ),
        ("---\n- a\n---\n", "bad.md:2:1: error[invalid-frontmatter]"),
        (
            "---\na: 1\na: 2\n---\n",
            "bad.md:3:1: error[invalid-frontmatter] the key `a` is repeated",
        ),
        (
            "---\ntitle: AML.CS0007: GPT-2\n---\n",
            "bad.md:2:18: error[invalid-frontmatter]",
        ),
        (deep.as_str(), "bad.md:2:"),
        (bomb.as_str(), "bad.md:"),
    ] {
        let vault = vault("front-matter");
        vault.write("bad.md", text);
        finds(&vault, 1, &[expected]);
    }
}

#[test]
fn links_never_leave_the_vault() {
    let vault = vault("escape");
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
    symlink(".", at("round")).expect("a link");
    let outcome = vault.run(&[]);
    let expected = [
        "dangling.md:1:1: error[unreadable-file] the file cannot be read: it is a symbolic link to nothing",
        "loop1.md:1:1: error[unreadable-file] the file cannot be read: it is a symbolic link that loops",
        "loop2.md:1:1: error[unreadable-file] the file cannot be read: it is a symbolic link that loops",
        "outside.md:1:1: error[unreadable-file] the file cannot be read: it is a symbolic link that leads out of the vault",
        "round:1:1: error[unreadable-file] the file cannot be read: it is a symbolic link to a folder around it, a loop",
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

#[test]
fn control_characters_never_reach_the_terminal() {
    let vault = vault("control");
    vault.write("bad.md", "[[\u{1b}]0;owned\u{7}\u{202e}x]] [[\u{9b}31m]]\n");
    for args in [
        &["--format", "full"][..],
        &["--format", "concise"],
        &["--format", "json"],
    ] {
        let outcome = vault.run(args);
        let raw = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!outcome.stdout.contains(raw), "{:?}", outcome.stdout);
        assert!(outcome.stdout.contains("unresolved-link"));
    }
}

/// The same defects among ten times as much text take about ten times as long: here only that they end, and are found.
#[test]
fn large_input() {
    let vault = vault("large");
    let line = "x".repeat(5_000_000);
    vault.write("bad.md", format!("{line} [[gone]] {line}\n"));
    finds(&vault, 1, &["bad.md:1:5000004: error[unresolved-link]"]);
    let links: String = (0..100_000)
        .map(|n| format!("[[gone {n}]] AML.T9999 [a](b{n}.md)\n"))
        .collect();
    vault.write("bad.md", links);
    let outcome = vault.run(&["--statistics"]);
    assert_eq!(
        outcome.stdout,
        "200000  unresolved-link\n100000  unknown-id\n"
    );
    let opens = "[[a ".repeat(300_000);
    vault.write("bad.md", opens);
    let outcome = vault.run(&["--statistics"]);
    assert_eq!(outcome.stdout, "300000  malformed-wiki-link\n");
}
