//! The nearest name or id, for "did you mean".

use super::View;
use crate::catalog::kind::Kind;
use crate::catalog::name_index::NameIndexEntry;
use crate::catalog::normalize::normalize_name;
use crate::catalog::object::Object;
use crate::nearest::{LONGEST, Letters, distance_within};

/// The longest id that is compared. ATLAS ids have at most 13 bytes.
const LONGEST_ID: usize = 20;

impl<'c> View<'c> {
    /// Returns id and name of the current object whose name is nearest to `text`: the only one that has all its words and one
    /// more, else one that differs in at most a quarter of its characters, but always one. Names are compared normalized.
    #[must_use]
    pub fn nearest_name(&self, text: &str, kind: Option<Kind>) -> Option<(&'c str, &'c str)> {
        let wanted = normalize_name(text);
        if wanted.len() > LONGEST {
            return None;
        }
        let nearest = |wanted: &str| {
            let longer = self.with_one_more_word(wanted, kind);
            longer.or_else(|| self.nearest_by_letters(wanted, kind))
        };
        let known = self.catalog.nearest_names();
        let hit = self.hit(known.get((wanted, kind, self.pinned), nearest)?)?;
        Some((&hit.object.id, &hit.name.value))
    }

    /// Returns the first of several positions whose name is that of a current object of a kind.
    fn current_at(
        &self,
        positions: &[NameIndexEntry],
        kind: Option<Kind>,
    ) -> Option<(NameIndexEntry, &'c str)> {
        positions.iter().find_map(|at| {
            let hit = self.hit(*at)?;
            let is_wanted = hit.current && kind.is_none_or(|kind| kind == hit.object.kind);
            is_wanted.then_some((*at, hit.object.id.as_str()))
        })
    }

    /// Returns the only current object whose name has all words of `wanted`, two at least, and one more.
    fn with_one_more_word(&self, wanted: &str, kind: Option<Kind>) -> Option<NameIndexEntry> {
        let words: Vec<&str> = wanted.split(' ').collect();
        if words.len() < 2 {
            return None;
        }
        let letters = Letters::of(wanted);
        let mut found: Option<(NameIndexEntry, &str)> = None;
        for other in self.catalog.name_index().with_letters() {
            let name = &other.name;
            let is_longer = other.words == words.len() + 1 && name.len() > wanted.len();
            if !is_longer || !other.letters.hold(&letters) {
                continue;
            }
            if !words
                .iter()
                .all(|word| name.split(' ').any(|it| it == *word))
            {
                continue;
            }
            let Some((at, id)) = self.current_at(&other.positions, kind) else {
                continue;
            };
            if found.is_some_and(|(_, other)| other != id) {
                return None;
            }
            found = Some((at, id));
        }
        found.map(|(at, _)| at)
    }

    fn nearest_by_letters(&self, wanted: &str, kind: Option<Kind>) -> Option<NameIndexEntry> {
        let limit = (wanted.chars().count() / 4).max(1);
        let letters = Letters::of(wanted);
        let mut best: Option<(usize, &str, NameIndexEntry)> = None;
        for other in self.catalog.name_index().with_letters() {
            let limit = best.map_or(limit, |(least, ..)| least);
            // A page may hold 100,000 unknown names, and edit distance is expensive: lengths and
            // letter counts reject most candidates first. An edit changes a length by 4 bytes at most.
            if wanted.len().abs_diff(other.name.len()) > limit * 4
                || !letters.may_be_within(&other.letters, limit)
            {
                continue;
            }
            let Some((at, id)) = self.current_at(&other.positions, kind) else {
                continue;
            };
            let Some(distance) = distance_within(wanted, &other.name, limit) else {
                continue;
            };
            // The map has no order of its own, so ties go to the smaller id.
            if best.is_none_or(|(least, least_id, _)| (distance, id) < (least, least_id)) {
                best = Some((distance, id, at));
            }
        }
        best.map(|(.., at)| at)
    }

    /// Returns the nearest current id of the same kind, which is one edit away: with more, another id is as near.
    #[must_use]
    pub fn nearest_id(&self, id: &str) -> Option<&'c str> {
        if id.len() > LONGEST_ID {
            return None;
        }
        let kind = Kind::of_id(id);
        let near = |object: &'c Object| {
            // A page may hold 100,000 unknown ids, so most are rejected without edit distance.
            let bytes = object.id.bytes().zip(id.bytes());
            let differing = bytes.filter(|(a, b)| a != b).count();
            let is_far = object.id.len().abs_diff(id.len()) > 1
                || (object.id.len() == id.len() && differing > 2);
            let is_candidate = !is_far
                && kind.is_none_or(|kind| kind == object.kind)
                && self.is_current(&object.id);
            let is_near = is_candidate && strsim::osa_distance(id, &object.id) == 1;
            is_near.then_some(object.id.as_str())
        };
        self.catalog.objects().iter().find_map(near)
    }
}
