//! The nearest of several words, for "did you mean".

mod distance;
mod letters;
mod misspelling;
mod names;

pub use distance::distance_within;
pub use misspelling::{are_other_codes, has_same_numbers, may_be_misspelling};
pub use names::Names;

/// The longest word that is compared, in bytes.
pub const LONGEST: usize = 200;

/// Letter counts of a word, which give a lower bound of edit distances at little cost.
#[derive(Clone, Copy, Debug)]
pub struct Letters {
    /// Room for 32, as many bytes are compared at once.
    counts: [u8; 32],
    /// Which of the counts are not 0, as bits: most words that differ are told apart by them alone.
    any: u32,
}

impl Letters {
    /// Counts the letters of a lower-case word. All digits count as one letter, all other characters
    /// as another, and spaces are left out.
    #[must_use]
    pub fn of(word: &str) -> Self {
        let mut counts = [0_u8; 32];
        let mut any = 0;
        for c in word.chars().filter(|c| *c != ' ') {
            let slot = match c {
                'a'..='z' => c as usize - 'a' as usize,
                '0'..='9' => 26,
                _ => 27,
            };
            counts[slot] = counts[slot].saturating_add(1);
            any |= 1 << slot;
        }
        Self { counts, any }
    }

    /// Returns whether a word with these letters has all letters of another.
    #[must_use]
    pub fn hold(&self, other: &Self) -> bool {
        let all = |(a, b): (&u8, &u8)| a >= b;
        other.any & !self.any == 0 && self.counts.iter().zip(&other.counts).all(all)
    }

    /// Returns whether two words may be within `limit` edits. One edit changes at most two counts.
    #[must_use]
    pub fn may_be_within(&self, other: &Self, limit: usize) -> bool {
        if (self.any ^ other.any).count_ones() as usize > limit * 2 {
            return false;
        }
        let counts = self.counts.iter().zip(other.counts);
        let apart: u32 = counts.map(|(a, b)| u32::from(a.abs_diff(b))).sum();
        apart as usize <= limit * 2
    }
}

