//! The files of a vault by path and by name, and how a target finds them.

use std::borrow::Cow;
use std::collections::HashMap;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::text::Sources;

/// A file of the vault: those with text first, then the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target(u32);

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
    /// Several files, the one that is opened first.
    Many(Vec<Target>),
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
    paths: Vec<&'s str>,
    with_text: usize,
    /// Folded path to files; several where paths differ only in case.
    by_path: HashMap<Cow<'s, str>, Vec<Target>>,
    /// Folded file name, extension included, to files.
    by_name: HashMap<Cow<'s, str>, Vec<Target>>,
    /// Folded paths of all folders.
    folders: HashMap<Cow<'s, str>, &'s str>,
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
            paths,
        };
        for at in 0..index.paths.len() {
            let path = index.paths[at];
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
        self.paths
            .get(target.0 as usize)
            .copied()
            .unwrap_or_default()
    }

    /// The id of a file that was read.
    #[must_use]
    pub fn file(&self, target: Target) -> Option<crate::text::FileId> {
        ((target.0 as usize) < self.with_text).then_some(crate::text::FileId(target.0))
    }

    /// All files.
    pub fn targets(&self) -> impl Iterator<Item = Target> + use<> {
        (0..u32::try_from(self.paths.len()).unwrap_or(u32::MAX)).map(Target)
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
            return self.among(page, &written, |_| true);
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
        let suffix = fold(&written);
        self.among(page, name_of(&written), |path| {
            let folded = fold(path);
            [format!("/{suffix}.md"), format!("/{suffix}")]
                .iter()
                .any(|end| folded.ends_with(end.as_str()))
        })
    }

    /// The files at exactly this path from the root, `.md` added first.
    fn exact(&self, path: &str) -> Option<Resolution> {
        [format!("{path}.md").as_str(), path]
            .iter()
            .find_map(|form| {
                let found = self.by_path.get(&fold(form))?;
                let same = found
                    .iter()
                    .find(|&&target| same_path(self.path(target), form));
                Some(match (same, found.as_slice()) {
                    (Some(&target), _) => Resolution::One {
                        target,
                        case: false,
                    },
                    (None, [target]) => Resolution::One {
                        target: *target,
                        case: true,
                    },
                    (None, many) => Resolution::Many(many.to_vec()),
                })
            })
    }

    /// The files named `name`, `.md` added first, that pass `keep`: the page's own folder first, then the shortest path.
    fn among(&self, page: &str, name: &str, keep: impl Fn(&str) -> bool) -> Resolution {
        let forms = [format!("{name}.md"), name.to_owned()];
        for form in &forms {
            let Some(found) = self.by_name.get(&fold(form)) else {
                continue;
            };
            let mut found: Vec<Target> = found
                .iter()
                .copied()
                .filter(|&target| keep(self.path(target)))
                .collect();
            match found.as_slice() {
                [] => {}
                &[target] => {
                    let case = !same_path(name_of(self.path(target)), form);
                    return Resolution::One { target, case };
                }
                _ => {
                    let folder = parent_of(page);
                    found.sort_by_cached_key(|&target| {
                        let path = self.path(target);
                        (parent_of(path) != folder, path.chars().count(), path)
                    });
                    return Resolution::Many(found);
                }
            }
        }
        Resolution::None(Missing::NoFile)
    }

    /// The folder that a path names from the root, beside the page, or as the end of a path: its path, and the pages in it.
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
        let start = self.paths[..self.with_text].partition_point(|path| *path < prefix.as_str());
        let pages = self.paths[start..self.with_text]
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

    /// The shortest path that finds only this file: as people write it, without `.md`.
    #[must_use]
    pub fn shortest(&self, target: Target) -> String {
        let path = self.path(target);
        let written = path.strip_suffix(".md").unwrap_or(path);
        let unique = |text: &str| matches!(self.resolve("", text, Reach::Anywhere), Resolution::One { target: found, .. } if found == target);
        let mut starts: Vec<usize> = written.match_indices('/').map(|(at, _)| at + 1).collect();
        starts.push(0);
        starts.sort_unstable_by(|a, b| b.cmp(a));
        starts
            .into_iter()
            .map(|start| &written[start..])
            .find(|text| unique(text))
            .unwrap_or(written)
            .to_owned()
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
