//! An index over many names that finds the nearest to a word.

use foldhash::HashMap;

use super::distance::Word;
use super::letters::LetterSet;
use super::misspelling::{Parts, SHORT_NAME};
use super::{LONGEST, Letters};

/// The greatest distance that is computed.
const MAX_EDITS: usize = 6;

/// The most names with the same letters and digits that a word is compared with. More names than that with the same letters are a series,
/// of which only those with the same numbers are near.
const MAX_ALIKE: usize = 64;

/// The most names that a word is compared with after their letters. Only names that are made for it have the letters of so many others.
const MAX_COMPARED: usize = 1_000;

/// Names of which the nearest to a word is found without computing its edit distance from each.
///
/// Names that differ only in their numbers and punctuation are a group. What an edit does to the letters of two names bounds their distance
/// from below, so most groups are passed over by the set of their letters, and names of the others by their counts.
#[derive(Debug, Default)]
pub struct Names {
    /// What is looked at first, for each group.
    heads: Vec<Head>,
    groups: Vec<Group>,
    /// The names by group.
    by_group: Vec<Name>,
    /// The groups by their letters.
    by_letters: HashMap<String, u32>,
    /// Names by group and digits, as indexes.
    alike: HashMap<(u32, String), Vec<u32>>,
}

/// The letters of a group, and the lengths of its shortest and its longest name. Small, as all of them are looked at for a word.
#[derive(Debug)]
struct Head {
    letters: LetterSet,
    lengths: (u16, u16),
}

/// The letters of the names from `from` to `to`.
#[derive(Debug)]
struct Group {
    letters: Box<[char]>,
    from: u32,
    to: u32,
}

/// A name in lower case, and its position in the input.
#[derive(Debug)]
struct Name {
    chars: Box<[char]>,
    counts: Letters,
    position: u32,
}

/// A word for which near names are searched.
struct Query {
    chars: Vec<char>,
    counts: Letters,
    parts: Parts,
    /// The letters of the word, without its numbers and punctuation.
    letters: Vec<char>,
    set: LetterSet,
    limit: usize,
    /// The group of names with the same letters, whatever their numbers.
    group: Option<u32>,
}

/// A distance, and the position of the name that is so far away.
type Found = (usize, u32);

