//! Large input, and input that grows.

use super::{finds, vault};
use crate::support::{Run, fails};

// The same defects among ten times as much text take about ten times as long: here only that they end, and are found.
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
        "100,001  unresolved-link\n      1  unknown-id\n"
    );
    let opens = "[[a ".repeat(300_000);
    vault.write("bad.md", opens);
    let outcome = vault.run(&["--statistics"]);
    let line = "300,000  malformed-wiki-link  [?] 300,000\n";
    assert!(outcome.stdout.starts_with(line), "{}", outcome.stdout);
}

// A table of contents over many headings, all of whose links are sound, and one whose links are not.
#[test]
fn many_headings_and_anchors() {
    let vault = vault("headings");
    let headings: String = (0..20_000)
        .map(|n| format!("## Heading {n}\n\n[[#Heading {n}]] [[#Hading {n}]] ^b{n}\n\n"))
        .collect();
    vault.write("bad.md", headings);
    let outcome = vault.run(&["--statistics"]);
    assert_eq!(outcome.stdout, "20,000  unresolved-anchor  [?] 20,000\n");
    let long = "Models ".repeat(20_000);
    vault.write(
        "bad.md",
        format!("# AML.T0051: {long}\n\n[[#{long} x]] [[{long}]]\n"),
    );
    // So many words are no name.
    assert_eq!(vault.run(&[]).stdout.lines().count(), 2);
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
