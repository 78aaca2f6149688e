//! Sets of letters, as lower bounds of edit distances.

/// Set of characters: each letter of the English alphabet and each digit is one of 64 elements, other characters share the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LetterSet(u64);

impl LetterSet {
    /// Returns the set of the characters of a text in lower case.
    pub(super) fn of(chars: &[char]) -> Self {
        let element = |c: &char| match c {
            'a'..='z' => *c as u32 - 'a' as u32,
            '0'..='9' => 26 + *c as u32 - '0' as u32,
            c => 36 + *c as u32 % 28,
        };
        Self(chars.iter().fold(0, |set, c| set | 1 << element(c)))
    }

    /// Returns how many elements of this set are not in the other. A text needs at least one edit for each to become the other.
    pub(super) fn missing_in(self, other: Self) -> usize {
        (self.0 & !other.0).count_ones() as usize
    }
}

#[cfg(test)]
mod tests {
    use super::LetterSet;

    fn missing(one: &str, other: &str) -> usize {
        let set = |text: &str| LetterSet::of(&text.chars().collect::<Vec<_>>());
        set(one).missing_in(set(other))
    }

    #[test]
    fn each_missing_letter_counts_once() {
        assert_eq!(missing("banana", "ban"), 0);
        assert_eq!(missing("banana", "n"), 2);
        assert_eq!(missing("note-01", "note 12"), 2);
        assert_eq!(missing("", "abc"), 0);
    }
}
