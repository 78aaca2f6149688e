//! What a path that finds nothing may have meant, and how a file is best written.

use std::sync::Arc;

use super::path::{fold, join, name_of, normal, parent_of, stem_of};
use super::paths::{Paths, Target};
use crate::nearest::{Names, has_same_numbers};
use crate::syntax::id;

impl<'s> Paths<'s> {
    /// The folder that a path names from the root or beside the page: its path, and the pages in it.
    #[must_use]
    pub fn folder(&self, page: &str, written: &str) -> Option<(&'s str, Arc<[Target]>)> {
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

    /// The pages in a folder.
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

    /// The files whose name, `.md` added or not, is `name` but for case.
    #[must_use]
    pub fn named(&self, name: &str) -> &[Target] {
        let files = |form: &str| self.by_name.get(fold(form).as_ref());
        files(&format!("{name}.md"))
            .or_else(|| files(name))
            .map_or(&[], Vec::as_slice)
    }

    /// The shortest end of its path that finds only this file: as people write it, without `.md`.
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
        end.strip_suffix(".md").unwrap_or(end)
    }

    /// Finds the shortest unique end of every path of one name. Sorted by their parts from the end, the paths that have most in
    /// common are neighbours.
    fn measure(&self, name: &str) {
        let named = self.by_name.get(&fold(name));
        let mut paths: Vec<(Vec<String>, Target)> = named
            .into_iter()
            .flatten()
            .map(|&target| {
                let folded = fold(self.path(target));
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
                // Another thread may have come to the same.
                let _ = known.set(starts.nth(most).unwrap_or_default());
            }
        }
    }

    /// The page whose name is nearest to `name`, which stands in the page at `from`: a path as people write it. That page itself is
    /// never meant, nor is one that [no misspelling](crate::nearest::may_be_misspelling) leads to.
    #[must_use]
    pub fn nearest_page(&self, from: &str, name: &str) -> Option<&'s str> {
        let stems = self.stems();
        // Of pages of one name the first counts, and for the page itself the next.
        let of_stem = |first: Target| {
            let mut named = self.named(stem_of(self.path(first))).iter().copied();
            named.find(|&target| self.path(target) != from)
        };
        let known = self.near.read().ok();
        let known = known.and_then(|known| known.get(name).copied());
        let near = known.unwrap_or_else(|| {
            let near = stems.names.suggest(name, 4, &|_| true);
            if let Ok(mut known) = self.near.write() {
                known.insert(name.to_owned(), near);
            }
            near
        })?;
        let target = of_stem(stems.first[near]).or_else(|| {
            let near = stems.names.suggest(name, 4, &|at| at != near)?;
            of_stem(stems.first[near])
        })?;
        let path = self.path(target);
        let near = stem_of(path);
        // An id is another thing, not a misspelling.
        let is_other = id::is_id(name) || id::is_id(near) || !has_same_numbers(name, near);
        (!is_other).then(|| path.strip_suffix(".md").unwrap_or(path))
    }

    /// The names of pages.
    fn stems(&self) -> &Stems {
        self.stems.get_or_init(|| {
            let stem = |target: Target| stem_of(self.path(target));
            let with_text = u32::try_from(self.with_text).unwrap_or(u32::MAX);
            let mut first: Vec<Target> = (0..with_text).map(Target).collect();
            first.sort_by_key(|&target| stem(target));
            first.dedup_by_key(|target| stem(*target));
            Stems {
                names: Names::new(first.iter().map(|&target| stem(target))),
                first,
            }
        })
    }
}

/// The names of pages without their extension, each once and sorted, and a page of each.
#[derive(Debug)]
pub(super) struct Stems {
    first: Vec<Target>,
    names: Names,
}
