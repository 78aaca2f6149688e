//! References to pages of a vault.

use std::ops::Deref;

use super::index::Vault;
use crate::facts::Facts;
use crate::syntax::Page;
use crate::syntax::id::{IdToken, ids_in};
use crate::text::{FileId, Span};

/// A page of a vault, with its facts.
#[derive(Clone, Copy, Debug)]
pub struct PageRef<'v> {
    pub file: FileId,
    pub facts: &'v Facts,
    page: &'v Page<'v>,
}

impl<'v> Deref for PageRef<'v> {
    type Target = Page<'v>;

    fn deref(&self) -> &Page<'v> {
        self.page
    }
}

impl<'v> PageRef<'v> {
    /// Returns the page with the lifetime of the vault.
    #[must_use]
    pub fn get(self) -> &'v Page<'v> {
        self.page
    }

    /// Returns the ids in a part of the page, in order, including those that templates stand for.
    pub fn ids_in(self, span: Span) -> impl Iterator<Item = &'v IdToken> {
        ids_in(&self.facts.ids, span)
    }
}

impl Vault<'_> {
    /// Returns the page of a file.
    #[must_use]
    pub fn page(&self, file: FileId) -> Option<PageRef<'_>> {
        let page = self.pages.get(file)?;
        let facts = self.facts(file)?;
        Some(PageRef { file, facts, page })
    }

    /// Iterates over the pages in path order.
    pub fn pages(&self) -> impl Iterator<Item = PageRef<'_>> {
        let files = self.sources.ids();
        files.filter_map(|file| self.page(file))
    }
}
