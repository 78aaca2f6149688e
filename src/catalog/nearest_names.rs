//! The nearest names that were asked for: many pages of a vault have the same unknown name.

use std::sync::RwLock;

use foldhash::HashMap;

use super::kind::Kind;
use super::name_index::NameIndexEntry;
use super::release::ReleaseIx;

/// The most names whose nearest ones are kept. A vault may have any number of unknown names, and these are enough for those that it
/// repeats.
const MOST: usize = 2_000;

/// A normalized name, the kind of its object, and the release.
type Asked = (String, Option<Kind>, ReleaseIx);

/// For each name that was asked for, the position of the nearest one.
#[derive(Debug, Default)]
pub(super) struct NearestNames(RwLock<HashMap<Asked, Option<NameIndexEntry>>>);

impl Clone for NearestNames {
    /// Returns an empty one, as the clone of a catalog may get other names.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl NearestNames {
    /// Returns the nearest name, which `find` finds if it was not asked for before.
    pub(super) fn get(
        &self,
        asked: Asked,
        find: impl FnOnce(&str) -> Option<NameIndexEntry>,
    ) -> Option<NameIndexEntry> {
        let known = self.0.read().ok();
        if let Some(found) = known.and_then(|known| known.get(&asked).copied()) {
            return found;
        }
        let found = find(&asked.0);
        if let Ok(mut known) = self.0.write()
            && known.len() < MOST
        {
            known.insert(asked, found);
        }
        found
    }
}
