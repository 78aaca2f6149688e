//! Edits of one list, and notes on it.

use crate::sync::atlas::{Atlas, Own};
use crate::sync::consensus::most;
use crate::sync::customs::Customs;
use crate::sync::edit::Edit;
use crate::sync::entry::{self, Template};
use crate::sync::report::{ListReason, Note};
use crate::sync::section::{Entries, Listed, Section, is_named};
use crate::sync::truth::Truth;
use crate::syntax::split_count;
use crate::text::{FileId, Source, Span};

/// What a page's lists need.
pub(in crate::sync) struct Lists<'a, 'v> {
    pub(in crate::sync) atlas: &'a Atlas<'v>,
    pub(in crate::sync) customs: &'a Customs,
    pub(in crate::sync) truth: &'a mut Truth<'v>,
    pub(in crate::sync) edits: Vec<Edit>,
    pub(in crate::sync) notes: Vec<Note>,
}

/// The page, and what of it is in hand.
pub(super) struct At<'v> {
    pub(super) own: Own<'v>,
    pub(super) source: &'v Source,
    pub(super) listed: Listed,
}

impl Lists<'_, '_> {
    pub(super) fn note(&mut self, at: &At<'_>, reason: ListReason) {
        let path = at.source.path();
        let name = at
            .own
            .page
            .headings
            .iter()
            .find(|heading| is_named(heading, at.listed));
        let name = name.map_or("", |heading| heading.text);
        self.notes.push(Note::List {
            path: path.to_owned(),
            heading: name.to_owned(),
            reason,
        });
    }

    pub(super) fn push(
        &mut self,
        at: &At<'_>,
        span: Span,
        text: String,
        added: &[(String, Option<FileId>)],
    ) {
        let (kind, id) = (at.own.kind, at.own.id);
        let unverified = added
            .iter()
            .any(|(key, _)| self.truth.is_unverified(at.listed, kind, id, key));
        self.edits
            .push(Edit::new(span, text).unverified(unverified));
    }

    /// The lines of new entries, in the order of their keys.
    pub(super) fn rendered(
        &mut self,
        at: &At<'_>,
        added: &[(String, Option<FileId>)],
        entries: Option<&Entries>,
    ) -> Vec<(String, String)> {
        let marker = entries.map_or("- ", |entries| entries.marker.as_str());
        let mut lines = Vec::new();
        for (key, page) in added {
            let is_sub = self.atlas.view.parent(key).is_some();
            let own = entries.and_then(|entries| self.common(entries, is_sub));
            let custom = self.customs.entry(at.own.kind, at.listed, is_sub).cloned();
            let general = [entry::usual(), entry::named(), entry::bare()].map(Some);
            let ways = [own, custom].into_iter().chain(general);
            let file = at.own.page.file;
            let text = ways
                .flatten()
                .find_map(|way: Template| entry::render(self.atlas, &way, file, key, *page));
            match text {
                Some(text) => lines.push((key.clone(), format!("{marker}{text}"))),
                None => self.note(at, ListReason::Unlinkable(key.clone())),
            }
        }
        lines
    }

    /// How most entries of a list are written.
    fn common(&self, entries: &Entries, sub: bool) -> Option<Template> {
        let ways = |same: bool| {
            let like = entries.all.iter().filter(move |(entry, _)| {
                !same || self.atlas.view.parent(&entry.key).is_some() == sub
            });
            most(like.filter_map(|(entry, _)| entry.template()))
        };
        ways(true).or_else(|| ways(false))
    }

    /// The number in a heading.
    pub(super) fn count(&mut self, section: &Section<'_>, count: usize) {
        let heading = section.heading;
        if let Some((_, digits)) = split_count(heading.text)
            && digits.parse() != Ok(count)
        {
            let end = heading.span.end as usize - 1;
            let span = Span::new(end - digits.len(), end);
            self.edits.push(Edit::new(span, count.to_string()));
        }
    }
}
