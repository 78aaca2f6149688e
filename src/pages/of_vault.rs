//! The pages of one vault.

use std::sync::{Arc, Mutex, PoisonError};

use super::kept::KeptFacts;
use super::panic_message::PanicMessage;
use super::stored::StoredPage;
use crate::diagnostic::Diagnostic;
use crate::facts::{Object, facts_with};
use crate::schema::PageTypes;
use crate::syntax::Page;
use crate::syntax::id::IdToken;
use crate::text::FileId;

/// The pages of one vault, by file; None for files that are not pages.
#[derive(Debug, Default)]
pub struct Pages {
    pub(super) list: Vec<Option<Arc<StoredPage>>>,
    /// The findings of the early check on each page; None where it did not run, and when they were taken.
    pub(super) early: Vec<Mutex<Option<Vec<Diagnostic>>>>,
    /// The files on which the reader panicked, with the messages.
    pub failed: Vec<(FileId, PanicMessage)>,
}

impl Pages {
    /// Returns the page of a file.
    #[must_use]
    pub fn get(&self, file: FileId) -> Option<&Page<'_>> {
        Some(self.stored(file)?.page())
    }

    /// Returns the page of a file, whose tree need not be in memory.
    #[must_use]
    pub fn stored(&self, file: FileId) -> Option<&StoredPage> {
        self.list.get(file.index())?.as_deref()
    }

    /// Takes the findings of the early check on a page, if it ran there.
    #[must_use]
    pub fn take_early(&self, file: FileId) -> Option<Vec<Diagnostic>> {
        let early = self.early.get(file.index())?.lock();
        early.unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Returns the objects of a file's page.
    #[must_use]
    pub fn objects(&self, file: FileId) -> Option<&Arc<Vec<Object>>> {
        Some(&self.list.get(file.index())?.as_ref()?.objects)
    }

    /// Returns the facts of a file's page. `resolved` are the ids of a page with templates, including those that they stand for;
    /// its facts are kept until these ids change.
    #[must_use]
    pub fn facts(
        &self,
        file: FileId,
        resolved: Option<&Arc<Vec<IdToken>>>,
        types: &PageTypes,
    ) -> Option<Arc<KeptFacts>> {
        let stored = self.list.get(file.index())?.as_ref()?;
        if let Some(facts) = &stored.facts {
            return Some(Arc::clone(facts));
        }
        let page = stored.page();
        let ids = resolved.unwrap_or(&page.ids);
        let known = stored.resolved_facts.lock();
        let mut known = known.unwrap_or_else(PoisonError::into_inner);
        let same = |known: &&Arc<KeptFacts>| known.lend().is_some_and(|facts| facts.ids == *ids);
        if let Some(known) = known.as_ref().filter(same) {
            return Some(Arc::clone(known));
        }
        let facts = facts_with(page, ids, &stored.objects, types);
        let facts = Arc::new(KeptFacts::whole(facts));
        *known = Some(Arc::clone(&facts));
        Some(facts)
    }

    /// Iterates over the pages of data in path order.
    pub fn data(&self) -> impl Iterator<Item = (FileId, &Page<'_>)> {
        let files = (0..self.list.len()).filter_map(|at| u32::try_from(at).ok());
        let files = files.map(FileId);
        let stored = files.filter_map(|file| Some((file, self.stored(file)?)));
        let data = stored.filter(|(_, stored)| stored.is_data);
        data.map(|(file, stored)| (file, stored.page()))
    }
}
