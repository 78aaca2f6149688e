//! Walks the folders of a vault and reads its files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::Gitignore;

use super::below_dot::BelowDot;
use super::error::Unreadable;
use super::gitignore::{self, is_hidden};
use super::limits::{MAX_DEPTH, MAX_SEARCHED_BYTES, MOST_LINKED};
use super::page::{Found, MarkdownFiles, page_of, read};
use super::paths::{is_in_git_folder, is_page, relative};
use super::search::{self, SearchableFile};
use crate::parallel;
use crate::syntax::document::{is_data, is_json};
use crate::text::Sources;
use crate::text::path::{holds_no_pages, is_below_dot};

/// Reads a vault: every file that is not hidden is known, every page is read.
/// `replaced` is a page whose text comes from elsewhere, with that text.
#[must_use]
pub fn read_vault(
    root: &Path,
    replaced: Option<(&str, &[u8])>,
    included: &(dyn Fn(&str) -> bool + Sync),
    jobs: usize,
) -> Sources {
    read_files(root, replaced, included, jobs, 0).0
}

/// Reads a vault as [`read_vault`] does, and searches the files that are not pages for ATLAS ids.
#[must_use]
pub fn read_and_search(
    root: &Path,
    replaced: Option<(&str, &[u8])>,
    included: &(dyn Fn(&str) -> bool + Sync),
    jobs: usize,
) -> Sources {
    let most = MAX_SEARCHED_BYTES;
    let (sources, unread, below_dot) = read_files(root, replaced, included, jobs, most);
    let (mut with_ids, partly) = search::with_ids(unread, jobs);
    let pages = below_dot.iter().map(|page| page.path.clone()).collect();
    with_ids.extend(search::with_ids(below_dot, jobs).0);
    sources.searched(with_ids, partly).with_below_dot(pages)
}

/// Returns the files of a vault, those that were not read and may be searched, and the pages below a dot. At most `most_json` bytes of JSON
/// that is not included are read; without any, no page below a dot is looked for.
fn read_files(
    root: &Path,
    replaced: Option<(&str, &[u8])>,
    included: &(dyn Fn(&str) -> bool + Sync),
    jobs: usize,
    most_json: u64,
) -> (Sources, Vec<SearchableFile>, Vec<SearchableFile>) {
    let mut walk = Walk {
        included,
        pages: Vec::new(),
        others: Vec::new(),
        unread: Vec::new(),
        below_dot: (most_json > 0).then(BelowDot::default),
        in_link: false,
        linked: 0,
    };
    walk.folder(root, root, "", &mut Vec::new(), false, 0);
    if let Some((path, _)) = replaced {
        walk.pages.retain(|page| page.path != path);
        walk.pages.push(Found {
            path: path.to_owned(),
            real: PathBuf::new(),
            hidden: false,
            listed: false,
            looks: true,
            trouble: None,
        });
    }
    let mut pages = walk.pages;
    limit_json(&mut pages, included, most_json);
    let markdown = Arc::new(MarkdownFiles {
        root: root.to_path_buf(),
    });
    let files = parallel::map(jobs, pages.len(), |at| {
        let page = &pages[at];
        let wanted = included(&page.path);
        let source = match replaced.filter(|(path, _)| *path == page.path) {
            Some((path, bytes)) => page_of(path, wanted, bytes.to_vec()),
            None => read(page, wanted, &markdown),
        };
        source.map(|source| Arc::new(source.hide(page.hidden)))
    });
    let (mut others, mut unread) = (walk.others, walk.unread);
    let mut read = Vec::with_capacity(files.len());
    for (page, source) in pages.into_iter().zip(files) {
        if let Some(source) = source {
            read.push(source);
            continue;
        }
        if !page.hidden && page.trouble.is_none() {
            unread.extend(SearchableFile::of(&page.path, page.real));
        }
        others.push(page.path);
    }
    let below_dot = walk.below_dot.map_or_else(Vec::new, |found| found.pages);
    (Sources::shared(read, others), unread, below_dot)
}

