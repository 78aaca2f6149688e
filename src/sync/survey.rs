//! What is known before the first round: how the vault writes its pages, and the pages to come.

use std::collections::BTreeMap;

use super::atlas::Atlas;
use super::customs::Customs;
use super::form::Forms;
use super::layout::Layout;
use super::report::{Error, Note};
use super::truth::Truth;
use crate::catalog::Kind;

/// What is known before the first round.
pub(super) struct Survey {
    pub(super) customs: Customs,
    pub(super) forms: Forms,
    /// The pages to come: id, kind and path.
    pub(super) new: Vec<(String, Kind, String)>,
    pub(super) notes: Vec<Note>,
    pub(super) errors: Vec<Error>,
}

pub(super) fn survey(atlas: &Atlas<'_>) -> Survey {
    let mut layout = Layout::of(atlas);
    let mut notes = Vec::new();
    let mut new = Vec::new();
    let mut empty: BTreeMap<&str, Option<&str>> =
        atlas.empty_pages().map(|path| (path, None)).collect();
    for kind in [Kind::Tactic, Kind::Technique, Kind::Mitigation] {
        if !layout.keeps(kind) {
            notes.push(Note::NoPagesOfKind(kind));
            continue;
        }
        // A technique comes before its sub-techniques, as its id does.
        for object in atlas.view.catalog.objects() {
            let id = object.id.as_str();
            let is_new = object.kind == kind
                && atlas.life(id).is_some()
                && atlas.vault.declaring(id).is_empty();
            if is_new {
                let path = layout.place(kind, id);
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
        customs: Customs::of(atlas, &mut Truth::of(atlas)),
        forms: Forms::of(atlas),
        new,
        notes,
        errors: empty.into_iter().map(empty_page).collect(),
    }
}
