//! Updates lists of objects: missing entries, obsolete entries, and the counts in headings.

mod editor;
mod note;
mod rewrite;
mod whole_sections;

use std::collections::BTreeSet;

use super::expected::ExpectedEntries;
use super::list_section::{self, Content, ListKind, Section};
use super::workspace::ObjectPage;
use crate::catalog::Kind;
use crate::text::FileId;
pub(crate) use editor::ListEditor;
use editor::PageList;
pub use note::{ListNote, ListReason};
use rewrite::rewrite;
use whole_sections::{add_section, fill};

/// Adds the edits of a page's lists to the editor.
pub(crate) fn edit_lists<'v>(editor: &mut ListEditor<'_, 'v>, object: ObjectPage<'v>) {
    for &list_kind in ListKind::of(object.kind) {
        let list = PageList {
            object,
            source: editor.workspace.source(object.page),
            list_kind,
        };
        let wanted = wanted(editor, object, list_kind);
        match list_section::sections(editor.workspace, object, list_kind).as_slice() {
            [] => add_section(editor, &list, &wanted),
            [section] => edit_list(editor, &list, section, wanted),
            _ => editor.note(&list, ListReason::SeveralSections),
        }
    }
}

/// Adds the edits that put an object into the lists of a page that should hold it. `key` is its id, or the path of its page. Other
/// entries stay as they are.
pub(crate) fn add_to_lists<'v>(editor: &mut ListEditor<'_, 'v>, object: ObjectPage<'v>, key: &str) {
    for &list_kind in ListKind::of(object.kind) {
        let list = PageList {
            object,
            source: editor.workspace.source(object.page),
            list_kind,
        };
        let mut wanted = wanted(editor, object, list_kind);
        wanted.retain(|id, _| id == key);
        if wanted.is_empty() {
            continue;
        }
        match list_section::sections(editor.workspace, object, list_kind).as_slice() {
            [] => add_section(editor, &list, &wanted),
            [section] => match &section.content {
                Content::List(entries) => {
                    let is_new = entries.all.iter().all(|(entry, _)| entry.key != key);
                    let kept = vec![true; entries.all.len()];
                    let added: Vec<(String, Option<FileId>)> = wanted.into_iter().collect();
                    if is_new {
                        rewrite(editor, &list, section, entries, &kept, &added);
                    }
                }
                Content::Empty => fill(editor, &list, section, &wanted),
                Content::Other => editor.note(&list, ListReason::NotPlain),
            },
            _ => editor.note(&list, ListReason::SeveralSections),
        }
    }
}

/// Returns the entries that a list of a page should hold.
fn wanted<'v>(
    editor: &mut ListEditor<'_, 'v>,
    object: ObjectPage<'v>,
    list_kind: ListKind,
) -> ExpectedEntries {
    let mut wanted = editor.expected.entries(list_kind, object.kind, object.id);
    if (list_kind, object.kind) == (ListKind::Techniques, Kind::Tactic)
        && !editor.conventions.lists_sub_techniques
    {
        wanted.retain(|id, _| editor.workspace.view.parent(id).is_none());
    }
    wanted
}

fn edit_list<'v>(
    editor: &mut ListEditor<'_, 'v>,
    list: &PageList<'v>,
    section: &Section<'v>,
    wanted: ExpectedEntries,
) {
    let entries = match &section.content {
        Content::List(entries) => entries,
        Content::Other => {
            if !wanted.is_empty() {
                editor.note(list, ListReason::NotPlain);
            }
            return;
        }
        Content::Empty => return fill(editor, list, section, &wanted),
    };
    let (kind, id) = (list.object.kind, list.object.id);
    let mut kept = Vec::with_capacity(entries.all.len());
    for (entry, _) in &entries.all {
        let key = entry.key.as_str();
        let wanted_here = wanted.contains_key(key);
        let other = (key, entry.page);
        kept.push(wanted_here || editor.expected.may_keep(list.list_kind, kind, id, other));
    }
    let known: BTreeSet<&str> = entries
        .all
        .iter()
        .map(|(entry, _)| entry.key.as_str())
        .collect();
    let added: Vec<(String, Option<FileId>)> = wanted
        .into_iter()
        .filter(|(key, _)| !known.contains(key.as_str()))
        .collect();
    if kept.iter().all(|kept| *kept) && added.is_empty() {
        for (entry, _) in &entries.all {
            editor
                .edits
                .extend(entry.edits(editor.workspace, list.source));
        }
        editor.update_count(section, entries.all.len());
        return;
    }
    rewrite(editor, list, section, entries, &kept, &added);
}
