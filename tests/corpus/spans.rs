//! Every span of a finding slices its text.

use crate::needs::{self, shared, tests};
use crate::support::Run;
use crate::support::places::{check_places, report};

tests! {
    &[needs::SEED] =>
        every_span_of_real_and_seeded_findings_slices_its_text;
}

fn every_span_of_real_and_seeded_findings_slices_its_text() {
    let vault = shared("vaults/kb-seed");
    let read = |path: &str| std::fs::read_to_string(vault.join(path)).expect("a page");
    let mut seen = 0;
    for release in ["2021.05", "2023.10", "2026.02", "2026.09"] {
        let run = Run::new(&[
            "check",
            &vault.to_string_lossy(),
            "--format",
            "json",
            "--catalog",
            release,
        ]);
        for finding in report(run) {
            check_places(&finding, &read);
            seen += 1;
        }
    }
    assert!(seen > 1_000, "only {seen} findings");
}
