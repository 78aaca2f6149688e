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

#[cfg(test)]
mod tests {
    use super::{Error, Note, survey};
    use crate::catalog::Kind;
    use crate::conventions::test_support::in_workspace;

    const TACTIC: (&str, &str) = ("tactics/impact.md", "# AML.TA0011: Impact\n");

    #[test]
    fn kinds_without_a_page_get_none() {
        in_workspace(&[TACTIC], |workspace| {
            let survey = survey(workspace);
            assert_eq!(
                survey.notes,
                [
                    Note::NoPagesOfKind(Kind::Technique),
                    Note::NoPagesOfKind(Kind::Mitigation)
                ]
            );
            assert!(survey.new.iter().all(|(_, kind, _)| *kind == Kind::Tactic));
            let mut paths = survey.new.iter().map(|(id, _, path)| (id.as_str(), path));
            let (_, path) = paths
                .find(|(id, _)| *id == "AML.TA0002")
                .expect("a tactic of the release");
            assert_eq!(path, "tactics/reconnaissance.md");
            assert!(survey.new.iter().all(|(id, ..)| id != "AML.TA0011"));
        });
    }

    #[test]
    fn an_empty_page_keeps_the_place_of_the_new_one() {
        let files = [TACTIC, ("tactics/reconnaissance.md", ""), ("x.md", "")];
        in_workspace(&files, |workspace| {
            let survey = survey(workspace);
            let empty = |path: &str, id: Option<&str>| Error::EmptyPage {
                path: path.to_owned(),
                id: id.map(str::to_owned),
            };
            assert_eq!(
                survey.errors,
                [
                    empty("tactics/reconnaissance.md", Some("AML.TA0002")),
                    empty("x.md", None)
                ]
            );
            assert!(survey.new.iter().all(|(id, ..)| id != "AML.TA0002"));
        });
    }
}
