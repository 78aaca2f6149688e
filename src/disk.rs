//! The only file that touches the file system: finds the vault, lists its files and reads them.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::config::FILE_NAME;
use crate::parallel;
use crate::text::{Source, Sources};

/// The largest file that is read, in bytes. Spans count in 32 bits.
const MAX_FILE: u64 = u32::MAX as u64 - 1;
/// The deepest folder that is looked into.
const MAX_DEPTH: usize = 128;

/// Where the vault of a run lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its root, absolute.
    pub root: PathBuf,
    /// Its configuration.
    pub config: Option<PathBuf>,
}

/// How the command line narrows the search for a vault.
#[derive(Clone, Debug, Default)]
pub struct Given<'a> {
    /// `--vault`
    pub vault: Option<&'a Path>,
    /// `--config`
    pub config: Option<&'a Path>,
    /// `--no-config`
    pub no_config: bool,
}

/// The vault around `path`, which exists. `vault_key` reads the `vault:` key of a configuration.
///
/// # Errors
/// A folder or configuration that is not there, in words for stderr.
pub fn place(
    path: &Path,
    given: &Given<'_>,
    vault_key: &dyn Fn(&Path) -> Result<Option<String>, String>,
) -> Result<Place, String> {
    let start = absolute(path)?;
    let folder = if start.is_dir() {
        start.as_path()
    } else {
        start.parent().unwrap_or(&start)
    };
    let git_root = git_root(folder);
    let config = match (given.config, given.no_config) {
        (_, true) => None,
        (Some(config), false) => Some(absolute(config)?),
        (None, false) => match given.vault {
            Some(vault) => nearest_config(&absolute(vault)?, git_root.as_deref())?,
            None => nearest_config(folder, git_root.as_deref())?,
        },
    };
    if let Some(vault) = given.vault {
        let root = absolute(vault)?;
        return if root.is_dir() {
            Ok(Place { root, config })
        } else {
            Err(format!("{} is not a folder", vault.display()))
        };
    }
    if let Some(config) = config {
        let home = config.parent().unwrap_or(Path::new("/"));
        let root = match vault_key(&config)? {
            Some(vault) => {
                let root = home.join(&vault);
                let shown = format!("{}: `vault: {vault}` is not a folder", config.display());
                fs::canonicalize(root)
                    .ok()
                    .filter(|root| root.is_dir())
                    .ok_or(shown)?
            }
            None => home.to_path_buf(),
        };
        return Ok(Place {
            root,
            config: Some(config),
        });
    }
    let obsidian = folder
        .ancestors()
        .find(|folder| folder.join(".obsidian").is_dir());
    let root = match (obsidian, start.is_dir() && !is_current(path)) {
        (Some(root), _) => root.to_path_buf(),
        (None, true) => start,
        (None, false) => match git_root {
            Some(root) => root,
            None => {
                let current = absolute(Path::new("."))?;
                if start.starts_with(&current) {
                    current
                } else {
                    folder.to_path_buf()
                }
            }
        },
    };
    Ok(Place { root, config: None })
}

/// Whether the path stands for "here", which names no vault root of its own.
fn is_current(path: &Path) -> bool {
    path.as_os_str().is_empty()
}

/// The absolute path of something that exists, symbolic links resolved.
///
/// # Errors
/// If it is not there.
pub fn absolute(path: &Path) -> Result<PathBuf, String> {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    fs::canonicalize(path).map_err(|error| format!("{}: {}", path.display(), words(&error)))
}

/// The nearest configuration from a folder upward, no further than the git root.
fn nearest_config(folder: &Path, git_root: Option<&Path>) -> Result<Option<PathBuf>, String> {
    for folder in folder.ancestors() {
        for wrong in ["atlas-lint.yml", ".atlas-lint.yaml", ".atlas-lint.yml"] {
            let wrong = folder.join(wrong);
            if wrong.is_file() {
                return Err(format!(
                    "{} is not read: rename it to {FILE_NAME}",
                    wrong.display()
                ));
            }
        }
        let config = folder.join(FILE_NAME);
        if config.is_file() {
            return Ok(Some(config));
        }
        if Some(folder) == git_root {
            break;
        }
    }
    Ok(None)
}

