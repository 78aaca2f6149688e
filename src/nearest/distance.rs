//! The edit distance of two texts, as far as it is small.

/// Returns the number of edits from one text to another, if that is at most `limit`.
#[must_use]
pub fn distance_within(one: &str, other: &str, limit: usize) -> Option<usize> {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    Distances::default().within(&one, &other, limit)
}

/// Rows of the matrix of edit distances, kept for the next two texts. Row `at` holds the distances from the first `at` characters of one
/// text to each start of the other. Two rows above it are needed.
#[derive(Debug, Default)]
pub(super) struct Distances {
    before: Vec<usize>,
    above: Vec<usize>,
    row: Vec<usize>,
}

impl Distances {
    /// Returns the number of edits from one text to another, if that is at most `limit`. Two neighboring characters that are swapped are
    /// one edit. Only the part of the matrix near the diagonal is computed, and as much of it as may lead to such a distance.
    pub(super) fn within(&mut self, one: &[char], other: &[char], limit: usize) -> Option<usize> {
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