impl Names {
    /// Indexes names. Results are positions in `names`, from 0.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = Self::default();
        let mut sorted: Vec<(u32, String, Name)> = Vec::new();
        for (position, name) in (0..).zip(names) {
            let folded = name.to_lowercase();
            let chars: Box<[char]> = folded.chars().collect();
            // A query has at most `LONGEST` bytes, so a longer name is never near.
            if chars.is_empty() || chars.len() > LONGEST + MAX_EDITS {
                continue;
            }
            let parts = Parts::of(&folded);
            let digits = parts.digits();
            let next = u32::try_from(all.groups.len()).unwrap_or(u32::MAX);
            let group = *all
                .by_letters
                .entry(parts.letters)
                .or_insert_with_key(|letters| {
                    let letters: Box<[char]> = letters.chars().collect();
                    all.heads.push(Head {
                        letters: LetterSet::of(&letters),
                        lengths: (u16::MAX, 0),
                    });
                    all.groups.push(Group {
                        letters,
                        from: 0,
                        to: 0,
                    });
                    next
                });
            let lengths = &mut all.heads[group as usize].lengths;
            let length = u16::try_from(chars.len()).unwrap_or(u16::MAX);
            *lengths = (lengths.0.min(length), lengths.1.max(length));
            let name = Name {
                counts: Letters::of(&folded),
                chars,
                position,
            };
            sorted.push((group, digits, name));
        }
        sorted.sort_by_key(|(group, _, _)| *group);
        for (at, (group, digits, name)) in (0..).zip(sorted) {
            all.alike.entry((group, digits)).or_default().push(at);
            let group = &mut all.groups[group as usize];
            if group.to == 0 {
                group.from = at;
            }
            group.to = at + 1;
            all.by_group.push(name);
        }
        all
    }

    /// Returns the position of the name nearest to a word, as [`super::nearest`] does.
    #[must_use]
    pub fn nearest(&self, word: &str, limit: usize) -> Option<usize> {
        let query = self.query(word, limit)?;
        let found = self.within(&query, None, &|_| true);
        found.map(|(_, position)| position as usize)
    }

    /// Returns the position of the name nearest to a word, of those that it [may be a misspelling](super::may_be_misspelling) of and that
    /// `is_allowed` accepts.
    #[must_use]
    pub fn suggest(
        &self,
        word: &str,
        limit: usize,
        is_allowed: &dyn Fn(usize) -> bool,
    ) -> Option<usize> {
        let query = self.query(word, limit)?;
        let is_allowed = |name: &Name| is_allowed(name.position as usize);
        let is_long = |name: &Name| name.chars.len() > SHORT_NAME && is_allowed(name);
        let same = self.same(&query, &is_allowed);
        if same.is_some() || query.chars.len() <= SHORT_NAME {
            return same.map(|position| position as usize);
        }
        let alike = self.alike(&query, &is_long);
        let other = self.within(&query, query.group, &is_long);
        let found = alike.into_iter().chain(other).min();
        found.map(|(_, position)| position as usize)
    }

    fn query(&self, word: &str, limit: usize) -> Option<Query> {
        if word.len() > LONGEST {
            return None;
        }
        let folded = word.to_lowercase();
        let chars: Vec<char> = folded.chars().collect();
        let parts = Parts::of(&folded);
        let letters: Vec<char> = parts.letters.chars().collect();
        Some(Query {
            limit: limit.min(MAX_EDITS).min(chars.len().div_ceil(3)),
            counts: Letters::of(&folded),
            set: LetterSet::of(&letters),
            group: self.by_letters.get(&parts.letters).copied(),
            chars,
            parts,
            letters,
        })
    }

    /// Returns the first position of the word itself.
    fn same(&self, query: &Query, is_allowed: &dyn Fn(&Name) -> bool) -> Option<u32> {
        let same = self.with_digits(query).iter();
        let mut same = same.map(|&at| &self.by_group[at as usize]);
        same.find(|name| *name.chars == *query.chars && is_allowed(name))
            .map(|name| name.position)
    }

    /// Returns the nearest name with the same letters, which must have the same numbers.
    fn alike(&self, query: &Query, is_allowed: &dyn Fn(&Name) -> bool) -> Option<Found> {
        // If more names than that differ only in punctuation, they are not misspellings of one another.
        let same = self.with_digits(query).iter().take(MAX_ALIKE);
        let names = same.map(|&at| &self.by_group[at as usize]);
        let mut word = Word::new(&query.chars);
        names
            .filter(|name| is_allowed(name))
            .filter_map(|name| {
                let text: String = name.chars.iter().collect();
                let agrees = query.parts.agrees(&Parts::of(&text));
                let distance = word.within(&name.chars, query.limit);
                Some((distance.filter(|_| agrees)?, name.position))
            })
            .min()
    }

    /// Returns the names with the letters and digits of a word, by position.
    fn with_digits(&self, query: &Query) -> &[u32] {
        let group = query.group;
        let same = group.and_then(|group| self.alike.get(&(group, query.parts.digits())));
        same.map_or(&[], Vec::as_slice)
    }

    /// Returns the nearest name that is not in the excluded group, the first of several.
    fn within(
        &self,
        query: &Query,
        excluded: Option<u32>,
        is_allowed: &dyn Fn(&Name) -> bool,
    ) -> Option<Found> {
        let mut best: Option<Found> = None;
        let mut limit = query.limit;
        let mut word = Word::new(&query.chars);
        let mut letters = Word::new(&query.letters);
        let mut compared = 0;
        for (at, head) in (0..).zip(&self.heads) {
            if head.is_far_from(query, limit) || Some(at) == excluded {
                continue;
            }
            let group = &self.groups[at as usize];
            let is_single = group.to - group.from == 1;
            compared += usize::from(!is_single);
            if !is_single && letters.within(&group.letters, limit).is_none() {
                continue;
            }
            for name in self.of_group(at, query) {
                if !query.counts.may_be_within(&name.counts, limit) {
                    continue;
                }
                compared += 1;
                let Some(distance) = word.within(&name.chars, limit) else {
                    continue;
                };
                let found = (distance, name.position);
                if best.is_none_or(|best| found < best) && is_allowed(name) {
                    best = Some(found);
                    limit = distance;
                }
            }
            if compared > MAX_COMPARED {
                break;
            }
        }
        best
    }

    /// Returns the names of a group that may be near: of a series those with the numbers of the word.
    fn of_group(&self, group: u32, query: &Query) -> impl Iterator<Item = &Name> {
        let Group { from, to, .. } = self.groups[group as usize];
        let is_series = (to - from) as usize > MAX_ALIKE;
        let all = if is_series { 0..0 } else { from..to };
        let digits = || self.alike.get(&(group, query.parts.digits()));
        let same = is_series.then(digits).flatten();
        let same = same.map_or(&[][..], Vec::as_slice);
        let ids = same.iter().take(MAX_ALIKE).copied().chain(all);
        ids.map(|at| &self.by_group[at as usize])
    }
}

impl Head {
    /// Returns whether each name of the group needs more than `limit` edits, because of its length or of letters that it lacks or has in
    /// addition.
    fn is_far_from(&self, query: &Query, limit: usize) -> bool {
        let (shortest, longest) = (self.lengths.0 as usize, self.lengths.1 as usize);
        let length = query.chars.len();
        shortest > length + limit
            || longest + limit < length
            || query.set.missing_in(self.letters) > limit
            || self.letters.missing_in(query.set) > limit
    }
}
