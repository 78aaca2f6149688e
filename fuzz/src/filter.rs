//! Suppressions and baselines.

use atlas_lint::check::Report;
use atlas_lint::diagnostic::{Diagnostic, Hidden};
use atlas_lint::filter::{Baseline, Update};
use atlas_lint::rules::can_be_suppressed;
use atlas_lint::text::{FileId, Source, Sources};

use super::holds;
use super::vault::Vault;

const BASELINE: &str = "baseline.jsonl";

/// Checks a vault with and without what hides its findings.
pub fn run(data: &[u8]) {
    let mut vault = Vault::read(data);
    let given = vault.take(BASELINE);
    let plain = vault.look(&vault.sources(), 1);
    hold(&vault, &given);
    hold_all(&vault);
    if plain
        .diagnostics
        .iter()
        .all(|finding| finding.rule != "invalid-encoding")
    {
        // Comments that allow nothing, of equal length, so that all else stays in its place.
        vault.map(|text| {
            let text = String::from_utf8_lossy(text).into_owned();
            text.replace("atlas-lint: allow", "atlas-lint: alloq")
                .into_bytes()
        });
        let open = vault.look(&vault.sources(), 1);
        assert_eq!(
            spans(&plain),
            spans(&open),
            "a comment hides, and changes nothing else"
        );
    }
}

/// The rules and places of a run, but for those about the comments themselves.
fn spans(report: &Report) -> Vec<(&'static str, FileId, u32)> {
    let of_comments = ["unknown-suppression", "unused-suppression"];
    let found = report.diagnostics.iter();
    found
        .filter(|finding| !of_comments.contains(&finding.rule))
        .map(|finding| {
            (
                finding.rule,
                finding.primary.file,
                finding.primary.span.start,
            )
        })
        .collect()
}

/// That a baseline of any text is read or refused.
fn hold(vault: &Vault, given: &Source) {
    let mut sources = vault.sources();
    let file = sources.attach(Source::new(BASELINE, given.text()));
    let Ok(held) = Baseline::read(sources.get(file), file) else {
        return;
    };
    let report = vault.look_past(&sources, 1, Some(&held), None);
    holds::places(&sources, &report.diagnostics);
    for (adds, prunes) in [(true, false), (false, true), (false, false)] {
        let update = Some(Update { adds, prunes });
        let written = vault.look_past(&sources, 1, Some(&held), update).baseline;
        let written = written.expect("a baseline");
        let (mut sources, held) = attached(vault, &written);
        let again = vault.look_past(&sources, 1, Some(&held), update).baseline;
        assert_eq!(again.as_deref(), Some(written.as_str()));
        sources.rewrite(held.file, "");
    }
}

/// That a baseline of all findings hides all of them, and has nothing to spare.
fn hold_all(vault: &Vault) {
    let update = Some(Update {
        adds: true,
        prunes: true,
    });
    let written = vault.look_past(&vault.sources(), 1, None, update).baseline;
    let written = written.expect("a baseline");
    let (sources, held) = attached(vault, &written);
    let report = vault.look_past(&sources, 1, Some(&held), None);
    let open = |finding: &&Diagnostic| can_be_suppressed(finding.rule) && finding.hidden.is_none();
    let open: Vec<&Diagnostic> = report.diagnostics.iter().filter(open).collect();
    assert!(open.is_empty(), "{open:?} in spite of {written}");
    let held = report
        .diagnostics
        .iter()
        .filter(|finding| finding.hidden == Some(Hidden::Baselined));
    assert_eq!(held.count() > 0, !written.is_empty());
}

fn attached(vault: &Vault, text: &str) -> (Sources, Baseline) {
    let mut sources = vault.sources();
    let file = sources.attach(Source::new(BASELINE, text));
    let held = Baseline::read(sources.get(file), file);
    let held = held.unwrap_or_else(|why| panic!("line {}: {why}", why.line));
    (sources, held)
}
