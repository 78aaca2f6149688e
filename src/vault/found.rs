//! Results of link resolution, as the vault keeps them.

use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::HashMap;
use foldhash::fast::FixedState;

use super::paths::{Resolution, Target};
use crate::syntax::Link;

/// The cached result of resolving a link. `External` covers everything that is not checked.
#[derive(Clone, Debug)]
pub(super) enum CachedDestination {
    External,
    Route,
    File(Resolution),
}

/// The pages of each content folder by their route in it.
pub(super) type Routes = HashMap<(Box<str>, Box<str>), Target>;

/// The results for the links of a page, in their order.
#[derive(Debug)]
pub(super) struct FoundLinks(Box<[(Key, CachedDestination)]>);

/// What tells a link from others with the same place, such as links with a corrected target: its start, and a hash of what it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key {
    start: u32,
    target: u32,
}

impl FoundLinks {
    /// Resolves the links of a page, which are sorted by their start.
    pub(super) fn new(links: &[Link], look_up: impl Fn(&Link) -> CachedDestination) -> Self {
        let found = links.iter().map(|link| (Key::of(link), look_up(link)));
        Self(found.collect())
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &CachedDestination> {
        self.0.iter().map(|(_, result)| result)
    }

    /// Returns the result for a link. None if the page has no such link.
    pub(super) fn of(&self, link: &Link) -> Option<&CachedDestination> {
        let wanted = Key::of(link);
        let first = self.0.partition_point(|(key, _)| key.start < wanted.start);
        let mut same = self.0[first..]
            .iter()
            .take_while(|(key, _)| key.start == wanted.start);
        let (_, result) = same.find(|(key, _)| *key == wanted)?;
        Some(result)
    }
}

impl Key {
    fn of(link: &Link) -> Self {
        let mut hasher = FixedState::default().build_hasher();
        (link.kind as u8).hash(&mut hasher);
        link.target.hash(&mut hasher);
        let bytes = hasher.finish().to_le_bytes();
        Self {
            start: link.span.start,
            target: u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]),
        }
    }
}
