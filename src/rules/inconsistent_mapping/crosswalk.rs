//! Mappings of a page to another framework that the page of the other object does not return.

use crate::context::PageContext;
use crate::framework::Cited;
use crate::text::FileId;

/// A mapping, and the page that maps its object to others.
pub(super) struct Contradiction<'v> {
    /// The object that the page is about.
    pub(super) subject: &'v Cited,
    /// What it maps to.
    pub(super) mapped: &'v Cited,
    pub(super) page: FileId,
    /// What that page maps its object to.
    pub(super) back: Vec<&'v Cited>,
}

/// Returns the mappings of a page that no page of the mapped object agrees with, in text order.
pub(super) fn contradictions<'v>(context: &PageContext<'v>) -> Vec<Contradiction<'v>> {
    let crosswalks = context.vault.crosswalks();
    let Some(own) = crosswalks.of_page(context.page.file) else {
        return Vec::new();
    };
    let subject = &own.subject;
    let contradiction = |mapped: &'v Cited| {
        let mut other = None;
        for (page, theirs) in crosswalks.about(mapped) {
            let back: Vec<&Cited> = theirs.like(subject).collect();
            if back.is_empty() || theirs.cites(subject) {
                return None;
            }
            other.get_or_insert((page, back));
        }
        let (page, back) = other?;
        Some(Contradiction {
            subject,
            mapped,
            page,
            back,
        })
    };
    own.ids.iter().filter_map(contradiction).collect()
}