/// The root of the git work tree around a folder: where `.git` lies.
#[must_use]
pub fn git_root(folder: &Path) -> Option<PathBuf> {
    folder
        .ancestors()
        .find(|folder| folder.join(".git").exists())
        .map(Path::to_path_buf)
}

/// Reads a whole text file that is not part of a vault.
///
/// # Errors
/// The system's words.
pub fn read_file(path: &Path) -> Result<Vec<u8>, String> {
    let metadata = fs::metadata(path).map_err(|error| words(&error))?;
    if !metadata.is_file() {
        return Err("not a regular file".to_owned());
    }
    if metadata.len() > MAX_FILE {
        return Err("larger than 4 GiB".to_owned());
    }
    fs::read(path).map_err(|error| words(&error))
}

/// Reads a file of the vault by its path from the root. A path, or a symbolic link, that leaves the vault is refused.
///
/// # Errors
/// Why not, in words.
pub fn read_in_vault(root: &Path, path: &str) -> Result<String, String> {
    let inside = Path::new(path)
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    if !inside {
        return Err("it lies outside the vault".to_owned());
    }
    let real = fs::canonicalize(root.join(path)).map_err(|error| words(&error))?;
    if !real.starts_with(root) {
        return Err("it lies outside the vault".to_owned());
    }
    String::from_utf8(read_file(&real)?).map_err(|_| "it is not UTF-8 text".to_owned())
}

/// Writes a file, whole.
///
/// # Errors
/// The system's words.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), String> {
    fs::write(path, bytes).map_err(|error| format!("{}: {}", path.display(), words(&error)))
}

/// Takes a file away, if it is there.
pub fn remove_file(path: &Path) {
    // What cannot be removed was not written by us either.
    let _ = fs::remove_file(path);
}

/// Creates a file that must not exist yet.
///
/// # Errors
/// If it does, or the system's words.
pub fn create_file(path: &Path, text: &str) -> Result<(), String> {
    use std::io::Write;
    let mut file = fs::File::create_new(path)
        .map_err(|error| format!("{}: {}", path.display(), words(&error)))?;
    file.write_all(text.as_bytes())
        .map_err(|error| format!("{}: {}", path.display(), words(&error)))
}

/// Reads a vault: every file that is not hidden is known, every page is read.
/// `replaced` is a page whose text comes from elsewhere, with that text.
#[must_use]
pub fn read_vault(root: &Path, replaced: Option<(&str, &[u8])>, jobs: usize) -> Sources {
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
        let source = match (replaced, &page.trouble) {
            (Some((path, bytes)), _) if path == page.path => {
                Source::from_bytes(path, bytes.to_vec())
            }
            (_, Some(why)) => Source::unreadable(page.path.as_str(), why.as_str()),
            (_, None) => match read_file(&page.real) {
                Ok(bytes) => Source::from_bytes(page.path.as_str(), bytes),
                Err(why) => Source::unreadable(page.path.as_str(), why),
            },
        };
        source.hide(page.hidden)
    });
    Sources::new(files, walk.others)
}

/// A page that a walk came upon.
struct Found {
    path: String,
    real: PathBuf,
    hidden: bool,
    trouble: Option<String>,
}

