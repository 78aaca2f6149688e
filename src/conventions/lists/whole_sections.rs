//! Adds, fills and removes whole sections.

use super::editor::{ListEditor, PageList};
use super::note::ListReason;
use crate::conventions::edit::Edit;
use crate::conventions::expected::ExpectedEntries;
use crate::conventions::lines::{line_ending, line_of};
use crate::conventions::list_section::{EntryList, ListKind, Section};
use crate::facts::FactKind;
use crate::text::{FileId, Span};

/// Fills an empty section.
pub(super) fn fill<'v>(
    editor: &mut ListEditor<'_, 'v>,
    list: &PageList<'v>,
    section: &Section<'v>,
    wanted: &ExpectedEntries,
) {
    let added: Vec<(String, Option<FileId>)> = wanted.clone().into_iter().collect();
    let lines = editor.render_entries(list, &added, None);
    if lines.is_empty() {
        return;
    }
    let end = line_ending(list.source.text());
    let count = lines.len();
    let entries: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
    let place = line_of(list.source, section.heading.span.start).end as usize;
    let text = format!("{end}{end}{}", entries.join(end));
    editor.push(list, Span::empty(place), text, &added);
    editor.update_count(section, count);
}

/// Removes a section whose list is now empty, unless it holds text of the vault's own.
pub(super) fn remove<'v>(
    editor: &mut ListEditor<'_, 'v>,
    list: &PageList<'v>,
    section: &Section<'v>,
    entries: &EntryList,
) {
    let convention = editor.conventions.list(list.object.kind, list.list_kind);
    let intro = convention.and_then(|convention| convention.intro.as_deref());
    if !entries.alone || (section.intro.is_some() && section.intro != intro) {
        return editor.note(list, ListReason::WouldBeEmpty);
    }
    let text = list.source.text();
    let mut span = section.whole;
    let mut left = "";
    if span.end as usize == text.len() {
        // At the end of the page the blank lines before the section are removed too, and the page ends as before.
        let before = text.get(..span.start as usize).unwrap_or_default();
        span.start = Span::empty(before.trim_end().len()).start;
        left = if text.ends_with('\n') {
            line_ending(text)
        } else {
            ""
        };
    }
    editor.edits.push(Edit::new(span, left));
}

/// Adds a section that most pages of this kind with something to list have.
pub(super) fn add_section<'v>(
    editor: &mut ListEditor<'_, 'v>,
    list: &PageList<'v>,
    wanted: &ExpectedEntries,
) {
    let has_field = list.list_kind == ListKind::Tactics && {
        let facts = list.object.page.facts.object_facts.iter();
        let is_tactic = |kind| matches!(kind, FactKind::Tactic | FactKind::Tactics);
        facts.map(|fact| fact.kind).any(is_tactic)
    };
    if has_field {
        return;
    }
    let Some(convention) = editor
        .conventions
        .list(list.object.kind, list.list_kind)
        .filter(|convention| convention.common && !wanted.is_empty())
    else {
        return;
    };
    let added: Vec<(String, Option<FileId>)> = wanted.clone().into_iter().collect();
    let lines = editor.render_entries(list, &added, None);
    if lines.is_empty() {
        return;
    }
    let text = list.source.text();
    let end = line_ending(text);
    let mut blocks = vec![convention.heading(lines.len())];
    blocks.extend(convention.intro.clone());
    let entries: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
    blocks.push(entries.join(end));
    let place = editor
        .conventions
        .section_position(editor.workspace, list.object, list.list_kind);
    let before = text.get(..place).unwrap_or_default();
    let gap = if before.trim_end().is_empty() {
        ""
    } else {
        end
    };
    let text = format!("{gap}{gap}{}", blocks.join(&format!("{end}{end}")));
    editor.push(list, Span::empty(place), text, &added);
}
