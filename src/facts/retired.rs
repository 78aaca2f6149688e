//! Pages that state in their front matter that their object was retired.

use serde::{Deserialize, Serialize};

use crate::catalog::{Lifetime, View};
use crate::syntax::Page;
use crate::text::Span;

/// Retirement of its object that a page states in the front matter's `retired`.
#[derive(Serialize, Deserialize, Debug, PartialEq, Eq)]
pub struct Retirement {
    /// The release, without quotes.
    pub release: Box<str>,
    /// The bytes of the value, with quotes.
    pub span: Span,
}

impl Retirement {
    pub(super) fn of(page: &Page<'_>) -> Option<Self> {
        let front = page.front.as_ref().filter(|front| front.sound)?;
        let node = front.tree.get(front.tree.root()?, "retired")?;
        let span = front.tree.node(node).span;
        let release = page.source.slice(span).trim().trim_matches(['"', '\'']);
        Some(Self {
            release: release.into(),
            span,
        })
    }

    /// Returns whether the stated release is up to the pinned one and does not contain the object.
    #[must_use]
    pub fn is_right(&self, view: View<'_>, lifetime: &Lifetime) -> bool {
        let stated = view.catalog.release(&self.release);
        let after = |release| lifetime.last.is_some_and(|last| last < release);
        stated.is_some_and(|release| release <= view.pinned && after(release))
    }
}
