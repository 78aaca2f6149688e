//! References to pages of a vault.

use super::index::Vault;
use crate::diagnostic::Diagnostic;
use crate::facts::Facts;
use crate::pages::{Lent, StoredPage};
use crate::syntax::document::Document;
use crate::syntax::id::{IdToken, ids_in};
use crate::syntax::{Page, page_with_front};
use crate::text::{FileId, Source, Span};

/// A page of a vault, with its facts.
#[derive(Clone, Copy, Debug)]
pub struct PageRef<'v> {
    pub file: FileId,
    pub facts: &'v Facts,
    stored: &'v StoredPage,
}

impl<'v> PageRef<'v> {
    /// Returns the page with the lifetime of the vault. In a large vault it is read again for this: ask the facts first.
    #[must_use]
    pub fn get(self) -> &'v Page<'v> {
        self.stored.page()
    }

    /// Calls `work` with the page. If it has to be read again for this, it does not stay in memory.
    pub fn with_page<T>(self, work: impl FnOnce(&Page<'_>) -> T) -> T {
        self.stored.with_page(work)
    }

    /// Calls `work` with as much of the page as the check of edits at these places needs. If the page was let go, only its front matter is
    /// read again, from `source`.
    pub fn for_edits<T>(
        self,
        source: &Source,
        places: &[Span],
        work: impl FnOnce(&Page<'_>) -> T,
    ) -> T {
        let facts = self.facts;
        match self.stored.page_in_memory() {
            Some(page) => work(page),
            None => work(&page_with_front(source, places, &facts.links, &facts.ids)),
        }
    }

    /// Returns the page if it is data, such as YAML. Data stay in memory.
    #[must_use]
    pub fn data(self) -> Option<(&'v Page<'v>, &'v Document)> {
        if !self.is_data() {
            return None;
        }
        let page = self.get();
        Some((page, page.document.as_ref()?))
    }

    /// Returns the text of the page, which need not be in memory.
    #[must_use]
    pub fn source(self) -> &'v Source {
        self.stored.source()
    }

    /// Returns whether the page is data, such as YAML.
    #[must_use]
    pub fn is_data(self) -> bool {
        self.stored.is_data()
    }

    /// Returns the ids in a part of the page, in order, including those that templates stand for.
    pub fn ids_in(self, span: Span) -> impl Iterator<Item = &'v IdToken> {
        ids_in(&self.facts.ids, span)
    }
}

/// A page of a vault, whose facts are dropped after use if they had to be unpacked.
#[derive(Debug)]
pub struct LentPage<'v> {
    pub file: FileId,
    facts: Lent<'v, Facts>,
    stored: &'v StoredPage,
}

impl LentPage<'_> {
    /// Returns the page, for as long as its facts are lent.
    #[must_use]
    pub fn get(&self) -> PageRef<'_> {
        PageRef {
            file: self.file,
            facts: &self.facts,
            stored: self.stored,
        }
    }
}

impl Vault<'_> {
    /// Returns the page of a file. In a large vault its facts are unpacked for this.
    #[must_use]
    pub fn lent_page(&self, file: FileId) -> Option<LentPage<'_>> {
        Some(LentPage {
            file,
            facts: self.lent_facts(file)?,
            stored: self.pages.stored(file)?,
        })
    }

    /// Iterates over the files that are pages, in path order.
    pub fn page_files(&self) -> impl Iterator<Item = FileId> {
        let files = self.sources.ids();
        files.filter(|file| self.brief(*file).is_some())
    }

    /// Returns a page that is data, such as YAML. Data stay in memory.
    #[must_use]
    pub fn data(&self, file: FileId) -> Option<(&Page<'_>, &Document)> {
        let stored = self.pages.stored(file).filter(|stored| stored.is_data())?;
        let page = stored.page();
        Some((page, page.document.as_ref()?))
    }

    /// Returns the page of a file with the lifetime of the vault. In a large vault its facts are unpacked for this and stay: lend
    /// pages where it may be many.
    #[must_use]
    pub fn page(&self, file: FileId) -> Option<PageRef<'_>> {
        let facts = self.facts(file)?;
        Some(PageRef {
            file,
            facts,
            stored: self.pages.stored(file)?,
        })
    }

    /// Takes the findings of the early check on a page, if it ran there.
    #[must_use]
    pub fn take_early(&self, file: FileId) -> Option<Vec<Diagnostic>> {
        self.pages.take_early(file)
    }

    /// Iterates over the pages in path order. In a large vault the facts of all are unpacked for this and stay.
    pub fn pages(&self) -> impl Iterator<Item = PageRef<'_>> {
        let files = self.sources.ids();
        files.filter_map(|file| self.page(file))
    }
}
