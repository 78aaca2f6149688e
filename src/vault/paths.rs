//! The files of a vault by path and by name, and how a target finds them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock, RwLock};

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::nearest::nearest;
use crate::text::{FileId, Sources};

/// A file of the vault: those with text first, then the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target(u32);

impl From<FileId> for Target {
    /// Files with text come first, in the same order.
    fn from(file: FileId) -> Self {
        Self(file.0)
    }
}

/// What a link's path finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// No file.
    None(Missing),
    /// One file; `case` if only ignoring case finds it.
    One {
        /// The file.
        target: Target,
        /// Whether the path differs from the file's in case.
        case: bool,
    },
    /// Several files.
    Many {
        /// The one that is opened.
        first: Target,
        /// All of them, the shortest path first.
        all: Arc<[Target]>,
    },
}

/// Why a path finds nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// No file is there.
    NoFile,
    /// `..` leads out of the vault.
    OutsideVault,
}

/// Where a path may be looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// By name anywhere, by path from the root, beside the page, or as the end of a path.
    Anywhere,
    /// Only beside the page or, with a leading slash, from the root.
    RelativeOrRoot,
}

/// All paths of a vault, indexed.
#[derive(Debug)]
pub struct Paths<'s> {
    all: Vec<&'s str>,
    with_text: usize,
    /// Folded path to files; several where paths differ only in case.
    by_path: HashMap<Cow<'s, str>, Vec<Target>>,
    /// Folded file name, extension included, to files.
    by_name: HashMap<Cow<'s, str>, Vec<Target>>,
    /// Folded paths of all folders.
    folders: HashMap<Cow<'s, str>, &'s str>,
    /// What a name or the end of a path finds, by the folded text. A vault of copies asks the same thing over and over.
    found: RwLock<HashMap<String, Arc<[Target]>>>,
    /// Where the shortest unique end of each path starts.
    shortest: Vec<OnceLock<usize>>,
    /// The page whose name is nearest to a text that is no name.
    near: RwLock<HashMap<String, Option<Target>>>,
    /// One page for each name.
    stems: OnceLock<Vec<Target>>,
}

impl<'s> Paths<'s> {
    /// Indexes the paths of a run.
    #[must_use]
    pub fn new(sources: &'s Sources) -> Self {
        let with_text = sources.files().len();
        let paths: Vec<&str> = sources
            .files()
            .iter()
            .map(crate::text::Source::path)
            .chain(sources.others().iter().map(String::as_str))
            .collect();
        let mut index = Self {
            with_text,
            by_path: HashMap::with_capacity(paths.len()),
            by_name: HashMap::with_capacity(paths.len()),
            folders: HashMap::new(),
            found: RwLock::default(),
            near: RwLock::default(),
            shortest: paths.iter().map(|_| OnceLock::new()).collect(),
            stems: OnceLock::new(),
            all: paths,
        };
        for at in 0..index.all.len() {
            let path = index.all[at];
            let target = Target(u32::try_from(at).unwrap_or(u32::MAX));
            index.by_path.entry(fold(path)).or_default().push(target);
            let name = fold(name_of(path));
            index.by_name.entry(name).or_default().push(target);
            let mut folder = parent_of(path);
            while !folder.is_empty() && index.folders.insert(fold(folder), folder).is_none() {
                folder = parent_of(folder);
            }
        }
        index
    }

