//! `catalog import`, and the vault's catalogue that follows from it.

use std::path::Path;

use crate::catalog::files::small;
use crate::imports::{FILE, done, held, vault};
use crate::support::{Outcome, Run, fails};

/// A release in which that technique has another name.
fn renamed(version: &str) -> String {
    small(version).replace("Search Open Technical", "Search All Technical")
}

/// The files of a vault, hidden ones too.
fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

#[test]
fn an_imported_release_is_what_the_vault_is_checked_against() {
    let vault = vault("import");
    vault.write("next.yaml", renamed("2027.01"));
    let before = vault.run(&["--format", "json"]);
    assert!(before.stdout.contains("\"2026.09\""), "{}", before.stdout);
    let import = vault.run(&["catalog", "import", "next.yaml"]);
    let told = done(&import);
    assert!(
        told.starts_with("ATLAS 2026.09 to 2027.01\nThe file of 2027.01 has no mitigations, so those of the release before are compared.\n\ntactics\n"),
        "{told}"
    );
    assert!(
        told.contains("\n  renamed   AML.T0000: Search Open Technical Databases -> Search All Technical Databases\n"),
        "{told}"
    );
    let last = told.lines().last().unwrap();
    assert!(
        last.starts_with("wrote atlas-lint-catalog.jsonl: ATLAS 2027.01, v6, sha256 ")
            && last.len() == 122,
        "{last}"
    );
    let sha256 = last.rsplit(' ').next().unwrap();
    let first = held(&vault).unwrap();
    let first = first.lines().next().unwrap();
    assert_eq!(
        first,
        format!(
            "{{\"release\":\"2027.01\",\"date\":\"2027-01-31\",\"official\":true,\"objects\":4,\"files\":[[\"v6\",\"{sha256}\"]]}}"
        )
    );
    assert_eq!(
        files(vault.path()),
        [".git", "a.md", FILE, "next.yaml"],
        "nothing else is left behind"
    );
    let found = vault.run(&["a.md", "--format", "concise"]);
    assert_eq!(
        found.stdout,
        "a.md:1:14: warning[outdated-name] `AML.T0000` has been \"Search All Technical Databases\" since ATLAS 2027.01, no longer \"Search Open Technical Databases\"\n"
    );
    // The releases before it are still there.
    assert_eq!(vault.run(&["a.md", "--catalog", "2026.05"]).stdout, "");
    let show = vault.run(&["catalog", "show", "AML.T0000"]);
    assert!(
        done(&show).contains("                   2027.01    Search All Technical Databases\n"),
        "{}",
        show.stdout
    );
    let diff = vault.run(&["catalog", "diff", "2026.09", "2027.01"]);
    assert_eq!(
        done(&diff).trim_end(),
        told[..told.find("wrote").unwrap()].trim_end(),
        "the same words"
    );
    vault.run(&["init"]);
    let config = std::fs::read_to_string(vault.path().join("atlas-lint.yaml")).unwrap();
    assert!(config.contains("  release: \"2027.01\"\n"), "{config}");
    fails(
        &Run::new(&["catalog", "diff", "2026.09", "2027.01"]).go(),
        &["no release `2027.01`"],
    );
}

#[test]
fn a_file_read_twice_changes_nothing() {
    let vault = vault("import-twice");
    vault.write("next.yaml", renamed("2027.01"));
    done(&vault.run(&["catalog", "import", "next.yaml"]));
    let before = held(&vault).unwrap();
    let again = vault.run(&["catalog", "import", "next.yaml"]);
    assert_eq!(
        done(&again),
        "nothing changes: all that next.yaml says of ATLAS 2027.01 is known from its official file\n"
    );
    // The same facts in another file are no news either.
    vault.write(
        "next.yaml",
        "# other bytes\n".to_owned() + &renamed("2027.01"),
    );
    assert!(done(&vault.run(&["catalog", "import", "next.yaml"])).starts_with("nothing changes"));
    assert_eq!(held(&vault).unwrap(), before);
    // A second release goes beside the first, an older one before it.
    vault.write("next.yaml", small("2026.12"));
    let older = vault.run(&["catalog", "import", "next.yaml"]);
    assert!(
        done(&older).starts_with("ATLAS 2026.09 to 2026.12\n"),
        "{}",
        older.stdout
    );
    let show = vault.run(&["catalog", "show", "AML.T0000"]);
    assert!(
        show.stdout
            .contains("2027.01    Search All Technical Databases\n"),
        "{}",
        show.stdout
    );
    let releases: Vec<String> = held(&vault)
        .unwrap()
        .lines()
        .take(2)
        .map(|line| line[12..19].to_owned())
        .collect();
    assert_eq!(releases, ["2026.12", "2027.01"]);
}

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

