//! Applies fixes in rounds, until no fix is left.
//!
//! Nothing here writes files: the result is new texts and a report. Each round checks the whole vault, because a fix in one page may
//! resolve or cause a finding in another. Safe fixes are applied first; unsafe fixes start from their result, so that a page keeps its
//! safe fixes even if the unsafe ones are undone. A finding that an unsafe fix caused gets no unsafe fix, unless that writes a link.
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 edits, key, limits, phase, result     edits that do not overlap; identities; limits; one phase; the result
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
use crate::pages::PageStore;
use crate::text::Sources;
use session::Session;

pub use limits::{MOST_ROUNDS, most_bytes};
pub use result::{Applied, Repaired, Skipped};

/// Applies fixes in rounds until none is left. `first` is the report on the given texts, `store` has its pages, `check_sources` checks new texts, and `unsafe_too`
/// also allows unsafe fixes.
#[must_use]
pub fn repair(
    sources: Sources,
    first: Report,
    unsafe_too: bool,
    store: &PageStore<'_>,
    check_sources: &dyn Fn(&Sources) -> Report,
) -> Repaired {
    let mut session = Session::new(sources, store);
    let report = session.settle(first, check_sources);
    if !unsafe_too {
        return session.done(report);
    }
    session.go_on_with_unsafe();
    let report = session.settle(report, check_sources);
    session.done(report)
}
