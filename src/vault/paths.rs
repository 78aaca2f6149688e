//! The files of a vault by path and name, and path resolution.

use foldhash::{HashMap, HashMapExt};
use std::borrow::Cow;
use std::sync::{Arc, OnceLock, RwLock};

use super::path::{end_like, fold_case, same_path};
use crate::nearest::Names;
use crate::text::path::{name_of, parent_of};
use crate::text::{FileId, Sources, join_path};

/// The most files of a name, by the length of their paths, of which those below a page's folder are looked for.
const MOST_SEARCHED: usize = 64;

/// Index of a file: those with text first, then the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target(pub(super) u32);

impl From<FileId> for Target {
    /// Converts by index: files with text come first among the targets.
    fn from(file: FileId) -> Self {
        Self(file.0)
    }
}

/// The files with one path or name. Nearly always there is one, which takes no memory of its own.
#[derive(Debug)]
pub(super) enum Targets {
    One(Target),
    Many(Vec<Target>),
}

impl Targets {
    pub(super) fn as_slice(&self) -> &[Target] {
        match self {
            Self::One(target) => std::slice::from_ref(target),
            Self::Many(targets) => targets,
        }
    }

    fn push(&mut self, target: Target) {
        match self {
            Self::One(first) => *self = Self::Many(vec![*first, target]),
            Self::Many(targets) => targets.push(target),
        }
    }
}

/// The result of resolving a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    None(Missing),
    One {
        target: Target,
        /// Whether it matches only if case is ignored.
        case: bool,
    },
    Many {
        /// The one that a link opens.
        first: Target,
        /// All of them, the shortest path first. Not a slice, as every resolved link would be longer for it.
        all: Arc<Vec<Target>>,
    },
}

/// Reasons why no file is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    NoFile,
    /// `..` leaves the vault.
    OutsideVault,
}

/// Index of all paths of a vault.
#[derive(Debug)]
pub struct Paths<'s> {
    pub(super) all: Vec<&'s str>,
    pub(super) with_text: usize,
    /// Files by folded path; several if paths differ only in case.
    pub(super) by_path: HashMap<Cow<'s, str>, Targets>,
    /// Files by folded name, extension included.
    pub(super) by_name: HashMap<Cow<'s, str>, Targets>,
    /// All folders by folded path.
    pub(super) folders: HashMap<Cow<'s, str>, &'s str>,
    /// Cached results for names and ends of paths, by folded text. Copied pages repeat the same links.
    pub(super) found: RwLock<HashMap<String, Arc<Vec<Target>>>>,
    /// The start of the shortest unique end of each path.
    pub(super) shortest: Vec<OnceLock<usize>>,
    /// Cached nearest page name for each unknown name.
    pub(super) near: RwLock<HashMap<String, Option<usize>>>,
    pub(super) stems: OnceLock<Stems>,
    /// The pages in a folder, by its path.
    pub(super) in_folders: RwLock<HashMap<String, Arc<[Target]>>>,
    /// Every file, sorted by its folded path in reverse order of parts, each followed by a slash. Made for a name that many files have.
    pub(super) from_end: OnceLock<Box<[Target]>>,
}

/// Page names without extension, sorted and unique, with one page for each.
#[derive(Debug)]
pub(super) struct Stems {
    pub(super) first: Vec<Target>,
    pub(super) names: Names,
}

