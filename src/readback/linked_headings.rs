//! Fixes that break links to a heading.

use std::cell::OnceCell;
use std::collections::HashSet;

use crate::diagnostic::Fix;
use crate::dialect::slug;
use crate::vault::{PageRef, Vault, anchor};

/// The headings of a page that links of the vault name.
pub struct LinkedHeadings<'v> {
    page: PageRef<'v>,
    vault: &'v Vault<'v>,
    /// What the links name, in the forms that are compared.
    linked: OnceCell<HashSet<String>>,
}

impl<'v> LinkedHeadings<'v> {
    #[must_use]
    pub fn of(page: PageRef<'v>, vault: &'v Vault<'v>) -> Self {
        Self {
            page,
            vault,
            linked: OnceCell::new(),
        }
    }

    /// Returns whether a fix of the page changes a heading that a link leads to. The link would be broken.
    #[must_use]
    pub fn are_changed_by(&self, fix: &Fix) -> bool {
        let headings = &self.page.facts.headings;
        let file = self.page.file;
        fix.edits.iter().any(|edit| {
            let after = headings.partition_point(|heading| heading.span.start <= edit.span.start);
            let heading = after.checked_sub(1).map(|at| &headings[at]);
            heading.is_some_and(|heading| {
                let linked = self.linked.get_or_init(|| {
                    let subpaths = self.vault.subpaths_into(file).iter();
                    let parts = subpaths.flat_map(|subpath| subpath.split('#'));
                    parts
                        .flat_map(|part| [anchor::plain(part), part.to_lowercase()])
                        .collect()
                });
                let slug = slug(heading.rendered(), self.vault.slug_style(file));
                heading.span.contains(edit.span)
                    && (linked.contains(&anchor::plain(&heading.text))
                        || linked.contains(slug.trim_matches('-'))
                        || linked.contains(&slug))
            })
        })
    }
}
