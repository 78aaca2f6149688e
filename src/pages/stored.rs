//! A page of the store: what stays of it, and its text and tree while they are in memory.

use std::sync::{Arc, Mutex, OnceLock};

use super::EarlyCheck;
use super::kept::KeptFacts;
use crate::diagnostic::Diagnostic;
use crate::dialect::LinkCounts;
use crate::facts::Object;
use crate::syntax::{self, Page, ReadOptions};
use crate::text::{FileId, Source};

self_cell::self_cell!(
    pub(super) struct ParsedPage {
        owner: Arc<Source>,
        #[covariant]
        dependent: Page,
    }

    impl {Debug}
);

/// A page with its objects and its facts.
#[derive(Debug)]
pub struct StoredPage {
    pub(super) source: Arc<Source>,
    pub(super) options: Arc<ReadOptions>,
    /// The text and its tree, unless they were let go. Then they are read again on first use.
    pub(super) parsed: OnceLock<ParsedPage>,
    pub(super) is_data: bool,
    /// How many of its links lead to other files.
    pub(super) internal_links: LinkCounts,
    /// Whether it may read otherwise in the dialect of Obsidian.
    pub(super) reads_otherwise: bool,
    pub(super) objects: Arc<Vec<Object>>,
    /// None for a page with templates, because the ids that they stand for depend on its source tree.
    pub(super) facts: Option<Arc<KeptFacts>>,
    /// The last facts of a page with templates.
    pub(super) resolved_facts: Mutex<Option<Arc<KeptFacts>>>,
}

/// A page, and the findings of the early check if it ran.
pub(super) type Checked = (Arc<StoredPage>, Option<Vec<Diagnostic>>);

/// Parses a text; None if it is that of no page.
pub(super) fn parse(source: Arc<Source>, options: &ReadOptions) -> Option<ParsedPage> {
    let parsed = ParsedPage::try_new(source, |source| syntax::read(source, options).ok_or(()));
    parsed.ok()
}

impl StoredPage {
    /// Returns the page with its text. If they were let go, they are read again, and then stay.
    #[must_use]
    pub fn page(&self) -> &Page<'_> {
        let parsed = self.parsed.get_or_init(|| {
            // What was a page is one, unless its text changed. Then the run fails in the end.
            let source = Arc::clone(&self.source);
            parse(source, &self.options).unwrap_or_else(|| {
                let none = Arc::new(Source::new(self.source.path(), ""));
                ParsedPage::new(none, |source| Page::empty(source))
            })
        });
        parsed.borrow_dependent()
    }

    /// Returns the page unless it was let go. Data never are.
    #[must_use]
    pub fn page_in_memory(&self) -> Option<&Page<'_>> {
        let parsed = self.parsed.get()?;
        Some(parsed.borrow_dependent())
    }

    /// Calls `work` with the page. If it has to be read again for this, it does not stay.
    pub fn with_page<T>(&self, work: impl FnOnce(&Page<'_>) -> T) -> T {
        if let Some(page) = self.page_in_memory() {
            return work(page);
        }
        let parsed = parse(self.source.opened(|_| false), &self.options);
        match &parsed {
            Some(parsed) => work(parsed.borrow_dependent()),
            None => work(self.page()),
        }
    }

    /// Returns whether the page is data, such as YAML.
    #[must_use]
    pub fn is_data(&self) -> bool {
        self.is_data
    }

    /// Returns the text that the page was read from, which need not be in memory.
    #[must_use]
    pub fn source(&self) -> &Source {
        match self.parsed.get() {
            Some(parsed) => parsed.borrow_dependent().source,
            None => &self.source,
        }
    }

    /// Returns the findings of the early check. It needs the facts, and does not run on pages with templates, whose facts depend on
    /// others, nor on other data, whose release does.
    pub(super) fn check(
        &self,
        file: FileId,
        page: &Page<'_>,
        early: Option<EarlyCheck<'_>>,
    ) -> Option<Vec<Diagnostic>> {
        let early = early.filter(|_| !self.is_data)?;
        let facts = self.facts.as_ref()?.lend()?;
        early(file, page, &facts)
    }

    /// Returns this page, which was read before, with the findings of the early check.
    pub(super) fn checked(
        self: &Arc<Self>,
        file: FileId,
        early: Option<EarlyCheck<'_>>,
    ) -> Checked {
        let findings = early.and_then(|_| self.with_page(|page| self.check(file, page, early)));
        (Arc::clone(self), findings)
    }
}
