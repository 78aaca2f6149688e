//! Updates a vault's pages of tactics, techniques and mitigations to the pinned release. Texts in, texts out.
//!
//! Only facts change, never prose. A fact is a value in a place of its own: a field of the metadata, the title, the heading, or an
//! entry of a list in which every entry names an object of one kind.
//!
//! A first pass infers how the vault writes its pages and lists, and creates the pages of new objects. Then a round computes the
//! edits of all pages. Rounds repeat until there are no more edits, so a second run has nothing to do.
//!
//! [`crate::conventions`] infers how pages are written and edits lists.
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 report                        notes and errors
//! 1 names, anchors, retired, fields    four kinds of edits
//! 2 survey                        the first pass
//! 3 round                         all edits of a vault
//! ```

mod anchors;
mod fields;
mod names;
mod report;
mod retired;
mod round;
mod survey;

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{Kind, View};
use crate::check::{Settings, with_vault};
use crate::text::Sources;

use crate::conventions::workspace::{ObjectPage, Workspace};
pub use report::{Error, Note, PageReason};
use round::Round;
use survey::{Survey, survey};

/// A limit, in case edits keep causing others.
const MAX_ROUNDS: usize = 12;

/// Changes that update a vault to a release.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Changed and new files, sorted by path.
    pub files: Vec<Change>,
    pub notes: Vec<Note>,
    pub errors: Vec<Error>,
    /// Number of edits and of facts on new pages that are not from an official release.
    pub unverified: usize,
}

/// A change of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Relative to the root of the vault.
    pub path: String,
    /// Its text; `None` if the file is new.
    pub before: Option<String>,
    pub after: String,
    pub kind: ChangeKind,
    /// The object that the page is about.
    pub id: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    Created,
    Updated,
    /// The release no longer holds its object, and its front matter says so now.
    Retired,
}

/// Plans the changes that update a vault to the release of `view`.
#[must_use]
pub fn plan(sources: &Sources, view: View<'_>, settings: &Settings<'_>) -> Plan {
    let survey = with_vault(sources, view, settings, |context, _| {
        survey(&Workspace::new(context))
    });
    let mut plan = Plan::default();
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut created: BTreeMap<String, String> = BTreeMap::new();
    for page in new_pages(sources, view, settings, &survey) {
        match page.text {
            Some((text, unverified)) => {
                plan.unverified += unverified;
                created.insert(page.path.clone(), page.id);
                texts.insert(page.path, text);
            }
            None => plan.errors.push(Error::NoPage { id: page.id }),
        }
    }
    let mut retired: BTreeSet<String> = BTreeSet::new();
    let mut last = Round::default();
    for _ in 0..MAX_ROUNDS {
        let now = sources.with_texts(&texts);
        last = with_vault(&now, view, settings, |context, _| {
            round::round(
                &Workspace::new(context),
                &survey.conventions,
                settings.store.options(),
            )
        });
        if last.texts.is_empty() {
            break;
        }
        plan.unverified += last.unverified;
        retired.append(&mut last.retired);
        texts.append(&mut last.texts);
    }
    if !last.texts.is_empty() {
        plan.errors.push(Error::Endless);
    }
    plan.notes = survey.notes;
    plan.errors.extend(survey.errors);
    plan.notes.append(&mut last.notes);
    plan.errors.append(&mut last.errors);
    plan.files = changes(sources, texts, &created, &retired, &last.ids);
    plan
}

/// A page to create.
struct NewPage {
    path: String,
    id: String,
    /// Its text and how many of its facts are unverified; `None` if no template fits.
    text: Option<(String, usize)>,
}

/// Writes the pages of new objects. They link to each other, so stubs of all of them are added to the vault first.
fn new_pages(
    sources: &Sources,
    view: View<'_>,
    settings: &Settings<'_>,
    survey: &Survey,
) -> Vec<NewPage> {
    let stubs = survey
        .new
        .iter()
        .map(|(id, _, path)| (path.clone(), format!("# {id}\n")));
    let with_stubs = sources.with_texts(&stubs.collect());
    with_vault(&with_stubs, view, settings, |context, _| {
        let workspace = Workspace::new(context);
        let page = |(id, kind, path): &(String, Kind, String)| {
            let file = with_stubs.find(path)?;
            let object = ObjectPage {
                page: workspace.vault.page(file)?,
                id,
                kind: *kind,
            };
            Some(NewPage {
                path: path.clone(),
                id: id.clone(),
                text: survey.templates.page(&workspace, object),
            })
        };
        survey.new.iter().filter_map(page).collect()
    })
}

/// Returns the files whose texts changed.
fn changes(
    sources: &Sources,
    texts: BTreeMap<String, String>,
    created: &BTreeMap<String, String>,
    retired: &BTreeSet<String>,
    ids: &BTreeMap<String, String>,
) -> Vec<Change> {
    let change = |(path, after): (String, String)| {
        let before = sources
            .find(&path)
            .map(|file| sources.get(file).text().to_owned());
        if before.as_ref() == Some(&after) {
            return None;
        }
        let kind = match before {
            None => ChangeKind::Created,
            Some(_) if retired.contains(&path) => ChangeKind::Retired,
            Some(_) => ChangeKind::Updated,
        };
        let id = created.get(&path).or_else(|| ids.get(&path)).cloned();
        Some(Change {
            path,
            before,
            after,
            kind,
            id,
        })
    };
    texts.into_iter().filter_map(change).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{ChangeKind, changes};
    use crate::text::{Source, Sources};

    #[test]
    fn a_change_is_what_became_of_the_file() {
        let file = |path: &str| Source::new(path, "before");
        let sources = Sources::new(
            vec![file("kept.md"), file("new-name.md"), file("old.md")],
            Vec::new(),
        );
        let map = |pairs: &[(&str, &str)]| {
            let pairs = pairs.iter();
            pairs
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect::<BTreeMap<String, String>>()
        };
        let texts = map(&[
            ("created.md", "after"),
            ("kept.md", "before"),
            ("new-name.md", "after"),
            ("old.md", "after"),
        ]);
        let created = map(&[("created.md", "AML.T0001")]);
        let retired = ["old.md".to_owned()].into();
        let ids = map(&[("old.md", "AML.T0002")]);
        let found = changes(&sources, texts, &created, &retired, &ids);
        let found: Vec<_> = found
            .iter()
            .map(|it| (it.path.as_str(), it.kind, it.id.as_deref()))
            .collect();
        assert_eq!(
            found,
            [
                ("created.md", ChangeKind::Created, Some("AML.T0001")),
                ("new-name.md", ChangeKind::Updated, None),
                ("old.md", ChangeKind::Retired, Some("AML.T0002")),
            ]
        );
    }
}
