//! Pages below folders whose name starts with a dot. They are not read, only counted and searched.

use std::fs;
use std::path::Path;

use ignore::gitignore::Gitignore;

use super::gitignore::{self, is_hidden};
use super::limits::{MAX_DEPTH, MAX_SEARCHED_FILES};
use super::paths::{is_page, relative};
use super::search::SearchableFile;

/// Folders that hold no pages of people: of version control, of editors, of package managers and caches.
const OF_TOOLS: [&str; 26] = [
    ".bundle",
    ".cache",
    ".cargo",
    ".docusaurus",
    ".git",
    ".gradle",
    ".hg",
    ".history",
    ".idea",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".next",
    ".npm",
    ".nox",
    ".obsidian",
    ".pnpm-store",
    ".pytest_cache",
    ".ruff_cache",
    ".stversions",
    ".svn",
    ".terraform",
    ".tox",
    ".trash",
    ".venv",
    ".vs",
    ".yarn",
];

/// The pages found so far.
#[derive(Default)]
pub(super) struct BelowDot {
    pub(super) pages: Vec<SearchableFile>,
    /// Number of files and folders that were looked at.
    looked: usize,
}

impl BelowDot {
    /// Collects the pages of a folder whose name starts with a dot, without what git ignores, other repositories, links, and dots below
    /// it. `ignores` are the rules of the folders around it.
    pub(super) fn add(&mut self, root: &Path, folder: &Path, ignores: &mut Vec<Gitignore>) {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        if !OF_TOOLS.contains(&name.as_ref()) {
            self.folder(root, folder, ignores, 0);
        }
    }

    fn folder(&mut self, root: &Path, folder: &Path, ignores: &mut Vec<Gitignore>, depth: usize) {
        // A checkout of its own, such as a second one of this repository.
        let is_repository = folder.join(".git").exists();
        let Ok(entries) = fs::read_dir(folder) else {
            return;
        };
        if depth > MAX_DEPTH || is_repository {
            return;
        }
        let rules = gitignore::read(folder).ok().flatten();
        let pushed = rules.map(|rules| ignores.push(rules)).is_some();
        for entry in entries.flatten() {
            self.looked += 1;
            let (path, name) = (entry.path(), entry.file_name());
            let Ok(kind) = entry.file_type() else {
                continue;
            };
            if self.looked > MAX_SEARCHED_FILES {
                break;
            }
            if name.to_string_lossy().starts_with('.') || is_hidden(ignores, &path, kind.is_dir()) {
                continue;
            }
            let below = relative(root, &path);
            if kind.is_dir() {
                self.folder(root, &path, ignores, depth + 1);
            } else if kind.is_file() && is_page(&below) {
                self.pages.extend(SearchableFile::of(&below, path));
            }
        }
        if pushed {
            ignores.pop();
        }
    }
}
