//! Releases that are imported, and what the vault is checked against then.

use super::{files, renamed};
use crate::catalog::files::small;
use crate::imports::{FILE, done, held, vault};
use crate::support::{Run, fails};

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
