//! Entries of all editions of a list, with their names as they are compared.

use super::definition::{Edition, Framework};
use super::name_text::NameText;
use super::phrase::{is_part, normalized, without_brackets};

/// An entry of an edition.
#[derive(Debug)]
pub(super) struct Item {
    /// The index of the edition.
    edition: usize,
    /// Its number in the form of the framework.
    pub(super) number: String,
    /// Its name, normalized.
    pub(super) plain: String,
    /// The name without what stands in brackets, normalized.
    bare: Option<String>,
}

/// Returns the entries of a framework.
pub(super) fn items(framework: &Framework) -> Vec<Item> {
    let editions = framework.editions.iter().enumerate();
    let all = editions.flat_map(|(at, edition)| edition.items.iter().map(move |item| (at, item)));
    let item = |(edition, (id, name)): (usize, &(Box<str>, Box<str>))| Item {
        edition,
        number: framework.canonical(id),
        plain: normalized(name),
        bare: without_brackets(name).map(normalized),
    };
    all.map(item).collect()
}

impl Item {
    /// Returns its edition.
    pub(super) fn edition<'f>(&self, framework: &'f Framework) -> &'f Edition {
        &framework.editions[self.edition]
    }

    /// Returns whether a text is its name.
    pub(super) fn is_called(&self, name: &NameText) -> bool {
        self.plain == name.plain || self.bare.as_deref() == Some(&name.plain)
    }

    /// Returns whether a text is its name, or words of it in their order.
    pub(super) fn fits(&self, name: &NameText) -> bool {
        self.is_called(name) || (name.may_abbreviate() && is_part(&name.plain, &self.plain))
    }
}
