//! What happens to findings after the rules, in one place: levels, scope, precedence.

mod levels;

use crate::diagnostic::Diagnostic;
use crate::text::Sources;

pub use levels::{Level, Levels};

/// Sets each finding's weight, drops what is off, hidden or said better, and sorts the rest.
#[must_use]
pub fn filter(
    mut found: Vec<Diagnostic>,
    sources: &Sources,
    levels: &Levels,
    reported: &(dyn Fn(&str) -> bool + Sync),
) -> Vec<Diagnostic> {
    found.retain_mut(|finding| {
        let source = sources.get(finding.primary.file);
        // A rule that failed on the whole vault is told on its first page, whichever pages are reported.
        let told = finding.rule == "internal-error" || reported(source.path());
        told && levels.apply(finding, source.path())
    });
    found.sort_by(Diagnostic::order);
    // What is written once is reported once, however often it was come upon.
    found.dedup();
    give_way(found)
}

/// Drops findings that give way to another rule's finding inside their span.
fn give_way(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let stays = |finding: &Diagnostic, at: usize| {
        if !finding.gives_way {
            return true;
        }
        // Findings are sorted by file and start: only neighbours can lie inside.
        let inside = |other: &&Diagnostic| {
            other.primary.file == finding.primary.file
                && other.primary.span.start
                    < finding.primary.span.end.max(finding.primary.span.start + 1)
        };
        let first = found[..at].partition_point(|other| {
            (other.primary.file, other.primary.span.start)
                < (finding.primary.file, finding.primary.span.start)
        });
        !found[first..]
            .iter()
            .take_while(inside)
            .any(|other| !other.gives_way && finding.primary.span.contains(other.primary.span))
    };
    let keep: Vec<bool> = found
        .iter()
        .enumerate()
        .map(|(at, finding)| stays(finding, at))
        .collect();
    let mut keep = keep.into_iter();
    found
        .into_iter()
        .filter(|_| keep.next().unwrap_or(true))
        .collect()
}
