//! Collects the edits of a page's lists, and notes on them.

use super::note::{ListNote, ListReason};
use crate::conventions::consensus::most_frequent;
use crate::conventions::edit::Edit;
use crate::conventions::entry::{self, EntryFormat};
use crate::conventions::expected::Expected;
use crate::conventions::list_section::{EntryList, ListKind, Section, is_heading_of};
use crate::conventions::list_style::Conventions;
use crate::conventions::workspace::{ObjectPage, Workspace};
use crate::dialect::Dialect;
use crate::syntax::split_count;
use crate::text::{FileId, Source, Span};

/// Edits and notes of the lists of a page.
pub(crate) struct ListEditor<'a, 'v> {
    pub(crate) workspace: &'a Workspace<'v>,
    pub(crate) conventions: &'a Conventions,
    pub(crate) expected: &'a mut Expected<'v>,
    pub(crate) edits: Vec<Edit>,
    pub(crate) notes: Vec<ListNote>,
}

/// One list of a page.
pub(super) struct PageList<'v> {
    pub(super) object: ObjectPage<'v>,
    pub(super) source: &'v Source,
    pub(super) list_kind: ListKind,
}

impl ListEditor<'_, '_> {
    pub(super) fn note(&mut self, list: &PageList<'_>, reason: ListReason) {
        let path = list.source.path();
        let name = list
            .object
            .page
            .facts
            .headings
            .iter()
            .find(|heading| is_heading_of(heading, list.list_kind));
        let name = name.map_or("", |heading| &*heading.text);
        self.notes.push(ListNote {
            path: path.to_owned(),
            heading: name.to_owned(),
            reason,
        });
    }

    pub(super) fn push(
        &mut self,
        list: &PageList<'_>,
        span: Span,
        text: String,
        added: &[(String, Option<FileId>)],
    ) {
        let (kind, id) = (list.object.kind, list.object.id);
        let unverified = added
            .iter()
            .any(|(key, _)| self.expected.is_unverified(list.list_kind, kind, id, key));
        self.edits
            .push(Edit::new(span, text).unverified(unverified));
    }

    /// Returns the lines of new entries by key, in the order of `added`.
    pub(super) fn render_entries(
        &mut self,
        list: &PageList<'_>,
        added: &[(String, Option<FileId>)],
        entries: Option<&EntryList>,
    ) -> Vec<(String, String)> {
        let marker = entries.map_or("- ", |entries| entries.marker.as_str());
        let mut lines = Vec::new();
        for (key, page) in added {
            let is_sub = self.workspace.view.parent(key).is_some();
            let own = entries.and_then(|entries| self.usual_format(entries, is_sub));
            let convention = self
                .conventions
                .entry_format(list.object.kind, list.list_kind, is_sub)
                .cloned();
            let file = list.object.page.file;
            let is_obsidian = self.workspace.vault.dialect(file) == Dialect::Obsidian;
            let general = [
                entry::usual_format(),
                entry::name_only_format(),
                entry::plain_format(),
                if is_obsidian {
                    entry::target_only_format()
                } else {
                    entry::markdown_target_format()
                },
            ]
            .map(Some);
            // A page without an id of ATLAS is named as the others are, but for the id.
            let nameless = [&own, &convention].map(|format| format.as_ref().map(entry::without_id));
            let formats = [own, convention].into_iter().chain(nameless).chain(general);
            let text = formats.flatten().find_map(|format: EntryFormat| {
                entry::render(self.workspace, &format, file, key, *page)
            });
            match text {
                Some(text) => lines.push((key.clone(), format!("{marker}{text}"))),
                None => self.note(list, ListReason::Unlinkable(key.clone())),
            }
        }
        lines
    }

    /// Returns the format of most entries of a list, preferably of entries like the new one.
    fn usual_format(&self, entries: &EntryList, sub: bool) -> Option<EntryFormat> {
        let most = |same: bool| {
            let like = entries.all.iter().filter(move |(entry, _)| {
                !same || self.workspace.view.parent(&entry.key).is_some() == sub
            });
            most_frequent(like.filter_map(|(entry, _)| entry.format()))
        };
        most(true).or_else(|| most(false))
    }

    /// Updates the count in a heading.
    pub(super) fn update_count(&mut self, section: &Section<'_>, count: usize) {
        let heading = section.heading;
        if let Some((_, digits)) = split_count(&heading.text)
            && digits.parse() != Ok(count)
        {
            let end = heading.span.end as usize - 1;
            let span = Span::new(end - digits.len(), end);
            self.edits.push(Edit::new(span, count.to_string()));
        }
    }
}
