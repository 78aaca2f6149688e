//! Checks what a release file says of each object: the characters of names and words, and the kinds of ids.
//!
//! A name goes into findings, and a fix may write it into a page. So a catalog holds only the characters that the names of official
//! releases use: a name can neither open markup, a link, code or a table cell, nor end a line, nor hide a part of itself.

use super::error::ReadError;
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

/// Checks one text of a catalog. The error says the first character that is not allowed by its code point, and never shows it.
pub(super) fn check(what: &str, text: &str) -> Result<(), String> {
    match text.chars().find(|c| !is_allowed(*c)) {
        Some(c) => Err(format!(
            "its {what} has the character U+{:04X}, which no name of an ATLAS release has",
            u32::from(c)
        )),
        None => Ok(()),
    }
}

impl ReleaseSnapshot {
    /// Checks the texts and ids of all objects.
    pub(super) fn check(&self) -> Result<(), ReadError> {
        let texts = [("number", &self.legacy), ("date", &self.date)];
        texts
            .into_iter()
            .try_for_each(|(what, text)| check(what, text.as_deref().unwrap_or_default()))
            .map_err(|why| ReadError::new(format!("the release: {why}")))?;
        for (id, object) in &self.objects {
            object
                .check()
                .map_err(|why| ReadError::new(format!("{id}: {why}")))?;
        }
        Ok(())
    }
}

impl ObjectSnapshot {
    fn check(&self) -> Result<(), String> {
        if self.name.is_empty() {
            return Err("its name is empty".to_owned());
        }
        check("name", &self.name)?;
        // Written into a page, a name must be read as a name: not as a number, a date or a list entry, nor as another id.
        if !self.name.starts_with(char::is_alphabetic) {
            return Err("its name does not start with a letter".to_owned());
        }
        if self.name.to_ascii_uppercase().contains("AML.") {
            return Err("its name holds an id".to_owned());
        }
        let words = [
            ("maturity", &self.maturity),
            ("maturity", &self.other_maturity),
            ("created date", &self.created),
            ("modified date", &self.modified),
            ("ATT&CK reference", &self.attack_reference),
            ("incident date", &self.incident_date),
            ("date granularity", &self.granularity),
            ("type", &self.study_type),
        ];
        words
            .into_iter()
            .try_for_each(|(what, word)| check(what, word.as_deref().unwrap_or_default()))?;
        let is = |id: &String, kind| Kind::of_id(id) == Some(kind);
        if !self.tactics.iter().all(|id| is(id, Kind::Tactic)) {
            return Err("one of its tactics has an id that is not a tactic's".to_owned());
        }
        if !self.parent.iter().all(|id| is(id, Kind::Technique)) {
            return Err("its parent has an id that is not a technique's".to_owned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{check, is_allowed};
    use crate::catalog::Catalog;

    #[test]
    fn names_compiled_in_pass() {
        let mut count = 0;
        for object in Catalog::embedded().objects() {
            for name in object.lifetimes.iter().flat_map(|lifetime| &lifetime.names) {
                assert_eq!(check("name", &name.value), Ok(()), "{}", object.id);
                count += 1;
            }
        }
        assert!(count > 350, "{count} names");
    }

    #[test]
    fn markup_and_what_nobody_sees_is_refused() {
        let refused = "<>`[]\\|{}#*~$%=\"!?;@^+\n\r\t\0\u{1b}\u{7f}\u{85}\u{a0}\u{ad}\u{34f}\u{115f}\u{180e}\u{200b}\u{200e}\u{202e}\u{2028}\u{2060}\u{2066}\u{3000}\u{3164}\u{fe0f}\u{feff}\u{ffa0}\u{e0041}\u{d7}\u{f7}\u{300}\u{430}";
        for c in refused.chars() {
            assert!(!is_allowed(c), "{:x}", u32::from(c));
        }
        assert_eq!(
            check("name", "a\u{202e}b"),
            Err(
                "its name has the character U+202E, which no name of an ATLAS release has"
                    .to_owned()
            )
        );
    }
}
