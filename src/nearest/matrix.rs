//! Edit distances between a word and many prefixes. The matrix has one row for each character of a prefix.

use super::LONGEST;

/// The greatest distance that is computed.
pub(super) const MAX_EDITS: usize = 6;

/// Cells of a row: the diagonal, and [`MAX_EDITS`] columns on either side of it.
type Row = [u8; 2 * MAX_EDITS + 1];

/// A distance beyond [`MAX_EDITS`] that leaves room for additions.
const FAR: u8 = 100;

/// A word for which near names are searched.
pub(super) struct Query {
    pub(super) folded: String,
    pub(super) chars: Vec<char>,
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
            chars,
            limit,
        })
    }
}

/// Rows of the matrix for the current prefix, near the diagonal only.
pub(super) struct DistanceMatrix<'w> {
    word: &'w [char],
    limit: usize,
    rows: Vec<Row>,
    prefix: Vec<char>,
}

impl<'w> DistanceMatrix<'w> {
    pub(super) fn new(query: &'w Query, limit: usize) -> Self {
        let mut first = [FAR; 2 * MAX_EDITS + 1];
        for (edits, cell) in (0..=limit.min(query.chars.len())).zip(&mut first[limit..]) {
            *cell = u8::try_from(edits).unwrap_or(FAR);
        }
        Self {
            word: &query.chars,
            limit,
            rows: vec![first],
            prefix: Vec::new(),
        }
    }

    /// Computes the row of a prefix of `depth` characters that ends in `last`. Returns whether names with this prefix and with lengths in
    /// this range may be near.
    pub(super) fn push_row(
        &mut self,
        depth: usize,
        last: char,
        (shortest, longest): (u16, u16),
    ) -> bool {
        self.rows.truncate(depth);
        self.prefix.truncate(depth - 1);
        let before = self.rows[depth - 1];
        let width = 2 * self.limit;
        let mut row = [FAR; 2 * MAX_EDITS + 1];
        let mut may_be_near = false;
        for cell in 0..=width {
            let Some(column) = (depth + cell).checked_sub(self.limit) else {
                continue;
            };
            if column > self.word.len() {
                break;
            }
            let mut edits = if cell < width {
                before[cell + 1] + 1
            } else {
                FAR
            };
            if cell > 0 {
                edits = edits.min(row[cell - 1] + 1);
            }
            if column > 0 {
                let wanted = self.word[column - 1];
                edits = edits.min(before[cell] + u8::from(wanted != last));
                if column > 1
                    && depth > 1
                    && last == self.word[column - 2]
                    && wanted == self.prefix[depth - 2]
                {
                    edits = edits.min(self.rows[depth - 2][cell] + 1);
                }
            }
            row[cell] = edits.min(FAR);
            // The rest of the word and the rest of a name differ in length by this many edits at least.
            let rest = self.word.len() - column;
            let fewest = usize::from(shortest).saturating_sub(depth);
            let most = usize::from(longest).saturating_sub(depth);
            let missing = rest.saturating_sub(most).max(fewest.saturating_sub(rest));
            may_be_near |= usize::from(row[cell]) + missing <= self.limit;
        }
        self.rows.push(row);
        self.prefix.push(last);
        may_be_near
    }

    /// Returns whether the current prefix, of `depth` characters, is itself near.
    pub(super) fn is_near(&self, depth: usize) -> bool {
        let cell = (self.word.len() + self.limit).checked_sub(depth);
        cell.and_then(|cell| self.rows.get(depth)?.get(cell))
            .is_some_and(|&edits| usize::from(edits) <= self.limit)
    }
}
