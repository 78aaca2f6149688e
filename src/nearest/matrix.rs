//! Edit distances between a word and many prefixes. The matrix has one row for each character of a prefix.
//!
//! A row has a set of cells for each number of edits, as bits of a number, so that all cells of a set are computed at once. This is the
//! method of Wu and Manber, "Fast text searching allowing errors" (1992), with swaps of neighboring characters.

use super::LONGEST;
use super::letters::LetterSet;

/// The greatest distance that is computed.
pub(super) const MAX_EDITS: usize = 6;

/// Number of cells of a row, of which at most `2 * MAX_EDITS + 1` are used: the diagonal, and [`MAX_EDITS`] columns on either side of it.
const CELLS: usize = 16;

/// For each number of edits, the cells at most so far away, by their bits. Cell `limit` of a row is on the diagonal.
type Row = [u32; MAX_EDITS + 1];

/// What no character equals.
const NO_CHAR: u32 = u32::MAX;

/// A word for which near names are searched.
pub(super) struct Query {
    pub(super) folded: String,
    pub(super) chars: Vec<char>,
    pub(super) letters: LetterSet,
    pub(super) limit: usize,
}

impl Query {
    pub(super) fn of(word: &str, limit: usize) -> Option<Self> {
        if word.len() > LONGEST {
            return None;
        }
        let folded = word.to_lowercase();
        let chars: Vec<char> = folded.chars().collect();
        let limit = limit.min(MAX_EDITS).min(chars.len().div_ceil(3));
        Some(Self {
            folded,
            letters: LetterSet::of(&chars),
            chars,
            limit,
        })
    }
}

/// Rows of the matrix for the current prefix, near the diagonal only.
pub(super) struct DistanceMatrix {
    /// The word, with [`NO_CHAR`] around it, so that each row has all its characters.
    padded: Vec<u32>,
    length: usize,
    limit: usize,
    rows: Vec<Row>,
    /// For each row from the second on, the cells whose character of the word is the last one of the prefix.
    same: Vec<u32>,
}

impl DistanceMatrix {
    pub(super) fn new(query: &Query, limit: usize) -> Self {
        let around = |count| std::iter::repeat_n(NO_CHAR, count);
        let word = query.chars.iter().map(|c| u32::from(*c));
        let mut matrix = Self {
            padded: around(limit).chain(word).chain(around(CELLS)).collect(),
            length: query.chars.len(),
            limit,
            rows: Vec::new(),
            same: Vec::new(),
        };
        let mut first = Row::default();
        for (edits, cells) in first.iter_mut().enumerate().take(limit + 1) {
            *cells = range(limit, limit + edits) & matrix.columns(0);
        }
        matrix.rows.push(first);
        matrix
    }

    /// Computes the row of a prefix of `depth` characters that ends in `last`. Returns whether names with this prefix and with lengths in
    /// this range may be near.
    pub(super) fn push_row(&mut self, depth: usize, last: char, lengths: (u16, u16)) -> bool {
        self.rows.truncate(depth);
        self.same.truncate(depth - 1);
        let columns = self.columns(depth);
        let same = self.equal(depth, last);
        let before = self.rows[depth - 1];
        // One row further on, the same column is one cell before.
        let (swapped, earlier) = match self.same.last() {
            Some(other) => ((other >> 1) & (same << 1), self.rows[depth - 2]),
            None => (0, Row::default()),
        };
        let mut row = Row::default();
        for edits in 0..=self.limit {
            let mut cells = before[edits] & same;
            if let Some(fewer) = edits.checked_sub(1) {
                let (replaced, added, removed) =
                    (before[fewer], before[fewer] >> 1, row[fewer] << 1);
                cells |= replaced | added | removed | (earlier[fewer] & swapped);
            }
            row[edits] = cells & columns;
        }
        self.rows.push(row);
        self.same.push(same);
        self.reaches(&row, lengths)
    }

    /// Returns whether the current prefix, of `depth` characters, is itself near.
    pub(super) fn is_near(&self, depth: usize) -> bool {
        let cell = (self.length + self.limit).checked_sub(depth);
        let row = self.rows.get(depth);
        cell.zip(row)
            .is_some_and(|(cell, row)| row[self.limit] & range(cell, cell) != 0)
    }

    /// Returns the cells of a row that are columns of the word, from 0 to its length.
    fn columns(&self, depth: usize) -> u32 {
        match (self.length + self.limit).checked_sub(depth) {
            Some(last) => range(self.limit.saturating_sub(depth), last.min(2 * self.limit)),
            None => 0,
        }
    }

    /// Returns the cells of a row whose character of the word is `c`.
    fn equal(&self, depth: usize, c: char) -> u32 {
        let window = self.padded.get(depth - 1..).and_then(<[u32]>::first_chunk);
        let window: &[u32; CELLS] = window.unwrap_or(&[NO_CHAR; CELLS]);
        // One bit for each cell: compilers compare several at once.
        let bits: [u32; CELLS] = std::array::from_fn(|cell| 1 << cell);
        let found = window.iter().zip(bits);
        found.fold(0, |found, (other, bit)| {
            found | if *other == u32::from(c) { bit } else { 0 }
        })
    }

    /// Returns whether the end of a name with such a length and that of the word may be reached from a row: the rest of the name and the
    /// rest of the word differ in length by no more than the edits that are left.
    fn reaches(&self, row: &Row, (shortest, longest): (u16, u16)) -> bool {
        // Room for cells before the first one, from which no cell is reached.
        let cell = |length: u16| {
            (self.length + self.limit + CELLS)
                .saturating_sub(length.into())
                .min(63)
        };
        let mut ends = (u64::MAX << cell(longest)) & (u64::MAX >> (63 - cell(shortest)));
        row[..=self.limit].iter().rev().any(|cells| {
            let found = (u64::from(*cells) << CELLS) & ends != 0;
            ends |= ends << 1 | ends >> 1;
            found
        })
    }
}

/// Returns the cells from `first` to `last`.
fn range(first: usize, last: usize) -> u32 {
    let below = |end: usize| (1 << end.min(CELLS)) - 1;
    below(last + 1) & !below(first)
}
