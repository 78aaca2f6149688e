//! Suggestions for paths that do not exist, and shortest forms of paths.

use std::sync::Arc;

use super::path::fold_case;
use super::paths::{Paths, Stems, Target, Targets};
use crate::nearest::{Names, are_other_codes, has_same_numbers};
use crate::syntax::id;
use crate::text::join_path;
use crate::text::path::{name_of, parent_of, stem_of, without_md};

impl<'s> Paths<'s> {
    /// Returns the folder at a path, from the root or from the page's folder, and the pages in it.
    #[must_use]
    pub fn folder(&self, page: &str, written: &str) -> Option<(&'s str, Arc<[Target]>)> {
        let written = written.trim_end_matches('/');
        if written.is_empty() {
            return None;
        }
        let rooted = join_path("", written.trim_start_matches('/'));
        let relative = join_path(parent_of(page), written);
        let folder = [rooted, relative]
            .into_iter()
            .flatten()
            .find_map(|path| self.folders.get(&fold_case(&path)).copied())?;
        let known = self.in_folders.read().ok();
        if let Some(pages) = known.and_then(|known| known.get(folder).cloned()) {
            return Some((folder, pages));
        }
        let pages = self.pages_in(folder);
        if let Ok(mut known) = self.in_folders.write() {
            known.insert(folder.to_owned(), Arc::clone(&pages));
        }
        Some((folder, pages))
    }

    /// Returns whether a path from the root is that of a folder.
    #[must_use]
    pub fn has_folder(&self, path: &str) -> bool {
        self.folders.contains_key(&fold_case(path))
    }

    /// Returns the pages in a folder.
    fn pages_in(&self, folder: &str) -> Arc<[Target]> {
        let prefix = format!("{folder}/");
        let pages = &self.all[..self.with_text];
        let start = pages.partition_point(|path| *path < prefix.as_str());
        (start..)
            .zip(&pages[start..])
            .take_while(|(_, path)| path.starts_with(&prefix))
            .filter(|(_, path)| !path[prefix.len()..].contains('/'))
            .filter_map(|(at, _)| u32::try_from(at).ok().map(Target))
            .collect()
    }

    /// Returns the files named `name`, ignoring case, with or without `.md`.
    #[must_use]
    pub fn named(&self, name: &str) -> &[Target] {
        let files = |form: &str| self.by_name.get(fold_case(form).as_ref());
        files(&format!("{name}.md"))
            .or_else(|| files(name))
            .map_or(&[], Targets::as_slice)
    }

