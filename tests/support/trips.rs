//! Round trips: a defect is injected, the safe fixes are made, and the page is the original again, byte for byte.
//!
//! Each batch gives every page of a vault at most one defect and mends them all at once. `ROUNDS=20 cargo test --test it trips` tries
//! more places than a normal run.

use std::collections::BTreeMap;

use atlas_lint::catalog::Catalog;
use atlas_lint::fix::Repaired;
use atlas_lint::text::{FileId, Sources};

use super::inject::{self, Defect, Injector};
use super::vault::Vault;

const RULES: [(&str, Injector); 13] = [
    ("malformed-id", inject::malformed_id),
    ("outdated-name", inject::outdated_name),
    ("retired-id", inject::retired_id),
    ("wrong-link-target", inject::wrong_link_target),
    ("ambiguous-link", inject::ambiguous_link),
    ("case-mismatch", inject::case_mismatch),
    ("misnumbered-step", inject::misnumbered_step),
    ("wrong-step-title", inject::wrong_step_title),
    ("misnumbered-reference", inject::misnumbered_reference),
    ("malformed-url", inject::malformed_url),
    ("miscounted-heading", inject::miscounted_heading),
    ("outdated-fact", inject::outdated_fact),
    ("unused-suppression", inject::unused_suppression),
];

/// What may be left of a defect, with what is found at its place then: the page does not tell there what it was.
const NOT_TOLD: [(&str, &str); 9] = [
    // Title and heading of the page disagree: that is another rule, whose fix needs a look.
    ("outdated-name", "inconsistent-page unsafe"),
    // The old name was another object's too, or only unverified facts know the new one.
    ("outdated-name", "outdated-name unsafe"),
    // The name beside it is not the retired object's: either half may be the one that is meant.
    ("retired-id", "retired-id unsafe"),
    // No page declares the id of the label.
    ("wrong-link-target", "wrong-link-target -"),
    // Only unverified facts tell, or the page is ahead of its release.
    ("outdated-fact", "outdated-fact unsafe"),
    // A page of two dates that contradict one another: the other rule tells of it.
    ("outdated-fact", "implausible-date -"),
    // The text names a step, or cites an entry, by the number that was injected.
    ("misnumbered-step", "misnumbered-step unsafe"),
    ("misnumbered-reference", "misnumbered-reference unsafe"),
    // The catalog's retired ids of a place that names no object of its own.
    ("retired-id", "retired-id -"),
];

/// What became of the defects of one rule.
#[derive(Default)]
struct Tally {
    injected: usize,
    back: usize,
    not_told: usize,
    failures: Vec<String>,
}

/// Returns rule and applicability of the findings that remain on the line of a defect after fixing.
fn found_at(repaired: &Repaired, file: FileId, line: usize) -> String {
    let source = repaired.sources.get(file);
    let found = repaired.report.diagnostics.iter().filter(|found| {
        let at = source.position(found.primary.span.start as usize);
        found.primary.file == file && at.line == line
    });
    let mut words: Vec<String> = found
        .map(|found| {
            let fix = found.fix.as_ref();
            let applicability = fix.map_or("-", |fix| fix.applicability.as_str());
            format!("{} {applicability}", found.rule)
        })
        .collect();
    words.dedup();
    words.join(", ")
}

/// Breaks pages, mends them and compares.
fn batch(
    vault: &Vault,
    base: &Sources,
    unsafe_too: bool,
    defects: &[(FileId, &'static str, Defect)],
    tallies: &mut BTreeMap<&'static str, Tally>,
) {
    let mut sources = vault.sources();
    for file in base.ids() {
        sources.rewrite(file, base.get(file).text());
    }
    let mut broken = BTreeMap::new();
    for (file, _, defect) in defects {
        let mut text = base.get(*file).text().to_owned();
        text.replace_range(defect.at.clone(), &defect.with);
        sources.rewrite(*file, &text);
        broken.insert(*file, text);
    }
    let repaired = vault.repair(sources, unsafe_too);
    for (file, rule, defect) in defects {
        let tally = tallies.entry(rule).or_default();
        tally.injected += 1;
        let (source, after) = (base.get(*file), repaired.sources.get(*file).text());
        if after == source.text() {
            tally.back += 1;
            continue;
        }
        let line = source.position(defect.at.start).line;
        let found = found_at(&repaired, *file, line);
        let is_left = after == broken[file];
        if is_left && NOT_TOLD.contains(&(rule, found.as_str())) {
            tally.not_told += 1;
            continue;
        }
        let shown = |text: &str| text.lines().nth(line - 1).unwrap_or_default().to_owned();
        tally.failures.push(format!(
            "{rule} ({}) {}:{line}\n  was    {}\n  broken {}\n  after  {}\n  found  {found}\n  fixed  {:?}",
            defect.kind,
            source.path(),
            shown(source.text()),
            shown(&broken[file]),
            shown(after),
            repaired.made.iter().filter(|made| made.file == *file).map(|made| (made.rule, &made.message)).collect::<Vec<_>>(),
        ));
    }
}

/// Injects defects of all rules into a vault, a rule after the other over the pages, and says what did not come back. `without` are
/// the rules that the vault has no place for.
pub fn trip(name: &str, vault: &Vault, without: &[&str]) {
    let more = std::env::var("ROUNDS").ok().and_then(|n| n.parse().ok());
    let only = std::env::var("RULE").unwrap_or_default();
    let base = vault.repair(vault.sources(), false).sources;
    let catalog = Catalog::embedded();
    let view = catalog.at(catalog.release(vault.release()).unwrap());
    let declares = |text: &str| text.contains("\n# AML.") || text.starts_with("# AML.");
    let paths: Vec<String> = (base.files().iter())
        .filter(|file| declares(file.text()))
        .map(|file| file.path().to_owned())
        .collect();
    let mut tallies = BTreeMap::new();
    for round in 0..more.unwrap_or(4) {
        let mut defects: Vec<(FileId, &'static str, Defect)> = Vec::new();
        for (n, file) in base.ids().enumerate() {
            let text = base.get(file).text();
            // Rules with few places come first where they have one.
            let rules = RULES
                .iter()
                .cycle()
                .skip((n + round) % RULES.len())
                .take(RULES.len());
            let chosen = rules
                .filter(|(rule, _)| only.is_empty() || *rule == only)
                .find_map(|(rule, injector)| {
                    let all = injector(view, &paths, text);
                    let at = (n * 7 + round * 13).checked_rem(all.len())?;
                    Some((file, *rule, all[at].clone()))
                });
            defects.extend(chosen);
        }
        batch(
            vault,
            &base,
            std::env::var("UNSAFE").is_ok(),
            &defects,
            &mut tallies,
        );
    }
    for (rule, _) in RULES {
        let is_tried = only.is_empty() || only == rule;
        assert!(
            !is_tried || tallies.contains_key(rule) != without.contains(&rule),
            "{name}: whether a defect of {rule} was injected"
        );
    }
    let mut failures = Vec::new();
    for (rule, tally) in tallies {
        let Tally {
            injected,
            back,
            not_told,
            ..
        } = tally;
        eprintln!("{name}: {rule}: {back} of {injected} came back, {not_told} are not told");
        // That most of a rule's defects are not told is no pass.
        assert!(back * 3 >= injected, "{name}: {rule}: {back} of {injected}");
        failures.extend(tally.failures);
    }
    assert!(
        failures.is_empty(),
        "{}\n{} failures",
        failures.join("\n"),
        failures.len()
    );
}
