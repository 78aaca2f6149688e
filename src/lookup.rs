//! The look-up that ATLAS and the other frameworks answer alike: what an id or a name is.

use crate::text::Rows;

/// Ids and names of a framework, or of several.
pub trait Lookup {
    /// Describes what has an id. None if nothing has it.
    fn show(&self, id: &str) -> Option<Rows>;

    /// Describes what has or had a name. None if nothing has.
    fn show_named(&self, name: &str) -> Option<Rows>;

    /// Lists what has all words in a name, or the word in an id. None if nothing has.
    fn search(&self, words: &str) -> Option<Rows>;

    /// Returns the id and the framework's title of the living object of a kind that has a name.
    fn bearer(&self, name: &str, kind: &str) -> Option<(String, String)>;

    /// Returns what stems from an object of another framework, each with id and name.
    fn stemming_from(&self, _id: &str) -> Vec<String> {
        Vec::new()
    }

    /// Returns whether something that has or had a name stems, or stemmed, from an object of another framework.
    fn stems(&self, _name: &str, _id: &str) -> bool {
        false
    }

    /// Returns the whole id of which one of another framework may be the end, if what it names has or had the name.
    fn completed(&self, _id: &str, _name: &str) -> Option<String> {
        None
    }
}
