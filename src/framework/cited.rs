//! Ids of frameworks that a page cites, whatever is said of them.

use super::mention::mentions;
use super::registry::Frameworks;
use crate::syntax::Page;
use crate::text::Span;

/// An id of a framework on a page.
#[derive(Clone, Debug)]
pub struct Cited {
    /// The key of its framework.
    pub framework: Box<str>,
    /// The id, without a year.
    pub id: Box<str>,
    pub span: Span,
}

/// Returns the ids of frameworks whose objects are known that a page cites, in text order.
#[must_use]
pub fn cited(page: &Page<'_>, frameworks: &Frameworks) -> Vec<Cited> {
    let mentions = mentions(page, frameworks).into_iter();
    let known = mentions.filter(|mention| {
        let framework = mention.token.entry.framework();
        !framework.objects.is_empty() || !framework.editions.is_empty()
    });
    let cited = known.map(|mention| Cited {
        framework: mention.token.entry.key().into(),
        id: mention.token.id.into(),
        span: mention.token.span,
    });
    cited.collect()
}
