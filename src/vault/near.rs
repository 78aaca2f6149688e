//! What a path that finds nothing may have meant, and how a file is best written.

use super::path::{fold, join, name_of, normal, parent_of, stem_of};
use super::paths::{Paths, Target};
use crate::nearest::{Letters, nearest};

impl<'s> Paths<'s> {
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

    /// The page whose name is nearest to `name`: a path as people write it.
    #[must_use]
    pub fn nearest_page(&self, name: &str) -> Option<&'s str> {
        let known = self
            .near
            .read()
            .ok()
            .and_then(|known| known.get(name).copied());
        let near = known.unwrap_or_else(|| {
            let near = nearest(name, self.stems_like(name), 4);
            let near = near.and_then(|near| self.named(near).first().copied());
            if let Ok(mut known) = self.near.write() {
                known.insert(name.to_owned(), near);
            }
            near
        });
        let path = self.path(near?);
        Some(path.strip_suffix(".md").unwrap_or(path))
    }

    /// The names of pages without their extension, each once and sorted, that have about the letters of `name`.
    fn stems_like(&self, name: &str) -> impl Iterator<Item = &'s str> {
        let stem = |target: Target| stem_of(self.path(target));
        let one_each = self.stems.get_or_init(|| {
            let with_text = u32::try_from(self.with_text).unwrap_or(u32::MAX);
            let mut targets: Vec<Target> = (0..with_text).map(Target).collect();
            targets.sort_unstable_by_key(|&target| stem(target));
            targets.dedup_by_key(|target| stem(*target));
            let letters = |target| Letters::of(&stem(target).to_lowercase());
            targets
                .into_iter()
                .map(|target| (letters(target), target))
                .collect()
        });
        let wanted = Letters::of(&name.to_lowercase());
        one_each
            .iter()
            .filter(move |(letters, _)| wanted.may_be_within(letters, 4))
            .map(move |(_, target)| stem(*target))
    }
}
