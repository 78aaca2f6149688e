//! An index over many names that finds the nearest to a word.

use foldhash::HashMap;

use super::LONGEST;
use super::letters::LetterSet;
use super::matrix::{DistanceMatrix, MAX_EDITS, Query};
use super::misspelling::{Parts, SHORT_NAME};

/// Group of a node with names of several groups.
const SEVERAL_GROUPS: u32 = u32::MAX;
/// Excluded group of a search that excludes none.
const NO_GROUP: u32 = u32::MAX - 1;

/// Names of which the nearest to a word is found without comparing the word with each.
///
/// The names form a trie, whose nodes are in depth-first order. Each node gives one row of the matrix of edit distances, so a shared prefix
/// is compared once, and a prefix that differs too much excludes all names below it.
#[derive(Debug, Default)]
pub struct Names {
    sorted: Vec<Name>,
    nodes: Vec<Node>,
    /// Groups of names with the same letters, whatever their numbers.
    groups: HashMap<String, u32>,
    /// Names by group and digits, as indexes into `sorted`.
    alike: HashMap<(u32, String), Vec<u32>>,
}

/// A name in lower case, its position in the input, its group, and its letters.
#[derive(Debug)]
struct Name {
    chars: Box<[char]>,
    position: u32,
    group: u32,
    letters: LetterSet,
}

/// A prefix of the names from `from` to `to`.
#[derive(Debug)]
struct Node {
    last: char,
    depth: u16,
    /// The lengths of the shortest and of the longest name.
    lengths: (u16, u16),
    from: u32,
    to: u32,
    /// The first position of its names.
    first: u32,
    group: u32,
    letters: LetterRange,
    /// Whether all its names are the same, so that the rest of the name has no nodes.
    is_single: bool,
    /// The next node that is not below this one.
    end: u32,
}

/// The most names with the same letters and digits that a word is compared with.
const MAX_ALIKE: usize = 64;

impl Names {
    /// Indexes names. Results are positions in `names`, from 0.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = Self::default();
        let mut sorted: Vec<(Name, String)> = Vec::new();
        for (position, name) in (0..).zip(names) {
            let folded = name.to_lowercase();
            let chars: Box<[char]> = folded.chars().collect();
            // A query has at most `LONGEST` bytes, so a longer name is never near.
            if chars.is_empty() || chars.len() > LONGEST + MAX_EDITS {
                continue;
            }
            let next = u32::try_from(all.groups.len()).unwrap_or(NO_GROUP);
            let parts = Parts::of(&folded);
            let digits = parts.digits();
            let group = *all.groups.entry(parts.letters).or_insert(next);
            let name = Name {
                letters: LetterSet::of(&chars),
                chars,
                position,
                group,
            };
            sorted.push((name, digits));
        }
        sorted
            .sort_unstable_by(|(a, _), (b, _)| (&a.chars, a.position).cmp(&(&b.chars, b.position)));
        for (at, (name, digits)) in (0..).zip(sorted) {
            all.alike.entry((name.group, digits)).or_default().push(at);
            all.sorted.push(name);
        }
        let mut builder = Builder {
            names: &all.sorted,
            nodes: Vec::new(),
        };
        builder.below(0, all.sorted.len(), 0);
        all.nodes = builder.nodes;
        all
    }

    /// Returns the position of the name nearest to a word, as [`super::nearest`] does.
    #[must_use]
    pub fn nearest(&self, word: &str, limit: usize) -> Option<usize> {
        let query = Query::of(word, limit)?;
        (0..=query.limit).find_map(|limit| self.within(&query, limit, NO_GROUP, &|_| true))
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
        let query = Query::of(word, limit)?;
        let same = self.within(&query, 0, NO_GROUP, &|name| {
            is_allowed(name.position as usize)
        });
        if same.is_some() || query.chars.len() <= SHORT_NAME {
            return same;
        }
        let is_allowed =
            |name: &Name| name.chars.len() > SHORT_NAME && is_allowed(name.position as usize);
        let parts = Parts::of(&query.folded);
        let group = self.groups.get(&parts.letters).copied();
        let alike = group.and_then(|group| {
            let same = self.alike.get(&(group, parts.digits()))?;
            // If more names than that differ only in punctuation, they are not misspellings of one another.
            let same = same.iter().take(MAX_ALIKE);
            let names = same.map(|&at| &self.sorted[at as usize]);
            names
                .filter(|name| is_allowed(name))
                .filter_map(|name| {
                    let text = name.text();
                    let agrees = parts.agrees(&Parts::of(&text));
                    agrees.then(|| {
                        (
                            strsim::osa_distance(&query.folded, &text),
                            name.position as usize,
                        )
                    })
                })
                .min()
        });
        (1..=query.limit).find_map(|limit| {
            let alike = alike.filter(|(distance, _)| *distance == limit);
            let other = self.within(&query, limit, group.unwrap_or(NO_GROUP), &is_allowed);
            alike
                .map(|(_, position)| position)
                .into_iter()
                .chain(other)
                .min()
        })
    }

    /// Returns the first position of a name within `limit` edits that is not in the excluded group.
    fn within(
        &self,
        query: &Query,
        limit: usize,
        excluded: u32,
        is_allowed: &dyn Fn(&Name) -> bool,
    ) -> Option<usize> {
        let mut best: Option<u32> = None;
        let mut matrix = DistanceMatrix::new(query, limit);
        let mut at = 0;
        while let Some(node) = self.nodes.get(at) {
            let depth = usize::from(node.depth);
            if node.group == excluded
                || node.letters.are_far_from(query.letters, limit)
                || best.is_some_and(|best| best < node.first)
                || !matrix.push_row(depth, node.last, node.lengths)
            {
                at = node.end as usize;
                continue;
            }
            let ends = if node.is_single {
                let name = &self.sorted[node.from as usize].chars;
                let rest = (depth + 1..).zip(&name[depth..]);
                let mut rest = rest.map(|(depth, &c)| matrix.push_row(depth, c, node.lengths));
                if rest.all(|near| near) {
                    name.len()
                } else {
                    usize::MAX
                }
            } else {
                depth
            };
            if matrix.is_near(ends) {
                let names = self.sorted[node.from as usize..node.to as usize].iter();
                let here = names.take_while(|name| name.chars.len() == ends);
                let mut here = here.filter(|name| name.group != excluded && is_allowed(name));
                let first = here.next().map(|name| name.position);
                best = best.into_iter().chain(first).min();
            }
            at += 1;
        }
        best.map(|position| position as usize)
    }
}

