//! The nearest of very many names.

use std::collections::HashMap;

use super::LONGEST;
use super::meant::{Parts, SHORT};

/// The most edits that are looked for.
const MOST: usize = 6;

/// Cells of a row: as many columns to either side of the diagonal as there may be edits.
type Row = [u8; 2 * MOST + 1];

/// More than any distance that counts.
const FAR: u8 = 100;

/// What has names of several kinds below it, and what is looked for without regard to kinds.
const MIXED: u32 = u32::MAX;
const ANY: u32 = u32::MAX - 1;

/// Names among which the nearest to a word is found without comparing the word with each of them.
///
/// They are kept as a trie, whose nodes stand in the order of a walk through it. Each node gives one row of the matrix of edit distances: what
/// begins alike is compared once, and what begins too differently is left out with all that follows from it.
#[derive(Debug, Default)]
pub struct Names {
    /// Sorted.
    names: Vec<Name>,
    nodes: Vec<Node>,
    /// The letters of names, numbered: their kinds.
    kinds: HashMap<String, u32>,
    /// The names of one kind and the same digits.
    alike: HashMap<(u32, String), Vec<u32>>,
}

/// A name in lower case, its place in what was given, and its kind.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    chars: Box<[char]>,
    place: u32,
    kind: u32,
}

/// A prefix of names: those from `from` to `to`.
#[derive(Debug)]
struct Node {
    last: char,
    depth: u16,
    /// The lengths of the shortest and of the longest name.
    lengths: (u16, u16),
    from: u32,
    to: u32,
    /// The first place of a name.
    first: u32,
    kind: u32,
    /// Whether it is one name only, whose rest has no nodes.
    alone: bool,
    /// The node behind all that follow from this one.
    end: u32,
}

impl Names {
    /// Indexes names. Places count from 0.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = Self::default();
        for (place, name) in (0..).zip(names) {
            let folded = name.to_lowercase();
            let chars: Box<[char]> = folded.chars().collect();
            // No word that is looked for comes near a longer one.
            if chars.is_empty() || chars.len() > LONGEST + MOST {
                continue;
            }
            let next = u32::try_from(all.kinds.len()).unwrap_or(ANY);
            let kind = *all.kinds.entry(Parts::of(&folded).letters).or_insert(next);
            all.names.push(Name { chars, place, kind });
        }
        all.names.sort_unstable();
        for (at, name) in (0..).zip(&all.names) {
            let digits = Parts::of(&name.text()).digits();
            all.alike.entry((name.kind, digits)).or_default().push(at);
        }
        let mut builder = Builder {
            names: &all.names,
            nodes: Vec::new(),
        };
        builder.below(0, all.names.len(), 0);
        all.nodes = builder.nodes;
        all
    }

    /// The place of the name closest to a word, as [`super::nearest`] tells it.
    #[must_use]
    pub fn nearest(&self, word: &str, limit: usize) -> Option<usize> {
        let word = Word::of(word, limit)?;
        (0..=word.limit).find_map(|limit| self.within(&word, limit, ANY, &|_| true))
    }

    /// The place of the name closest to a word among those that it [may be meant](super::may_be_meant) for, and that `free` lets through.
    #[must_use]
    pub fn meant(&self, word: &str, limit: usize, free: &dyn Fn(usize) -> bool) -> Option<usize> {
        let word = Word::of(word, limit)?;
        if word.chars.len() <= SHORT {
            return None;
        }
        let free = |name: &Name| name.chars.len() > SHORT && free(name.place as usize);
        let parts = Parts::of(&word.folded);
        let kind = self.kinds.get(&parts.letters).copied();
        let alike = kind.and_then(|kind| {
            let same = self.alike.get(&(kind, parts.digits()))?;
            let names = same.iter().map(|&at| &self.names[at as usize]);
            names
                .filter(|name| free(name))
                .filter_map(|name| {
                    let text = name.text();
                    let agrees = parts.agrees(&Parts::of(&text));
                    agrees.then(|| {
                        (
                            strsim::osa_distance(&word.folded, &text),
                            name.place as usize,
                        )
                    })
                })
                .min()
        });
        (0..=word.limit).find_map(|limit| {
            let alike = alike.filter(|(distance, _)| *distance == limit);
            let other = self.within(&word, limit, kind.unwrap_or(ANY), &free);
            alike.map(|(_, place)| place).into_iter().chain(other).min()
        })
    }

    /// The first place of a name within this many edits, those of one kind aside.
    fn within(
        &self,
        word: &Word,
        limit: usize,
        other_than: u32,
        free: &dyn Fn(&Name) -> bool,
    ) -> Option<usize> {
        let mut best: Option<u32> = None;
        let mut matrix = Matrix::new(word, limit);
        let mut at = 0;
        while let Some(node) = self.nodes.get(at) {
            let depth = usize::from(node.depth);
            if node.kind == other_than
                || best.is_some_and(|best| best < node.first)
                || !matrix.step(depth, node.last, node.lengths)
            {
                at = node.end as usize;
                continue;
            }
            let ends = if node.alone {
                let name = &self.names[node.from as usize].chars;
                let rest = (depth + 1..).zip(&name[depth..]);
                let mut rest = rest.map(|(depth, &c)| matrix.step(depth, c, node.lengths));
                if rest.all(|near| near) {
                    name.len()
                } else {
                    usize::MAX
                }
            } else {
                depth
            };
            if matrix.is_near(ends) {
                let names = self.names[node.from as usize..node.to as usize].iter();
                let here = names.take_while(|name| name.chars.len() == ends);
                let mut here = here.filter(|name| name.kind != other_than && free(name));
                let first = here.next().map(|name| name.place);
                best = best.into_iter().chain(first).min();
            }
            at += 1;
        }
        best.map(|place| place as usize)
    }
}

