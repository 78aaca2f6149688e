//! The summary after the findings.

use std::time::Duration;

use super::context::Context;
use super::escape;
use super::palette::{Palette, Style};
use crate::text::grouped_digits;

/// Returns the summary of a run: pages, findings and release in one line; one more if few causes have many findings, and one if
/// `--max-findings` cut the findings.
#[must_use]
pub fn summary_line(cx: &Context<'_>, palette: Palette) -> String {
    let some = |n: usize, text: String| if n > 0 { text } else { String::new() };
    let all = cx.total.findings();
    let shown = cx.diagnostics.iter();
    let shown = shown.filter(|finding| finding.hidden.is_none()).count();
    let cut = all.saturating_sub(shown);
    let counts = if all == 0 && cx.pages > 0 && !cx.incomplete {
        clean(cx, palette)
    } else {
        counts(cx, palette)
    };
    [
        counts,
        some(cx.causes.len(), format!("\n{}", cx.causes)),
        some(
            cut,
            format!(
                "\nshowing {} of {} findings",
                grouped_digits(shown),
                grouped_digits(all)
            ),
        ),
    ]
    .concat()
}

/// Returns what a run without findings has checked.
fn clean(cx: &Context<'_>, palette: Palette) -> String {
    let many = |n: usize, one: &str, more: &str| {
        format!("{} {}", grouped_digits(n), if n == 1 { one } else { more })
    };
    let checked = cx.checked;
    // With hidden findings, not everything agrees, and it is unknown what a rule that did not run would find.
    let verb = match (cx.total.hidden(), checked.rules) {
        (0, None) => "agree with",
        _ => "checked against",
    };
    let ran = match checked.rules {
        None => String::new(),
        Some(1) => " of the 1 rule that ran".to_owned(),
        Some(n) => format!(" of the {n} rules that ran"),
    };
    let line = format!(
        "No findings{ran}: {}, {}, {}, {} {verb} {}{}",
        count(cx.pages, "page"),
        many(checked.ids, "id", "ids"),
        many(checked.links, "link", "links"),
        many(checked.studies, "case study", "case studies"),
        release(cx),
        hidden(cx),
    );
    palette.paint(Style::Good, &line)
}

/// Returns the number of findings by severity.
fn counts(cx: &Context<'_>, palette: Palette) -> String {
    let total = cx.total;
    let colored = |n: usize, what: &str, style: Style| {
        let text = count(n, what);
        if n > 0 {
            palette.paint(style, &text)
        } else {
            text
        }
    };
    [
        count(cx.pages, "page"),
        format!(", {}", colored(total.errors, "error", Style::Error)),
        format!(", {}", colored(total.warnings, "warning", Style::Warning)),
        fixable(cx, palette),
        hidden(cx),
        format!(" in {}", time(cx.elapsed)),
        format!(", against {}", release(cx)),
        format!(", dialect {}", escape::text(cx.dialects)),
    ]
    .concat()
}

/// Returns the number of fixable findings and the options that fix them.
fn fixable(cx: &Context<'_>, palette: Palette) -> String {
    let total = cx.total;
    let [safe, more] = [total.fixable, total.unsafe_fixable].map(grouped_digits);
    let text = match (total.fixable, total.unsafe_fixable) {
        (0, 0) => return String::new(),
        (_, 0) => format!("{safe} fixable with --fix"),
        (0, _) => format!("{more} fixable with --fix --unsafe-fixes"),
        (..) => format!("{safe} fixable with --fix, {more} more with --unsafe-fixes"),
    };
    format!(" ({})", palette.paint(Style::Note, &text))
}

/// Returns the number of findings that are not reported.
fn hidden(cx: &Context<'_>) -> String {
    let total = cx.total;
    let parts = [
        (total.suppressed, "suppressed"),
        (total.baselined, "in the baseline"),
        (total.older, "older"),
    ];
    let parts = parts.into_iter().filter(|(n, _)| *n > 0);
    let parts = parts.map(|(n, what)| format!(", {} {what}", grouped_digits(n)));
    parts.collect()
}

fn release(cx: &Context<'_>) -> String {
    let pinned = if cx.pinned {
        "pinned"
    } else {
        "the newest known; set `catalog.release` to pin it"
    };
    format!("ATLAS {} ({pinned})", escape::text(cx.release))
}

/// Returns a count with its noun: `1 page`, `2,000 pages`.
#[must_use]
pub fn count(n: usize, what: &str) -> String {
    format!(
        "{} {what}{}",
        grouped_digits(n),
        if n == 1 { "" } else { "s" }
    )
}

/// Returns a duration in the unit that fits it.
fn time(elapsed: Duration) -> String {
    match elapsed.as_millis() {
        0 => "under 1 ms".to_owned(),
        ms @ 1..1000 => format!("{ms} ms"),
        _ => format!("{:.1} s", elapsed.as_secs_f64()),
    }
}