/// Leaves out JSON above a limit. The choice depends on paths and sizes only.
fn limit_json(pages: &mut [Found], included: &dyn Fn(&str) -> bool, most: u64) {
    let mut json: Vec<&mut Found> = pages
        .iter_mut()
        .filter(|page| is_json(&page.path) && !included(&page.path))
        .collect();
    json.sort_by(|a, b| a.path.cmp(&b.path));
    let mut left = most;
    for page in json {
        let size = match left {
            0 => None,
            _ => search::size(&page.real).filter(|size| *size <= left),
        };
        page.looks = size.is_some();
        left -= size.unwrap_or_default();
    }
}

struct Walk<'i> {
    /// Whether the configuration includes the file at a path.
    included: &'i (dyn Fn(&str) -> bool + Sync),
    pages: Vec<Found>,
    others: Vec<String>,
    /// The other files that may be searched.
    unread: Vec<SearchableFile>,
    /// The pages below a dot, if they are looked for.
    below_dot: Option<BelowDot>,
    /// Whether the walk is below a symbolic link to a folder.
    in_link: bool,
    /// Number of files below such links.
    linked: usize,
}

impl Walk<'_> {
    /// Adds the files of a folder. `name` is its path from the root, "" for the root.
    fn folder(
        &mut self,
        root: &Path,
        folder: &Path,
        name: &str,
        ignores: &mut Vec<Gitignore>,
        hidden: bool,
        depth: usize,
    ) {
        let entries: Vec<io::Result<fs::DirEntry>> = match fs::read_dir(folder) {
            Ok(entries) => entries.collect(),
            Err(error) => return self.trouble(relative(root, folder), hidden, error.into()),
        };
        if depth > MAX_DEPTH {
            return self.trouble(relative(root, folder), hidden, Unreadable::TooDeep);
        }
        let has_ignores = |entry: &io::Result<fs::DirEntry>| {
            let entry = entry.as_ref();
            entry.is_ok_and(|entry| entry.file_name() == gitignore::FILE_NAME)
        };
        let ignores_here = if entries.iter().any(has_ignores) {
            gitignore::read(folder)
        } else {
            Ok(None)
        };
        let pushed = match ignores_here {
            Ok(ignore) => ignore.map(|ignore| ignores.push(ignore)).is_some(),
            Err(why) => {
                let file = folder.join(gitignore::FILE_NAME);
                self.trouble(relative(root, &file), hidden, Unreadable::File(why));
                false
            }
        };
        for entry in entries {
            match entry {
                Ok(entry) => self.entry(root, &entry, name, ignores, hidden, depth),
                Err(error) => self.trouble(relative(root, folder), hidden, error.into()),
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
        folder: &str,
        ignores: &mut Vec<Gitignore>,
        hidden: bool,
        depth: usize,
    ) {
        let path = entry.path();
        let own = entry.file_name();
        let own = own.to_string_lossy();
        if own.starts_with('.') {
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if let Some(found) = self
                .below_dot
                .as_mut()
                .filter(|_| is_folder && !self.in_link)
                && !hidden
                && !is_hidden(ignores, &path, true)
            {
                found.add(root, &path, ignores);
            }
            return;
        }
        let name = match folder {
            "" => own.into_owned(),
            folder => format!("{folder}/{own}"),
        };
        let Ok(kind) = entry.file_type() else {
            return self.trouble(name, hidden, Unreadable::UnknownType);
        };
        let is_link = kind.is_symlink();
        let is_folder = if is_link {
            path.is_dir()
        } else {
            kind.is_dir()
        };
        let hidden =
            hidden || is_hidden(ignores, &path, is_folder) || (is_folder && holds_no_pages(&name));
        match (is_link, is_folder) {
            (false, true) => self.folder(root, &path, &name, ignores, hidden, depth + 1),
            (true, true) => self.linked_folder(root, &path, name, ignores, hidden, depth),
            (true, false) => self.linked_file(root, path, name, hidden),
            (false, false) => self.file(path, name, (hidden, kind.is_file()), None),
        }
    }

    /// Adds a file. Of it is known whether it is hidden, and whether the listing says that it is a regular one.
    fn file(
        &mut self,
        real: PathBuf,
        path: String,
        (hidden, listed): (bool, bool),
        trouble: Option<Unreadable>,
    ) {
        if is_page(&path) || is_data(&path) || (self.included)(&path) {
            self.pages.push(Found {
                path,
                real,
                hidden,
                listed,
                looks: true,
                trouble,
            });
        } else if trouble.is_none() {
            if !hidden && !self.in_link {
                self.unread.extend(SearchableFile::of(&path, real));
            }
            self.others.push(path);
        }
    }

    /// Adds a symbolic link to a file. It is read only if its target is in the vault and is not read under its own path.
    fn linked_file(&mut self, root: &Path, path: PathBuf, name: String, hidden: bool) {
        let trouble = match fs::canonicalize(&path) {
            Ok(real) if is_in_git_folder(root, &real) => Some(Unreadable::LinkIntoGit),
            Ok(real) if real.starts_with(root) => {
                let is_hidden = real != root && is_below_dot(&relative(root, &real));
                if !is_hidden {
                    self.others.push(name);
                    return;
                }
                None
            }
            Ok(_) => Some(Unreadable::LinkOutOfVault),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Some(Unreadable::LinkToNothing)
            }
            // A loop of links has no target, so it is not a page.
            Err(_) if !is_page(&name) => {
                return self.trouble(name, hidden, Unreadable::LinkLoop);
            }
            Err(_) => Some(Unreadable::LinkLoop),
        };
        self.file(path, name, (hidden, false), trouble);
    }

    /// Adds a symbolic link to a folder. Its files are known under both paths, but read and reported once. Links to folders below it are
    /// not followed, because a few of them that link to each other make exponentially many paths.
    fn linked_folder(
        &mut self,
        root: &Path,
        path: &Path,
        name: String,
        ignores: &mut Vec<Gitignore>,
        hidden: bool,
        depth: usize,
    ) {
        if self.in_link {
            return;
        }
        let Ok(real) = fs::canonicalize(path) else {
            return self.trouble(name, hidden, Unreadable::LinkToNothing);
        };
        if !real.starts_with(root) {
            return self.trouble(name, hidden, Unreadable::FolderLinkOutOfVault);
        }
        if path.starts_with(&real) {
            // A folder around the link is read under its own path.
            return self.others.push(name);
        }
        if is_in_git_folder(root, &real) {
            return self.trouble(name, hidden, Unreadable::LinkIntoGit);
        }
        if self.linked >= MOST_LINKED {
            return self.trouble(name, hidden, Unreadable::TooManyLinkedFiles);
        }
        self.in_link = true;
        let (first, others) = (self.pages.len(), self.others.len());
        self.folder(root, path, &name, ignores, hidden, depth + 1);
        self.in_link = false;
        self.linked += self.pages.len() - first + self.others.len() - others;
        if real != root && is_below_dot(&relative(root, &real)) {
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

    /// Adds a file or folder that cannot be accessed, which is reported as unreadable.
    fn trouble(&mut self, path: String, hidden: bool, why: Unreadable) {
        self.pages.push(Found {
            path,
            real: PathBuf::new(),
            hidden,
            listed: false,
            looks: true,
            trouble: Some(why),
        });
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Found, limit_json, search};

    #[test]
    fn json_is_read_by_path_as_long_as_it_fits_and_included_json_always() {
        let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let size = search::size(&real).expect("a file");
        let found = |path: &str, real: &Path| Found {
            path: path.to_owned(),
            real: real.to_path_buf(),
            hidden: false,
            listed: true,
            looks: true,
            trouble: None,
        };
        let looks = |most: u64| {
            let mut pages = vec![
                found("c.json", &real),
                found("own.json", &real),
                found("a.json", &real),
                found("b.json", Path::new("/no/such/file")),
                found("a.md", &real),
            ];
            limit_json(&mut pages, &|path| path == "own.json", most);
            let looked = pages.into_iter().filter(|page| page.looks);
            looked.map(|page| page.path).collect::<Vec<_>>()
        };
        assert_eq!(looks(0), ["own.json", "a.md"]);
        assert_eq!(looks(2 * size - 1), ["own.json", "a.json", "a.md"]);
        assert_eq!(looks(2 * size), ["c.json", "own.json", "a.json", "a.md"]);
    }
}
