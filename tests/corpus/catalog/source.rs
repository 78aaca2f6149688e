//! Writes `src/catalog/SOURCE.md`.

use std::fmt::Write as _;
use std::path::Path;

use atlas_lint::catalog::sha256;
use atlas_lint::catalog::{Catalog, diff};
use serde_json::Value;

use super::build::{pairs, text};

const HEAD: &str = "\
# Where the facts of `atlas.jsonl` come from

This file and `atlas.jsonl` are written by `UPDATE_CATALOG=1 cargo test --test corpus catalog`. Do not edit them: the same test
without the variable fails when they differ from their sources.

`atlas.jsonl` holds facts only: ids, names, dates, relations. Their source is MITRE ATLAS, <https://github.com/mitre-atlas/atlas-data>,
(c) MITRE, under the Apache License 2.0. ATLAS is a trademark of The MITRE Corporation.

## How the sources were read

- Each official release was read from its v6 file. The files as released (\"legacy\") give the version numbers before v6, and serve as
  a check: both have the same names, except for the differences that `tests/corpus/catalog/at_release.rs` lists.
- Until 2021.10 the tactics had the numbers of ATT&CK. The tactics of techniques of that time are kept by the ids used since 2021.12.
- The date 2020-10-23, which files before 2024.07 give to every tactic, technique and mitigation, is a placeholder and is left out.
- Sub-techniques before 2026.05 have the tactics of their parent.
- A value holds from the first release that has it. The v6 file of 2022.05 has no case studies: that is a gap and not a retirement,
  and the maturity that the file derives without them is left out.
- Case studies employ and mitigations mitigate sets of techniques. In the files as released of 2021.05 to 2021.10, case studies employ
  techniques of ATT&CK too; these are left out, as in v6.

## Where the official files disagree

- v6 gives AML.T0010 and its sub-techniques the tactic AML.TA0001 (ML Attack Staging) in 2021.05 to 2021.10; the legacy files say
  TA0001, which is Initial Access in ATT&CK. Two numbers became the same when the files were converted. `atlas.jsonl` follows v6.
- v6 derives the maturity of a technique from the steps of case studies; the legacy files of 5.0.0 to 5.6.0 state it, and state
  another one for some techniques. `maturity` follows v6, `other_maturity` holds the one in the legacy file.
- In v6, AML.M0016 mitigates AML.T0018.001 and AML.T0018.002 in 2025.04 to 2025.11.2, and AML.M0018 and AML.M0034 mitigate
  AML.T0052.001 in 2026.04; in the legacy files they do not. `atlas.jsonl` follows v6.
";

const OFFICIAL: &str = "
## Official releases

| release | before v6 | date | file | sha256 |
| --- | --- | --- | --- | --- |
";

const UNVERIFIED: &str = "
## Unverified releases

No official file of these releases was available. Their facts are marked `unverified`; a finding that rests on one is not an error.

The tactics and techniques of 2026.09 were confirmed by a second public copy: `integration-catalogs.js` of AIDEFEND, which names the
SHA-256 of the official file, `935efa93e282...`. It has the same 208 techniques with the same names and the same sets of tactics, and the
same order of tactics. So values of tactics and techniques that hold in 2026.09 have no mark, and the three techniques that it lacks are
retired. It states no dates, parents or maturities: those of the first copy, which agrees with it in all that both state,
are taken. What keeps the mark:

- the releases 2026.06 to 2026.08, in which such a value began or a technique ended: only the first copy tells them apart;
- a maturity that changed after 2026.05: it follows from case studies;
- mitigations and case studies, with their names, dates and techniques, and what replaced a retired technique.

";

/// Returns the text of `SOURCE.md`.
pub fn describe(atlas: &Path, catalog: &Catalog) -> String {
    let mut out = String::from(HEAD);
    out.push_str(OFFICIAL);
    for (name, legacy) in pairs(atlas) {
        let date = &catalog
            .release_at(catalog.release(&name).unwrap())
            .unwrap()
            .date;
        let number = legacy.as_deref().unwrap_or("-");
        let files = [
            Some(format!("v6/ATLAS-{name}.yaml")),
            legacy
                .as_ref()
                .map(|legacy| format!("legacy/ATLAS-{legacy}.yaml")),
        ];
        for file in files.into_iter().flatten() {
            let sum = sha256(text(&atlas.join(&file)).as_bytes());
            writeln!(out, "| {name} | {number} | {date} | {file} | {sum} |").unwrap();
        }
    }
    out.push_str(UNVERIFIED);
    let file = text(&atlas.join("2026-09.facts.json"));
    writeln!(
        out,
        "They were collected from public pages into `2026-09.facts.json`, sha256 {}:\n",
        sha256(file.as_bytes())
    )
    .unwrap();
    let facts: Value = serde_json::from_str(&file).unwrap();
    for entry in facts["provenance"].as_array().unwrap() {
        let commit = entry["commit"]
            .as_str()
            .map(|commit| format!(", commit {commit}"))
            .unwrap_or_default();
        writeln!(
            out,
            "- {}: {}{commit}",
            entry["what"].as_str().unwrap(),
            entry["source"].as_str().unwrap()
        )
        .unwrap();
    }
    out.push_str("\nWhat is uncertain in them:\n\n");
    for entry in facts["unverified"].as_array().unwrap() {
        writeln!(out, "- {}", entry.as_str().unwrap()).unwrap();
    }
    out.push_str(
        "\nNo source states which release changed the techniques of a case study or a mitigation. `tests/corpus/catalog/facts.rs` explains which one is assumed.\n",
    );
    out.push_str("\nThe changes that rest on them:\n");
    let unverified: Vec<&str> = catalog
        .releases()
        .iter()
        .filter(|r| !r.official)
        .map(|r| r.name.as_str())
        .collect();
    for name in unverified {
        let to = catalog.release(name).unwrap();
        let from = catalog
            .releases()
            .get(usize::from(to.0) - 1)
            .and_then(|release| catalog.release(&release.name))
            .unwrap();
        write!(out, "\n```text\n{}```\n", diff(catalog, from, to)).unwrap();
    }
    out
}
