//! Checks the values of a catalog: the characters of names and words, and the kinds of ids.
//!
//! A name goes into findings, and a fix may write it into a page. So a catalog holds only the characters that the names of official
//! releases use: a name can neither open markup, a link, code or a table cell, nor end a line, nor hide a part of itself.

use super::error::{MergeError, ValueError};
use super::fact::{Fact, FactValue, for_each_fact};
use super::kind::Kind;
use super::snapshot::{ObjectSnapshot, ReleaseSnapshot};

/// The punctuation in the names of the official releases 2021.05 to 2026.05, in each format, and of 2026.06 to 2026.09.
const PUNCTUATION: [char; 12] = [
    ' ', '&', '\'', '(', ')', ',', '-', '.', '/', ':', '_', '\u{2019}',
];

/// Returns whether a name may hold `c`: letters of the Latin script, digits and [`PUNCTUATION`].
fn is_allowed(c: char) -> bool {
    let is_latin = matches!(c, '\u{c0}'..='\u{24f}') && c.is_alphabetic();
    c.is_ascii_alphanumeric() || is_latin || PUNCTUATION.contains(&c)
}

/// Checks the characters of a text. The error names the first one that is not allowed by its code point and never shows it.
fn check_characters(label: &'static str, text: &str) -> Result<(), ValueError> {
    match text.chars().find(|c| !is_allowed(*c)) {
        Some(character) => Err(ValueError::Character { label, character }),
        None => Ok(()),
    }
}

/// Checks a value of a fact: the characters of words, and that ids are of the right kind.
pub(super) fn check_value<T: FactValue>(fact: &Fact<T>, value: &T) -> Result<(), ValueError> {
    value.texts().try_for_each(|text| match fact.refers_to {
        Some(kind) if Kind::of_id(text) != Some(kind) => Err(ValueError::WrongKind {
            label: fact.label,
            is_list: T::IS_LIST,
            kind,
        }),
        Some(_) => Ok(()),
        None => check_characters(fact.label, text),
    })
}

impl ReleaseSnapshot {
    /// Checks the texts and ids of all objects.
    pub(super) fn check(&self) -> Result<(), MergeError> {
        let texts = [("number", &self.legacy), ("date", &self.date)];
        texts
            .into_iter()
            .try_for_each(|(label, text)| {
                check_characters(label, text.as_deref().unwrap_or_default())
            })
            .map_err(MergeError::Release)?;
        for (id, object) in &self.objects {
            object
                .check()
                .map_err(|reason| MergeError::Object(id.clone(), reason))?;
        }
        Ok(())
    }
}

impl ObjectSnapshot {
    fn check(&self) -> Result<(), ValueError> {
        if self.name.is_empty() {
            return Err(ValueError::EmptyName);
        }
        for_each_fact!(fact => {
            if let Some(value) = fact.stated(self) {
                check_value(fact, value)?;
            }
        });
        // Written into a page, a name must be read as a name: not as a number, a date or a list entry, nor as another id.
        if !self.name.starts_with(char::is_alphabetic) {
            return Err(ValueError::NameStart);
        }
        if self.name.to_ascii_uppercase().contains("AML.") {
            return Err(ValueError::IdInName);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{check_characters, check_value, is_allowed};
    use crate::catalog::Catalog;
    use crate::catalog::fact::{ATTACK_REFERENCE, NAME, PARENT, TACTICS};

    #[test]
    fn names_compiled_in_pass() {
        let mut count = 0;
        for object in Catalog::embedded().objects() {
            for name in object.lifetimes.iter().flat_map(|lifetime| &lifetime.names) {
                assert_eq!(check_value(&NAME, &name.value), Ok(()), "{}", object.id);
                count += 1;
            }
        }
        assert!(count > 350, "{count} names");
    }

    #[test]
    fn markup_and_invisible_characters_are_refused() {
        let refused = "<>`[]\\|{}#*~$%=\"!?;@^+\n\r\t\0\u{1b}\u{7f}\u{85}\u{a0}\u{ad}\u{34f}\u{115f}\u{180e}\u{200b}\u{200e}\u{202e}\u{2028}\u{2060}\u{2066}\u{3000}\u{3164}\u{fe0f}\u{feff}\u{ffa0}\u{e0041}\u{d7}\u{f7}\u{300}\u{430}";
        for c in refused.chars() {
            assert!(!is_allowed(c), "{:x}", u32::from(c));
        }
        let error = check_characters("name", "a\u{202e}b").unwrap_err();
        assert_eq!(
            error.to_string(),
            "its name has the character U+202E, which no name of an ATLAS release has"
        );
    }

    #[test]
    fn ids_are_of_the_kind_that_the_fact_refers_to() {
        let id = |id: &str| Some(id.to_owned());
        assert_eq!(check_value(&PARENT, &None), Ok(()));
        assert_eq!(check_value(&PARENT, &id("AML.T0051")), Ok(()));
        assert_eq!(
            check_value(&PARENT, &id("AML.TA0001"))
                .unwrap_err()
                .to_string(),
            "its parent has an id that is not a technique's"
        );
        assert_eq!(
            check_value(&TACTICS, &vec!["AML.TA0001".to_owned(), "x".to_owned()])
                .unwrap_err()
                .to_string(),
            "one of its tactics has an id that is not a tactic's"
        );
        // An ATT&CK id is not an ATLAS id.
        assert_eq!(check_value(&ATTACK_REFERENCE, &id("T1596")), Ok(()));
    }
}
