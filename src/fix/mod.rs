//! Fixes made: rounds of edits to the texts, until no fix is left.
//!
//! Pure, as the check is: the result is texts and words about them, and the caller decides whether anything is written. Each round
//! looks at the whole vault, as a fix in one page may settle or raise a finding in another. Safe fixes come first, until none is left;
//! fixes that need review start from there, so that a page keeps its safe fixes whatever becomes of the others. No fix that needs
//! review is made for a finding that only such a fix brought about, unless it writes a link.
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 edits, key, limits, phase, result     edits that do not overlap; identities; limits; one phase; what came of it
//! 1 known                                 findings that were there before
//! 2 round                                 one round on one file
//! 3 work                                  the state between rounds
//! ```

mod edits;
mod key;
mod known;
mod limits;
mod phase;
mod result;
mod round;
mod work;

use crate::check::Report;
use crate::syntax::ReadOptions;
use crate::text::Sources;
use work::Work;

pub use limits::{MOST_ROUNDS, most_bytes};
pub use result::{Applied, Repaired, Skipped};

/// Makes the fixes of findings, round by round, until none is left. `first` is what was found in the texts as they are, `look`
/// finds again, and `unsafe_too` allows fixes that need review. `options` say how pages are read.
#[must_use]
pub fn repair(
    sources: Sources,
    first: Report,
    unsafe_too: bool,
    options: ReadOptions,
    look: &dyn Fn(&Sources) -> Report,
) -> Repaired {
    let mut work = Work::new(sources, options);
    let report = work.settle(first, look);
    if !unsafe_too {
        return work.done(report);
    }
    work.go_on_with_unsafe();
    let report = work.settle(report, look);
    work.done(report)
}
