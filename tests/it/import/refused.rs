//! Files and catalogs that are refused.

use super::{files, renamed};
use crate::catalog::files::small;
use crate::imports::{FILE, done, held, vault};
use crate::support::fails;

#[test]
fn what_is_refused_is_not_written() {
    let vault = vault("import-refused");
    let whole = small("2027.01");
    let refused = |text: &str, words: &[&str]| {
        vault.write("next.yaml", text);
        let before = held(&vault);
        let outcome = vault.run(&["catalog", "import", "next.yaml"]);
        fails(&outcome, words);
        fails(&outcome, &["error: next.yaml: ", "; nothing was written\n"]);
        assert_eq!(outcome.stdout, "");
        assert_eq!(held(&vault), before);
    };
    refused(
        &whole[..whole.find("relationships").unwrap()],
        &["the release is cut off: it has no `relationships`"],
    );
    refused(
        &whole[..whole.rfind("  AML.T0115:").unwrap()],
        &["cut off", "AML.T0115, has no tactic"],
    );
    refused("# A page\n", &["not an ATLAS release"]);
    refused("{\"type\": \"bundle\"}\n", &["not an ATLAS release"]);
    refused("techniques: [a\n", &["line 1: not YAML, or cut off"]);
    refused(
        &format!("techniques: {}", "[".repeat(1 << 16)),
        &["nested more than"],
    );
    vault.write("next.yaml", &whole);
    done(&vault.run(&["catalog", "import", "next.yaml"]));
    refused(
        &renamed("2027.01"),
        &[
            "the file contradicts the official file of ATLAS 2027.01 that was read before: AML.T0000 has the name \"Search Open Technical Databases\", in this file \"Search All Technical Databases\"",
        ],
    );
    fails(
        &vault.run(&["catalog", "import", "nowhere.yaml"]),
        &["nowhere.yaml: no such file or folder"],
    );
    fails(
        &vault.run(&["catalog", "import", "."]),
        &["not a regular file"],
    );
    std::fs::write(vault.path().join("bytes.yaml"), b"techniques: \xff\n").unwrap();
    fails(
        &vault.run(&["catalog", "import", "bytes.yaml"]),
        &["it is not UTF-8 text"],
    );
    assert_eq!(
        files(vault.path()),
        [".git", "a.md", FILE, "bytes.yaml", "next.yaml"]
    );
}

// A catalog's texts end up in pages, terminals and job logs, whichever way the catalog comes in.
#[test]
fn a_name_with_markup_or_what_nobody_sees_is_refused_however_it_comes() {
    let vault = vault("import-names");
    let hostile = [
        ("Search <img src=x onerror=alert(1)>", "U+003C"),
        ("Search]] [[b", "U+005D"),
        ("Search `id`", "U+0060"),
        ("Search \\e[31m", "U+001B"),
        ("Search \\u202Eeman", "U+202E"),
        ("Search \\\\ back", "U+005C"),
        ("Search | All", "U+007C"),
        ("Search\\nAll", "U+000A"),
    ];
    let takes = |args: &[&str], words: &[&str]| {
        let outcome = vault.run(args);
        fails(&outcome, &[]);
        let shown = outcome.stdout + &outcome.stderr;
        let flat = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        for word in words {
            assert!(flat.contains(word), "{word} is not in {shown}");
        }
        let raw = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '<');
        assert!(!shown.contains(raw), "{shown:?}");
    };
    for (name, code) in hostile {
        let text = small("2027.01").replace(
            "name: Search Open Technical Databases",
            &format!("name: \"{name}\""),
        );
        vault.write("next.yaml", text);
        let words = ["next.yaml", "AML.T0000: its name has the character ", code];
        takes(&["catalog", "import", "next.yaml"], &words);
        takes(&["--catalog", "next.yaml"], &words);
        takes(
            &["catalog", "show", "AML.T0000", "--catalog", "next.yaml"],
            &words,
        );
        vault.write("atlas-lint.yaml", "catalog:\n  file: next.yaml\n");
        takes(&[], &words);
        takes(&["--fix"], &words);
        std::fs::remove_file(vault.path().join("atlas-lint.yaml")).unwrap();
    }
    // A fix may write any fact, not names alone.
    let maturity = small("2027.01").replace("maturity: Feasible", "maturity: \"<b>\"");
    vault.write("next.yaml", maturity);
    takes(
        &["--catalog", "next.yaml"],
        &["AML.T0000: its maturity has the character U+003C"],
    );
    vault.write(
        "next.yaml",
        renamed("2027.01").replace("All", "\u{c9}tat d\u{2019}All"),
    );
    done(&vault.run(&["catalog", "import", "next.yaml"]));
}

#[test]
fn a_catalog_that_is_broken_stops_every_command() {
    let vault = vault("import-broken");
    vault.write("next.yaml", renamed("2027.01"));
    done(&vault.run(&["catalog", "import", "next.yaml"]));
    let whole = held(&vault).unwrap();
    let commands: [&[&str]; 5] = [
        &[],
        &["catalog", "show", "AML.T0000"],
        &["catalog", "diff", "2026.02", "2026.05"],
        &["catalog", "import", "next.yaml"],
        &["init"],
    ];
    let broken = |words: &[&str]| {
        for command in commands {
            let outcome = vault.run(command);
            fails(&outcome, words);
            fails(&outcome, &[FILE]);
            assert_eq!(outcome.stdout, "", "{command:?}");
        }
    };
    vault.write(FILE, "# not a catalog\n");
    broken(&["line 1, column 1: expected value"]);
    vault.write(FILE, "");
    broken(&["it has no release"]);
    vault.write(FILE, &whole[..whole.len() - 10]);
    broken(&["line 5, column "]);
    let short: String = whole
        .lines()
        .take(3)
        .map(|line| format!("{line}\n"))
        .collect();
    vault.write(FILE, short);
    broken(&["line 1: the release states 4 objects, but has lines for 2"]);
    vault.write(FILE, b"\xff");
    broken(&["it is not UTF-8 text"]);
    vault.write(FILE, " ".repeat(9 << 20));
    broken(&["larger than 8 MiB"]);
    std::fs::remove_file(vault.path().join(FILE)).unwrap();
    std::fs::create_dir(vault.path().join(FILE)).unwrap();
    broken(&["not a regular file"]);
    std::fs::remove_dir(vault.path().join(FILE)).unwrap();
    // A release of the file that the catalog compiled in knows otherwise.
    let contradicts = whole.replace("2027.01", "2026.05");
    vault.write(FILE, &contradicts);
    broken(&[
        "contradicts the official file of ATLAS 2026.05",
        "delete the file",
    ]);
    vault.write(FILE, &whole);
    assert!(vault.run(&[]).stdout.contains("outdated-name"));
}
