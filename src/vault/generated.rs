//! The site around a page, if its generator has no dialect.

use std::sync::PoisonError;

use super::generators::{GENERATORS, Generated};
use super::index::Vault;
use crate::text::join_path;
use crate::text::path::parent_of;

impl Vault<'_> {
    /// Returns the site around the page at a path from the top, if its generator has no dialect. The nearest mark decides.
    pub(super) fn generated(&self, path: &str) -> Option<Generated> {
        self.generated_in(parent_of(path))
    }

    fn generated_in(&self, folder: &str) -> Option<Generated> {
        let known = self.generated.read();
        let known = known.unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(folder) {
            return known.clone();
        }
        drop(known);
        let is_there = |mark: &&str| {
            let place = join_path(folder, mark);
            place.is_some_and(|place| self.one(&place).is_some())
        };
        let mut generators = GENERATORS.iter();
        let has_start = |start: &&str| {
            let place = join_path(folder, start);
            is_there(start) || place.is_some_and(|place| self.folder_at(&place, &[]).is_some())
        };
        let here =
            generators.find(|by| by.marks.iter().any(&is_there) && by.start.iter().all(has_start));
        let found = match here {
            Some(by) => Some(Generated {
                by,
                root: folder.into(),
            }),
            None if folder.is_empty() => None,
            None => self.generated_in(parent_of(folder)),
        };
        let known = self.generated.write();
        let mut known = known.unwrap_or_else(PoisonError::into_inner);
        known.insert(folder.into(), found.clone());
        found
    }
}
