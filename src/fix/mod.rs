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
//! 1 original                               findings from before any unsafe fix
//! 2 round                                 one round on one file
//! 3 session                               the state between rounds
//! ```

mod edits;
mod key;
mod limits;
mod original;
mod phase;
mod result;
mod round;
mod session;

use crate::check::Report;
use crate::syntax::ReadOptions;
use crate::text::Sources;
use session::Session;

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
    let mut session = Session::new(sources, options);
    let report = session.settle(first, look);
    if !unsafe_too {
        return session.done(report);
    }
    session.go_on_with_unsafe();
    let report = session.settle(report, look);
    session.done(report)
}
