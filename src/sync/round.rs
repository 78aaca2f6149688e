//! One round: the edits that the pages of a vault need.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::anchors;
use super::atlas::{Atlas, Own};
use super::customs::Customs;
use super::edit::{Edit, applied, settle};
use super::fields;
use super::lists::{Lists, edit_lists};
use super::names;
use super::report::{Error, Note, PageReason};
use super::retired;
use super::truth::Truth;
use crate::catalog::{Life, Status};
use crate::context::PageContext;
use crate::text::{Condition, FileId};
use crate::vault::PageRef;

/// What a round gives.
#[derive(Debug, Default)]
pub(super) struct Round {
    /// The texts that change, by path.
    pub(super) texts: BTreeMap<String, String>,
    /// The paths of pages whose objects are retired.
    pub(super) retired: BTreeSet<String>,
    /// What each page is the page of.
    pub(super) ids: BTreeMap<String, String>,
    pub(super) notes: Vec<Note>,
    pub(super) errors: Vec<Error>,
    pub(super) unverified: usize,
}

pub(super) fn round(atlas: &Atlas<'_>, customs: &Customs) -> Round {
    let mut round = Round::default();
    let mut truth = Truth::of(atlas);
    let mut all: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
    for page in atlas.pages() {
        let context = atlas.context.of(page);
        let mut edits = names::edits(atlas, context);
        if let Some(own) = atlas.own(page) {
            edits.extend(round.own(atlas, customs, &mut truth, context, own));
        }
        all.insert(page.file, settle(edits));
    }
    let mut headings: HashMap<FileId, _> = HashMap::new();
    for page in atlas.pages() {
        let changed = all
            .get(&page.file)
            .map(|edits| anchors::changed(page, edits));
        headings.extend(
            changed
                .filter(|changed| !changed.is_empty())
                .map(|changed| (page.file, changed)),
        );
    }
    for page in atlas.pages() {
        let mut edits = all.remove(&page.file).unwrap_or_default();
        if !headings.is_empty() {
            edits.extend(anchors::edits(atlas, page, &headings));
        }
        let edits = settle(edits);
        let source = atlas.source(page);
        if let Some(why) = unfit(page) {
            if !edits.is_empty() || atlas.own(page).is_some() {
                round.errors.push(Error::Page {
                    path: source.path().to_owned(),
                    reason: why,
                });
            }
            continue;
        }
        let text = applied(source.text(), &edits);
        if text != source.text() {
            round.unverified += edits.iter().filter(|edit| edit.unverified).count();
            round.texts.insert(source.path().to_owned(), text);
        }
    }
    round.unread(atlas);
    round
}

/// Why a page must not be written.
fn unfit(page: PageRef<'_>) -> Option<PageReason> {
    if page.front.as_ref().is_some_and(|front| !front.sound) {
        return Some(PageReason::FrontMatter);
    }
    (!page.conflicts.is_empty()).then_some(PageReason::MergeConflict)
}

impl Round {
    /// The facts on the page of an object.
    fn own<'v>(
        &mut self,
        atlas: &Atlas<'v>,
        customs: &Customs,
        truth: &mut Truth<'v>,
        context: &PageContext<'v>,
        own: Own<'v>,
    ) -> Vec<Edit> {
        let path = atlas.source(own.page).path();
        let id = own.id;
        self.ids.insert(path.to_owned(), id.to_owned());
        if let [first, _, ..] = atlas.vault.declaring(id) {
            if *first == own.page.file {
                let files = atlas.vault.declaring(id).iter();
                let paths = files.map(|file| atlas.vault.path(*file).to_owned());
                self.errors.push(Error::SeveralPages {
                    id: id.to_owned(),
                    paths: paths.collect(),
                });
            }
            return Vec::new();
        }
        match atlas.view.status(id) {
            Status::Retired(life) => {
                let mut edits = retired::edits(atlas, own, life);
                if !edits.is_empty() {
                    self.retired.insert(path.to_owned());
                }
                // What the last release with it stated.
                edits.extend(fields::stated(context, life));
                edits
            }
            Status::Current(life) => self.current(atlas, customs, truth, (context, own, life)),
            Status::Newer(life) => {
                let first = atlas.view.catalog.release_name(life.first);
                self.notes.push(Note::Newer {
                    path: path.to_owned(),
                    id: id.to_owned(),
                    release: first.to_owned(),
                });
                Vec::new()
            }
            Status::Unknown => {
                if !atlas.context.vault_ids {
                    self.notes.push(Note::Unknown {
                        path: path.to_owned(),
                        id: id.to_owned(),
                    });
                }
                Vec::new()
            }
        }
    }

    /// The facts on the page of an object that the release holds.
    fn current<'v>(
        &mut self,
        atlas: &Atlas<'v>,
        customs: &Customs,
        truth: &mut Truth<'v>,
        (context, own, life): (&PageContext<'v>, Own<'v>, &'v Lifetime),
    ) -> Vec<Edit> {
        let path = atlas.source(own.page).path();

        let mut edits = retired::undone(atlas, own);
        if context.object().is_none() {
            // Where only names are outdated, they are mended first.
            self.notes.push(Note::InDoubt {
                path: path.to_owned(),
            });
            return edits;
        }
        edits.extend(fields::edits(atlas, truth, context, own, life));
        let mut lists = Lists {
            atlas,
            customs,
            truth,
            edits: Vec::new(),
            notes: Vec::new(),
        };
        edit_lists(&mut lists, own);
        edits.append(&mut lists.edits);
        self.notes.append(&mut lists.notes);
        edits
    }

    /// Pages that nobody could read.
    fn unread(&mut self, atlas: &Atlas<'_>) {
        for page in atlas.vault.pages() {
            let source = atlas.source(page);
            let looked_after = (atlas.reported)(source.path()) && !source.is_hidden();
            let why = match source.condition() {
                Condition::Sound => continue,
                Condition::Damaged { .. } => PageReason::NotText,
                Condition::Unreadable(why) => PageReason::Unreadable(why.clone()),
            };
            if looked_after {
                self.errors.push(Error::Page {
                    path: source.path().to_owned(),
                    reason: why,
                });
            }
        }
    }
}
