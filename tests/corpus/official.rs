//! Official ATLAS data in all three forms: every true finding is listed here, and there are no others.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::needs::{self, shared, tests};
use crate::support::{Run, Scratch};

tests! {
    &["atlas/v6", "atlas/legacy"] =>
        releases_hold_only_the_known_findings,
        a_release_that_is_cut_off_is_not_clean;
    &[needs::ATLAS_SOURCE] =>
        the_source_holds_only_the_known_findings;
}

/// A finding: file, rule, what it is about.
type Found = (String, String, String);

/// Counts the findings of each kind below a folder of `../shared`.
fn findings(folder: &str) -> BTreeMap<Found, usize> {
    let path = shared(folder);
    let path = path.to_str().expect("the path is UTF-8");
    let run = Run::new(&[path, "--format", "json"]).go();
    let report: Value =
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stderr));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut found = BTreeMap::new();
    for one in report["diagnostics"].as_array().expect("a list") {
        let key = (
            text(&one["location"]["path"]),
            text(&one["rule"]),
            text(&one["about"]),
        );
        *found.entry(key).or_default() += 1;
    }
    found
}

fn expected(list: &[(&[&str], &str, &str, usize)]) -> BTreeMap<Found, usize> {
    let mut all = BTreeMap::new();
    for (files, rule, about, count) in list {
        for file in *files {
            let key = (
                format!("{file}.yaml"),
                (*rule).to_owned(),
                (*about).to_owned(),
            );
            all.insert(key, *count);
        }
    }
    all
}
/// From the first release to 2023.01 a link titled "Discover ML Model Family" leads to `AML.T0013`.
const FAMILY: [&str; 26] = [
    "legacy/ATLAS-2.0.0",
    "legacy/ATLAS-2.0.1",
    "legacy/ATLAS-2.1.0",
    "legacy/ATLAS-2.2.0",
    "legacy/ATLAS-2.2.1",
    "legacy/ATLAS-2.3.0",
    "legacy/ATLAS-2.3.1",
    "legacy/ATLAS-2.4.0",
    "legacy/ATLAS-3.0.0",
    "legacy/ATLAS-3.1.0",
    "legacy/ATLAS-4.0.0",
    "legacy/ATLAS-4.1.0",
    "legacy/ATLAS-4.2.0",
    "v6/ATLAS-2021.05",
    "v6/ATLAS-2021.06",
    "v6/ATLAS-2021.08",
    "v6/ATLAS-2021.10",
    "v6/ATLAS-2021.12",
    "v6/ATLAS-2022.01",
    "v6/ATLAS-2022.02",
    "v6/ATLAS-2022.03",
    "v6/ATLAS-2022.03.2",
    "v6/ATLAS-2022.05",
    "v6/ATLAS-2022.05.2",
    "v6/ATLAS-2022.10",
    "v6/ATLAS-2023.01",
];

/// White space before the URL of a reference.
const VLLM: [&str; 11] = [
    "legacy/ATLAS-5.2.0",
    "legacy/ATLAS-5.3.0",
    "legacy/ATLAS-5.4.0",
    "legacy/ATLAS-5.5.0",
    "legacy/ATLAS-5.6.0",
    "v6/ATLAS-2025.12",
    "v6/ATLAS-2026.01",
    "v6/ATLAS-2026.02",
    "v6/ATLAS-2026.03",
    "v6/ATLAS-2026.04",
    "v6/ATLAS-2026.05",
];

/// The same.
const RED: [&str; 5] = [
    "legacy/ATLAS-5.5.0",
    "legacy/ATLAS-5.6.0",
    "v6/ATLAS-2026.03",
    "v6/ATLAS-2026.04",
    "v6/ATLAS-2026.05",
];

/// The same.
const DEEPFAKE: [&str; 15] = [
    "legacy/ATLAS-5.1.0",
    "legacy/ATLAS-5.1.1",
    "legacy/ATLAS-5.2.0",
    "legacy/ATLAS-5.3.0",
    "legacy/ATLAS-5.4.0",
    "legacy/ATLAS-5.5.0",
    "legacy/ATLAS-5.6.0",
    "v6/ATLAS-2025.11",
    "v6/ATLAS-2025.11.2",
    "v6/ATLAS-2025.12",
    "v6/ATLAS-2026.01",
    "v6/ATLAS-2026.02",
    "v6/ATLAS-2026.03",
    "v6/ATLAS-2026.04",
    "v6/ATLAS-2026.05",
];

/// Steps that are missing in the first releases of v6, and what leads to them.
const GAPS: [&str; 3] = ["v6/ATLAS-2021.05", "v6/ATLAS-2021.06", "v6/ATLAS-2021.08"];

