//! Store of the pages of a run. Each page is read once and shared by all vaults with the same text.
//!
//! In a round of fixes, in the other tree of a comparison, and after an edit in an editor, few pages differ from those read
//! before. Only these are read again.

use foldhash::HashMap;
use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::dialect::Dialect;
use crate::facts::{Facts, Object, count_internal, facts_with, objects};
use crate::parallel;
use crate::schema::PageTypes;
use crate::syntax::id::IdToken;
use crate::syntax::{self, Page, ReadOptions, is_mdx};
use crate::text::{FileId, Source, Sources};

self_cell::self_cell!(
    struct ParsedPage {
        owner: Arc<Source>,
        #[covariant]
        dependent: Page,
    }

    impl {Debug}
);

/// Reader of pages that keeps the last version of each.
#[derive(Debug)]
pub struct PageStore<'t> {
    /// The options until the dialects are settled.
    first: ReadOptions,
    options: OnceLock<ReadOptions>,
    types: &'t PageTypes,
    jobs: usize,
    progress: Progress,
    /// The last page at each path.
    last_pages: Mutex<HashMap<Box<str>, Arc<StoredPage>>>,
}

/// Progress: pages read of pages found, in all vaults.
#[derive(Debug, Default)]
pub struct Progress {
    pub read: AtomicUsize,
    pub found: AtomicUsize,
}

/// A page with its text, its objects and its facts.
#[derive(Debug)]
pub struct StoredPage {
    parsed: ParsedPage,
    objects: Arc<Vec<Object>>,
    /// None for a page with templates, because the ids that they stand for depend on its source tree.
    facts: Option<Arc<Facts>>,
    /// The last facts of a page with templates.
    resolved_facts: Mutex<Option<Arc<Facts>>>,
}

/// The pages of one vault, by file; None for files that are not pages.
#[derive(Debug, Default)]
pub struct Pages {
    list: Vec<Option<Arc<StoredPage>>>,
    /// The files on which the reader panicked, with the messages.
    pub failed: Vec<(FileId, PanicMessage)>,
}

impl<'t> PageStore<'t> {
    /// Returns an empty store. `jobs` is the number of threads to read on.
    #[must_use]
    pub fn new(options: ReadOptions, types: &'t PageTypes, jobs: usize) -> Self {
        Self {
            first: options,
            options: OnceLock::new(),
            types,
            jobs,
            progress: Progress::default(),
            last_pages: Mutex::default(),
        }
    }

    /// Returns the options for reading pages, with the dialects that the first pages settled.
    #[must_use]
    pub fn options(&self) -> &ReadOptions {
        self.options.get().unwrap_or(&self.first)
    }

    #[must_use]
    pub fn types(&self) -> &'t PageTypes {
        self.types
    }

    /// Returns the number of threads to use.
    #[must_use]
    pub fn jobs(&self) -> usize {
        self.jobs
    }

    /// Returns how many pages were read.
    #[must_use]
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Reads the pages of a vault. A page is reused if its text is the last one read at its path.
    #[must_use]
    pub fn read(&self, sources: &Sources) -> Pages {
        let mut last_pages = self
            .last_pages
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let files = sources.files();
        let read = |at: usize| {
            let source = &files[at];
            let page = match last_pages.get(source.path()) {
                Some(known) if is_same(known.source(), source) => Ok(Some(Arc::clone(known))),
                _ => self.read_one(source).map(|page| page.map(Arc::new)),
            };
            self.progress.read.fetch_add(1, Ordering::Relaxed);
            page
        };
        self.progress
            .found
            .fetch_add(files.len(), Ordering::Relaxed);
        let mut results = parallel::map(self.jobs, files.len(), read);
        if self.options.get().is_none() && self.settle(results.iter().flatten().flatten()) {
            let again = |at: usize| {
                let source = &files[at];
                let other = reads_otherwise(source, &self.first);
                other.then(|| self.read_one(source).map(|page| page.map(Arc::new)))
            };
            let again = parallel::map(self.jobs, files.len(), again);
            for (result, again) in results.iter_mut().zip(again) {
                if let Some(again) = again {
                    *result = again;
                }
            }
        }
        let mut pages = Pages::default();
        for (file, result) in sources.ids().zip(results) {
            let page = result.map_err(|why| pages.failed.push((file, why)));
            pages.list.push(page.ok().flatten());
        }
        *last_pages = pages
            .list
            .iter()
            .flatten()
            .map(|page| (page.source().path().into(), Arc::clone(page)))
            .collect();
        pages
    }

    /// Decides the dialects by the links of the pages. Returns whether pages have to be read again.
    fn settle<'p>(&self, pages: impl Iterator<Item = &'p Arc<StoredPage>>) -> bool {
        let mut options = self.first.clone();
        let mut changed = false;
        if options.dialects.is_open() {
            let shown = pages.filter(|page| !page.source().is_hidden());
            let (wiki, all) = shown.fold((0, 0), |(wiki, all), page| {
                let page = page.parsed.borrow_dependent();
                let counts = if page.is_markdown() {
                    count_internal(page)
                } else {
                    (0, 0)
                };
                (wiki + counts.0, all + counts.1)
            });
            changed = Arc::make_mut(&mut options.dialects).settle(wiki, all);
        }
        self.options.set(options).is_ok() && changed
    }

    fn read_one(&self, source: &Arc<Source>) -> Result<Option<StoredPage>, PanicMessage> {
        let options = self.options();
        let read = || {
            // Obsidian has no MDX.
            if is_mdx(source.path()) && options.dialects.of(source.path()) == Dialect::Obsidian {
                return None;
            }
            let parsed = ParsedPage::try_new(Arc::clone(source), |source| {
                syntax::read(source, options).ok_or(())
            });
            let parsed = parsed.ok()?;
            let page = parsed.borrow_dependent();
            let has_templates = page
                .document
                .as_ref()
                .is_some_and(|document| !document.templates.is_empty());
            let objects = Arc::new(objects(page));
            let facts = || Arc::new(facts_with(page, &page.ids, &objects, self.types));
            let facts = (!has_templates).then(facts);
            Some(StoredPage {
                parsed,
                objects,
                facts,
                resolved_facts: Mutex::default(),
            })
        };
        catch_unwind(AssertUnwindSafe(read)).map_err(|panic| PanicMessage::of(&*panic))
    }
}

