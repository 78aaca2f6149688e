//! Whether a name can be a misspelling of another at all.

/// The longest name, in characters, that is no candidate: one letter more or less makes another such name of it.
pub(super) const SHORT_NAME: usize = 2;

/// Whether `candidate` can be what was meant by `word`: the same but for case, or a misspelling. A name of one or two characters is
/// too short to tell, and a date, a version, a step or an id is another thing, not a misspelling: with the same letters the numbers
/// have to be the same, leading zeros aside.
#[must_use]
pub fn may_be_misspelling(word: &str, candidate: &str) -> bool {
    let (word, candidate) = (word.to_lowercase(), candidate.to_lowercase());
    if word == candidate {
        return true;
    }
    let is_short = |text: &str| text.chars().nth(SHORT_NAME).is_none();
    if is_short(&word) || is_short(&candidate) {
        return false;
    }
    let (word, candidate) = (Parts::of(&word), Parts::of(&candidate));
    word.letters != candidate.letters || word.agrees(&candidate)
}

/// Whether two names can be of one thing: their numbers are the same, and so are their letters that count, as in `Appendix A` and
/// `Chapter IV`. However near another number or letter is, it is the next of a series.
#[must_use]
pub fn has_same_numbers(word: &str, candidate: &str) -> bool {
    let (word, candidate) = (word.to_lowercase(), candidate.to_lowercase());
    let (own, others) = (significant_words(&word), significant_words(&candidate));
    let differ = own.len() == others.len() && own != others;
    !differ && Parts::of(&word).agrees(&Parts::of(&candidate))
}

/// The words of a lower-case name that count: those of one or two letters, and Roman numerals.
fn significant_words(name: &str) -> Vec<&str> {
    let words = name.split(|c: char| !c.is_alphanumeric());
    let is_significant = |word: &&str| {
        let is_short =
            word.chars().nth(SHORT_NAME).is_none() && word.chars().all(char::is_alphabetic);
        !word.is_empty() && (is_short || word.chars().all(|c| "ivxlc".contains(c)))
    };
    words.filter(is_significant).collect()
}

/// A name taken apart. Marks and spaces do not count.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts {
    /// The letters.
    pub(super) letters: String,
    /// Each run of digits, without its leading zeros.
    numbers: Vec<String>,
}

impl Parts {
    /// The parts of a name in lower case.
    pub(super) fn of(name: &str) -> Self {
        let mut letters = String::new();
        let mut numbers: Vec<String> = Vec::new();
        let mut in_number = false;
        for c in name.chars() {
            if c.is_numeric() {
                if !in_number {
                    numbers.push(String::new());
                }
                if let Some(number) = numbers.last_mut()
                    && (c != '0' || !number.is_empty())
                {
                    number.push(c);
                }
            } else if c.is_alphabetic() {
                letters.push(c);
            }
            in_number = c.is_numeric();
        }
        Self { letters, numbers }
    }

    /// The digits of all numbers: the same for all names of these letters that this one can be a misspelling of.
    pub(super) fn digits(&self) -> String {
        self.numbers.concat()
    }

    /// Whether the numbers are the same, or written together once: `GPT35` and `GPT-3.5`.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        if self.numbers.len() == other.numbers.len() {
            self.numbers == other.numbers
        } else {
            self.digits() == other.digits()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::may_be_misspelling;

    #[test]
    fn another_number_is_another_thing() {
        for (word, other) in [
            ("2024-01-05", "2024-01-06"),
            ("2024-01-05 Standup", "2024/01/06 standup"),
            ("2024-1-15", "2024-11-5"),
            ("v1.2", "v1.3"),
            ("v1.2", "v1.2.3"),
            ("Step 3", "Step 2"),
            ("Step 12", "Step 1"),
            ("AML.T0051", "AML.T0052"),
            ("AML.T0051", "AML.T0051.001"),
            ("Notes", "Notes 2"),
            ("Sprint 41 review", "sprint-42-review"),
            ("CVE-2024-1234", "CVE-2024-1243"),
            ("\u{664}\u{665} abc", "\u{664}\u{666} abc"),
        ] {
            assert!(!may_be_misspelling(word, other), "{word} {other}");
            assert!(!may_be_misspelling(other, word), "{other} {word}");
        }
    }

    #[test]
    fn short_names_are_no_candidates() {
        for (word, other) in [("Q1", "Q2"), ("C", "a"), ("ab", "abc"), ("Résumé", "é")] {
            assert!(!may_be_misspelling(word, other), "{word} {other}");
            assert!(!may_be_misspelling(other, word), "{other} {word}");
        }
    }

    #[test]
    fn a_misspelling_is_one_whatever_numbers_stand_in_it() {
        for (word, other) in [
            ("2024-1-5", "2024-01-05"),
            ("Step 3: Recon", "Step 03: Reccon"),
            ("Promt Injection", "Prompt Injection"),
            ("note 7", "note-7"),
            ("GPT35", "GPT-3.5"),
            ("Pr0mpt", "Prompt"),
            ("cat", "bat"),
            ("a", "A"),
        ] {
            assert!(may_be_misspelling(word, other), "{word} {other}");
            assert!(may_be_misspelling(other, word), "{other} {word}");
        }
    }
}
