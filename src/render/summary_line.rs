//! The summary after the findings.

use std::time::Duration;

use super::context::Context;
use super::escape;
use crate::diagnostic::Diagnostic;

/// What was checked, against what, and what was found: one line, one more if few causes have many findings, and one if
/// `--max-findings` cut the findings.
#[must_use]
pub fn summary_line(cx: &Context<'_>) -> String {
    let some = |n: usize, text: String| if n > 0 { text } else { String::new() };
    let total = cx.total;
    let pinned = if cx.pinned {
        "pinned"
    } else {
        "the newest known; set `catalog.release` to pin it"
    };
    let all = total.findings();
    let is_reported = |diagnostic: &&Diagnostic| diagnostic.hidden.is_none();
    let shown = cx.diagnostics.iter().filter(is_reported).count();
    let cut = all.saturating_sub(shown);
    [
        count(cx.pages, "page"),
        format!(", {}", count(total.errors, "error")),
        format!(", {}", count(total.warnings, "warning")),
        some(
            total.fixable,
            format!(" ({} with a safe fix: --fix)", total.fixable),
        ),
        some(
            total.suppressed,
            format!(", {} suppressed", total.suppressed),
        ),
        some(
            total.baselined,
            format!(", {} in the baseline", total.baselined),
        ),
        some(total.older, format!(", {} older", total.older)),
        format!(" in {}", time(cx.elapsed)),
        format!(", against ATLAS {} ({pinned})", escape::text(cx.release)),
        format!(", dialect {}", escape::text(cx.dialects)),
        some(cx.causes.len(), format!("\n{}", cx.causes)),
        some(cut, format!("\nshowing {shown} of {all} findings")),
    ]
    .concat()
}

/// `1 page`, `2 pages`.
#[must_use]
pub fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// A time in the unit that reads best.
fn time(elapsed: Duration) -> String {
    match elapsed.as_millis() {
        0 => "under 1 ms".to_owned(),
        ms @ 1..1000 => format!("{ms} ms"),
        _ => format!("{:.1} s", elapsed.as_secs_f64()),
    }
}
