//! Brings a vault's pages of tactics, techniques and mitigations up to the pinned release: texts in, texts out.
//!
//! What is a fact is written, what people wrote is not touched. A fact is a value that the page has in a place of its own: a field
//! of its metadata, its title and heading, an entry of a list in which every entry names an object of one kind. `names`, `fields`,
//! `lists`, `retired` and `anchors` each look after one sort of them; they read entries with `entry`, and ask `truth` what a list
//! should hold. Pages for new objects are placed by `layout` and written by `form`, as the pages that are there show it; `customs`
//! knows how lists are written.
//!
//! A round looks at the whole vault and gives edits; rounds follow until there are none. So a second run finds nothing to do.

mod anchors;
mod consensus;
mod conventions;
mod edit;
mod entry;
mod expected;
mod fields;
mod layout;
mod lines;
mod list_section;
mod lists;
mod names;
mod quoting;
mod read_entry;
mod report;
mod retired;
mod round;
mod survey;
mod template;
mod value;
mod workspace;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::catalog::{Kind, View};
use crate::check::{Settings, with_vault};
use crate::text::{Source, Sources};

pub use report::{Error, ListReason, Note, PageReason};
use round::Round;
use survey::{Survey, survey};
use workspace::{ObjectPage, Workspace};

/// More rounds than any vault needs.
const MAX_ROUNDS: usize = 12;

/// What a vault needs to follow a release.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The files that change, and new ones, sorted by path.
    pub files: Vec<Change>,
    /// What was left alone, and why.
    pub notes: Vec<Note>,
    /// What could not be brought up to the release.
    pub errors: Vec<Error>,
    /// How many edits and facts of new pages rest on what no official release states.
    pub unverified: usize,
}

/// A file that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its path from the root.
    pub path: String,
    /// Its text; None if it is new.
    pub before: Option<String>,
    /// Its text from now on.
    pub after: String,
    /// What happens to it.
    pub kind: ChangeKind,
    /// The object that it is the page of.
    pub id: Option<String>,
}

/// What happens to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is new.
    Created,
    /// Facts in it change.
    Updated,
    /// Its object is gone from the release, and the page says so from now on.
    Retired,
}

/// What a vault needs to follow the release of `view`.
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
        let now = with_texts(sources, &texts);
        last = with_vault(&now, view, settings, |context, _| {
            round::round(&Workspace::new(context), &survey.conventions)
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

/// Writes the pages of new objects. Each links to others, so all have to be in the vault before one is written: stubs take their
/// places.
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
    let with_stubs = with_texts(sources, &stubs.collect());
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

/// The files whose texts changed.
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

/// A vault with other texts, and further files.
fn with_texts(sources: &Sources, texts: &BTreeMap<String, String>) -> Sources {
    let file = |source: &Arc<Source>| match texts.get(source.path()) {
        Some(text) => Arc::new(source.with_text(text)),
        None => Arc::clone(source),
    };
    let new = texts
        .iter()
        .filter(|(path, _)| sources.find(path).is_none());
    let new = new.map(|(path, text)| Arc::new(Source::new(path.as_str(), text.as_str())));
    let files = sources.files().iter().map(file).chain(new).collect();
    Sources::shared(files, sources.others().to_vec())
}
