//! The files of a vault.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ignore::gitignore::Gitignore;

use super::hidden::{RULES, is_hidden, rules};
use super::page::{page_of, read};
use super::{is_page, relative, words};
use crate::parallel;
use crate::syntax::data::is_data;
use crate::text::Sources;

/// The deepest folder that is looked into.
const MAX_DEPTH: usize = 128;

/// The most files that symbolic links to folders make known a second time: many links to one large folder would be more than
/// can be listed.
pub const MOST_LINKED: usize = 100_000;

/// Why a link to a folder is not followed any more.
#[must_use]
pub fn too_many_linked() -> String {
    format!("symbolic links to folders lead to more than {MOST_LINKED} files")
}

/// Reads a vault: every file that is not hidden is known, every page is read.
/// `replaced` is a page whose text comes from elsewhere, with that text.
#[must_use]
pub fn read_vault(
    root: &Path,
    replaced: Option<(&str, &[u8])>,
    included: &(dyn Fn(&str) -> bool + Sync),
    jobs: usize,
) -> Sources {
    let mut walk = Walk::default();
    walk.folder(root, root, &mut Vec::new(), false, 0);
    if let Some((path, _)) = replaced {
        walk.pages.retain(|page| page.path != path);
        walk.pages.push(Found {
            path: path.to_owned(),
            real: PathBuf::new(),
            hidden: false,
            trouble: None,
        });
    }
    let pages = walk.pages;
    let files = parallel::map(jobs, pages.len(), |at| {
        let page = &pages[at];
        let wanted = is_data(&page.path) && included(&page.path);
        let source = match replaced.filter(|(path, _)| *path == page.path) {
            Some((path, bytes)) => page_of(path, wanted, bytes.to_vec()),
            None => read(page, wanted),
        };
        source.map(|source| source.hide(page.hidden))
    });
    let mut others = walk.others;
    let mut read = Vec::with_capacity(files.len());
    for (page, source) in pages.into_iter().zip(files) {
        match source {
            Some(source) => read.push(source),
            None => others.push(page.path),
        }
    }
    Sources::new(read, others)
}

/// A page that a walk came upon.
pub(super) struct Found {
    pub(super) path: String,
    pub(super) real: PathBuf,
    hidden: bool,
    pub(super) trouble: Option<String>,
}

#[derive(Default)]
struct Walk {
    pages: Vec<Found>,
    others: Vec<String>,
    /// Whether the walk is below a symbolic link to a folder.
    in_link: bool,
    /// How many files such links have led to.
    linked: usize,
}

