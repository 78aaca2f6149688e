//! Computes all edits of a vault once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::anchors::{self, ChangedHeadings};
use super::fields;
use super::names;
use super::report::{Error, Note, PageReason};
use super::retired;
use crate::catalog::{Lifetime, Status};
use crate::context::PageContext;
use crate::conventions::edit::{Edit, apply, resolve_overlaps};
use crate::conventions::expected::Expected;
use crate::conventions::list_style::Conventions;
use crate::conventions::lists::{ListEditor, edit_lists};
use crate::conventions::workspace::{ObjectPage, Workspace};
use crate::readback::is_readable_after;
use crate::syntax::ReadOptions;
use crate::text::{Condition, FileId};
use crate::vault::PageRef;

/// The result of one round.
#[derive(Debug, Default)]
pub(super) struct Round {
    /// Changed texts, by path.
    pub(super) texts: BTreeMap<String, String>,
    /// The paths of pages that now say that their object is retired.
    pub(super) retired: BTreeSet<String>,
    /// The id of each object page, by path.
    pub(super) ids: BTreeMap<String, String>,
    pub(super) notes: Vec<Note>,
    pub(super) errors: Vec<Error>,
    pub(super) unverified: usize,
}

/// Returns the edits of all pages. `reading` says how pages are read.
pub(super) fn round(
    workspace: &Workspace<'_>,
    conventions: &Conventions,
    reading: &ReadOptions,
) -> Round {
    let mut round = Round::default();
    let mut expected = Expected::of(workspace);
    let mut all: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
    for page in workspace.pages() {
        let context = workspace.context.of(page);
        let mut edits = names::edits(workspace, &context);
        if let Some(object) = workspace.object_page(page) {
            edits.extend(round.object_edits(
                workspace,
                conventions,
                &mut expected,
                &context,
                object,
            ));
        }
        all.insert(page.file, resolve_overlaps(edits));
    }
    let headings = changed_headings(workspace, &all);
    for page in workspace.pages() {
        let mut edits = all.remove(&page.file).unwrap_or_default();
        if !headings.is_empty() {
            edits.extend(anchors::edits(workspace, page, &headings));
        }
        let edits = resolve_overlaps(edits);
        let source = workspace.source(page);
        if let Some(why) = unwritable(page) {
            if !edits.is_empty() || workspace.object_page(page).is_some() {
                round.errors.push(Error::Page {
                    path: source.path().to_owned(),
                    reason: why,
                });
            }
            continue;
        }
        let text = apply(source.text(), &edits);
        if text != source.text() {
            if !is_readable_after(page.get(), &source.with_text(&text), reading) {
                round.errors.push(Error::Page {
                    path: source.path().to_owned(),
                    reason: PageReason::FrontMatterAfter,
                });
                continue;
            }
            round.unverified += edits.iter().filter(|edit| edit.unverified).count();
            round.texts.insert(source.path().to_owned(), text);
        }
    }
    round.report_unreadable(workspace);
    round
}

/// Returns the headings that edits change, by page.
fn changed_headings(
    workspace: &Workspace<'_>,
    edits: &BTreeMap<FileId, Vec<Edit>>,
) -> HashMap<FileId, ChangedHeadings> {
    let changed = workspace.pages().filter_map(|page| {
        let edits = edits.get(&page.file)?;
        Some((
            page.file,
            anchors::changed(page, workspace.vault.slug_style(page.file), edits),
        ))
    });
    changed.filter(|(_, changed)| !changed.is_empty()).collect()
}

/// Returns why a page must not be edited.
fn unwritable(page: PageRef<'_>) -> Option<PageReason> {
    if page.get().front.as_ref().is_some_and(|front| !front.sound) {
        return Some(PageReason::FrontMatter);
    }
    (!page.get().conflicts.is_empty()).then_some(PageReason::MergeConflict)
}

