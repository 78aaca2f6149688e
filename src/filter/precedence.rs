//! Removes findings that a more specific finding on the same span replaces, so that one defect is reported once.

use crate::diagnostic::Diagnostic;
use crate::rules::{ReplacedBy, handling};

/// The rule for invisible characters.
const HIDDEN: &str = "invisible-character";

/// Drops findings that give way to another rule's finding inside their span. Findings are sorted.
pub(super) fn drop_replaced(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let hides = found.iter().any(|finding| finding.rule == HIDDEN);
    let keep: Vec<bool> = found
        .iter()
        .enumerate()
        .map(|(at, finding)| !is_replaced(&found, finding, at, hides))
        .collect();
    let mut keep = keep.into_iter();
    found
        .into_iter()
        .filter(|_| keep.next().unwrap_or(true))
        .collect()
}

fn is_replaced(found: &[Diagnostic], finding: &Diagnostic, at: usize, hides: bool) -> bool {
    let may = match handling(finding.rule).replaced_by {
        ReplacedBy::Never => false,
        ReplacedBy::ToHidden => hides,
        ReplacedBy::To(_) => true,
    };
    if !may && !finding.is_replaceable {
        return false;
    }
    let (file, span) = (finding.primary.file, finding.primary.span);
    let from = found[..at].partition_point(|other| {
        (other.primary.file, other.primary.span.start) < (file, span.start)
    });
    // Only neighbours can lie inside.
    let end = span.end.max(span.start + 1);
    found[from..]
        .iter()
        .take_while(|other| other.primary.file == file && other.primary.span.start < end)
        .any(|other| span.contains(other.primary.span) && is_before(finding, other))
}

/// Returns whether `other`, which is inside the span of `finding`, replaces it.
fn is_before(finding: &Diagnostic, other: &Diagnostic) -> bool {
    if finding.is_replaceable && !other.is_replaceable {
        return true;
    }
    match handling(finding.rule).replaced_by {
        ReplacedBy::Never => false,
        // What is missing below a heading is missing whatever the heading hides.
        ReplacedBy::ToHidden => other.rule == HIDDEN && !finding.is_missing,
        ReplacedBy::To(rule) => other.rule == rule,
    }
}
