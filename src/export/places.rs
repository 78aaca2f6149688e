//! Finds the places of facts on a page.

use super::error::Fact;
use super::lines::{after_heading, line_start};
use super::page::PageReader;
use crate::facts::Study;
use crate::text::placeholder::has_paragraph;
use crate::text::{Position, Span};

impl PageReader<'_> {
    /// Returns where the page states a fact that is a placeholder.
    pub(super) fn place(&self, fact: Fact, stated: &Study) -> Option<Position> {
        let outline = &self.page.outline;
        let field = |key| Some(outline.node(outline.metadata(key)?.value).span);
        let span = match fact {
            Fact::Name => self.page.main_heading()?.span,
            Fact::Summary => self
                .summary_spans()
                .into_iter()
                .find(|span| has_paragraph(self.source.slice(*span)))?,
            Fact::Date => field("Incident Date")?,
            Fact::Type => field("Type")?,
            Fact::Target => field("Target")?,
            Fact::Actor => field("Actor")?,
            Fact::Reporter => field("Reporter")?,
            Fact::Step(number) => stated.steps.get(number.checked_sub(1)?)?.place,
            Fact::Reference(number) => {
                let list = outline.get(outline.section("References")?.value, "items")?;
                let item = outline.items(list).get(number.checked_sub(1)?)?;
                outline.node(*item).span
            }
            _ => return None,
        };
        let text = self.source.slice(span);
        let blank = text.len() - text.trim_start().len();
        Some(self.source.position(span.start as usize + blank))
    }

    /// Returns the text below the heading and that of the section `Summary`.
    pub(super) fn summary_spans(&self) -> Vec<Span> {
        let headings = &self.page.headings;
        let first = headings.iter().position(|heading| heading.level == 1);
        let lead = first.map(|at| {
            let end = headings
                .get(at + 1)
                .map_or(self.source.text().len(), |next| {
                    line_start(self.source, next.span.start as usize)
                });
            Span::new(after_heading(self.source, &headings[at]), end)
        });
        let named = headings
            .iter()
            .position(|heading| heading.level == 2 && &*heading.text == "Summary");
        let section = named.map(|at| self.section_body(at));
        lead.into_iter().chain(section).collect()
    }
}
