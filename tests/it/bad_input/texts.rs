//! Texts that cannot be read, and characters that must not be printed.

use super::{finds, vault};

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
        (
            b"a\0b",
            "bad.md:1:2: error[invalid-encoding] the page has a NUL byte",
        ),
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

#[test]
fn show_and_catalog_escape_what_they_print() {
    let vault = vault("show");
    vault.write("bad.md", "# a\u{202e}\u{9b}31m\u{200b}\u{7f}\n");
    let outcome = vault.run(&["show", "bad.md"]);
    let raw = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{200b}');
    assert!(!outcome.stdout.contains(raw), "{:?}", outcome.stdout);
    assert!(serde_json::from_str::<serde_json::Value>(&outcome.stdout).is_ok());
}
