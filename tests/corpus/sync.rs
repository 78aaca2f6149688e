//! The real vault beside the checkout through three releases.

use std::collections::BTreeMap;
use std::path::Path;

use crate::needs::{self, shared, tests};
use crate::support::{Run, Scratch, files_below};

tests! {
    &[needs::SEED] =>
        the_seed_vault_follows_the_releases,
        words_stay_and_every_object_has_a_page;
}

fn copy(name: &str) -> Scratch {
    let seed = shared(needs::SEED);
    let vault = Scratch::new(name);
    for path in files_below(&seed) {
        let below = path
            .strip_prefix(&seed)
            .expect("below")
            .to_string_lossy()
            .into_owned();
        vault.write(&below, std::fs::read(&path).expect("a page"));
    }
    vault
}

fn texts(folder: &Path) -> BTreeMap<String, String> {
    let path = |path: &Path| {
        path.strip_prefix(folder)
            .expect("below")
            .to_string_lossy()
            .into_owned()
    };
    let files = files_below(folder).into_iter();
    files
        .map(|file| (path(&file), std::fs::read_to_string(&file).expect("text")))
        .collect()
}

/// Counts the findings of each rule.
fn findings(vault: &Scratch, release: &str) -> BTreeMap<String, usize> {
    let run = vault.run(&["check", "--catalog", release, "--statistics"]);
    let lines = run.stdout.lines();
    lines
        .filter_map(|line| {
            let (count, rest) = line.trim().split_once("  ")?;
            let rule = rest.split_whitespace().next()?;
            let is_rule = atlas_lint::rules::find(rule).is_some();
            is_rule.then_some((rule.to_owned(), count.parse().ok()?))
        })
        .collect()
}

#[track_caller]
fn sync(vault: &Scratch, release: &str) {
    let run = vault.run(&["sync", "--catalog", release]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let again = vault.run(&["sync", "--catalog", release, "--check"]);
    assert_eq!((again.code, again.stdout.as_str()), (0, ""), "{release}");
}

fn the_seed_vault_follows_the_releases() {
    let vault = copy("sync-seed");
    let before = texts(vault.path());
    sync(&vault, "2026.02");
    for (path, text) in texts(vault.path()) {
        // The pages were true to this release: they only gain entries for pages that came, and counts follow.
        if let Some(before) = before.get(&path) {
            let is_count = |line: &&str| line.starts_with("## Techniques (");
            let kept = before.lines().filter(|line| !is_count(line));
            let mut now = text.lines();
            for line in kept {
                assert!(now.any(|other| other == line), "{path}: {line}");
            }
        }
    }
    let vault = copy("sync-seed-stepwise");
    for release in ["2026.05", "2026.09"] {
        sync(&vault, release);
        let found = findings(&vault, release);
        let of = |rule: &str| found.get(rule).copied().unwrap_or_default();
        // What people wrote: names of files, links to pages that never were, ids and names in sentences, lists and steps.
        let known = [
            "malformed-url",
            "misnamed-page",
            "outdated-name",
            "outdated-tactic",
            "retired-id",
            "technique-outside-tactic",
            "unknown-name",
            "unresolved-link",
            "wrong-name",
        ];
        assert!(
            found.keys().all(|rule| known.contains(&rule.as_str())),
            "{release}: {found:?}"
        );
        assert_eq!((of("misnamed-page"), of("unresolved-link")), (14, 7));
        // One is of ATT&CK, which ATLAS cites.
        assert_eq!(of("retired-id"), if release == "2026.05" { 4 } else { 16 });
    }
    // The way does not matter.
    let direct = copy("sync-seed-direct");
    sync(&direct, "2026.09");
    let (a, b) = (texts(vault.path()), texts(direct.path()));
    assert!(a.keys().eq(b.keys()));
    for (path, text) in &a {
        assert_eq!(Some(text), b.get(path), "{path}");
    }
}

// No sentence, heading or field of people's own changes, and every object has exactly one page.
fn words_stay_and_every_object_has_a_page() {
    let vault = copy("sync-seed-words");
    let before = texts(vault.path());
    sync(&vault, "2026.09");
    let after = texts(vault.path());
    let is_fact = |line: &str| {
        let starts = [
            "title: ",
            "sidebar_label: ",
            "# AML.",
            "- **Last Modified:**",
            "- **Maturity:**",
            "- **MITRE ATT&CK Reference:**",
            "- [[",
            "### Step ",
            "**Technique:** [[",
        ];
        starts.iter().any(|start| line.starts_with(start))
            || (line.starts_with("## ") && line.ends_with(')'))
            || line.contains("](/")
    };
    for (path, text) in &before {
        let now: Vec<&str> = after[path].lines().collect();
        for line in text.lines().filter(|line| !is_fact(line)) {
            assert!(now.contains(&line), "{path}: {line}");
        }
    }
    let run = Run::new(&["catalog", "diff", "2021.05", "2026.09"]).go();
    let added = run
        .stdout
        .lines()
        .filter_map(|line| line.trim().strip_prefix("added     AML.T"));
    for id in added.filter_map(|rest| rest.split(':').next()) {
        let heading = format!("\n# AML.T{id}: ");
        let pages = after
            .values()
            .filter(|text| text.contains(&heading))
            .count();
        assert_eq!(pages, 1, "AML.T{id}");
    }
}