impl StoredPage {
    fn source(&self) -> &Source {
        self.parsed.borrow_owner()
    }
}

impl Pages {
    /// Returns the page of a file.
    #[must_use]
    pub fn get(&self, file: FileId) -> Option<&Page<'_>> {
        let stored = self.list.get(file.index())?.as_ref()?;
        Some(stored.parsed.borrow_dependent())
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
    ) -> Option<Arc<Facts>> {
        let stored = self.list.get(file.index())?.as_ref()?;
        if let Some(facts) = &stored.facts {
            return Some(Arc::clone(facts));
        }
        let page = stored.parsed.borrow_dependent();
        let ids = resolved.unwrap_or(&page.ids);
        let known = stored.resolved_facts.lock();
        let mut known = known.unwrap_or_else(PoisonError::into_inner);
        if let Some(facts) = known.as_ref().filter(|facts| facts.ids == *ids) {
            return Some(Arc::clone(facts));
        }
        let facts = Arc::new(facts_with(page, ids, &stored.objects, types));
        *known = Some(Arc::clone(&facts));
        Some(facts)
    }

    /// Iterates over the pages in path order.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Page<'_>)> {
        let files = (0..self.list.len()).filter_map(|at| u32::try_from(at).ok());
        files.filter_map(|at| Some((FileId(at), self.get(FileId(at))?)))
    }
}

/// Returns whether a page may read otherwise in the dialect of Obsidian than it did.
fn reads_otherwise(source: &Source, before: &ReadOptions) -> bool {
    let dialect = before.dialects.of(source.path());
    !matches!(dialect, Dialect::Obsidian | Dialect::Github) || is_mdx(source.path()) || {
        let bytes = source.text().as_bytes();
        let mut marks = memchr::memchr_iter(b'%', bytes);
        marks.any(|at| at > 0 && matches!(bytes[at - 1], b'%' | b'{'))
    }
}

/// Returns whether two sources parse to the same page.
fn is_same(one: &Source, other: &Source) -> bool {
    std::ptr::eq(one, other)
        || (one.path() == other.path()
            && one.is_hidden() == other.is_hidden()
            && one.is_included() == other.is_included()
            && one.condition() == other.condition()
            && one.text() == other.text())
}

/// The message of a panic.
#[derive(Clone, Debug)]
pub struct PanicMessage(String);

impl PanicMessage {
    /// Returns the message in a panic's payload.
    #[must_use]
    pub fn of(payload: &(dyn Any + Send)) -> Self {
        let text = payload
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        Self(text.unwrap_or("no reason given").to_owned())
    }
}

impl fmt::Display for PanicMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for PanicMessage {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::PageStore;
    use crate::schema::PageTypes;
    use crate::syntax::ReadOptions;
    use crate::text::{Source, Sources};

    #[test]
    fn only_a_changed_page_is_read_again() {
        let types = PageTypes::default();
        let store = PageStore::new(ReadOptions::default(), &types, 1);
        let files = ["a.md", "b.md"].map(|path| Source::new(path, "# A\n"));
        let before = Sources::new(files.into(), Vec::new());
        let texts = BTreeMap::from([("b.md".to_owned(), "# B\n".to_owned())]);
        let after = before.with_texts(&texts);
        let (first, second) = (store.read(&before), store.read(&after));
        let is_same: Vec<bool> = first
            .list
            .iter()
            .zip(&second.list)
            .map(|(one, other)| Arc::ptr_eq(one.as_ref().unwrap(), other.as_ref().unwrap()))
            .collect();
        assert_eq!(is_same, [true, false]);
        let file = after.find("b.md").unwrap();
        assert_eq!(
            second.get(file).unwrap().main_heading().unwrap().text,
            "B".into()
        );
    }
}
