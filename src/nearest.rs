//! The nearest of several words: what "did you mean" offers.

/// The candidate closest to `word` by edit distance, ignoring case, if it is close enough to be a misspelling: at most a third
/// of the word's characters, and never more than `limit`. Of equally close ones the first counts.
pub fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    limit: usize,
) -> Option<&'a str> {
    let word = word.to_lowercase();
    let limit = limit.min(word.chars().count().div_ceil(3));
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= limit * 4)
        .map(|candidate| {
            let distance = strsim::osa_distance(&word, &candidate.to_lowercase());
            (distance, candidate)
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
