//! What is at a path from the top: a file, a page with a part of its name left out, or a folder.

use super::found::CachedDestination;
use super::index::Vault;
use super::path::{fold_case, same_path};
use super::paths::{Missing, Paths, Resolution, Target};
use super::start::From;
use crate::text::join_path;
use crate::text::path::{extension_of, is_below_dot};

impl Vault<'_> {
    /// Returns the first of these places at which something is. A place is None if it lies outside the top.
    pub(super) fn first(
        &self,
        from: &From<'_>,
        places: &[Option<String>],
        is_route: bool,
    ) -> CachedDestination {
        for place in places.iter().flatten() {
            if let Some(found) = self.at(from, place, is_route) {
                return found;
            }
        }
        let mut known = places.iter().flatten();
        let is_made =
            |place: &String| self.around.outside.is_ignored(place) || self.is_notebook(place);
        if known.any(is_made) {
            return CachedDestination::External;
        }
        let missing = match places.first() {
            Some(None) => Missing::OutsideVault,
            _ => Missing::NoFile,
        };
        CachedDestination::File(Resolution::None(missing))
    }

    /// Returns whether a notebook stands for a missing page: sites are built from notebooks too.
    fn is_notebook(&self, place: &str) -> bool {
        let stem = place.strip_suffix(".md");
        stem.is_some_and(|stem| self.one(&format!("{stem}.ipynb")).is_some())
    }

    /// Returns what is at a path from the top: a file, with `.md` left out or written `.html`, or a folder.
    pub(super) fn at(
        &self,
        from: &From<'_>,
        path: &str,
        is_route: bool,
    ) -> Option<CachedDestination> {
        if let Some(found) = self.one(path) {
            return Some(found);
        }
        let page = match path.strip_suffix(".html") {
            Some(page) => Some(page),
            // `AGENTS.default` may be the page `AGENTS.default.md`.
            None => (is_route || !is_page_name(path)).then_some(path),
        };
        let page = page.filter(|page| !page.is_empty());
        let pages = page
            .into_iter()
            .flat_map(|page| ["md", "mdx"].map(|extension| format!("{page}.{extension}")));
        let mut pages = pages.filter_map(|page| self.one(&page));
        if let Some(found) = pages.next() {
            return Some(found);
        }
        // The start page of a folder may be written as `README.md`.
        if let Some(folder) = path.strip_suffix("/index.html") {
            return self.folder_at(folder, from.traits.index);
        }
        self.folder_at(path, from.traits.index)
    }

    pub(super) fn one(&self, path: &str) -> Option<CachedDestination> {
        let inside = path.strip_prefix(self.around.dialects.prefix());
        if let Some(target) = inside.and_then(|inside| self.paths.at(inside)) {
            return Some(CachedDestination::File(Resolution::One {
                target,
                case: false,
            }));
        }
        let is_known = inside.is_some_and(|inside| !is_below_dot(inside));
        (!is_known && self.around.outside.exists(path)).then_some(CachedDestination::External)
    }

    /// Returns the page that stands for a folder, or else that the folder exists.
    pub(super) fn folder_at(&self, path: &str, index: &[&str]) -> Option<CachedDestination> {
        let prefix = self.around.dialects.prefix();
        let is_root = path.is_empty() || format!("{path}/") == prefix;
        let inside = path
            .strip_prefix(prefix)
            .filter(|inside| !inside.is_empty());
        let is_folder = is_root || inside.is_some_and(|inside| self.paths.has_exact_folder(inside));
        if !is_folder {
            // Of a folder that holds nothing but dot-files, no path is known.
            let is_unknown = inside.is_some_and(|inside| !self.paths.knows(inside));
            let may_be_bare = is_unknown && !is_page_name(path);
            return (may_be_bare && self.around.outside.exists(path))
                .then_some(CachedDestination::External);
        }
        let mut pages = index.iter().filter_map(|name| {
            let page = join_path(path, name)?;
            let page = page.strip_prefix(prefix)?;
            let named = |extension| self.paths.at(&format!("{page}.{extension}"));
            named("md").or_else(|| named("mdx"))
        });
        Some(match pages.next() {
            Some(target) => CachedDestination::File(Resolution::One {
                target,
                case: false,
            }),
            None => CachedDestination::External,
        })
    }
}

pub(super) fn is_page_name(path: &str) -> bool {
    matches!(extension_of(path), Some("md" | "mdx"))
}

impl Paths<'_> {
    /// Returns the file at exactly this path.
    pub(super) fn at(&self, path: &str) -> Option<Target> {
        let files = self.by_path.get(fold_case(path).as_ref())?;
        let mut files = files.as_slice().iter().copied();
        files.find(|&target| same_path(self.path(target), path))
    }

    /// Returns whether a file or folder has this path, without case.
    fn knows(&self, path: &str) -> bool {
        let key = fold_case(path);
        self.folders.contains_key(key.as_ref()) || self.by_path.contains_key(key.as_ref())
    }

    fn has_exact_folder(&self, path: &str) -> bool {
        let folder = self.folders.get(fold_case(path).as_ref());
        folder.is_some_and(|folder| same_path(folder, path))
    }
}