/// The same, and one more.
const GAPS_2021_10: [&str; 1] = ["v6/ATLAS-2021.10"];

/// The same in all four.
const GAPS_ALL: [&str; 4] = [
    "v6/ATLAS-2021.05",
    "v6/ATLAS-2021.06",
    "v6/ATLAS-2021.08",
    "v6/ATLAS-2021.10",
];

/// Steps that put training a proxy model under Resource Development.
const STAGING: [&str; 2] = ["v6/ATLAS-2021.05", "v6/ATLAS-2021.06"];

/// One step of AML.CS0015 that puts Active Scanning under a tactic it joined later.
const SCANNING: [&str; 2] = ["legacy/ATLAS-2.3.1", "v6/ATLAS-2022.02"];

/// References to objects that ATT&CK has revoked, or whose name is another object's, and the number of files with each.
const OF_ATTACK: [(&str, &str, usize); 4] = [
    ("retired-id", "T1152", 6),
    ("retired-id", "T1159", 4),
    ("retired-id", "T1656", 23),
    ("wrong-name", "T1211", 7),
];

/// Takes out the findings on ids of ATT&CK, and counts them by rule and id.
fn of_attack(found: &mut BTreeMap<Found, usize>) -> Vec<(String, String, usize)> {
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    found.retain(|(_, rule, about), count| {
        let is_of_attack = about.starts_with('T');
        if is_of_attack {
            *counts.entry((rule.clone(), about.clone())).or_default() += *count;
        }
        !is_of_attack
    });
    let counts = counts.into_iter();
    counts
        .map(|((rule, about), count)| (rule, about, count))
        .collect()
}

fn releases_hold_only_the_known_findings() {
    let mut found = findings("atlas");
    let known: Vec<(String, String, usize)> = OF_ATTACK
        .iter()
        .map(|(rule, about, files)| ((*rule).to_owned(), (*about).to_owned(), *files))
        .collect();
    assert_eq!(of_attack(&mut found), known);
    let known = expected(&[
        (&FAMILY, "wrong-name", "AML.T0013", 1),
        (&VLLM, "malformed-url", "https://docs.vllm.ai/en/latest/", 1),
        (&RED, "malformed-url", "https://embracethered.com/", 1),
        (
            &DEEPFAKE,
            "malformed-url",
            "https://en.wikipedia.org/wiki/Deepfake",
            1,
        ),
        (&GAPS, "cyclic-procedure", "S00 S01", 2),
        (&GAPS, "misnumbered-step", "S00", 2),
        (&GAPS, "misnumbered-step", "S01", 2),
        (&GAPS_2021_10, "cyclic-procedure", "S00 S01", 3),
        (&GAPS_2021_10, "misnumbered-step", "S00", 3),
        (&GAPS_2021_10, "misnumbered-step", "S01", 3),
        (&GAPS_ALL, "cyclic-procedure", "S02 S03", 1),
        (
            &STAGING,
            "technique-outside-tactic",
            "AML.T0005 AML.TA0042",
            2,
        ),
        (
            &SCANNING,
            "technique-outside-tactic",
            "AML.T0006 AML.TA0002",
            1,
        ),
    ]);
    assert_eq!(found, known);
}

fn the_source_holds_only_the_known_findings() {
    let found = findings(needs::ATLAS_SOURCE);
    let known = expected(&[
        (&["data/techniques"], "retired-id", "T1656", 1),
        (&["data/techniques"], "wrong-name", "T1211", 1),
        (
            &["data/case-studies/AML.CS0055"],
            "malformed-url",
            "https://embracethered.com/",
            1,
        ),
        (
            &["data/techniques"],
            "malformed-url",
            "https://docs.vllm.ai/en/latest/",
            1,
        ),
        (
            &["data/techniques"],
            "malformed-url",
            "https://en.wikipedia.org/wiki/Deepfake",
            1,
        ),
    ]);
    assert_eq!(found, known);
}

// A release that was cut off where its YAML is still sound is never clean.
fn a_release_that_is_cut_off_is_not_clean() {
    for (file, cuts) in [
        ("v6/ATLAS-2025.10.yaml", [385, 700, 3000]),
        ("legacy/ATLAS-5.0.0.yaml", [44, 300, 3000]),
    ] {
        let text = std::fs::read_to_string(shared("atlas").join(file)).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for cut in cuts {
            let vault = Scratch::new("cut-off");
            vault.write("ATLAS.yaml", lines[..lines.len() - cut].join("\n") + "\n");
            let run = vault.run(&[]);
            assert_eq!(run.code, 1, "{file} without {cut} lines: {}", run.stdout);
        }
    }
}
