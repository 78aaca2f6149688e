//! The last line of a run.

use std::time::Duration;

use atlas_lint::check::Checked;
use atlas_lint::diagnostic::{Applicability, Fix};
use atlas_lint::render::{Counts, Palette, summary_line};
use atlas_lint::text::Span;

use super::{context, error, sources};

#[test]
fn the_summary_counts() {
    let mut finding = error(Span::new(0, 1), "");
    finding.fix(Fix::replace(Applicability::Safe, Span::new(0, 1), "b"));
    let findings = [finding];
    let sources = sources(&["a"]);
    let mut cx = context(&sources, &findings);
    assert_eq!(
        summary_line(&cx, Palette::PLAIN),
        "1 page, 1 error, 0 warnings (1 fixable with --fix) in 12 ms, against ATLAS 2026.02 (pinned), dialect obsidian"
    );
    (cx.pages, cx.pinned) = (221, false);
    cx.total = Counts {
        errors: 40,
        warnings: 1,
        suppressed: 2,
        baselined: 3,
        ..Counts::default()
    };
    cx.elapsed = Duration::from_millis(1234);
    assert_eq!(
        summary_line(&cx, Palette::PLAIN),
        "221 pages, 40 errors, 1 warning, 2 suppressed, 3 in the baseline in 1.2 s, \
         against ATLAS 2026.02 (the newest known; set `catalog.release` to pin it), dialect obsidian\nshowing 1 of 41 findings"
    );
}

/// One line must not write 16633 where the next writes 2,501.
#[test]
fn all_numbers_are_grouped() {
    let sources = sources(&["a"]);
    let mut cx = context(&sources, &[]);
    cx.pages = 13_481;
    cx.total = Counts {
        errors: 16_633,
        warnings: 1000,
        suppressed: 2000,
        baselined: 3000,
        older: 4000,
        fixable: 5000,
        unsafe_fixable: 6000,
    };
    let summary = summary_line(&cx, Palette::PLAIN);
    let words = "13,481 pages, 16,633 errors, 1,000 warnings (5,000 fixable with --fix, 6,000 more with --unsafe-fixes), 2,000 suppressed, 3,000 in the baseline, 4,000 older in";
    assert!(summary.starts_with(words), "{summary}");
    assert!(
        summary.ends_with("showing 0 of 17,633 findings"),
        "{summary}"
    );
}

#[test]
fn the_summary_tells_both_kinds_of_fixes() {
    let sources = sources(&["a"]);
    let mut cx = context(&sources, &[]);
    let mut summary = |fixable, unsafe_fixable| {
        cx.total = Counts {
            warnings: 42,
            fixable,
            unsafe_fixable,
            ..Counts::default()
        };
        summary_line(&cx, Palette::PLAIN)
    };
    for (safe, more, words) in [
        (
            12,
            30,
            "42 warnings (12 fixable with --fix, 30 more with --unsafe-fixes) in",
        ),
        (12, 0, "42 warnings (12 fixable with --fix) in"),
        (
            0,
            30,
            "42 warnings (30 fixable with --fix --unsafe-fixes) in",
        ),
        (0, 0, "42 warnings in"),
    ] {
        let summary = summary(safe, more);
        assert!(summary.contains(words), "{summary}");
    }
}

#[test]
fn a_clean_run_says_what_agrees() {
    let sources = sources(&["a"]);
    let mut cx = context(&sources, &[]);
    cx.pages = 279;
    cx.checked = Checked {
        ids: 5123,
        links: 1,
        studies: 57,
        rules: None,
    };
    let clean = "No findings: 279 pages, 5,123 ids, 1 link, 57 case studies agree with ATLAS 2026.02 (pinned)";
    assert_eq!(summary_line(&cx, Palette::PLAIN), clean);
    let color = Palette {
        color: true,
        links: false,
    };
    assert_eq!(
        summary_line(&cx, color),
        format!("\u{1b}[32;1m{clean}\u{1b}[0m")
    );
    cx.total.baselined = 2;
    assert!(
        summary_line(&cx, Palette::PLAIN)
            .ends_with("checked against ATLAS 2026.02 (pinned), 2 in the baseline")
    );
    cx.total.baselined = 0;
    for (rules, words) in [
        (1, "No findings of the 1 rule that ran: 279 pages, "),
        (40, "No findings of the 40 rules that ran: 279 pages, "),
    ] {
        cx.checked.rules = Some(rules);
        let line = summary_line(&cx, Palette::PLAIN);
        assert!(line.starts_with(words), "{line}");
        assert!(
            line.ends_with(" checked against ATLAS 2026.02 (pinned)"),
            "{line}"
        );
    }
    cx.incomplete = true;
    assert!(summary_line(&cx, Palette::PLAIN).starts_with("279 pages, 0 errors"));
    (cx.incomplete, cx.pages) = (false, 0);
    assert!(summary_line(&cx, Palette::PLAIN).starts_with("0 pages, 0 errors"));
}
