//! All files of a run.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::recent::Recent;
use super::source::Source;
use super::span::FileId;
use super::span::clamp;

/// Everything a run looks at: the files that were read, and the paths of those that were not. A copy shares the texts.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Arc<Source>>,
    others: Vec<String>,
    /// The other files that contain ATLAS ids.
    with_ids: Vec<String>,
    /// Whether some of the other files were not searched because of limits.
    partly_searched: bool,
    /// The pages in hidden folders, which are not read.
    below_dot: Vec<String>,
    /// A file that is not a page, but may have findings.
    attached: Option<Arc<Source>>,
    recent: Recent,
}

impl Sources {
    /// Creates the sources of a vault: the files to check, and the paths of other files, which links may lead to. Both are sorted here.
    #[must_use]
    pub fn new(files: Vec<Source>, others: Vec<String>) -> Self {
        Self::shared(files.into_iter().map(Arc::new).collect(), others)
    }

    /// Creates the sources of a vault like [`Self::new`], from shared texts.
    #[must_use]
    pub fn shared(mut files: Vec<Arc<Source>>, mut others: Vec<String>) -> Self {
        files.sort_by(|a, b| path_order(a.path(), b.path()));
        others.sort_by(|a, b| path_order(a, b));
        Self {
            files,
            others,
            ..Self::default()
        }
    }

    /// Returns the files with the result of a search of the others for ATLAS ids: `with_ids` contain some. `partly` is whether some were not
    /// searched because of limits.
    #[must_use]
    pub fn searched(mut self, mut with_ids: Vec<String>, partly: bool) -> Self {
        with_ids.sort_by(|a, b| path_order(a, b));
        self.with_ids = with_ids;
        self.partly_searched = partly;
        self
    }

    /// Returns the files with the pages that lie in hidden folders.
    #[must_use]
    pub fn with_below_dot(mut self, mut pages: Vec<String>) -> Self {
        pages.sort_by(|a, b| path_order(a, b));
        self.below_dot = pages;
        self
    }

    /// Returns the paths of the pages in hidden folders, which are not read.
    #[must_use]
    pub fn below_dot(&self) -> &[String] {
        &self.below_dot
    }

    /// Returns the paths of files with ATLAS ids whose text is not held here, as far as they were searched.
    #[must_use]
    pub fn with_ids(&self) -> &[String] {
        &self.with_ids
    }

    /// Returns whether limits left files unsearched.
    #[must_use]
    pub fn is_partly_searched(&self) -> bool {
        self.partly_searched
    }

    /// Returns the files of both vaults as one.
    #[must_use]
    pub fn joined(mut self, more: Self) -> Self {
        self.files.extend(more.files);
        self.others.extend(more.others);
        Self::shared(self.files, self.others)
            .searched(self.with_ids, self.partly_searched)
            .with_below_dot(self.below_dot)
    }

    /// Returns the files as hidden: only links to them count.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        let hide = |file: Arc<Source>| Arc::new(Arc::unwrap_or_clone(file).hide(true));
        self.files = self.files.into_iter().map(hide).collect();
        self
    }

    /// Returns the files with text, sorted by path. A [`FileId`] is an index into them.
    #[must_use]
    pub fn files(&self) -> &[Arc<Source>] {
        &self.files
    }

    /// Returns the paths of files whose text is not needed: images, documents.
    #[must_use]
    pub fn others(&self) -> &[String] {
        &self.others
    }

    /// Returns the file of an id.
    ///
    /// # Panics
    /// If the id is from another run.
    #[must_use]
    pub fn get(&self, id: FileId) -> &Arc<Source> {
        match &self.attached {
            Some(attached) if id.index() == self.files.len() => attached,
            _ => &self.files[id.index()],
        }
    }

    /// Returns the file of an id with its text in memory. A text that was let go is read again for this, and does not stay.
    ///
    /// # Panics
    /// If the id is from another run.
    #[must_use]
    pub fn opened(&self, id: FileId) -> Arc<Source> {
        self.recent.open(id, self.get(id))
    }

    /// Iterates over the files of which another text was read than the first time.
    pub fn changed(&self) -> impl Iterator<Item = FileId> {
        self.ids().filter(|file| self.get(*file).has_changed())
    }

    /// Adds a file that is not read as a page, and that no link leads to: the baseline. There is one such file at most.
    pub fn attach(&mut self, source: Source) -> FileId {
        self.attached = Some(Arc::new(source));
        FileId(clamp(self.files.len()))
    }

    /// Returns the attached file.
    #[must_use]
    pub fn attached(&self) -> Option<FileId> {
        let last = FileId(clamp(self.files.len()));
        self.attached.as_ref().map(|_| last)
    }

    /// Replaces the text of a file. Its id and other properties stay.
    ///
    /// # Panics
    /// On an id of another run.
    pub fn rewrite(&mut self, id: FileId, text: &str) {
        let is_attached = Some(id) == self.attached();
        let attached = self.attached.as_mut().filter(|_| is_attached);
        let file = attached.unwrap_or_else(|| &mut self.files[id.index()]);
        *file = Arc::new(file.with_text(text));
    }

    /// Returns the same files with these texts, by path, in place of theirs or added.
    #[must_use]
    pub fn with_texts(&self, texts: &BTreeMap<String, String>) -> Self {
        let file = |source: &Arc<Source>| match texts.get(source.path()) {
            Some(text) => Arc::new(source.with_text(text)),
            None => Arc::clone(source),
        };
        let new = texts.iter().filter(|(path, _)| self.find(path).is_none());
        let new = new.map(|(path, text)| Arc::new(Source::new(path.as_str(), text.as_str())));
        let files = self.files.iter().map(file).chain(new).collect();
        Self::shared(files, self.others.clone())
    }

    /// Iterates over the ids of all files, in path order.
    pub fn ids(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..clamp(self.files.len())).map(FileId)
    }

    /// Returns the id of the file at `path`.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.files
            .binary_search_by(|file| path_order(file.path(), path))
            .ok()
            .map(|at| FileId(clamp(at)))
    }
}

