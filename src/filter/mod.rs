//! What happens to findings after the rules, in one place: levels, scope, precedence.

mod baseline;
mod levels;
mod precedence;
mod renames;
mod since;
mod suppress;

use crate::diagnostic::Diagnostic;
use crate::text::Sources;

pub use baseline::{Baseline, BaselineError, Update};
pub use levels::{Level, Levels};
use precedence::give_way;
pub use since::{Older, hide_older};
pub use suppress::suppress;

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
