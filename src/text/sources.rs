//! The files of a run.

use std::cmp::Ordering;

use super::span::clamp;
use super::{FileId, Source};

/// Files that were read, and paths of the other files of the vault.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
    others: Vec<String>,
    /// A file that is not a page, but that findings may point into.
    attached: Option<Source>,
}

impl Sources {
    /// Takes the files to check, and the paths of other files that links may point at. Sorts both.
    #[must_use]
    pub fn new(mut files: Vec<Source>, mut others: Vec<String>) -> Self {
        files.sort_by(|a, b| path_order(&a.path, &b.path));
        others.sort_by(|a, b| path_order(a, b));
        Self {
            files,
            others,
            attached: None,
        }
    }

    /// Returns the files of both.
    #[must_use]
    pub fn joined(mut self, more: Self) -> Self {
        self.files.extend(more.files);
        self.others.extend(more.others);
        Self::new(self.files, self.others)
    }

    /// Returns these files as targets of links only, so that they are not reported on.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.files = self.files.into_iter().map(|file| file.hide(true)).collect();
        self
    }

    /// Returns the files with text, sorted by path. A [`FileId`] is an index into them.
    #[must_use]
    pub fn files(&self) -> &[Source] {
        &self.files
    }

    /// Returns paths of files whose text is not needed, such as images.
    #[must_use]
    pub fn others(&self) -> &[String] {
        &self.others
    }

    /// Returns the file with an id.
    ///
    /// # Panics
    ///
    /// If the id is from another run.
    #[must_use]
    pub fn get(&self, id: FileId) -> &Source {
        match &self.attached {
            Some(attached) if id.index() == self.files.len() => attached,
            _ => &self.files[id.index()],
        }
    }

    /// Adds the one file that is neither a page nor a target of links, the baseline, and returns its id.
    pub fn attach(&mut self, source: Source) -> FileId {
        self.attached = Some(source);
        FileId(clamp(self.files.len()))
    }

    /// Returns the id of the attached file.
    #[must_use]
    pub fn attached(&self) -> Option<FileId> {
        let last = FileId(clamp(self.files.len()));
        self.attached.as_ref().map(|_| last)
    }

    /// Replaces the text of a file, which keeps its id and its flags.
    ///
    /// # Panics
    ///
    /// If the id is from another run.
    pub fn rewrite(&mut self, id: FileId, text: &str) {
        let is_attached = Some(id) == self.attached();
        let attached = self.attached.as_mut().filter(|_| is_attached);
        let file = attached.unwrap_or_else(|| &mut self.files[id.index()]);
        *file = file.with_text(text);
    }

    /// Returns all ids, in the order of the paths.
    pub fn ids(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..clamp(self.files.len())).map(FileId)
    }

    /// Returns the id of the file at `path`.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.files
            .binary_search_by(|file| path_order(&file.path, path))
            .ok()
            .map(|at| FileId(clamp(at)))
    }
}

/// Compares two paths by bytes, which is the order of paths in all output.
fn path_order(a: &str, b: &str) -> Ordering {
    a.as_bytes().cmp(b.as_bytes())
}