impl Name {
    fn text(&self) -> String {
        self.chars.iter().collect()
    }
}

/// Makes the nodes of a trie.
struct Builder<'n> {
    names: &'n [Name],
    nodes: Vec<Node>,
}

impl Builder<'_> {
    /// Adds the nodes of some names, which have their first `depth` characters in common and are longer.
    fn below(&mut self, mut from: usize, to: usize, depth: usize) {
        while from < to {
            let last = self.names[from].chars[depth];
            let same = self.names[from..to].partition_point(|name| name.chars[depth] <= last);
            self.node(from, from + same, depth + 1, last);
            from += same;
        }
    }

    fn node(&mut self, from: usize, to: usize, depth: usize, last: char) {
        let names = &self.names[from..to];
        let small = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        let wide = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let lengths = names.iter().map(|name| small(name.chars.len()));
        let kinds = names.iter().map(|name| name.kind);
        let kind = kinds.reduce(|a, b| if a == b { a } else { MIXED });
        let alone = names.first().map(|name| &name.chars) == names.last().map(|name| &name.chars);
        let at = self.nodes.len();
        self.nodes.push(Node {
            last,
            depth: small(depth),
            lengths: (
                lengths.clone().min().unwrap_or(0),
                lengths.max().unwrap_or(0),
            ),
            from: wide(from),
            to: wide(to),
            first: names.iter().map(|name| name.place).min().unwrap_or(0),
            kind: kind.unwrap_or(MIXED),
            alone,
            end: 0,
        });
        if !alone {
            let ended = names.partition_point(|name| name.chars.len() == depth);
            self.below(from + ended, to, depth);
        }
        self.nodes[at].end = wide(self.nodes.len());
    }
}

/// What is looked for.
struct Word {
    folded: String,
    chars: Vec<char>,
    limit: usize,
}

impl Word {
    fn of(word: &str, limit: usize) -> Option<Self> {
        if word.len() > LONGEST {
            return None;
        }
        let folded = word.to_lowercase();
        let chars: Vec<char> = folded.chars().collect();
        let limit = limit.min(MOST).min(chars.len().div_ceil(3));
        Some(Self {
            folded,
            chars,
            limit,
        })
    }
}

/// The rows of the matrix for the prefix that is being compared, as far as they are near the diagonal: one a character.
struct Matrix<'w> {
    word: &'w [char],
    limit: usize,
    rows: Vec<Row>,
    prefix: Vec<char>,
}

impl<'w> Matrix<'w> {
    fn new(word: &'w Word, limit: usize) -> Self {
        let mut first = [FAR; 2 * MOST + 1];
        for (edits, cell) in (0..=limit.min(word.chars.len())).zip(&mut first[limit..]) {
            *cell = u8::try_from(edits).unwrap_or(FAR);
        }
        Self {
            word: &word.chars,
            limit,
            rows: vec![first],
            prefix: Vec::new(),
        }
    }

    /// Makes the row of a prefix of `depth` characters that ends in `last`: whether names of these lengths that begin so can be near.
    fn step(&mut self, depth: usize, last: char, (shortest, longest): (u16, u16)) -> bool {
        self.rows.truncate(depth);
        self.prefix.truncate(depth - 1);
        let before = self.rows[depth - 1];
        let width = 2 * self.limit;
        let mut row = [FAR; 2 * MOST + 1];
        let mut near = false;
        for at in 0..=width {
            let Some(column) = (depth + at).checked_sub(self.limit) else {
                continue;
            };
            if column > self.word.len() {
                break;
            }
            let mut edits = if at < width { before[at + 1] + 1 } else { FAR };
            if at > 0 {
                edits = edits.min(row[at - 1] + 1);
            }
            if column > 0 {
                let wanted = self.word[column - 1];
                edits = edits.min(before[at] + u8::from(wanted != last));
                if column > 1
                    && depth > 1
                    && last == self.word[column - 2]
                    && wanted == self.prefix[depth - 2]
                {
                    edits = edits.min(self.rows[depth - 2][at] + 1);
                }
            }
            row[at] = edits.min(FAR);
            // What is left of the word and of the names has to be brought to one length.
            let left = self.word.len() - column;
            let least = usize::from(shortest).saturating_sub(depth);
            let most = usize::from(longest).saturating_sub(depth);
            let apart = left.saturating_sub(most).max(least.saturating_sub(left));
            near |= usize::from(row[at]) + apart <= self.limit;
        }
        self.rows.push(row);
        self.prefix.push(last);
        near
    }

    /// Whether the last prefix, of `depth` characters, is near as a whole.
    fn is_near(&self, depth: usize) -> bool {
        let at = (self.word.len() + self.limit).checked_sub(depth);
        at.and_then(|at| self.rows.get(depth)?.get(at))
            .is_some_and(|&edits| usize::from(edits) <= self.limit)
    }
}