    /// Returns the shortest end of the path that matches only this file, without `.md`.
    #[must_use]
    pub fn shortest(&self, target: Target) -> &'s str {
        let path = self.path(target);
        let known = self.shortest.get(target.0 as usize);
        let start = known.and_then(|known| {
            if known.get().is_none() {
                self.measure(name_of(path));
            }
            known.get().copied()
        });
        let end = path.get(start.unwrap_or_default()..).unwrap_or(path);
        without_md(end)
    }

    /// Finds the shortest unique end of every path with one file name. In the order of their reversed parts, the paths with the
    /// longest common end are neighbors.
    fn measure(&self, name: &str) {
        let named = self.by_name.get(&fold_case(name));
        let mut paths: Vec<(Vec<String>, Target)> = named
            .map_or(&[][..], Targets::as_slice)
            .iter()
            .map(|&target| {
                let folded = fold_case(self.path(target));
                (folded.rsplit('/').map(str::to_owned).collect(), target)
            })
            .collect();
        paths.sort_unstable();
        let shared = |a: usize, b: usize| match (paths.get(a), paths.get(b)) {
            (Some((a, _)), Some((b, _))) => a.iter().zip(b).take_while(|(a, b)| a == b).count(),
            _ => 0,
        };
        for (at, (_, target)) in paths.iter().enumerate() {
            let most =
                shared(at, at + 1).max(at.checked_sub(1).map_or(0, |before| shared(before, at)));
            let mut starts = self.path(*target).rmatch_indices('/').map(|(at, _)| at + 1);
            if let Some(known) = self.shortest.get(target.0 as usize) {
                // Another thread may have set it to the same value.
                let _ = known.set(starts.nth(most).unwrap_or_default());
            }
        }
    }

    /// Returns the path, without `.md`, of the page with the name nearest to `name`. Excludes the page at `from` itself, and
    /// names that [cannot be a misspelling](crate::nearest::may_be_misspelling).
    #[must_use]
    pub fn nearest_page(&self, from: &str, name: &str) -> Option<&'s str> {
        let near = self.nearest_named(from, name);
        // A longer name with the same number as written is nearer than one with another: `LAB 003 - WEP` than `Lab 3`.
        let is_as_written = |near: &&str| digits(stem_of(near)) == digits(name);
        let as_written = near.filter(is_as_written);
        let longer = || {
            let path = self.path(self.beside_or_first(from, self.only_longer(name)?)?);
            Some(without_md(path))
        };
        as_written.or_else(longer).or(near)
    }

    fn nearest_named(&self, from: &str, name: &str) -> Option<&'s str> {
        let stems = self.stems();
        let known = self.near.read().ok();
        let known = known.and_then(|known| known.get(name).copied());
        let near = known.unwrap_or_else(|| {
            let near = stems.names.suggest(name, 4, &|_| true);
            if let Ok(mut known) = self.near.write() {
                known.insert(name.to_owned(), near);
            }
            near
        })?;
        let target = self.beside_or_first(from, stems.first[near]).or_else(|| {
            let near = stems.names.suggest(name, 4, &|at| at != near)?;
            self.beside_or_first(from, stems.first[near])
        })?;
        let path = self.path(target);
        let near = stem_of(path);
        // A different id or number is not a misspelling.
        let is_other = id::is_id(name)
            || id::is_id(near)
            || !has_same_numbers(name, near)
            || are_other_codes(name, near);
        (!is_other).then(|| without_md(path))
    }

    /// Returns one of the pages with the name of a page: the one in the folder of `from`, or else the first, but never that at `from`.
    fn beside_or_first(&self, from: &str, page: Target) -> Option<Target> {
        let stem = stem_of(self.path(page));
        let beside = join_path(parent_of(from), &format!("{stem}.md"));
        let beside = beside.and_then(|path| self.by_path.get(fold_case(&path).as_ref()));
        let mut beside = beside.map_or(&[][..], Targets::as_slice).iter().copied();
        let is_other = |target: &Target| self.path(*target) != from;
        let mut named = self.named(stem).iter().copied();
        beside.find(is_other).or_else(|| named.find(is_other))
    }

    /// Returns the only page whose name begins with this one and goes on after a blank or a sign: `LAB 003 - WEP` for `LAB 003`.
    fn only_longer(&self, name: &str) -> Option<Target> {
        /// A shorter name begins others by chance.
        const SHORTEST: usize = 6;
        if name.chars().count() < SHORTEST || id::is_id(name) {
            return None;
        }
        let stems = &self.stems().first;
        let stem = |target: &Target| stem_of(self.path(*target));
        let start = stems.partition_point(|target| stem(target) < name);
        let mut begun = stems[start..].iter();
        let only = begun
            .next()
            .filter(|target| stem(target).starts_with(name))?;
        let is_only = begun
            .next()
            .is_none_or(|next| !stem(next).starts_with(name));
        let rest = &stem(only)[name.len()..];
        let is_longer = rest.starts_with(|c: char| !c.is_alphanumeric());
        (is_only && is_longer && has_same_numbers(name, stem(only))).then_some(*only)
    }

    /// Returns the names of pages.
    fn stems(&self) -> &Stems {
        self.stems.get_or_init(|| {
            let stem = |target: Target| stem_of(self.path(target));
            let with_text = u32::try_from(self.with_text).unwrap_or(u32::MAX);
            let mut first: Vec<Target> = (0..with_text).map(Target).collect();
            first.sort_by_cached_key(|&target| stem(target));
            first.dedup_by_key(|target| stem(*target));
            Stems {
                names: Names::new(first.iter().map(|&target| stem(target))),
                first,
            }
        })
    }
}

/// Returns the digits of a name.
fn digits(name: &str) -> String {
    name.chars().filter(char::is_ascii_digit).collect()
}
