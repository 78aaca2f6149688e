//! What a path that finds nothing may have meant, and how a file is best written.

use super::path::{fold, join, name_of, normal, parent_of, shared_parts, stem_of};
use super::paths::{Paths, Target};
use crate::nearest::nearest;

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
