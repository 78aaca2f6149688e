//! Store of the pages of a run. Each page is read once and shared by all vaults with the same text.
//!
//! In a round of fixes, in the other tree of a comparison, and after an edit in an editor, few pages differ from those read
//! before. Only these are read again.

mod kept;
mod panic_message;
mod stored;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

pub use kept::{KeptFacts, Lent, LentLinks, LentNames};
pub use panic_message::PanicMessage;
pub use stored::StoredPage;
use stored::{Checked, parse};

use crate::diagnostic::Diagnostic;
use crate::dialect::Dialect;
use crate::facts::{Facts, Object, count_internal, facts_with, objects};
use crate::parallel;
use crate::schema::PageTypes;
use crate::syntax::id::IdToken;
use crate::syntax::{Page, ReadOptions, is_mdx};
use crate::text::{FileId, Source, Sources};

/// Upper bound on the bytes of texts that stay in memory with their trees, of files that can be read again.
const MAX_KEPT_BYTES: usize = 8 << 20;

/// Function that checks a page as soon as it is parsed, while its text and its tree are there.
pub type EarlyCheck<'a> = &'a (dyn Fn(FileId, &Page<'_>, &Facts) -> Option<Vec<Diagnostic>> + Sync);

/// Reader of pages that keeps the last version of each.
#[derive(Debug)]
pub struct PageStore<'t> {
    /// The options until the dialects are settled.
    first: Arc<ReadOptions>,
    options: OnceLock<Arc<ReadOptions>>,
    /// Number of bytes of texts that stay in memory.
    kept_bytes: AtomicUsize,
    max_kept_bytes: usize,
    types: &'t PageTypes,
    jobs: usize,
    progress: Progress,
    /// The last page at each path, by path.
    last_pages: Mutex<Vec<Arc<StoredPage>>>,
    /// The objects of a page without any.
    no_objects: Arc<Vec<Object>>,
}

/// Progress: pages read of pages found, in all vaults.
#[derive(Debug, Default)]
pub struct Progress {
    pub read: AtomicUsize,
    pub found: AtomicUsize,
}

/// The pages of one vault, by file; None for files that are not pages.
#[derive(Debug, Default)]
pub struct Pages {
    list: Vec<Option<Arc<StoredPage>>>,
    /// The findings of the early check on each page; None where it did not run, and when they were taken.
    early: Vec<Mutex<Option<Vec<Diagnostic>>>>,
    /// The files on which the reader panicked, with the messages.
    pub failed: Vec<(FileId, PanicMessage)>,
}

impl<'t> PageStore<'t> {
    /// Returns an empty store. `jobs` is the number of threads to read on.
    #[must_use]
    pub fn new(options: ReadOptions, types: &'t PageTypes, jobs: usize) -> Self {
        Self {
            first: Arc::new(options),
            options: OnceLock::new(),
            kept_bytes: AtomicUsize::new(0),
            max_kept_bytes: MAX_KEPT_BYTES,
            types,
            jobs,
            progress: Progress::default(),
            last_pages: Mutex::default(),
            no_objects: Arc::default(),
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

    /// Sets the number of bytes of texts that stay in memory.
    #[must_use]
    pub fn keep_bytes(mut self, most: usize) -> Self {
        self.max_kept_bytes = most;
        self
    }

    /// Reads the pages of a vault. A page is reused if its text is the last one read at its path.
    #[must_use]
    pub fn read(&self, sources: &Sources) -> Pages {
        self.read_and_check(sources, None)
    }

    /// Reads the pages of a vault, and checks each as soon as it is parsed.
    #[must_use]
    pub fn read_and_check(&self, sources: &Sources, early: Option<EarlyCheck<'_>>) -> Pages {
        let mut last_pages = self
            .last_pages
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let files: Vec<(FileId, &Arc<Source>)> = sources.ids().zip(sources.files()).collect();
        let read = |at: usize| {
            let (file, source) = files[at];
            let known = last_pages.binary_search_by(|page| page.source.path().cmp(source.path()));
            let page = match known.ok().map(|at| &last_pages[at]) {
                Some(known) if is_same(&known.source, source) => {
                    Ok(Some(known.checked(file, early)))
                }
                _ => self.read_one(file, source, early),
            };
            self.progress.read.fetch_add(1, Ordering::Relaxed);
            page
        };
        self.progress
            .found
            .fetch_add(files.len(), Ordering::Relaxed);
        let mut results = parallel::map(self.jobs, files.len(), read);
        let pages = results.iter().flatten().flatten();
        if self.options.get().is_none() && self.settle(pages.map(|(page, _)| page)) {
            let again = |at: usize| {
                let (file, source) = files[at];
                let other = match &results[at] {
                    Ok(Some((page, _))) => page.reads_otherwise,
                    // Obsidian has no MDX.
                    _ => true,
                };
                other.then(|| self.read_one(file, source, early))
            };
            let again = parallel::map(self.jobs, files.len(), again);
            for (result, again) in results.iter_mut().zip(again) {
                if let Some(again) = again {
                    *result = again;
                }
            }
        }
        let mut pages = Pages::default();
        for ((file, _), result) in files.iter().zip(results) {
            let page = result.map_err(|why| pages.failed.push((*file, why)));
            let (page, early) = page.ok().flatten().unzip();
            pages.list.push(page);
            pages.early.push(Mutex::new(early.flatten()));
        }
        *last_pages = pages.list.iter().flatten().map(Arc::clone).collect();
        pages
    }

    /// Decides the dialects by the links of the pages. Returns whether pages have to be read again.
    fn settle<'p>(&self, pages: impl Iterator<Item = &'p Arc<StoredPage>>) -> bool {
        let mut options = ReadOptions::clone(&self.first);
        let mut changed = false;
        if options.dialects.is_open() {
            let shown = pages.filter(|page| !page.source.is_hidden());
            let (wiki, all) = shown.fold((0, 0), |(wiki, all), page| {
                let counts = page.internal_links;
                (wiki + counts.0, all + counts.1)
            });
            changed = Arc::make_mut(&mut options.dialects).settle(wiki, all);
        }
        self.options.set(Arc::new(options)).is_ok() && changed
    }

    /// Returns whether a text of this length stays in memory.
    fn keeps(&self, length: usize) -> bool {
        let before = self.kept_bytes.fetch_add(length, Ordering::Relaxed);
        before + length <= self.max_kept_bytes
    }

    fn read_one(
        &self,
        file: FileId,
        source: &Arc<Source>,
        early: Option<EarlyCheck<'_>>,
    ) -> Result<Option<Checked>, PanicMessage> {
        let options = self.options.get().unwrap_or(&self.first);
        let read = || {
            // Obsidian has no MDX.
            if is_mdx(source.path()) && options.dialects.of(source.path()) == Dialect::Obsidian {
                return None;
            }
            let opened = source.opened(|length| self.keeps(length));
            let is_kept = Arc::ptr_eq(&opened, source);
            let parsed = parse(opened, options)?;
            let page = parsed.borrow_dependent();
            let is_data = page.document.is_some();
            let has_templates = page
                .document
                .as_ref()
                .is_some_and(|document| !document.templates.is_empty());
            let objects = match objects(page) {
                none if none.is_empty() => Arc::clone(&self.no_objects),
                some => Arc::new(some),
            };
            let facts = || facts_with(page, &page.ids, &objects, self.types);
            let facts = (!has_templates).then(facts);
            let findings = facts
                .as_ref()
                .filter(|_| !is_data)
                .zip(early)
                .and_then(|(facts, early)| early(file, page, facts));
            let internal_links = match page.document {
                None => count_internal(page),
                Some(_) => (0, 0),
            };
            let stored = StoredPage {
                source: Arc::clone(source),
                options: Arc::clone(options),
                parsed: OnceLock::new(),
                is_data,
                internal_links,
                reads_otherwise: reads_otherwise(page.source, options),
                objects,
                facts: facts.map(|facts| Arc::new(KeptFacts::new(facts, is_kept || is_data))),
                resolved_facts: Mutex::default(),
            };
            if is_kept {
                stored.parsed.get_or_init(|| parsed);
            }
            Some((Arc::new(stored), findings))
        };
        catch_unwind(AssertUnwindSafe(read)).map_err(|panic| PanicMessage::of(&*panic))
    }
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
        let facts = Arc::new(KeptFacts::new(facts, true));
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
            && one.has_text_of(other))
}

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