impl<'s> Paths<'s> {
    /// Returns whether a file has exactly this path.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        let files = self.by_path.get(fold_case(path).as_ref());
        let mut files = files.map_or(&[][..], Targets::as_slice).iter();
        files.any(|file| self.all[file.0 as usize] == path)
    }

    /// Returns whether a path matches a pattern in which `*` and `?` stand for parts of a name.
    #[must_use]
    pub fn any_like(&self, pattern: &str) -> bool {
        /// Maximum length of a pattern. No path is longer, and compiling a pattern is expensive.
        const LONGEST: usize = 4096;
        if pattern.len() > LONGEST {
            return false;
        }
        let glob = globset::GlobBuilder::new(pattern)
            .literal_separator(true)
            .build();
        glob.is_ok_and(|glob| {
            let glob = glob.compile_matcher();
            self.all.iter().any(|path| glob.is_match(path))
        })
    }

    /// Indexes all paths.
    #[must_use]
    pub fn new(sources: &'s Sources) -> Self {
        let with_text = sources.files().len();
        let paths: Vec<&str> = sources
            .files()
            .iter()
            .map(|file| file.path())
            .chain(sources.others().iter().map(String::as_str))
            .collect();
        let mut index = Self {
            with_text,
            by_path: HashMap::with_capacity(paths.len()),
            by_name: HashMap::with_capacity(paths.len()),
            folders: HashMap::default(),
            found: RwLock::default(),
            near: RwLock::default(),
            shortest: paths.iter().map(|_| OnceLock::new()).collect(),
            stems: OnceLock::new(),
            in_folders: RwLock::default(),
            from_end: OnceLock::new(),
            all: paths,
        };
        for at in 0..index.all.len() {
            let path = index.all[at];
            let target = Target(u32::try_from(at).unwrap_or(u32::MAX));
            let name = fold_case(name_of(path));
            for (all, key) in [
                (&mut index.by_path, fold_case(path)),
                (&mut index.by_name, name),
            ] {
                all.entry(key)
                    .and_modify(|targets| targets.push(target))
                    .or_insert(Targets::One(target));
            }
            let mut folder = parent_of(path);
            while !folder.is_empty() && index.folders.insert(fold_case(folder), folder).is_none() {
                folder = parent_of(folder);
            }
        }
        index
    }

    #[must_use]
    pub fn path(&self, target: Target) -> &'s str {
        self.all.get(target.0 as usize).copied().unwrap_or_default()
    }

    /// Returns the id of a file, if it has text.
    #[must_use]
    pub fn file(&self, target: Target) -> Option<FileId> {
        ((target.0 as usize) < self.with_text).then_some(FileId(target.0))
    }

    /// Resolves `written` in the page at `page`. `written` is trimmed and has no subpath.
    #[must_use]
    pub fn resolve(&self, page: &str, written: &str) -> Resolution {
        let written = if written.contains('\u{a0}') {
            Cow::Owned(written.replace('\u{a0}', " "))
        } else {
            Cow::Borrowed(written)
        };
        if let Some(rooted) = written.strip_prefix('/') {
            return match join_path("", rooted) {
                Some(path) => self
                    .exact(&path)
                    .unwrap_or(Resolution::None(Missing::NoFile)),
                None => Resolution::None(Missing::OutsideVault),
            };
        }
        let dotted = written.starts_with("./") || written.starts_with("../");
        if !dotted && let Some(found) = self.exact(&written) {
            return found;
        }
        if !written.contains('/') {
            return self.among(page, &written);
        }
        let relative = join_path(parent_of(page), &written);
        if let Some(found) = relative.as_deref().and_then(|path| self.exact(path)) {
            return found;
        }
        if relative.is_none() {
            return Resolution::None(Missing::OutsideVault);
        }
        if dotted || written.split('/').any(|part| part == "..") {
            return Resolution::None(Missing::NoFile);
        }
        self.among(page, &written)
    }

    /// Returns the files at exactly this path from the root, first with `.md` added.
    fn exact(&self, path: &str) -> Option<Resolution> {
        let mut key = String::with_capacity(path.len() + ".md".len());
        if path.is_ascii() {
            key.push_str(path);
            key.make_ascii_lowercase();
        } else {
            key.push_str(&fold_case(path));
        }
        let bare = key.len();
        key.push_str(".md");
        let page = self.by_path.get(key.as_str());
        let found = page.or_else(|| self.by_path.get(&key[..bare]))?.as_slice();
        let same = found.iter().find(|&&target| {
            let actual = self.path(target);
            let actual = page.map_or(actual, |_| actual.get(..actual.len() - 3).unwrap_or(actual));
            same_path(actual, path)
        });
        Some(match (same, found) {
            (Some(&target), _) => Resolution::One {
                target,
                case: false,
            },
            (None, [target]) => Resolution::One {
                target: *target,
                case: true,
            },
            (None, many) => Resolution::Many {
                first: many[0],
                all: Arc::new(many.to_vec()),
            },
        })
    }

    /// Returns which of several files has priority on a page in a folder: one in this folder, else the first of those below.
    fn own(&self, folder: &str, written: &str, found: &[Target]) -> Option<Target> {
        let here = join_path(folder, name_of(written));
        let here = here.and_then(|path| match self.exact(&path)? {
            Resolution::One { target, .. } => Some(target),
            _ => None,
        });
        let fits =
            |here: &Target| fold_case(end_like(self.path(*here), written)) == fold_case(written);
        let is_below = |target: &&Target| {
            let below = self.path(**target).strip_prefix(folder);
            below.is_some_and(|below| below.starts_with('/'))
        };
        // Each link goes through them.
        let few = || found.iter().take(MOST_SEARCHED).find(is_below).copied();
        here.filter(fits).or_else(few)
    }

    /// Returns the files whose path is `written` or ends in it.
    fn among(&self, page: &str, written: &str) -> Resolution {
        let found = self.ending_in(written);
        match found.as_slice() {
            [] => Resolution::None(Missing::NoFile),
            &[target] => {
                let case = !same_path(end_like(self.path(target), written), written);
                Resolution::One { target, case }
            }
            &[shortest, ..] => {
                let own = self.own(parent_of(page), written, &found);
                Resolution::Many {
                    first: own.unwrap_or(shortest),
                    all: found,
                }
            }
        }
    }
}
