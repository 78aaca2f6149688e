//! Pages that state in their front matter that their object was retired.

use crate::catalog::{Lifetime, View};
use crate::syntax::Page;
use crate::text::Span;

/// Returns the value of the front matter's `retired` without quotes, and its bytes with them.
#[must_use]
pub fn retired<'s>(page: &Page<'s>) -> Option<(&'s str, Span)> {
    let front = page.front.as_ref().filter(|front| front.sound)?;
    let node = front.tree.get(front.tree.root()?, "retired")?;
    let span = front.tree.node(node).span;
    let text = page.source.slice(span).trim();
    Some((text.trim_matches(['"', '\'']), span))
}

/// Returns whether a page states that its object is retired, with a release up to the pinned one that does not contain the
/// object.
#[must_use]
pub fn says_retired(page: &Page<'_>, view: View<'_>, life: &Lifetime) -> bool {
    let said = retired(page).and_then(|(release, _)| view.catalog.release(release));
    let after = |release| life.last.is_some_and(|last| last < release);
    said.is_some_and(|release| release <= view.pinned && after(release))
}
