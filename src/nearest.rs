//! The nearest of several words: what "did you mean" offers.

/// The longest word that is compared, in bytes.
pub const LONGEST: usize = 200;

/// How often each letter occurs in a word: a cheap bound on the edit distance of two words.
#[derive(Clone, Copy, Debug)]
pub struct Letters([u16; 28]);

impl Letters {
    /// Counts the letters of a lower-case word. Letters beyond ASCII count as one, spaces not at all.
    #[must_use]
    pub fn of(word: &str) -> Self {
        let mut counts = [0_u16; 28];
        for c in word.chars().filter(|c| *c != ' ') {
            let slot = match c {
                'a'..='z' => c as usize - 'a' as usize,
                '0'..='9' => 26,
                _ => 27,
            };
            counts[slot] = counts[slot].saturating_add(1);
        }
        Self(counts)
    }

    /// Whether two words may be within `limit` edits. One edit changes at most two counts.
    #[must_use]
    pub fn may_be_within(&self, other: &Self, limit: usize) -> bool {
        let counts = self.0.iter().zip(other.0);
        let apart: usize = counts.map(|(a, b)| usize::from(a.abs_diff(b))).sum();
        apart <= limit * 2
    }
}

/// The candidate closest to `word` by edit distance, ignoring case, if it is close enough to be a misspelling: at most a third
/// of the word's characters, and never more than `limit`. Of equally close ones the first counts.
pub fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    limit: usize,
) -> Option<&'a str> {
    // Nobody misspells a word of this length, and comparing two of them is quadratic.
    if word.len() > LONGEST {
        return None;
    }
    let word = word.to_lowercase();
    let limit = limit.min(word.chars().count().div_ceil(3));
    let letters = Letters::of(&word);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= limit * 4)
        .filter_map(|candidate| {
            let lower = candidate.to_lowercase();
            // The distance itself is dear, and most candidates are nothing like the word.
            let near = letters.may_be_within(&Letters::of(&lower), limit);
            near.then(|| (strsim::osa_distance(&word, &lower), candidate))
        })
        .filter(|&(distance, _)| distance <= limit)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn close_words_are_found_and_far_ones_are_not() {
        let words = ["wrong-name", "unknown-name", "outdated-name"];
        assert_eq!(nearest("worng-name", words, 3), Some("wrong-name"));
        assert_eq!(nearest("Unknown-Name", words, 3), Some("unknown-name"));
        assert_eq!(nearest("orphan-page", words, 3), None);
        assert_eq!(nearest("x", ["y"], 0), None);
    }
}