/// Compares paths in the order of all output: by bytes.
fn path_order(a: &str, b: &str) -> Ordering {
    a.as_bytes().cmp(b.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::{Source, Sources};
    use crate::text::Reader;

    #[test]
    fn files_are_found_by_path() {
        let files = ["b.md", "a/z.md", "a.md"].map(|path| Source::new(path, ""));
        let sources = Sources::new(files.into(), Vec::new());
        for id in sources.ids() {
            assert_eq!(sources.find(sources.get(id).path()), Some(id));
        }
        assert_eq!(sources.find("c.md"), None);
    }

    #[derive(Debug)]
    struct Always;

    impl Reader for Always {
        fn read(&self, _: &str) -> Result<Vec<u8>, String> {
            Ok(b"old".to_vec())
        }
    }

    #[test]
    fn a_text_that_was_read_again_is_not_kept_when_it_is_replaced() {
        let file = Source::deferred("a.md", Arc::new(Always));
        let mut sources = Sources::new(vec![file], Vec::new());
        let page = sources.find("a.md").unwrap();
        assert_eq!(sources.opened(page).text(), "old");
        sources.rewrite(page, "new");
        assert_eq!(sources.opened(page).text(), "new");
    }

    /// Reads another text each time.
    #[derive(Debug)]
    struct Changing(AtomicUsize);

    impl Reader for Changing {
        fn read(&self, _: &str) -> Result<Vec<u8>, String> {
            let times = self.0.fetch_add(1, Ordering::Relaxed);
            Ok(times.to_string().into_bytes())
        }
    }

    #[test]
    fn another_text_is_noticed_whoever_reads_it_again() {
        let file = |path: &str| {
            let reader = Changing(AtomicUsize::new(0));
            Source::deferred(path, Arc::new(reader))
        };
        let others = vec![file("a.md"), file("b.md"), Source::new("c.md", "c")];
        let sources = Sources::new(others, Vec::new());
        let [a, b] = ["a.md", "b.md"].map(|path| sources.find(path).unwrap());
        for id in sources.ids() {
            let _ = sources.get(id).opened(|_| false);
        }
        assert_eq!(sources.changed().count(), 0);
        let _ = sources.opened(a);
        assert_eq!(sources.changed().collect::<Vec<_>>(), [a]);
        let length = sources.get(b).lent(|source| source.text().len());
        assert_eq!(length, 0, "what differs is not taken");
        assert_eq!(sources.changed().collect::<Vec<_>>(), [a, b]);
    }

    #[test]
    fn a_file_keeps_its_id_when_its_text_is_replaced() {
        let files = ["b.md", "a.md"].map(|path| Source::new(path, "old").hide(true));
        let mut sources = Sources::new(files.into(), Vec::new());
        let baseline = sources.attach(Source::new("baseline.jsonl", "old"));
        let page = sources.find("b.md").unwrap();
        for id in [page, baseline] {
            let path = sources.get(id).path().to_owned();
            sources.rewrite(id, "new");
            assert_eq!(sources.get(id).path(), path);
            assert_eq!(sources.get(id).text(), "new");
        }
        assert!(sources.get(page).is_hidden());
        assert_eq!(sources.attached(), Some(baseline));
        assert_eq!(sources.find("baseline.jsonl"), None);
    }
}
