//! Reads sections and fields of a page as official texts.

use super::context::Context;
use super::error::Error;
use super::lines::{after_heading, line_start};
use super::links;
use super::sidecar::Sidecar;
use crate::syntax::Page;
use crate::text::{Source, Span};

pub(super) struct PageReader<'r> {
    pub(super) page: &'r Page<'r>,
    pub(super) source: &'r Source,
    pub(super) context: &'r Context<'r>,
    pub(super) sidecar: Sidecar,
    pub(super) errors: Vec<Error>,
    pub(super) lost_links: Vec<String>,
    /// Whether the incident date is a placeholder, which is not a date.
    pub(super) date_unwritten: bool,
}

impl PageReader<'_> {
    /// Returns the body of the section that the heading at this index opens, including its subsections.
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

    /// Returns a part of the page as an official text.
    pub(super) fn official_text(&mut self, span: Span) -> String {
        links::to_official(self.page, span, self.context, &mut self.lost_links)
    }

    /// Returns a field of the section `Metadata`.
    pub(super) fn field(&mut self, key: &str) -> Option<String> {
        let outline = &self.page.outline;
        let node = outline.metadata(key)?.value;
        let text = outline.text(node)?;
        let span = outline.node(node).span;
        if text != self.source.slice(span) {
            // The outline leaves comments out of the value; the bytes of the page hold them.
            return Some(text.to_owned());
        }
        let value = self.official_text(span);
        let lines: Vec<&str> = value.split('\n').map(str::trim).collect();
        Some(lines.join(" "))
    }
}