impl Round {
    /// Returns the edits of an object's page, apart from names.
    fn object_edits<'v>(
        &mut self,
        workspace: &Workspace<'v>,
        conventions: &Conventions,
        expected: &mut Expected<'v>,
        context: &PageContext<'v>,
        object: ObjectPage<'v>,
    ) -> Vec<Edit> {
        let path = workspace.source(object.page).path();
        let id = object.id;
        self.ids.insert(path.to_owned(), id.to_owned());
        if let [first, _, ..] = workspace.vault.declaring(id) {
            if *first == object.page.file {
                let files = workspace.vault.declaring(id).iter();
                let paths = files.map(|file| workspace.vault.path(*file).to_owned());
                self.errors.push(Error::SeveralPages {
                    id: id.to_owned(),
                    paths: paths.collect(),
                });
            }
            return Vec::new();
        }
        match workspace.view.status(id) {
            Status::Retired(lifetime) => {
                let mut edits = retired::edits(workspace, object, lifetime);
                if !edits.is_empty() {
                    self.retired.insert(path.to_owned());
                }
                // Dates and maturity are those of the last release that held it.
                edits.extend(fields::stated(context, lifetime));
                edits
            }
            Status::Current(lifetime) => self.current_object_edits(
                workspace,
                conventions,
                expected,
                (context, object, lifetime),
            ),
            Status::Newer(lifetime) => {
                let first = workspace.view.catalog.release_name(lifetime.first);
                self.notes.push(Note::Newer {
                    path: path.to_owned(),
                    id: id.to_owned(),
                    release: first.to_owned(),
                });
                Vec::new()
            }
            Status::Unknown => {
                if !workspace.context.vault_ids {
                    self.notes.push(Note::Unknown {
                        path: path.to_owned(),
                        id: id.to_owned(),
                    });
                }
                Vec::new()
            }
        }
    }

    /// Returns the edits of the page of an object that the release holds.
    fn current_object_edits<'v>(
        &mut self,
        workspace: &Workspace<'v>,
        conventions: &Conventions,
        expected: &mut Expected<'v>,
        (context, object, lifetime): (&PageContext<'v>, ObjectPage<'v>, &'v Lifetime),
    ) -> Vec<Edit> {
        let path = workspace.source(object.page).path();

        let mut edits = retired::reinstated(workspace, object);
        if context.object().is_none() {
            // An outdated name can cause this; the next round has the new one.
            self.notes.push(Note::InDoubt {
                path: path.to_owned(),
            });
            return edits;
        }
        edits.extend(fields::edits(
            workspace, expected, context, object, lifetime,
        ));
        let mut editor = ListEditor {
            workspace,
            conventions,
            expected,
            edits: Vec::new(),
            notes: Vec::new(),
        };
        edit_lists(&mut editor, object);
        edits.append(&mut editor.edits);
        self.notes.extend(editor.notes.into_iter().map(Note::List));
        edits
    }

    /// Adds an error for each page that could not be read.
    fn report_unreadable(&mut self, workspace: &Workspace<'_>) {
        for page in workspace.vault.pages() {
            let source = workspace.source(page);
            let may_edit = (workspace.reported)(source.path()) && !source.is_hidden();
            let why = match source.condition() {
                Condition::Sound => continue,
                Condition::Damaged { .. } => PageReason::NotText,
                Condition::Unreadable(why) => PageReason::Unreadable(why.clone()),
            };
            if may_edit {
                self.errors.push(Error::Page {
                    path: source.path().to_owned(),
                    reason: why,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Conventions, Error, Note, PageReason, ReadOptions, Round, round};
    use crate::conventions::test_support::in_workspace;

    fn once(files: &[(&str, &str)], look: impl FnOnce(&Round)) {
        in_workspace(files, |workspace| {
            let conventions = Conventions::default();
            look(&round(workspace, &conventions, &ReadOptions::default()));
        });
    }

    const OLD: &str = "# AML.T0044: Full ML Model Access\n";
    const CONFLICT: &str = "<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n";

    #[test]
    fn a_name_changes_in_its_page_and_nothing_else_does() {
        once(&[("a.md", OLD), ("b.md", "# Notes\n")], |round| {
            let texts: Vec<_> = round.texts.iter().collect();
            assert_eq!(texts.len(), 1);
            assert_eq!(texts[0].0, "a.md");
            assert_eq!(texts[0].1, "# AML.T0044: Full AI Model Access\n");
            assert_eq!((round.unverified, round.errors.len()), (0, 0));
        });
    }

    #[test]
    fn a_page_that_must_not_be_edited_is_an_error_if_it_is_of_an_object() {
        let conflict = format!("{OLD}{CONFLICT}");
        let front = "---\na: [\n---\n# AML.T0029: Denial of ML Service\n";
        let files = [
            ("a.md", conflict.as_str()),
            ("b.md", CONFLICT),
            ("c.md", front),
        ];
        once(&files, |round| {
            let errors = round.errors.iter().map(|error| match error {
                Error::Page { path, .. } => path.as_str(),
                _ => "?",
            });
            assert_eq!(errors.collect::<Vec<_>>(), ["a.md", "c.md"]);
            assert!(round.texts.is_empty());
        });
    }

    #[test]
    fn a_page_whose_front_matter_holds_no_further_line_is_not_changed() {
        let flow = "---\n{id: AML.T0045}\n---\n# AML.T0045: ML Intellectual Property Theft\n";
        once(&[("a.md", flow)], |round| {
            let [Error::Page { reason, .. }] = round.errors.as_slice() else {
                panic!("{:?}", round.errors);
            };
            assert_eq!(*reason, PageReason::FrontMatterAfter);
            assert!(round.texts.is_empty());
        });
    }

    #[test]
    fn pages_that_declare_one_object_are_one_error() {
        once(&[("a.md", OLD), ("b.md", OLD)], |round| {
            let [Error::SeveralPages { id, paths }] = round.errors.as_slice() else {
                panic!("{:?}", round.errors);
            };
            assert_eq!(id, "AML.T0044");
            assert_eq!(paths, &["a.md", "b.md"]);
        });
    }

    #[test]
    fn an_object_that_the_release_does_not_hold_is_a_note() {
        let files = [
            ("a.md", "# AML.T9999: X\n"),
            ("b.md", "# AML.T0016.003: Exploits\n"),
        ];
        once(&files, |round| {
            let [
                Note::Unknown { id: unknown, .. },
                Note::Newer { id: newer, .. },
            ] = round.notes.as_slice()
            else {
                panic!("{:?}", round.notes);
            };
            assert_eq!(
                (unknown.as_str(), newer.as_str()),
                ("AML.T9999", "AML.T0016.003")
            );
            assert!(round.texts.is_empty());
        });
    }
}
