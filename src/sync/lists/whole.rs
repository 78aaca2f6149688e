//! Sections that come or go as a whole.

use super::super::edit::{Edit, line_end};
use super::super::section::{Entries, Listed, Section, line_of};
use super::super::truth::Wanted;
use super::{At, Lists};
use crate::facts::FactKind;
use crate::text::{FileId, Span};

impl<'v> Lists<'_, 'v> {
    /// A heading under which nothing stands yet.
    pub(super) fn fill(&mut self, at: &At<'v>, section: &Section<'v>, wanted: &Wanted) {
        let added: Vec<(String, Option<FileId>)> = wanted.clone().into_iter().collect();
        let lines = self.rendered(at, &added, None);
        if lines.is_empty() {
            return;
        }
        let end = line_end(at.source.text());
        let count = lines.len();
        let list: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
        let place = line_of(at.source, section.heading.span.start).end as usize;
        let text = format!("{end}{end}{}", list.join(end));
        self.push(at, Span::empty(place), text, &added);
        self.count(section, count);
    }

    /// Takes a section away whose list is empty now, if nothing of it is anybody's own.
    pub(super) fn remove(&mut self, at: &At<'v>, section: &Section<'v>, entries: &Entries) {
        let custom = self.customs.list(at.own.kind, at.listed);
        let intro = custom.and_then(|custom| custom.intro.as_deref());
        if !entries.alone || (section.intro.is_some() && section.intro != intro) {
            return self.note(at, "would be empty, and holds a text");
        }
        let text = at.source.text();
        let mut span = section.whole;
        let mut left = "";
        if span.end as usize == text.len() {
            // At the end of the page the blank lines before it go, and the page ends as it did.
            let before = text.get(..span.start as usize).unwrap_or_default();
            span.start = Span::empty(before.trim_end().len()).start;
            left = if text.ends_with('\n') {
                line_end(text)
            } else {
                ""
            };
        }
        self.edits.push(Edit::new(span, left));
    }

    /// A section that the vault's other pages of the kind have where they have something to list.
    pub(super) fn add_section(&mut self, at: &At<'v>, wanted: &Wanted) {
        let has_field = at.listed == Listed::Tactics && {
            let facts = at.own.page.facts.object_facts.iter();
            let is_tactic = |kind| matches!(kind, FactKind::Tactic | FactKind::Tactics);
            facts.map(|fact| fact.kind).any(is_tactic)
        };
        if has_field {
            return;
        }
        let Some(custom) = self
            .customs
            .list(at.own.kind, at.listed)
            .filter(|custom| custom.common && !wanted.is_empty())
        else {
            return;
        };
        let added: Vec<(String, Option<FileId>)> = wanted.clone().into_iter().collect();
        let lines = self.rendered(at, &added, None);
        if lines.is_empty() {
            return;
        }
        let text = at.source.text();
        let end = line_end(text);
        let mut blocks = vec![custom.heading(lines.len())];
        blocks.extend(custom.intro.clone());
        let list: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
        blocks.push(list.join(end));
        let place = self.customs.place(self.atlas, at.own, at.listed);
        let before = text.get(..place).unwrap_or_default();
        let gap = if before.trim_end().is_empty() {
            ""
        } else {
            end
        };
        let text = format!("{gap}{gap}{}", blocks.join(&format!("{end}{end}")));
        self.push(at, Span::empty(place), text, &added);
    }
}