    /// The path of a file.
    #[must_use]
    pub fn path(&self, target: Target) -> &'s str {
        self.all.get(target.0 as usize).copied().unwrap_or_default()
    }

    /// The id of a file that was read.
    #[must_use]
    pub fn file(&self, target: Target) -> Option<FileId> {
        ((target.0 as usize) < self.with_text).then_some(FileId(target.0))
    }

    /// Finds what `written` names in the page at `page`. `written` has no subpath and is trimmed.
    #[must_use]
    pub fn resolve(&self, page: &str, written: &str, reach: Reach) -> Resolution {
        let written = if written.contains('\u{a0}') {
            Cow::Owned(written.replace('\u{a0}', " "))
        } else {
            Cow::Borrowed(written)
        };
        if let Some(rooted) = written.strip_prefix('/') {
            return match normal(rooted) {
                Some(path) => self
                    .exact(&path)
                    .unwrap_or(Resolution::None(Missing::NoFile)),
                None => Resolution::None(Missing::OutsideVault),
            };
        }
        let beside = join(parent_of(page), &written);
        if reach == Reach::RelativeOrRoot {
            return match beside {
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
        if let Some(found) = beside.as_deref().and_then(|path| self.exact(path)) {
            return found;
        }
        if beside.is_none() {
            return Resolution::None(Missing::OutsideVault);
        }
        if dotted || written.split('/').any(|part| part == "..") {
            return Resolution::None(Missing::NoFile);
        }
        self.among(page, &written)
    }

    /// The files at exactly this path from the root, `.md` added first.
    fn exact(&self, path: &str) -> Option<Resolution> {
        let mut key = fold(path).into_owned();
        let bare = key.len();
        key.push_str(".md");
        let page = self.by_path.get(key.as_str());
        let found = page.or_else(|| self.by_path.get(&key[..bare]))?;
        let same = found.iter().find(|&&target| {
            let actual = self.path(target);
            let actual = page.map_or(actual, |_| actual.get(..actual.len() - 3).unwrap_or(actual));
            same_path(actual, path)
        });
        Some(match (same, found.as_slice()) {
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
                all: many.into(),
            },
        })
    }

    /// The files whose path is `written`, a name or the end of a path, or ends in it.
    fn among(&self, page: &str, written: &str) -> Resolution {
        let found = self.ending_in(written);
        match *found {
            [] => Resolution::None(Missing::NoFile),
            [target] => {
                let case = !same_path(end_like(self.path(target), written), written);
                Resolution::One { target, case }
            }
            [shortest, ..] => {
                // The page's own folder comes first.
                let beside = join(parent_of(page), name_of(written));
                let own = beside.and_then(|path| match self.exact(&path)? {
                    Resolution::One { target, .. } => Some(target),
                    _ => None,
                });
                Resolution::Many {
                    first: own.filter(|own| found.contains(own)).unwrap_or(shortest),
                    all: found,
                }
            }
        }
    }

    /// The files whose path is `written` or ends in it, `.md` added first, the shortest path first.
    fn ending_in(&self, written: &str) -> Arc<[Target]> {
        let key = fold(written);
        let known = self
            .found
            .read()
            .ok()
            .and_then(|known| known.get(key.as_ref()).cloned());
        if let Some(known) = known {
            return known;
        }
        let forms = [format!("{key}.md"), key.clone().into_owned()];
        let found = forms.iter().find_map(|form| {
            let named = self.by_name.get(name_of(form))?;
            let ends = |target: &&Target| {
                let path = fold(self.path(**target));
                path.strip_suffix(form.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
            };
            let mut found: Vec<Target> = named.iter().filter(ends).copied().collect();
            found.sort_by_cached_key(|&target| {
                let path = self.path(target);
                (path.chars().count(), path)
            });
            (!found.is_empty()).then_some(found)
        });
        let found: Arc<[Target]> = found.unwrap_or_default().into();
        if let Ok(mut known) = self.found.write() {
            known.insert(key.into_owned(), Arc::clone(&found));
        }
        found
    }

    /// The folder that a path names from the root or beside the page: its path, and the pages in it.
    #[must_use]
    pub fn folder(&self, page: &str, written: &str) -> Option<(&'s str, Vec<&'s str>)> {
        let written = written.trim_end_matches('/');
        if written.is_empty() {
            return None;
        }
        let rooted = normal(written.trim_start_matches('/'));
        let beside = join(parent_of(page), written);
        let folder = [rooted, beside]
            .into_iter()
            .flatten()
            .find_map(|path| self.folders.get(&fold(&path)).copied())?;
        let prefix = format!("{folder}/");
        let start = self.all[..self.with_text].partition_point(|path| *path < prefix.as_str());
        let pages = self.all[start..self.with_text]
            .iter()
            .take_while(|path| path.starts_with(&prefix))
            .filter(|path| !path[prefix.len()..].contains('/'))
            .copied()
            .collect();
        Some((folder, pages))
    }

    /// The files whose name, `.md` added or not, is `name` but for case.
    #[must_use]
    pub fn named(&self, name: &str) -> Vec<Target> {
        [format!("{name}.md"), name.to_owned()]
            .iter()
            .find_map(|form| self.by_name.get(&fold(form)))
            .cloned()
            .unwrap_or_default()
    }

    /// The shortest end of its path that finds only this file: as people write it, without `.md`.
    #[must_use]
    pub fn shortest(&self, target: Target) -> &'s str {
        let path = self.path(target);
        let start = self.shortest.get(target.0 as usize).map_or(0, |known| {
            *known.get_or_init(|| {
                let folded = fold(path);
                let others = self
                    .by_name
                    .get(name_of(&folded))
                    .map_or(&[][..], Vec::as_slice);
                let shared = others
                    .iter()
                    .filter(|&&other| other != target)
                    .map(|&other| shared_parts(&folded, &fold(self.path(other))))
                    .max()
                    .unwrap_or_default();
                let mut starts = path.rmatch_indices('/').map(|(at, _)| at + 1);
                starts.nth(shared).unwrap_or_default()
            })
        });
        let end = path.get(start..).unwrap_or(path);
        end.strip_suffix(".md").unwrap_or(end)
    }

    /// The page whose name is nearest to `name`: a path as people write it.
    #[must_use]
    pub fn nearest_page(&self, name: &str) -> Option<&'s str> {
        let known = self
            .near
            .read()
            .ok()
            .and_then(|known| known.get(name).copied());
        let near = known.unwrap_or_else(|| {
            let near = nearest(name, self.stems(), 4);
            let near = near.and_then(|near| self.named(near).first().copied());
            if let Ok(mut known) = self.near.write() {
                known.insert(name.to_owned(), near);
            }
            near
        });
        let path = self.path(near?);
        Some(path.strip_suffix(".md").unwrap_or(path))
    }

    /// The names of all pages without their extension, each once, sorted.
    fn stems(&self) -> impl Iterator<Item = &'s str> {
        let stem = |target: Target| stem_of(self.path(target));
        let one_each = self.stems.get_or_init(|| {
            let with_text = u32::try_from(self.with_text).unwrap_or(u32::MAX);
            let mut targets: Vec<Target> = (0..with_text).map(Target).collect();
            targets.sort_unstable_by_key(|&target| stem(target));
            targets.dedup_by_key(|target| stem(*target));
            targets
        });
        one_each.iter().map(move |&target| stem(target))
    }
}

