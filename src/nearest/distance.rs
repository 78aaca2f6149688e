//! The edit distance of two texts, as far as it is small.

/// Returns the number of edits from one text to another, if that is at most `limit`.
#[must_use]
pub fn distance_within(one: &str, other: &str, limit: usize) -> Option<usize> {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    Word::new(&one).within(&other, limit)
}

/// A word that is compared with many texts.
pub(super) struct Word<'w> {
    chars: &'w [char],
    /// Where each character stands in the word, if it is short enough for that.
    places: Option<Places>,
    rows: Distances,
}

impl<'w> Word<'w> {
    pub(super) fn new(chars: &'w [char]) -> Self {
        Self {
            chars,
            places: Places::of(chars),
            rows: Distances::default(),
        }
    }

    /// Returns the number of edits to a text, if that is at most `limit`. Two neighboring characters that are swapped are one edit.
    pub(super) fn within(&mut self, other: &[char], limit: usize) -> Option<usize> {
        if self.chars.len().abs_diff(other.len()) > limit {
            return None;
        }
        match &self.places {
            Some(places) => places.within(other, limit),
            None => self.rows.within(self.chars, other, limit),
        }
    }
}

/// The places of each character in a word, as bits.
struct Places {
    ascii: [u64; 128],
    others: Vec<(char, u64)>,
    length: usize,
}

impl Places {
    fn of(word: &[char]) -> Option<Self> {
        if word.is_empty() || word.len() > u64::BITS as usize {
            return None;
        }
        let mut places = Self {
            ascii: [0; 128],
            others: Vec::new(),
            length: word.len(),
        };
        for (at, &c) in word.iter().enumerate() {
            let bit = 1 << at;
            let others = &mut places.others;
            match places.ascii.get_mut(c as usize) {
                Some(known) => *known |= bit,
                None => match others.iter_mut().find(|(other, _)| *other == c) {
                    Some((_, known)) => *known |= bit,
                    None => others.push((c, bit)),
                },
            }
        }
        Some(places)
    }

    fn get(&self, c: char) -> u64 {
        self.ascii.get(c as usize).copied().unwrap_or_else(|| {
            let mut others = self.others.iter();
            others
                .find(|(other, _)| *other == c)
                .map_or(0, |(_, at)| *at)
        })
    }

    /// Computes a column of the matrix of edit distances at once, of which each bit says whether a distance is greater or less than the
    /// one before. Hyyrö, "A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances", 2003.
    fn within(&self, other: &[char], limit: usize) -> Option<usize> {
        let last = 1_u64 << (self.length - 1);
        let (mut greater, mut less) = (u64::MAX, 0_u64);
        let (mut diagonal, mut before) = (0_u64, 0_u64);
        let mut distance = self.length;
        for (at, &c) in other.iter().enumerate() {
            let here = self.get(c);
            let swapped = ((!diagonal & here) << 1) & before;
            diagonal = ((here & greater).wrapping_add(greater) ^ greater) | here | less | swapped;
            let (up, down) = (less | !(diagonal | greater), diagonal & greater);
            distance += usize::from(up & last != 0);
            distance -= usize::from(down & last != 0);
            // Each character that is left brings it down by one at most.
            if distance > limit + (other.len() - at - 1) {
                return None;
            }
            let (up, down) = ((up << 1) | 1, down << 1);
            greater = down | !(diagonal | up);
            less = up & diagonal;
            before = here;
        }
        (distance <= limit).then_some(distance)
    }
}

/// Rows of the matrix of edit distances of longer words, kept for the next two texts. Row `at` holds the distances from the first `at` characters of one
/// text to each start of the other. Two rows above it are needed.
#[derive(Debug, Default)]
struct Distances {
    before: Vec<usize>,
    above: Vec<usize>,
    row: Vec<usize>,
}

impl Distances {
    /// Returns the number of edits from one text to another, if that is at most `limit`. Two neighboring characters that are swapped are
    /// one edit. Only the part of the matrix near the diagonal is computed, and as much of it as may lead to such a distance.
    fn within(&mut self, one: &[char], other: &[char], limit: usize) -> Option<usize> {
        if one.len().abs_diff(other.len()) > limit {
            return None;
        }
        // What both start and end with takes no edits.
        let same = |pairs: &mut dyn Iterator<Item = (&char, &char)>| {
            pairs.take_while(|(a, b)| a == b).count()
        };
        let start = same(&mut one.iter().zip(other));
        let (one, other) = (&one[start..], &other[start..]);
        let end = same(&mut one.iter().rev().zip(other.iter().rev()));
        let (one, other) = (&one[..one.len() - end], &other[..other.len() - end]);
        self.between(one, other, limit)
    }

    fn between(&mut self, one: &[char], other: &[char], limit: usize) -> Option<usize> {
        let far = limit + 1;
        let Self { before, above, row } = self;
        above.clear();
        above.extend((0..=other.len()).map(|length| length.min(far)));
        for row in [&mut *before, &mut *row] {
            row.clear();
            row.resize(above.len(), far);
        }
        for (at, c) in (1_usize..).zip(one) {
            let from = at.saturating_sub(limit).max(1);
            let to = (at + limit).min(other.len());
            row[from - 1] = if from == 1 { at.min(far) } else { far };
            let mut least = row[from - 1];
            for column in from..=to {
                let d = other[column - 1];
                let mut edits = above[column - 1] + usize::from(*c != d);
                edits = edits.min(above[column] + 1).min(row[column - 1] + 1);
                if at > 1 && column > 1 && *c == other[column - 2] && one[at - 2] == d {
                    edits = edits.min(before[column - 2] + 1);
                }
                row[column] = edits.min(far);
                least = least.min(edits);
            }
            if let Some(behind) = row.get_mut(to + 1) {
                *behind = far;
            }
            if least > limit {
                return None;
            }
            std::mem::swap(before, above);
            std::mem::swap(above, row);
        }
        above.last().copied().filter(|edits| *edits <= limit)
    }
}

#[cfg(test)]
mod tests {
    use super::distance_within;

    #[test]
    fn words_of_any_length_have_their_distance() {
        for length in [1, 2, 63, 64, 65, 130] {
            let word: String = (0..length).map(|at| char::from(b'a' + at % 26)).collect();
            for other in [
                word.clone(),
                format!("{word}x"),
                word[1..].to_owned(),
                word.chars().rev().collect(),
                word.replace("ab", "ba"),
                word.replace('c', "\u{e9}"),
                word.replace('z', ""),
            ] {
                let distance = strsim::osa_distance(&word, &other);
                for limit in 0..8 {
                    let expected = (distance <= limit).then_some(distance);
                    assert_eq!(distance_within(&word, &other, limit), expected);
                }
            }
        }
    }

    #[test]
    fn it_is_the_distance_where_that_is_small() {
        let words = [
            "",
            "a",
            "ab",
            "ba",
            "abc",
            "acb",
            "bca",
            "abcd",
            "badc",
            "llm prompt injection",
            "lmm prompt injection",
            "llm prompt injections direct",
            "llm pormpt injction",
            "\u{e9}vasion",
            "evasion",
            "prompt",
            "injection llm prompt",
        ];
        for one in words {
            for other in words {
                let distance = strsim::osa_distance(one, other);
                for limit in 0..8 {
                    let expected = (distance <= limit).then_some(distance);
                    assert_eq!(
                        distance_within(one, other, limit),
                        expected,
                        "{one} {other} {limit}"
                    );
                }
            }
        }
    }
}
