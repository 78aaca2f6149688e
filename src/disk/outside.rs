//! Files around a vault, looked at when a link leads to them.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use ignore::gitignore::Gitignore;

use super::bounded::read_bounded;
use super::gitignore;
use super::limits::MOST_DATA;
use super::paths::{git_root, is_in_git_folder};
use crate::vault::Outside;

/// The folder that links may not leave: the root of the repository, or of the vault if there is none.
#[derive(Debug)]
pub struct LinkBoundary {
    root: PathBuf,
    ignores: Mutex<HashMap<PathBuf, Option<Arc<Gitignore>>>>,
    known: Mutex<HashMap<String, bool>>,
    submodules: OnceLock<Vec<String>>,
}

impl LinkBoundary {
    /// Returns the top around a vault.
    #[must_use]
    pub fn around(vault: &Path) -> Self {
        Self {
            root: git_root(vault).unwrap_or_else(|| vault.to_path_buf()),
            ignores: Mutex::default(),
            known: Mutex::default(),
            submodules: OnceLock::new(),
        }
    }

    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn exists_at(&self, path: &str) -> bool {
        // A link out of the repository would reveal which files exist on the machine.
        let real = fs::canonicalize(self.root.join(path));
        real.is_ok_and(|real| real.starts_with(&self.root) && !is_in_git_folder(&self.root, &real))
    }

    /// Returns the folders of submodules. A link to their list is not followed, as git follows none either.
    fn submodules(&self) -> &[String] {
        self.submodules.get_or_init(|| {
            let file = self.root.join(".gitmodules");
            let is_file = fs::symlink_metadata(&file).is_ok_and(|file| file.is_file());
            let bytes = is_file
                .then(|| read_bounded(&file, MOST_DATA).ok())
                .flatten();
            let text = bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            gitignore::submodules(&text.unwrap_or_default())
        })
    }

    fn rules(&self, folder: &Path) -> Option<Arc<Gitignore>> {
        let mut known = self.ignores.lock().unwrap_or_else(PoisonError::into_inner);
        let rules = known
            .entry(folder.to_path_buf())
            .or_insert_with(|| gitignore::read(folder).ok().flatten().map(Arc::new));
        rules.clone()
    }
}

impl Outside for LinkBoundary {
    fn exists(&self, path: &str) -> bool {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(&known) = known.get(path) {
            return known;
        }
        drop(known);
        let exists = self.exists_at(path);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(path.to_owned(), exists);
        exists
    }

    fn is_ignored(&self, path: &str) -> bool {
        let mut submodules = self.submodules().iter();
        if submodules.any(|folder| Path::new(path).starts_with(folder)) {
            return true;
        }
        let parts: Vec<&str> = path.split('/').collect();
        let mut folder = self.root.clone();
        let mut rules = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            rules.extend(self.rules(&folder));
            folder.push(part);
            let is_folder = at + 1 < parts.len();
            let opinions = rules
                .iter()
                .rev()
                .map(|rules| rules.matched(&folder, is_folder));
            let mut opinions = opinions.filter(|opinion| !opinion.is_none());
            if opinions.next().is_some_and(|opinion| opinion.is_ignore()) {
                return true;
            }
        }
        false
    }
}
