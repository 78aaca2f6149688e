//! Store of the pages of a run. Each page is read once and shared by all vaults with the same text.
//!
//! In a round of fixes, in the other tree of a comparison, and after an edit in an editor, few pages differ from those read
//! before. Only these are read again.

mod bounds;
mod brief;
mod cache;
mod finding;
mod kept;
mod of_vault;
mod packed;
mod panic_message;
mod stored;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

pub use bounds::Bounds;
pub use brief::{Brief, Limits};
use cache::{Fresh, Reused, remember, reuse};
pub use cache::{PageCache, TextHash};
pub use kept::{KeptFacts, Lent, LentLinks, LentNames};
pub use of_vault::Pages;
use packed::Dictionary;
pub use panic_message::PanicMessage;
pub use stored::StoredPage;
use stored::{Checked, parse};

use crate::diagnostic::Diagnostic;
use crate::dialect::{Dialect, LinkCounts};
use crate::facts::{Facts, Object, count_internal, facts_with, objects};
use crate::parallel;
use crate::schema::PageTypes;
use crate::syntax::{Page, ReadOptions, is_mdx};
use crate::text::{FileId, Source, Sources};

/// Function that checks a page as soon as it is parsed, while its text and its tree are there.
pub type EarlyCheck<'a> = &'a (dyn Fn(FileId, &Page<'_>, &Facts) -> Option<Vec<Diagnostic>> + Sync);

/// Reader of pages that keeps the last version of each.
#[derive(Debug)]
pub struct PageStore<'t> {
    /// The options until the dialects are settled.
    first: Arc<ReadOptions>,
    options: OnceLock<Arc<ReadOptions>>,
    /// Number of bytes of texts that were read.
    read_bytes: AtomicUsize,
    bounds: Bounds,
    /// Whether trees stay with their texts behind an early check.
    keeps_trees: bool,
    dictionary: Dictionary,
    /// What an earlier run found, for the first reading.
    cache: Option<&'t dyn PageCache>,
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

impl<'t> PageStore<'t> {
    /// Returns an empty store. `jobs` is the number of threads to read on.
    #[must_use]
    pub fn new(options: ReadOptions, types: &'t PageTypes, jobs: usize) -> Self {
        Self {
            first: Arc::new(options),
            options: OnceLock::new(),
            read_bytes: AtomicUsize::new(0),
            bounds: Bounds::USUAL,
            keeps_trees: false,
            dictionary: Dictionary::new(),
            cache: None,
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

    /// Sets what stays in memory.
    #[must_use]
    pub fn keep(mut self, bounds: Bounds) -> Self {
        self.bounds = bounds;
        self
    }

    /// Sets whether trees stay with their texts behind an early check. Rounds of fixes, and the tree before a change, check pages
    /// again.
    #[must_use]
    pub fn keep_trees(mut self, keeps_trees: bool) -> Self {
        self.keeps_trees = keeps_trees;
        self
    }

    /// Takes over pages that an earlier run read, and remembers those of this run.
    #[must_use]
    pub fn with_cache(mut self, cache: Option<&'t dyn PageCache>) -> Self {
        self.cache = cache;
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
        let bounds = self.bounds.of(files.len());
        let read = |at: usize| {
            let (file, source) = files[at];
            let known = last_pages.binary_search_by(|page| page.source.path().cmp(source.path()));
            let page = match known.ok().map(|at| &last_pages[at]) {
                Some(known) if is_same(&known.source, source) => {
                    Ok(Some(known.checked(file, early)))
                }
                _ => self.read_one(file, source, early, bounds),
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
                other.then(|| self.read_one(file, source, early, bounds))
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
            let mut links = LinkCounts::default();
            shown.for_each(|page| links += page.internal_links);
            changed = Arc::make_mut(&mut options.dialects).settle(links);
        }
        self.options.set(Arc::new(options)).is_ok() && changed
    }

    fn read_one(
        &self,
        file: FileId,
        source: &Arc<Source>,
        early: Option<EarlyCheck<'_>>,
        bounds: Bounds,
    ) -> Result<Option<Checked>, PanicMessage> {
        let options = self.options.get().unwrap_or(&self.first);
        let read = || {
            // Obsidian has no MDX.
            if is_mdx(source.path()) && options.dialects.of(source.path()) == Dialect::Obsidian {
                return None;
            }
            // What the links settle is not known to the entries, which are all of a first reading.
            let cache = self.cache.filter(|_| self.options.get().is_none());
            if let Some(reused) = cache.and_then(|cache| reuse(cache, file, source)) {
                return Some(self.take_over(source, reused, bounds));
            }
            // Before the text, so that a change in between shows.
            let stamp = cache.and_then(|_| source.stamp());
            let mut bytes = 0;
            let opened = source.opened(|length| {
                bytes = length + self.read_bytes.fetch_add(length, Ordering::Relaxed);
                bytes <= bounds.texts
            });
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
                Some(_) => LinkCounts::default(),
            };
            let reads_otherwise = reads_otherwise(page.source, options);
            if let (Some(cache), Some(facts), false) = (cache, &facts, is_data) {
                let fresh = Fresh {
                    source,
                    stamp,
                    text: page.source.text(),
                    internal_links,
                    reads_otherwise,
                    facts,
                    findings: findings.as_deref(),
                };
                let _ = remember(cache, file, &fresh);
            }
            // Data stay in memory, as other pages depend on them.
            let is_whole = is_kept || is_data || bytes <= bounds.facts;
            let stored = StoredPage {
                source: Arc::clone(source),
                options: Arc::clone(options),
                parsed: OnceLock::new(),
                is_data,
                internal_links,
                reads_otherwise,
                objects,
                facts: facts
                    .map(|facts| Arc::new(KeptFacts::new(facts, is_whole, &self.dictionary))),
                resolved_facts: Mutex::default(),
            };
            // Behind an early check few trees are needed. Memory that the next page uses again is cheaper than new memory.
            if is_kept && (is_data || early.is_none() || self.keeps_trees) {
                stored.parsed.get_or_init(|| parsed);
            }
            Some((Arc::new(stored), findings))
        };
        catch_unwind(AssertUnwindSafe(read)).map_err(|panic| PanicMessage::of(&*panic))
    }
}

impl PageStore<'_> {
    /// Returns a page that an earlier run read.
    fn take_over(&self, source: &Arc<Source>, reused: Reused, bounds: Bounds) -> Checked {
        let Reused {
            entry,
            facts,
            findings,
        } = reused;
        let bytes = self.read_bytes.load(Ordering::Relaxed);
        let stored = StoredPage {
            source: Arc::clone(source),
            options: Arc::clone(&self.first),
            parsed: OnceLock::new(),
            is_data: false,
            internal_links: entry.internal_links,
            reads_otherwise: entry.reads_otherwise,
            objects: Arc::clone(&self.no_objects),
            facts: Some(Reused::kept(facts, entry, bytes < bounds.facts)),
            resolved_facts: Mutex::default(),
        };
        (Arc::new(stored), findings)
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
