//! A page that is read as a case study: its sections and fields as official texts.

use super::context::Context;
use super::error::Error;
use super::lines::{after_heading, line_start};
use super::links;
use super::sidecar::Sidecar;
use crate::syntax::Page;
use crate::syntax::tree::{Entry, NodeId, Tree};
use crate::text::{Source, Span};

/// The names that the section of a procedure may have.
pub(super) const PROCEDURES: [&str; 2] = ["Procedure", "Attack Procedure"];

/// Returns the sections of a page by their names.
pub(super) fn sections<'t, 's>(outline: &'t Tree<'s>) -> &'t [Entry<'s>] {
    let sections = outline
        .root()
        .and_then(|root| outline.get(root, "sections"));
    sections.map_or(&[], |sections| outline.entries(sections))
}

/// Returns the section of this name.
pub(super) fn section(outline: &Tree<'_>, name: &str) -> Option<NodeId> {
    let root = outline.root()?;
    outline.get(outline.get(root, "sections")?, name)
}

pub(super) struct PageReader<'r> {
    pub(super) page: &'r Page<'r>,
    pub(super) source: &'r Source,
    pub(super) context: &'r Context<'r>,
    pub(super) sidecar: Sidecar,
    pub(super) errors: Vec<Error>,
    pub(super) lost_links: Vec<String>,
}

impl PageReader<'_> {
    /// The text of the section that a heading opens, its sub-sections included.
    pub(super) fn section_body(&self, at: usize) -> Span {
        let headings = &self.page.headings;
        let Some(heading) = headings.get(at) else {
            return Span::default();
        };
        let next = headings
            .iter()
            .skip(at + 1)
            .find(|next| next.level <= heading.level);
        let end = next.map_or(self.source.text().len(), |next| {
            line_start(self.source, next.span.start as usize)
        });
        Span::new(after_heading(self.source, heading), end)
    }

    /// A part of the page as an official text.
    pub(super) fn official_text(&mut self, span: Span) -> String {
        links::to_official(self.page, span, self.context, &mut self.lost_links)
    }

    /// A field of the section `Metadata`.
    pub(super) fn field(&mut self, key: &str) -> Option<String> {
        let outline = &self.page.outline;
        let fields = outline.get(section(outline, "Metadata")?, "fields")?;
        let node = outline.get(fields, key)?;
        let text = outline.text(node)?;
        let span = outline.node(node).span;
        if text != self.source.slice(span) {
            // The value holds comments, which are no part of it.
            return Some(text.to_owned());
        }
        let value = self.official_text(span);
        let lines: Vec<&str> = value.split('\n').map(str::trim).collect();
        Some(lines.join(" "))
    }
}
