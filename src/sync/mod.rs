//! Updates a vault's pages of tactics, techniques and mitigations to the pinned release. Texts in, texts out.
//!
//! Only facts change, never prose. A fact is a value in a place of its own: a field of the metadata, the title, the heading, or an
//! entry of a list in which every entry names an object of one kind.
//!
//! A first pass infers how the vault writes its pages and lists, and creates the pages of new objects. Then a round computes the
//! edits of all pages. Rounds repeat until there are no more edits, so a second run has nothing to do.
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 workspace, report, edit, lines, quoting, naming, consensus    the vault and the release; notes; texts; file names; majorities
//! 1 entry, layout, names, anchors, retired    one object in a list; paths; four kinds of edits
//! 2 read_entry                                parts of an entry
//! 3 list_section, value                       sections with a list; values that name the page's own object
//! 4 expected, template                        entries that lists should hold; how new pages look
//! 5 conventions, fields                       how lists are written; edits of fields
//! 6 lists, survey                             edits of lists; the first pass
//! 7 round                                     all edits of a vault
//! ```

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
mod naming;
mod quoting;
mod read_entry;
mod report;
mod retired;
mod round;
mod survey;
mod template;
#[cfg(test)]
mod test_support;
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

/// A limit, in case edits keep causing others.
const MAX_ROUNDS: usize = 12;

/// Changes that update a vault to a release.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Changed and new files, sorted by path.
    pub files: Vec<Change>,
    pub notes: Vec<Note>,
    pub errors: Vec<Error>,
    /// How many edits, and facts of new pages, are not from an official release.
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

/// Returns the files of a vault with these texts in place of theirs, or added.
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
