//! Sections and fields of an outline by name.

use super::tree::{Entry, NodeId, Tree};

/// The sections that may hold the steps of a case study, the usual one first.
pub const PROCEDURES: [&str; 2] = ["Procedure", "Attack Procedure"];

impl<'s> Tree<'s> {
    /// Returns the sections directly in a part of the outline: its root, or a section.
    #[must_use]
    pub fn sections_of(&self, part: NodeId) -> &[Entry<'s>] {
        self.entries_at(part, "sections")
    }

    /// Returns the fields directly in a part of the outline.
    #[must_use]
    pub fn fields_of(&self, part: NodeId) -> &[Entry<'s>] {
        self.entries_at(part, "fields")
    }

    /// Returns the field of this name directly in a part of the outline.
    #[must_use]
    pub fn field(&self, part: NodeId, name: &str) -> Option<&Entry<'s>> {
        self.entry(self.get(part, "fields")?, name)
    }

    /// Returns the top-level sections.
    #[must_use]
    pub fn sections(&self) -> &[Entry<'s>] {
        self.root().map_or(&[], |root| self.sections_of(root))
    }

    /// Returns the top-level section of this name.
    #[must_use]
    pub fn section(&self, name: &str) -> Option<&Entry<'s>> {
        self.entry(self.get(self.root()?, "sections")?, name)
    }

    /// Returns a field of the section `Metadata`.
    #[must_use]
    pub fn metadata(&self, name: &str) -> Option<&Entry<'s>> {
        self.field(self.section("Metadata")?.value, name)
    }

    /// Returns the section that holds the steps of a case study.
    #[must_use]
    pub fn procedure(&self) -> Option<&Entry<'s>> {
        PROCEDURES.iter().find_map(|name| self.section(name))
    }

    /// Returns the root and the top-level sections: where a page describes its object. Deeper sections describe parts of it.
    pub fn own_parts(&self) -> impl Iterator<Item = NodeId> {
        let sections = self.sections().iter().map(|section| section.value);
        self.root().into_iter().chain(sections)
    }

    fn entries_at(&self, part: NodeId, key: &str) -> &[Entry<'s>] {
        self.get(part, key).map_or(&[], |node| self.entries(node))
    }
}
