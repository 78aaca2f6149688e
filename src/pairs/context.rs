//! What judging needs to know of a page.

use std::cell::OnceCell;

use super::subject::{Slot, Subject};
use crate::catalog::View;
use crate::facts::{self, Declaration, Step};
use crate::syntax::Link;
use crate::text::{Source, Span};
use crate::vault::PageRef;
use crate::vault::Vault;

/// What judging needs to know of a page.
pub struct Context<'p> {
    pub(super) page: PageRef<'p>,
    pub(super) source: &'p Source,
    pub(super) vault: &'p Vault<'p>,
    pub(super) view: View<'p>,
    /// Whether ids that pages of the vault declare count as known.
    pub(super) known_here: bool,
    pub(super) declaration: Option<&'p Declaration<'p>>,
    pub(super) steps: OnceCell<Vec<Step>>,
    /// The ids of the objects of a YAML page, in the order of the text, and whether each stands under a key.
    objects: OnceCell<Vec<(Span, bool)>>,
}

impl<'p> Context<'p> {
    pub(super) fn new(
        page: PageRef<'p>,
        source: &'p Source,
        vault: &'p Vault<'p>,
        view: View<'p>,
        known_here: bool,
    ) -> Self {
        Self {
            page,
            source,
            vault,
            view,
            known_here,
            declaration: vault.declaration(page.file),
            steps: OnceCell::new(),
            objects: OnceCell::new(),
        }
    }

    /// Whether the object of a YAML page whose id this is stands under a key; None if it is no object's.
    pub(super) fn is_keyed(&self, id: Span) -> Option<bool> {
        let objects = self.objects.get_or_init(|| {
            let all = facts::objects(self.page.get()).into_iter();
            let ids = all.filter_map(|object| Some((object.id?.1, object.key.is_some())));
            let mut ids: Vec<(Span, bool)> = ids.collect();
            ids.sort_unstable();
            ids
        });
        let after = objects.partition_point(|(span, _)| span.start <= id.start);
        let &(span, keyed) = objects.get(after.checked_sub(1)?)?;
        span.contains(id).then_some(keyed)
    }
}

pub(super) fn link_of<'p>(subject: &Subject<'p>) -> Option<&'p Link> {
    match subject.slot {
        Slot::Label(link) => Some(link),
        _ => None,
    }
}