/// Returns the candidate with the least edit distance to `word`, ignoring case, if that is at most `limit` and at most a third of the
/// word's characters. Of equally near candidates the first one wins. It compares each candidate; for many words and many candidates,
/// use [`Names`].
pub fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    limit: usize,
) -> Option<&'a str> {
    // Edit distance takes quadratic time, and so long a text is not a misspelled name.
    if word.len() > LONGEST {
        return None;
    }
    let word = word.to_lowercase();
    let limit = limit.min(word.chars().count().div_ceil(3));
    let letters = Letters::of(&word);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            // Edit distance is expensive; lengths and letter counts reject most candidates first.
            let is_far = |length: usize| length.abs_diff(word.len()) > limit * 4;
            if candidate.is_ascii() && is_far(candidate.len()) {
                return None;
            }
            let lower = candidate.to_lowercase();
            let near = !is_far(lower.len()) && letters.may_be_within(&Letters::of(&lower), limit);
            let distance = near.then(|| distance_within(&word, &lower, limit))??;
            Some((distance, candidate))
        })
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::{Names, may_be_misspelling, nearest};

    #[test]
    fn only_near_words_are_found() {
        let words = ["wrong-name", "unknown-name", "outdated-name"];
        assert_eq!(nearest("worng-name", words, 3), Some("wrong-name"));
        assert_eq!(nearest("Unknown-Name", words, 3), Some("unknown-name"));
        assert_eq!(nearest("orphan-page", words, 3), None);
        assert_eq!(nearest("x", ["y"], 0), None);
    }

    /// Pseudo-random numbers, the same in every run.
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, most: usize) -> usize {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(self.0 >> 33).unwrap() % most
        }

        fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
            all[self.below(all.len())]
        }
    }

    /// Returns a name of few parts, so that many names are near one another.
    fn name(numbers: &mut Numbers) -> String {
        const PARTS: [&str; 16] = [
            "a", "b", "ab", "ba", "note", "Note", "step", " ", "-", ".", "1", "2", "02", "é", "İ",
            "\u{3c2}",
        ];
        let parts = numbers.below(7);
        (0..parts).map(|_| numbers.of(&PARTS)).collect()
    }

    /// Returns a word with a few typing errors.
    fn mistyped(word: &str, numbers: &mut Numbers) -> String {
        let mut chars: Vec<char> = word.chars().collect();
        for _ in 0..numbers.below(4) {
            let at = numbers.below(chars.len() + 1);
            match numbers.below(4) {
                0 => chars.insert(at, 'a'),
                1 if at < chars.len() => drop(chars.remove(at)),
                2 if at + 1 < chars.len() => chars.swap(at, at + 1),
                _ if at < chars.len() => chars[at] = '1',
                _ => {}
            }
        }
        chars.into_iter().collect()
    }

    #[test]
    fn the_index_agrees_with_comparing_each_name() {
        let mut numbers = Numbers(7);
        let (mut found, mut refused) = (0, 0);
        for _ in 0..1000 {
            let count = numbers.below(60);
            let names: Vec<String> = (0..count).map(|_| name(&mut numbers)).collect();
            let index = Names::new(names.iter().map(String::as_str));
            for _ in 0..8 {
                let limit = numbers.below(7);
                let word = match names.len() {
                    0 => name(&mut numbers),
                    many => mistyped(&names[numbers.below(many)].clone(), &mut numbers),
                };
                let kept = numbers.below(count + 1);
                let at = |name: &str| {
                    names
                        .iter()
                        .position(|one| std::ptr::eq(one.as_str(), name))
                };
                // The index ignores empty names.
                let all = names.iter().map(String::as_str);
                let all = all.filter(|name| !name.is_empty());
                let each = nearest(&word, all.clone(), limit).and_then(at);
                assert_eq!(
                    index.nearest(&word, limit),
                    each,
                    "{word:?} {limit} {names:?}"
                );
                let may = |name: &&str| may_be_misspelling(&word, name) && at(name) != Some(kept);
                let each = nearest(&word, all.filter(may), limit).and_then(at);
                let suggested = index.suggest(&word, limit, &|place| place != kept);
                assert_eq!(suggested, each, "{word:?} {limit} {kept} {names:?}");
                found += usize::from(suggested.is_some());
                refused += usize::from(suggested != index.nearest(&word, limit));
            }
        }
        // The test is void if nothing is found, or if no name is refused.
        assert!(found > 1000 && refused > 500, "{found} {refused}");
    }

    #[test]
    fn of_a_series_the_name_with_the_same_number_is_near() {
        let names: Vec<String> = (0..5_000).map(|at| format!("Heading {at}")).collect();
        let index = Names::new(names.iter().map(String::as_str));
        for (word, expected) in [
            ("Hading 4321", Some(4321)),
            ("Heading 4321", Some(4321)),
            ("Hading 5000", None),
            ("Heading 50000", None),
        ] {
            assert_eq!(index.suggest(word, 4, &|_| true), expected, "{word}");
        }
    }

    #[test]
    fn names_of_the_same_letters_take_bounded_time() {
        // All orders of some letters, none of them near the word.
        let mut numbers = Numbers(3);
        let names: Vec<String> = (0..20_000)
            .map(|_| {
                let mut letters: Vec<char> = ('a'..='t').collect();
                for at in (1..letters.len()).rev() {
                    letters.swap(at, numbers.below(at + 1));
                }
                letters.into_iter().collect()
            })
            .collect();
        let index = Names::new(names.iter().map(String::as_str));
        let word: String = ('a'..='t').collect();
        for _ in 0..200 {
            assert_eq!(index.suggest(&word, 4, &|_| true), None);
        }
        assert_eq!(index.suggest(&names[0], 4, &|_| true), Some(0));
    }
}
