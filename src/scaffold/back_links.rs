//! Entries for a new page in the lists of other pages.

use std::collections::BTreeMap;

use crate::conventions::edit::{apply, resolve_overlaps};
use crate::conventions::expected::Expected;
use crate::conventions::list_style::Conventions;
use crate::conventions::lists::{ListEditor, ListNote, add_to_lists, edit_lists};
use crate::conventions::workspace::Workspace;
use crate::text::Source;

/// Edited pages by path, and the lists that could not be edited.
pub(super) struct BackLinks {
    pub(super) texts: BTreeMap<String, String>,
    pub(super) notes: Vec<ListNote>,
}

/// Adds the page at `path`, which is part of the vault already, to the lists of all pages, and fills in its own lists.
pub(super) fn of(workspace: &Workspace<'_>, conventions: &Conventions, path: &str) -> BackLinks {
    let mut found = BackLinks {
        texts: BTreeMap::new(),
        notes: Vec::new(),
    };
    let Some(file) = workspace.vault.sources.find(path) else {
        return found;
    };
    let key = workspace.vault.declared_id(file).unwrap_or(path);
    let mut expected = Expected::of(workspace);
    for object in workspace.object_pages() {
        let is_first = workspace.vault.declaring(object.id).first() == Some(&object.page.file);
        let front_is_sound = object
            .page
            .get()
            .front
            .as_ref()
            .is_none_or(|front| front.sound);
        if !is_first || !front_is_sound || !object.page.get().conflicts.is_empty() {
            continue;
        }
        let mut editor = ListEditor {
            workspace,
            conventions,
            expected: &mut expected,
            edits: Vec::new(),
            notes: Vec::new(),
        };
        if object.page.file == file {
            edit_lists(&mut editor, object);
        } else {
            add_to_lists(&mut editor, object, key);
        }
        found.notes.append(&mut editor.notes);
        let source: &Source = workspace.source(object.page);
        let text = apply(source.text(), &resolve_overlaps(editor.edits));
        if text != source.text() {
            found.texts.insert(source.path().to_owned(), text);
        }
    }
    found
}