impl Walk {
    fn folder(
        &mut self,
        root: &Path,
        folder: &Path,
        ignores: &mut Vec<Gitignore>,
        hidden: bool,
        depth: usize,
    ) {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return self.trouble(relative(root, folder), hidden, words(&error)),
        };
        if depth > MAX_DEPTH {
            let why = format!("more than {MAX_DEPTH} folders deep");
            return self.trouble(relative(root, folder), hidden, why);
        }
        let pushed = match rules(folder) {
            Ok(ignore) => ignore.map(|ignore| ignores.push(ignore)).is_some(),
            Err(why) => {
                let file = folder.join(RULES);
                self.trouble(relative(root, &file), hidden, why);
                false
            }
        };
        for entry in entries {
            match entry {
                Ok(entry) => self.entry(root, &entry, ignores, hidden, depth),
                Err(error) => self.trouble(relative(root, folder), hidden, words(&error)),
            }
        }
        if pushed {
            ignores.pop();
        }
    }

    fn entry(
        &mut self,
        root: &Path,
        entry: &fs::DirEntry,
        ignores: &mut Vec<Gitignore>,
        hidden: bool,
        depth: usize,
    ) {
        if entry.file_name().to_string_lossy().starts_with('.') {
            return;
        }
        let path = entry.path();
        let name = relative(root, &path);
        let Ok(kind) = entry.file_type() else {
            return self.trouble(name, hidden, "its type cannot be read".to_owned());
        };
        let is_link = kind.is_symlink();
        let is_folder = if is_link {
            path.is_dir()
        } else {
            kind.is_dir()
        };
        let hidden = hidden || is_hidden(ignores, &path, is_folder);
        match (is_link, is_folder) {
            (false, true) => self.folder(root, &path, ignores, hidden, depth + 1),
            (true, true) => self.linked_folder(root, &path, ignores, hidden, depth),
            (true, false) => self.linked_file(root, path, name, hidden),
            (false, false) => self.file(path, name, hidden, None),
        }
    }

    fn file(&mut self, real: PathBuf, path: String, hidden: bool, trouble: Option<String>) {
        if is_page(&path) || is_data(&path) {
            self.pages.push(Found {
                path,
                real,
                hidden,
                trouble,
            });
        } else if trouble.is_none() {
            self.others.push(path);
        }
    }

    /// A symbolic link to a file: read only if it stays in the vault, and is not read under its own path anyway.
    fn linked_file(&mut self, root: &Path, path: PathBuf, name: String, hidden: bool) {
        let trouble = match fs::canonicalize(&path) {
            Ok(real) if is_of_git(root, &real) => Some(GITS_OWN.to_owned()),
            Ok(real) if real.starts_with(root) => {
                if !is_below_dot(root, &real) {
                    self.others.push(name);
                    return;
                }
                None
            }
            Ok(_) => Some("it is a symbolic link that leads out of the vault".to_owned()),
            Err(error) => {
                let loops = error.kind() != io::ErrorKind::NotFound;
                let what = if loops {
                    "a symbolic link that loops"
                } else {
                    "a symbolic link to nothing"
                };
                // A loop has no end that could tell whether it is a page.
                if loops && !is_page(&name) {
                    return self.trouble(name, hidden, format!("it is {what}"));
                }
                Some(format!("it is {what}"))
            }
        };
        self.file(path, name, hidden, trouble);
    }

    /// A symbolic link to a folder: its files are known under both paths, but read, and so reported, only once. Links to folders
    /// below it are not followed, as a few of them that name one another make more paths than can be listed.
    fn linked_folder(
        &mut self,
        root: &Path,
        path: &Path,
        ignores: &mut Vec<Gitignore>,
        hidden: bool,
        depth: usize,
    ) {
        if self.in_link {
            return;
        }
        let name = relative(root, path);
        let Ok(real) = fs::canonicalize(path) else {
            return self.trouble(name, hidden, "it is a symbolic link to nothing".to_owned());
        };
        if path.starts_with(&real) {
            let why = "it is a symbolic link to a folder around it, a loop";
            return self.trouble(name, hidden, why.to_owned());
        }
        if !real.starts_with(root) {
            let why = "it is a symbolic link to a folder outside the vault";
            return self.trouble(name, hidden, why.to_owned());
        }
        if is_of_git(root, &real) {
            return self.trouble(name, hidden, GITS_OWN.to_owned());
        }
        if self.linked >= MOST_LINKED {
            return self.trouble(name, hidden, too_many_linked());
        }
        self.in_link = true;
        let (first, others) = (self.pages.len(), self.others.len());
        self.folder(root, path, ignores, hidden, depth + 1);
        self.in_link = false;
        self.linked += self.pages.len() - first + self.others.len() - others;
        if is_below_dot(root, &real) {
            // Nothing else reads what lies below a dot.
            return;
        }
        let again: Vec<Found> = self.pages.drain(first..).collect();
        for page in again {
            match page.trouble {
                None => self.others.push(page.path),
                Some(_) => self.pages.push(page),
            }
        }
    }

    /// Something that cannot be looked at is reported as a file that cannot be read.
    fn trouble(&mut self, path: String, hidden: bool, why: String) {
        self.pages.push(Found {
            path,
            real: PathBuf::new(),
            hidden,
            trouble: Some(why),
        });
    }
}

/// Whether a path of the vault has a part that starts with a dot, so that it is not part of the vault under its own name.
fn is_below_dot(root: &Path, real: &Path) -> bool {
    relative(root, real)
        .split('/')
        .any(|part| part.len() > 1 && part.starts_with('.'))
}

/// Why a link into `.git` is not followed: the configuration there may hold a password, and a fix must not write there.
const GITS_OWN: &str = "it is a symbolic link to what is git's own";

/// Returns whether a real path below `root` is that of a file or folder of git's own.
pub(super) fn is_of_git(root: &Path, real: &Path) -> bool {
    let below = real.strip_prefix(root);
    below.is_ok_and(|below| below.components().any(|part| part.as_os_str() == ".git"))
}
