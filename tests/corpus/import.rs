//! `catalog import` of official files.

use crate::catalog::build::text;
use crate::imports::{done, held, vault};
use crate::needs::{self, shared, tests};
use crate::support::fails;

tests! {
    needs::ATLAS =>
        the_next_official_release_is_imported,
        an_official_file_that_is_known_changes_nothing_but_a_gap,
        official_files_that_are_bent_are_refused;
}

// The next official release, as it may come: 2026.05 under another name, with a technique renamed.
fn the_next_official_release_is_imported() {
    let atlas = &shared("atlas");
    let whole = text(&atlas.join("v6/ATLAS-2026.05.yaml"));
    let next = |version: &str| {
        let next = whole.replacen("2026.05", version, 1).replace(
            "name: Search Open Technical Databases\n",
            "name: Search All Technical Databases\n",
        );
        assert!(
            next.contains(&format!("version: {version}"))
                || next.contains(&format!("version: '{version}'"))
                || next.contains(&format!("version: \"{version}\""))
        );
        next
    };
    let vault = vault("import-official");
    // As 2026.06, whose facts were unverified.
    vault.write("next.yaml", next("2026.06"));
    let import = vault.run(&["catalog", "import", "next.yaml"]);
    let told = done(&import);
    assert!(
        told.starts_with("ATLAS 2026.06, before and after this file\n\ntechniques\n"),
        "{told}"
    );
    assert!(told.contains("\n  renamed   AML.T0000: Search Open Technical Databases -> Search All Technical Databases\n"), "{told}");
    assert!(
        told.contains("\n  retired   AML.T0113: Steal Web Session Cookie\n"),
        "{told}"
    );
    assert!(
        told.contains("\nATLAS 2026.06 was unverified, and is official now.\n"),
        "{told}"
    );
    let show = |id: &str, release: &str| {
        vault
            .run(&["catalog", "show", id, "--catalog", release])
            .stdout
    };
    assert!(show("AML.T0000", "2026.06").contains("2026.06    Search All Technical Databases\n"));
    assert!(
        show("AML.T0000", "2026.09").starts_with("AML.T0000: Search All Technical Databases\n")
    );
    assert!(
        show("AML.T0113", "2026.06").contains("not yet in 2026.06: first in 2026.07 (unverified)")
    );
    // What was told of 2026.07 still is.
    let told = show("AML.T0020", "2026.09");
    assert!(
        told.contains("2026.07 (unverified) Training Data Poisoning\n"),
        "{told}"
    );
    let size = held(&vault).unwrap().len();
    assert!(size < 100_000, "it takes {size} bytes");
    let check = vault.run(&["--format", "concise"]);
    assert!(
        check.stdout.contains(
            "`AML.T0000` has been \"Search All Technical Databases\" since ATLAS 2026.06"
        ),
        "{}",
        check.stdout
    );
    // As 2026.10, after all that is known.
    vault.write("next.yaml", next("2026.10"));
    let import = vault.run(&["catalog", "import", "next.yaml"]);
    assert!(
        done(&import).contains("\n  retired   AML.T0115: Publish Poisoned AI Artifacts\n"),
        "{}",
        import.stdout
    );
    assert!(
        vault
            .run(&["--format", "json"])
            .stdout
            .contains("\"2026.10\"")
    );
    let grown = held(&vault).unwrap().len();
    assert!(
        grown < size + 1000,
        "a release that changes little takes {} bytes",
        grown - size
    );
}

// What is known is no news, in any format and of any date; but the file of 2022.05 at release fills a gap.
fn an_official_file_that_is_known_changes_nothing_but_a_gap() {
    let atlas = &shared("atlas");
    let vault = vault("import-known");
    for file in [
        "v6/ATLAS-2026.05.yaml",
        "v6/ATLAS-2021.05.yaml",
        "legacy/ATLAS-5.6.0.yaml",
        "legacy/ATLAS-4.9.0.yaml",
    ] {
        let file = atlas.join(file);
        let known = vault.run(&["catalog", "import", &file.to_string_lossy()]);
        assert!(
            done(&known).starts_with("nothing changes"),
            "{}",
            known.stdout
        );
    }
    let gap = atlas.join("legacy/ATLAS-3.1.0.yaml");
    let import = vault.run(&["catalog", "import", &gap.to_string_lossy()]);
    assert!(
        done(&import).contains(
            "The file of 2022.05 that was read before has no case studies, this one has.\n"
        ),
        "{}",
        import.stdout
    );
    assert!(
        done(&import).contains(": ATLAS 2022.05, v5, sha256 "),
        "{}",
        import.stdout
    );
}

fn official_files_that_are_bent_are_refused() {
    let atlas = &shared("atlas");
    let vault = vault("import-bent");
    for (file, number) in [
        ("v6/ATLAS-2026.05.yaml", "2026.05"),
        ("legacy/ATLAS-5.6.0.yaml", "5.6.0"),
    ] {
        let whole = text(&atlas.join(file));
        vault.write(
            "next.yaml",
            whole.replace("name: LLM Prompt Injection\n", "name: Something Else\n"),
        );
        let outcome = vault.run(&["catalog", "import", "next.yaml"]);
        fails(
            &outcome,
            &[
                "the file contradicts the official file of ATLAS 2026.0",
                "AML.T0051 has the name \"LLM Prompt Injection\", in this file \"Something Else\"",
            ],
        );
        // Cut anywhere, as if it were a release that nobody knows.
        let next = whole.replacen(
            number,
            if number == "5.6.0" {
                "5.9.0"
            } else {
                "2026.11"
            },
            1,
        );
        for percent in [5, 20, 35, 50, 65, 80, 90, 95] {
            let mut end = next.len() * percent / 100;
            while !next.is_char_boundary(end) || next[..end].ends_with('\n') {
                end += 1;
            }
            vault.write("next.yaml", &next[..end]);
            fails(
                &vault.run(&["catalog", "import", "next.yaml"]),
                &["next.yaml: ", "cut off"],
            );
        }
    }
    assert_eq!(held(&vault), None);
}