/// How many parts the ends of two paths have in common.
fn shared_parts(a: &str, b: &str) -> usize {
    a.rsplit('/')
        .zip(b.rsplit('/'))
        .take_while(|(a, b)| a == b)
        .count()
}

/// As many of the last parts of a path as `written` has, with `.md` only if `written` has it.
#[must_use]
pub fn end_like<'p>(path: &'p str, written: &str) -> &'p str {
    let parts = written.split('/').count();
    let start = path
        .rmatch_indices('/')
        .nth(parts - 1)
        .map_or(0, |(at, _)| at + 1);
    let end = &path[start..];
    if fold(written).ends_with(".md") {
        end
    } else {
        end.strip_suffix(".md").unwrap_or(end)
    }
}

/// The last part of a path.
#[must_use]
pub fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The last part of a path without the extension `.md` or `.markdown`.
#[must_use]
pub fn stem_of(path: &str) -> &str {
    let name = name_of(path);
    [".md", ".markdown"]
        .iter()
        .find_map(|extension| name.strip_suffix(extension))
        .unwrap_or(name)
}

/// The folder of a path; "" for the root.
#[must_use]
pub fn parent_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path made comparable: NFC, lower case.
#[must_use]
pub fn fold(path: &str) -> Cow<'_, str> {
    if path.is_ascii() {
        if path.bytes().any(|b| b.is_ascii_uppercase()) {
            return Cow::Owned(path.to_ascii_lowercase());
        }
        return Cow::Borrowed(path);
    }
    Cow::Owned(path.nfc().collect::<String>().to_lowercase())
}

/// Whether two paths are the same, in NFC and with regard to case.
fn same_path(a: &str, b: &str) -> bool {
    a == b || (!(is_nfc(a) && is_nfc(b)) && a.nfc().eq(b.nfc()))
}

/// `written` as seen from `folder`, without `.` and `..`. None where it leaves the vault.
fn join(folder: &str, written: &str) -> Option<String> {
    if folder.is_empty() {
        normal(written)
    } else {
        normal(&format!("{folder}/{written}"))
    }
}

fn normal(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
