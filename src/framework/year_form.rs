//! How the year of an edition is written behind the number of a list.

use super::registry::Frameworks;
use super::token::tokens;

/// Form of a number with the year of its edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearForm {
    /// `LLM06:2025`
    Colon,
    /// `LLM06-2025`
    Hyphen,
    /// `LLM06 (2025)`
    Brackets,
}

/// Numbers of ids by the form of their year.
#[derive(Clone, Copy, Debug, Default)]
pub struct YearForms {
    colon: usize,
    hyphen: usize,
    brackets: usize,
}

impl YearForm {
    /// Returns an id with the year of its edition.
    #[must_use]
    pub fn write(self, id: &str, edition: &str) -> String {
        match self {
            Self::Colon => format!("{id}:{edition}"),
            Self::Hyphen => format!("{id}-{edition}"),
            Self::Brackets => format!("{id} ({edition})"),
        }
    }
}

impl YearForms {
    /// Counts the forms in a text.
    pub fn add(&mut self, text: &str, frameworks: &Frameworks) {
        for token in tokens(frameworks, text) {
            let Some((_, span)) = token.edition else {
                continue;
            };
            let count = match text.as_bytes().get(span.start as usize) {
                Some(b':') => &mut self.colon,
                Some(b'-') => &mut self.hyphen,
                _ => &mut self.brackets,
            };
            *count += 1;
        }
    }

    /// Returns the commonest form: without any id, that of OWASP.
    #[must_use]
    pub fn usual(&self) -> YearForm {
        let most = self.colon.max(self.hyphen).max(self.brackets);
        if self.colon == most {
            YearForm::Colon
        } else if self.hyphen == most {
            YearForm::Hyphen
        } else {
            YearForm::Brackets
        }
    }
}
