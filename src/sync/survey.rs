//! The first pass: how the vault writes its pages, and which pages are new.

use std::collections::BTreeMap;

use super::report::{Error, Note};
use crate::catalog::Kind;
use crate::conventions::expected::Expected;
use crate::conventions::layout::Layout;
use crate::conventions::list_style::Conventions;
use crate::conventions::template::PageTemplates;
use crate::conventions::workspace::Workspace;

/// The result of the first pass.
pub(super) struct Survey {
    pub(super) conventions: Conventions,
    pub(super) templates: PageTemplates,
    /// The pages to create: id, kind and path.
    pub(super) new: Vec<(String, Kind, String)>,
    pub(super) notes: Vec<Note>,
    pub(super) errors: Vec<Error>,
}

pub(super) fn survey(workspace: &Workspace<'_>) -> Survey {
    let mut layout = Layout::of(workspace);
    let mut notes = Vec::new();
    let mut new = Vec::new();
    let mut empty: BTreeMap<&str, Option<&str>> =
        workspace.empty_pages().map(|path| (path, None)).collect();
    for kind in [Kind::Tactic, Kind::Technique, Kind::Mitigation] {
        if !layout.has_kind(kind) {
            notes.push(Note::NoPagesOfKind(kind));
            continue;
        }
        // Ids sort techniques before their sub-techniques, so the folder of the technique is known.
        for object in workspace.view.catalog.objects() {
            let id = object.id.as_str();
            let is_new = object.kind == kind
                && workspace.lifetime(id).is_some()
                && workspace.vault.declaring(id).is_empty();
            if is_new {
                let path = layout.path_for(kind, id);
                if let Some(empty) = empty.get_mut(path.as_str()) {
                    *empty = Some(id);
                } else {
                    new.push((id.to_owned(), kind, path));
                }
            }
        }
    }
    let empty_page = |(path, id): (&str, Option<&str>)| Error::EmptyPage {
        path: path.to_owned(),
        id: id.map(str::to_owned),
    };
    Survey {
        conventions: Conventions::of(workspace, &mut Expected::of(workspace)),
        templates: PageTemplates::of(workspace),
        new,
        notes,
        errors: empty.into_iter().map(empty_page).collect(),
    }
}
