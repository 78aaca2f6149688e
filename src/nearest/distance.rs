//! The edit distance of two texts, as far as it is small.

/// Returns the number of edits from one text to another, if that is at most `limit`. Two neighboring characters that are swapped are one
/// edit. Only the part of the matrix near the diagonal is computed, and as much of it as may lead to such a distance.
#[must_use]
pub fn distance_within(one: &str, other: &str, limit: usize) -> Option<usize> {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > limit {
        return None;
    }
    let far = limit + 1;
    // Row `at` holds the distances from the first `at` characters of `one` to each start of `other`. Two rows above it are needed.
    let first = (0..=other.len()).map(|length| length.min(far));
    let mut above: Vec<usize> = first.collect();
    let (mut before, mut row) = (vec![far; above.len()], vec![far; above.len()]);
    for (at, c) in (1_usize..).zip(&one) {
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
        std::mem::swap(&mut before, &mut above);
        std::mem::swap(&mut above, &mut row);
    }
    above.last().copied().filter(|edits| *edits <= limit)
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
