//! Decides which files of a listing are ignored by the vault's `.gitignore`s.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use ignore::gitignore::Gitignore;

use crate::disk::gitignore;
use crate::text::path::{holds_no_pages, parent_of};

/// The `.gitignore`s of a vault, by their folders.
pub(super) struct Ignores {
    root: PathBuf,
    files: HashMap<String, Gitignore>,
    /// Cache of whether a folder is hidden.
    folders: HashMap<String, bool>,
}

impl Ignores {
    /// Compiles the rules of `.gitignore` files. `texts` holds each text with its folder from the root ("" for the root).
    pub(super) fn new(root: &Path, texts: impl Iterator<Item = (String, Vec<u8>)>) -> Self {
        let files = texts.filter_map(|(folder, text)| {
            let rules = gitignore::parse(&root.join(&folder), &text)?;
            Some((folder, rules))
        });
        Self {
            root: root.to_path_buf(),
            files: files.collect(),
            folders: HashMap::new(),
        }
    }

    /// Returns whether a file is hidden, itself or by a parent folder.
    pub(super) fn hide(&mut self, path: &str) -> bool {
        let folder = parent_of(path);
        if holds_no_pages(folder) {
            return true;
        }
        if self.files.is_empty() {
            return false;
        }
        self.hides_folder(folder) || self.matches(path, false)
    }

    fn hides_folder(&mut self, folder: &str) -> bool {
        if folder.is_empty() {
            return false;
        }
        if let Some(&known) = self.folders.get(folder) {
            return known;
        }
        let around = parent_of(folder);
        let hidden = self.hides_folder(around) || self.matches(folder, true);
        self.folders.insert(folder.to_owned(), hidden);
        hidden
    }

    /// Returns the decision of the nearest `.gitignore` with a matching pattern.
    fn matches(&self, path: &str, is_folder: bool) -> bool {
        let full = self.root.join(path);
        let mut folder = path;
        loop {
            folder = parent_of(folder);
            if let Some(ignore) = self.files.get(folder) {
                let opinion = ignore.matched(&full, is_folder);
                if !opinion.is_none() {
                    return opinion.is_ignore();
                }
            }
            if folder.is_empty() {
                return false;
            }
        }
    }
}