impl Name {
    fn text(&self) -> String {
        self.chars.iter().collect()
    }
}

/// Builds the nodes of a trie.
struct Builder<'n> {
    names: &'n [Name],
    nodes: Vec<Node>,
}

impl Builder<'_> {
    /// Adds nodes for names that share their first `depth` characters and are longer than that. Returns what the names have in
    /// common; None without names.
    fn below(&mut self, mut from: usize, to: usize, depth: usize) -> Option<Extent> {
        let mut all = None;
        while from < to {
            let last = self.names[from].chars[depth];
            let same = self.names[from..to].partition_point(|name| name.chars[depth] <= last);
            all = Extent::join(all, self.node(from, from + same, depth + 1, last));
            from += same;
        }
        all
    }

    fn node(&mut self, from: usize, to: usize, depth: usize, last: char) -> Option<Extent> {
        let names = &self.names[from..to];
        let wide = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let is_single =
            names.first().map(|name| &name.chars) == names.last().map(|name| &name.chars);
        let at = self.nodes.len();
        self.nodes.push(Node {
            last,
            depth: small(depth),
            lengths: (0, 0),
            from: wide(from),
            to: wide(to),
            first: 0,
            group: SEVERAL_GROUPS,
            letters: LetterRange::default(),
            is_single,
            end: 0,
        });
        let ended = if is_single {
            names.len()
        } else {
            names.partition_point(|name| name.chars.len() == depth)
        };
        let here = names[..ended].iter().map(Extent::of);
        let here = here.fold(None, |all, next| Extent::join(all, Some(next)));
        let all = Extent::join(here, self.below(from + ended, to, depth));
        let end = wide(self.nodes.len());
        let node = &mut self.nodes[at];
        node.end = end;
        if let Some(all) = all {
            (node.lengths, node.first, node.group) = (all.lengths, all.first, all.group);
            node.letters = all.letters;
        }
        all
    }
}

/// The letters of several names.
#[derive(Clone, Copy, Debug, Default)]
struct LetterRange {
    in_any: LetterSet,
    in_all: LetterSet,
}

impl LetterRange {
    /// Returns whether each of the names needs more than `limit` edits, because of letters that it lacks or has in addition.
    fn are_far_from(self, query: LetterSet, limit: usize) -> bool {
        query.missing_in(self.in_any) > limit || self.in_all.missing_in(query) > limit
    }
}

/// What several names have in common: their shortest and longest length, their first position, their group, and their letters.
#[derive(Clone, Copy)]
struct Extent {
    lengths: (u16, u16),
    first: u32,
    group: u32,
    letters: LetterRange,
}

impl Extent {
    fn of(name: &Name) -> Self {
        let length = small(name.chars.len());
        Self {
            lengths: (length, length),
            first: name.position,
            group: name.group,
            letters: LetterRange {
                in_any: name.letters,
                in_all: name.letters,
            },
        }
    }

    fn join(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        let (Some(a), Some(b)) = (one, other) else {
            return one.or(other);
        };
        let is_same = a.group == b.group;
        Some(Self {
            lengths: (a.lengths.0.min(b.lengths.0), a.lengths.1.max(b.lengths.1)),
            first: a.first.min(b.first),
            group: if is_same { a.group } else { SEVERAL_GROUPS },
            letters: LetterRange {
                in_any: a.letters.in_any.union(b.letters.in_any),
                in_all: a.letters.in_all.intersection(b.letters.in_all),
            },
        })
    }
}

fn small(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}
