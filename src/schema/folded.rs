//! Keys as they are compared with others.

use crate::nearest::{Letters, distance_within};

/// The most edits of a misspelled key.
pub(super) const MAX_EDITS: usize = 2;

/// A key as it is compared.
#[derive(Debug)]
pub(super) struct Folded {
    /// The number of its characters.
    length: usize,
    lower: String,
    letters: Letters,
}

impl Folded {
    pub(super) fn of(key: &str) -> Self {
        let lower = key.to_lowercase();
        Self {
            length: key.chars().count(),
            letters: Letters::of(&lower),
            lower,
        }
    }

    /// Returns the edit distance to a known key, or one for a difference in case only. None for more than [`MAX_EDITS`].
    pub(super) fn distance(&self, known: &Self) -> Option<usize> {
        if self.length.abs_diff(known.length) > MAX_EDITS
            || !self.letters.may_be_within(&known.letters, MAX_EDITS)
        {
            return None;
        }
        Some(distance_within(&self.lower, &known.lower, MAX_EDITS)?.max(1))
    }
}
