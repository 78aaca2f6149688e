//! Removes findings that a more specific finding on the same span replaces, so that one defect is reported once.

use foldhash::HashSet;

use crate::diagnostic::Diagnostic;
use crate::rules::{ReplacedBy, handling};

/// Drops findings that give way to another rule's finding inside their span. Findings are sorted.
pub(super) fn drop_replaced(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let rules: HashSet<&'static str> = found.iter().map(|finding| finding.rule).collect();
    let keep: Vec<bool> = found
        .iter()
        .enumerate()
        .map(|(at, finding)| !is_replaced(&found, finding, at, &rules))
        .collect();
    let mut keep = keep.into_iter();
    found
        .into_iter()
        .filter(|_| keep.next().unwrap_or(true))
        .collect()
}

/// Returns whether another finding replaces the one at the index `at`. `rules` are the rules of all findings.
fn is_replaced(
    found: &[Diagnostic],
    finding: &Diagnostic,
    at: usize,
    rules: &HashSet<&'static str>,
) -> bool {
    let may = match handling(finding.rule).replaced_by {
        ReplacedBy::Never => false,
        ReplacedBy::Rule(rule) => rules.contains(rule.name),
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
        .any(|other| span.contains(other.primary.span) && replaces(other, finding))
}

/// Returns whether a finding, which is inside the span of another one, replaces it.
fn replaces(finding: &Diagnostic, other: &Diagnostic) -> bool {
    if other.is_replaceable && !finding.is_replaceable {
        return true;
    }
    match handling(other.rule).replaced_by {
        ReplacedBy::Never => false,
        // What is missing at a place is missing whatever is there.
        ReplacedBy::Rule(rule) => finding.rule == rule.name && !other.is_missing,
    }
}
