//! Rules out names that cannot be misspellings of one another, however near they are.

/// The most characters of a name that is too short to be a misspelling: one edit makes another such name of it.
pub(super) const SHORT_NAME: usize = 2;

/// Returns whether `word` may be `candidate` in another case or misspelled. A name of one or two characters is too short to decide. With
/// the same letters the numbers must be the same, except for leading zeros: another date, version, step or id is another thing.
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

/// Returns whether two names have the same numbers, and the same letters that count like numbers, as in `Appendix A` and `Chapter IV`.
/// However near two names are, with other numbers they are two names of a series.
#[must_use]
pub fn has_same_numbers(word: &str, candidate: &str) -> bool {
    let (word, candidate) = (word.to_lowercase(), candidate.to_lowercase());
    let (own, others) = (significant_words(&word), significant_words(&candidate));
    let differ = own.len() == others.len() && own != others;
    !differ && Parts::of(&word).agrees(&Parts::of(&candidate))
}

/// Returns whether two names are codes of different kinds or numbers: `TOOL-0136` is no misspelling of `KNOW-0136`.
#[must_use]
pub fn are_other_codes(word: &str, candidate: &str) -> bool {
    let is_code = |name: &str| {
        let is_part = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b"-_.".contains(&b);
        name.bytes().all(is_part) && name.bytes().any(|b| b.is_ascii_digit())
    };
    is_code(word) && is_code(candidate) && Parts::of(word) != Parts::of(candidate)
}

/// Returns the words of a lower-case name that count like numbers: those of one or two letters, and Roman numerals.
fn significant_words(name: &str) -> Vec<&str> {
    let words = name.split(|c: char| !c.is_alphanumeric());
    let is_significant = |word: &&str| {
        let is_short =
            word.chars().nth(SHORT_NAME).is_none() && word.chars().all(char::is_alphabetic);
        !word.is_empty() && (is_short || word.chars().all(|c| "ivxlc".contains(c)))
    };
    words.filter(is_significant).collect()
}

/// Letters and numbers of a name, without punctuation and spaces.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) letters: String,
    /// Runs of digits without leading zeros.
    numbers: Vec<String>,
}

impl Parts {
    /// Splits a name, which is in lower case.
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

    /// Returns the digits of all numbers. Names with the same letters have the same digits if one may be a misspelling of the other.
    pub(super) fn digits(&self) -> String {
        self.numbers.concat()
    }

    /// Returns whether the numbers are the same, or differ only in where they are split: `GPT35` and `GPT-3.5`.
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
    use super::{are_other_codes, may_be_misspelling};

    #[test]
    fn names_with_other_numbers_are_not_misspellings() {
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
    fn short_names_are_not_misspellings() {
        for (word, other) in [("Q1", "Q2"), ("C", "a"), ("ab", "abc"), ("Résumé", "é")] {
            assert!(!may_be_misspelling(word, other), "{word} {other}");
            assert!(!may_be_misspelling(other, word), "{other} {word}");
        }
    }

    #[test]
    fn misspellings_may_hold_numbers() {
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

    #[test]
    fn codes_of_another_kind_are_not_misspellings() {
        for (word, other, expected) in [
            ("MASTG-TOOL-0136", "MASTG-KNOW-0136", true),
            ("TEST_012", "TEST-012", false),
            ("ADR-7", "ADR-007", false),
            ("README", "READNE", false),
            ("Tool-0136", "TOOI-0136", false),
        ] {
            assert_eq!(are_other_codes(word, other), expected, "{word} {other}");
        }
    }
}
