//! Reads the tree to check, and the tree to compare it with.

use std::path::Path;

use super::args::CheckArgs;
use super::baseline;
use super::error::Error;
use super::setup::Setup;
use super::unchecked::no_page;
use crate::check::{Report, check};
use crate::disk;
use crate::filter::Older;
use crate::git::{HookEnvironment, Repository};
use crate::pages::PageStore;
use crate::text::{Source, Sources};

/// The files of a run.
pub(super) struct Tree {
    /// The files to check.
    pub(super) sources: Sources,
    /// The files before the change, if only its findings are reported.
    older: Option<Sources>,
    /// Note for stderr, if what is checked may not be what the user expects.
    pub(super) note: Option<String>,
}

impl Tree {
    /// Reads the vault from its folder or from the index, and a revision to compare it with. Fails without a page.
    pub(super) fn of(
        args: &CheckArgs,
        setup: &Setup,
        stdin: Option<(&str, &[u8])>,
        jobs: usize,
    ) -> Result<Self, Error> {
        let root = &setup.place.root;
        let included = setup.config.included()?;
        let included = |path: &str| included.is_match(path);
        let tree = if args.change.staged {
            Self::staged(setup, &included)?
        } else {
            let sources = disk::read_and_search(root, stdin, &included, jobs);
            match &args.change.new_since {
                Some(revision) => Self::since(setup, sources, revision, &included)?,
                None => Self {
                    sources: with_skipped(sources, root, &included)?,
                    older: None,
                    note: None,
                },
            }
        };
        if tree.sources.files().is_empty() {
            return Err(Error::Message(no_page(root, &tree.sources)));
        }
        Ok(tree)
    }

    fn staged(setup: &Setup, included: &dyn Fn(&str) -> bool) -> Result<Self, Error> {
        let root = &setup.place.root;
        let repository = Repository::around(root)?;
        let change = repository.staged(&HookEnvironment::from_env())?;
        let sources = repository.read(&change.after, root, included)?;
        let older = change
            .before
            .map(|before| repository.read(&before, root, included))
            .transpose()?;
        let note = match (&older, change.empty) {
            (None, _) => Some("nothing is staged, so the whole index was checked"),
            (Some(_), true) => Some("nothing is staged, so there is no change to check"),
            (Some(_), false) => None,
        };
        let is_new = older.as_ref().is_some_and(|older| older.files().is_empty());
        let note = note.map(str::to_owned);
        Ok(Self {
            sources,
            note: note.or_else(|| is_new.then(|| all_new(&change.against))),
            older,
        })
    }

    fn since(
        setup: &Setup,
        sources: Sources,
        revision: &str,
        included: &dyn Fn(&str) -> bool,
    ) -> Result<Self, Error> {
        let root = &setup.place.root;
        let repository = Repository::around(root)?;
        let older = repository.read(&repository.revision(revision)?, root, included)?;
        let is_new = older.files().is_empty();
        Ok(Self {
            sources: repository.with_skipped(sources, root, included)?,
            older: Some(older),
            note: is_new.then(|| all_new(revision)),
        })
    }

    /// Returns the files before the change.
    pub(super) fn older(&self) -> Option<&Sources> {
        self.older.as_ref()
    }

    /// Checks the pages of the older tree that `is_compared` accepts.
    pub(super) fn before(
        &mut self,
        setup: &Setup,
        store: &PageStore<'_>,
        is_compared: &(dyn Fn(&str) -> bool + Sync),
    ) -> Option<OlderTree> {
        let mut sources = self.older.take()?;
        // The tree that is checked decides the dialects.
        let _ = store.read(&self.sources);
        if let Some(file) = self.sources.attached() {
            sources.attach(Source::clone(self.sources.get(file)));
        }
        let known = baseline::of(&sources);
        let settings = setup.settings(store, is_compared, known.as_ref());
        let report = check(&sources, setup.view(), &settings);
        Some(OlderTree { sources, report })
    }
}

fn all_new(against: &str) -> String {
    format!("the vault holds no page at {against}, so every finding counts as new")
}

/// Adds the files that a sparse checkout leaves out, so that links to them are not broken.
fn with_skipped(
    sources: Sources,
    root: &Path,
    included: &dyn Fn(&str) -> bool,
) -> Result<Sources, Error> {
    if disk::is_sparse(root) {
        Ok(Repository::around(root)?.with_skipped_targets(sources, root, included)?)
    } else {
        Ok(sources)
    }
}

/// Files before a change, and their findings.
pub(super) struct OlderTree {
    sources: Sources,
    report: Report,
}

impl OlderTree {
    pub(super) fn older(&self) -> Older<'_> {
        Older {
            sources: &self.sources,
            found: &self.report.diagnostics,
        }
    }
}