#[derive(Default)]
struct Walk {
    pages: Vec<Found>,
    others: Vec<String>,
    /// Real paths of the folders on the way down, to notice loops.
    above: HashSet<PathBuf>,
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
        let pushed = gitignore(folder)
            .map(|ignore| ignores.push(ignore))
            .is_some();
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
        let hidden = hidden || is_ignored(ignores, &path, is_folder);
        match (is_link, is_folder) {
            (false, true) => self.folder(root, &path, ignores, hidden, depth + 1),
            (true, true) => self.linked_folder(root, &path, ignores, hidden, depth),
            (true, false) => self.linked_file(root, path, name, hidden),
            (false, false) => self.file(path, name, hidden, None),
        }
    }

    fn file(&mut self, real: PathBuf, path: String, hidden: bool, trouble: Option<String>) {
        if is_page(&path) {
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

    /// A symbolic link to a file: read only if it stays in the vault.
    fn linked_file(&mut self, root: &Path, path: PathBuf, name: String, hidden: bool) {
        let trouble = match fs::canonicalize(&path) {
            Ok(real) if real.starts_with(root) => None,
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

    /// A symbolic link to a folder: its files are known under both paths, but read, and so reported, only once.
    fn linked_folder(
        &mut self,
        root: &Path,
        path: &Path,
        ignores: &mut Vec<Gitignore>,
        hidden: bool,
        depth: usize,
    ) {
        let name = relative(root, path);
        let Ok(real) = fs::canonicalize(path) else {
            return self.trouble(name, hidden, "it is a symbolic link to nothing".to_owned());
        };
        if path.starts_with(&real) || self.above.contains(&real) {
            return self.trouble(
                name,
                hidden,
                "it is a symbolic link to a folder around it, a loop".to_owned(),
            );
        }
        if !real.starts_with(root) {
            // Its files are not of this vault, and links to them resolve to nothing.
            return;
        }
        self.above.insert(real.clone());
        let first = self.pages.len();
        self.folder(root, path, ignores, hidden, depth + 1);
        let again: Vec<Found> = self.pages.drain(first..).collect();
        for page in again {
            match page.trouble {
                None => self.others.push(page.path),
                Some(_) => self.pages.push(page),
            }
        }
        self.above.remove(&real);
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

fn gitignore(folder: &Path) -> Option<Gitignore> {
    let file = folder.join(".gitignore");
    if !file.is_file() {
        return None;
    }
    let mut builder = GitignoreBuilder::new(folder);
    // A line that is no pattern hides nothing.
    let _ = builder.add(file);
    builder.build().ok()
}

/// Whether the nearest `.gitignore` with an opinion hides the path.
fn is_ignored(ignores: &[Gitignore], path: &Path, is_folder: bool) -> bool {
    ignores
        .iter()
        .rev()
        .map(|ignore| ignore.matched(path, is_folder))
        .find(|opinion| !opinion.is_none())
        .is_some_and(|opinion| opinion.is_ignore())
}

/// Whether a path is that of a page.
#[must_use]
pub fn is_page(path: &str) -> bool {
    let extension = Path::new(path)
        .extension()
        .and_then(|extension| extension.to_str());
    extension.is_some_and(|e| e.eq_ignore_ascii_case("md") || e.eq_ignore_ascii_case("markdown"))
}

/// A path below the root, with `/` between its parts; "." for the root itself.
#[must_use]
pub fn relative(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = below
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    if parts.is_empty() {
        ".".to_owned()
    } else {
        parts.join("/")
    }
}

/// What to put before a path in the vault to make it relative to the current folder.
#[must_use]
pub fn prefix(root: &Path) -> String {
    let Ok(current) = absolute(Path::new(".")) else {
        return format!("{}/", root.display());
    };
    let common = current
        .components()
        .zip(root.components())
        .take_while(|(a, b)| a == b)
        .count();
    if common <= 1 && current != root {
        // Nothing but the file system's root in common: an absolute path reads better.
        return format!("{}/", root.display());
    }
    let up = current.components().count() - common;
    let mut prefix = "../".repeat(up);
    for part in root.components().skip(common) {
        prefix.push_str(&part.as_os_str().to_string_lossy());
        prefix.push('/');
    }
    prefix
}

fn words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}
