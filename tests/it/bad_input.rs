//! Hostile and broken input: one clear finding, nothing else breaks, and time grows with the input only.

use crate::support::{Run, Scratch, fails};

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
        "100001  unresolved-link\n     1  unknown-id\n"
    );
    let opens = "[[a ".repeat(300_000);
    vault.write("bad.md", opens);
    let outcome = vault.run(&["--statistics"]);
    let line = "300000  malformed-wiki-link  [?] 300000\n";
    assert!(outcome.stdout.starts_with(line), "{}", outcome.stdout);
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

/// Who may change a page may change the configuration: neither quotes files from elsewhere.
#[cfg(unix)]
#[test]
fn a_configuration_does_not_reach_out() {
    let vault = vault("config-reach");
    vault.write("bad.md", "");
    let config = vault.path().join("atlas-lint.yaml");
    std::os::unix::fs::symlink("/etc/passwd", &config).expect("a link");
    let outcome = vault.run(&[]);
    assert_eq!(outcome.code, 2);
    assert!(!outcome.stderr.contains("root:"), "{}", outcome.stderr);
    std::fs::remove_file(&config).expect("the link goes");
    for (text, words) in [
        ("vault: ..\n", "outside this repository"),
        ("vault: /etc\n", "outside this repository"),
        ("vault: none\n", "is not a folder"),
        (
            "catalog: {release: \"2026.05\", file: x.yaml}\n",
            "either a `release` or a `file`",
        ),
        ("baseline: ../x.jsonl\n", "outside this repository"),
        ("baseline: x.jsonl\n", "is not there"),
    ] {
        vault.write("atlas-lint.yaml", text);
        let outcome = vault.run(&[]);
        assert_eq!(outcome.code, 2, "{text}");
        assert!(outcome.stderr.contains(words), "{text}: {}", outcome.stderr);
    }
}

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

#[test]
fn schemas_that_double_are_refused() {
    let vault = vault("doubling");
    vault.write("bad.md", "");
    vault.write(
        "atlas-lint.yaml",
        "page-types:\n  - {name: x, match: {paths: [\"*.md\"]}, schema: s.json}\n",
    );
    let twice = "[{\"$ref\": \"#/$defs/n\"}, {\"$ref\": \"#/$defs/n\"}]";
    for (schema, words) in [
        (
            format!(
                "{{\"$ref\": \"#/$defs/n\", \"$defs\": {{\"n\": {{\"additionalProperties\": {{\"anyOf\": {twice}}}}}}}}}"
            ),
            "several branches",
        ),
        (
            "{\"$ref\": \"#/$defs/%61\", \"$defs\": {\"a\": {}}}".to_owned(),
            "plain JSON pointer",
        ),
        (
            "{\"$ref\": \"#a\", \"$defs\": {\"a\": {\"$anchor\": \"a\"}}}".to_owned(),
            "plain JSON pointer",
        ),
        ("{\"$dynamicRef\": \"#a\"}".to_owned(), "plain JSON pointer"),
    ] {
        vault.write("s.json", &schema);
        let outcome = vault.run(&[]);
        assert_eq!(outcome.code, 2, "{schema}");
        assert!(
            outcome.stderr.contains(words),
            "{schema}: {}",
            outcome.stderr
        );
    }
    let tree = "{\"$defs\": {\"n\": {\"properties\": {\"left\": {\"$ref\": \"#/$defs/n\"}, \"right\": {\"$ref\": \"#/$defs/n\"}}}}, \"$ref\": \"#/$defs/n\"}";
    vault.write("s.json", tree);
    assert_eq!(vault.run(&[]).code, 0, "a tree is a schema like any other");
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

/// A table of contents over many headings, all of whose links are sound, and one whose links are not.
#[test]
fn many_headings_and_anchors() {
    let vault = vault("headings");
    let headings: String = (0..20_000)
        .map(|n| format!("## Heading {n}\n\n[[#Heading {n}]] [[#Hading {n}]] ^b{n}\n\n"))
        .collect();
    vault.write("bad.md", headings);
    let outcome = vault.run(&["--statistics"]);
    assert_eq!(outcome.stdout, " 20000  unresolved-anchor  [?] 20000\n");
    let long = "Models ".repeat(20_000);
    vault.write(
        "bad.md",
        format!("# AML.T0051: {long}\n\n[[#{long} x]] [[{long}]]\n"),
    );
    // So many words are no name.
    assert_eq!(vault.run(&[]).stdout.lines().count(), 2);
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

#[test]
fn files_that_are_too_large_are_not_read() {
    let vault = vault("too-large");
    // Hardly a byte of them is on the disk.
    let grow = |name: &str, text: &str, size: u64| {
        vault.write(name, text);
        let file = std::fs::File::options()
            .write(true)
            .open(vault.path().join(name));
        file.and_then(|file| file.set_len(size))
            .expect("a large file");
    };
    vault.write("atlas-lint.yaml", "include: [\"in.json\"]\n");
    grow("page.md", "# Page\n", (64 << 20) + 1);
    grow("any.json", "object-type: technique", (16 << 20) + 1);
    grow("any.yaml", "a: b\n", (16 << 20) + 1);
    grow("atlas.yaml", "object-type: technique\n", (16 << 20) + 1);
    grow("in.json", "{}", (16 << 20) + 1);
    finds(
        &vault,
        2,
        &[
            "atlas.yaml:1:1: error[unreadable-file] the file cannot be read: larger than 16 MiB",
            "in.json:1:1: error[unreadable-file] the file cannot be read: larger than 16 MiB",
            "page.md:1:1: error[unreadable-file] the file cannot be read: larger than 64 MiB",
            "sound.md:3:17: error[unresolved-link]",
        ],
    );
    let show = Run::new(&["show", "page.md"]).at(vault.path()).go();
    fails(&show, &["larger than 64 MiB"]);
}

#[test]
fn regular_expressions_are_small() {
    let vault = vault("regex");
    let config = |pattern: &str| {
        let text = format!(
            "page-types:\n  - name: p\n    match: {{ heading: '{pattern}' }}\n    schema: case-study\n"
        );
        vault.write("atlas-lint.yaml", text);
        vault.run(&[])
    };
    assert_eq!(config(r"\w{1,200}").code, 1);
    let outcome = config("^(a{1,50}){1,300}$");
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("compiles to more than 1 MiB"),
        "{}",
        outcome.stderr
    );
}