/// A catalog's texts end up in pages, terminals and job logs, whichever way the catalog comes in.
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
fn a_config_that_pins_an_older_release_is_told_and_kept() {
    let vault = vault("import-pinned");
    let config = "vault: content\ncatalog:\n  release: \"2026.05\"\n";
    vault
        .write("atlas-lint.yaml", config)
        .write("next.yaml", renamed("2027.01"));
    vault.write(
        "content/b.md",
        "# AML.T0000: Search Open Technical Databases\n",
    );
    let import = vault.run(&["catalog", "import", "next.yaml"]);
    assert_eq!(import.code, 0, "{}", import.stderr);
    assert_eq!(
        import.stderr,
        "note: atlas-lint.yaml pins ATLAS 2026.05; to check against the imported release, write in it\n  catalog:\n    release: \"2027.01\"\n"
    );
    let kept = std::fs::read_to_string(vault.path().join("atlas-lint.yaml")).unwrap();
    assert_eq!(kept, config);
    assert!(held(&vault).is_some(), "it stands beside the configuration");
    assert_eq!(vault.run(&[]).stdout, "");
    vault.write("atlas-lint.yaml", config.replace("2026.05", "2027.01"));
    assert!(vault.run(&[]).stdout.contains("outdated-name"));
    // Pinned as it is, or to a later one: there is nothing to say.
    vault.write("next.yaml", small("2026.12"));
    done(&vault.run(&["catalog", "import", "next.yaml"]));
    vault
        .write("atlas-lint.yaml", "catalog:\n  file: next.yaml\n")
        .write("last.yaml", small("2027.02"));
    let import = vault.run(&["catalog", "import", "last.yaml"]);
    assert!(
        import.stderr.contains("names the file next.yaml"),
        "{}",
        import.stderr
    );
    // A configuration that cannot be read keeps the import from starting.
    vault
        .write("atlas-lint.yaml", "vualt: x\n")
        .write("last.yaml", small("2027.03"));
    let before = held(&vault);
    fails(
        &vault.run(&["catalog", "import", "last.yaml"]),
        &["unknown key `vualt`"],
    );
    assert_eq!(held(&vault), before);
}

#[test]
fn a_catalogue_that_is_broken_stops_every_command() {
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
    vault.write(FILE, "# not a catalogue\n");
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
    // A release of the file that the catalogue compiled in knows otherwise.
    let contradicts = whole.replace("2027.01", "2026.05");
    vault.write(FILE, &contradicts);
    broken(&[
        "contradicts the official file of ATLAS 2026.05",
        "delete the file",
    ]);
    vault.write(FILE, &whole);
    assert!(vault.run(&[]).stdout.contains("outdated-name"));
}

#[cfg(unix)]
#[test]
fn a_catalogue_comes_from_the_vault_alone() {
    let outside = vault("import-outside");
    outside.write("next.yaml", renamed("2027.01"));
    done(&outside.run(&["catalog", "import", "next.yaml"]));
    let show = |folder: &Path| Run::new(&["catalog", "show", "AML.T0000"]).at(folder).go();
    let knows = |outcome: &Outcome| outcome.stdout.contains("2027.01");
    // A repository below it has a catalogue of its own, or none.
    outside.write("inner/.git/x", "").write("inner/a.md", "");
    let inner = outside.path().join("inner");
    assert!(knows(&show(outside.path())) && !knows(&show(&inner)));
    // Nor is one reached through a link, whatever it leads to.
    std::os::unix::fs::symlink(outside.path().join(FILE), inner.join(FILE)).unwrap();
    fails(
        &show(&inner),
        &[FILE, "it is a symbolic link, which is not followed"],
    );
    let import = Run::new(&["catalog", "import", "../next.yaml"])
        .at(&inner)
        .go();
    fails(&import, &["it is a symbolic link, which is not followed"]);
    std::fs::remove_file(inner.join(FILE)).unwrap();
    std::os::unix::fs::symlink("nowhere", inner.join(FILE)).unwrap();
    fails(
        &show(&inner),
        &["it is a symbolic link, which is not followed"],
    );
    // A configuration that the command line names elsewhere brings none along.
    std::fs::remove_file(inner.join(FILE)).unwrap();
    outside.write("atlas-lint.yaml", "");
    let check = Run::new(&[
        "check",
        "--vault",
        ".",
        "--config",
        "../atlas-lint.yaml",
        "--format",
        "json",
    ])
    .at(&inner)
    .go();
    assert!(check.stdout.contains("\"2026.09\""), "{}", check.stdout);
}

#[test]
fn a_catalogue_is_found_from_any_folder_of_the_repository() {
    let vault = vault("import-folders");
    vault.write(
        "content/b.md",
        "# AML.T0000: Search Open Technical Databases\n",
    );
    vault.write("next.yaml", renamed("2027.01"));
    let content = vault.path().join("content");
    let import = Run::new(&["catalog", "import", "../next.yaml"])
        .at(&content)
        .go();
    assert_eq!(import.code, 0, "{}", import.stderr);
    assert!(
        held(&vault).is_some(),
        "the vault's root is the repository's"
    );
    let outdated = |outcome: &Outcome| outcome.stdout.matches("outdated-name").count();
    assert_eq!(outdated(&vault.run(&[])), 2);
    assert_eq!(outdated(&vault.run(&["content"])), 1);
    assert_eq!(
        outdated(&vault.run(&["--vault", "content", "--no-config"])),
        1
    );
    // A vault's own configuration does not hide it, and its own catalogue comes first.
    vault.write("content/atlas-lint.yaml", "");
    assert_eq!(outdated(&vault.run(&["content"])), 1);
    vault.write("more.yaml", small("2027.02"));
    let again = Run::new(&["catalog", "import", "../more.yaml"])
        .at(&content)
        .go();
    assert!(
        again
            .stdout
            .contains("AML.T0000: Search All Technical Databases -> Search Open"),
        "{}",
        again.stdout
    );
    assert_eq!(
        held(&vault).unwrap().lines().next().unwrap()[..19].to_owned(),
        "{\"release\":\"2027.01"
    );
    assert_eq!(outdated(&vault.run(&["content"])), 0);
}
