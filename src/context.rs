//! What is known of a vault, or of one page of it, when its rules run: looked up and judged once for whoever asks.

mod employs;
mod links;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::analysis::{self, IdProblem, Mention, NamePosition, PageView, Standing, StatedTactic};
use crate::catalog::{Lifetime, ReleaseIx, Status, View};
use crate::date::Date;
use crate::facts::Facts;
use crate::schema::PageTypes;
use crate::text::{FileId, Source, Span};
use crate::vault::{PageRef, Vault};
pub use employs::Employs;
pub use links::LinkForm;

/// What a rule over the vault sees.
pub struct VaultContext<'v> {
    /// The vault.
    pub vault: &'v Vault<'v>,
    /// The catalogue as of the pinned release.
    pub view: View<'v>,
    /// The page types.
    pub page_types: &'v PageTypes,
    /// Whether ids that pages of this vault declare count as known.
    pub vault_ids: bool,
    /// The day of the run.
    pub today: Date,
    /// Whether the page at a path is reported on.
    pub reported: &'v (dyn Fn(&str) -> bool + Sync),
    /// The releases that official files of the vault are.
    pub own_releases: BTreeMap<FileId, ReleaseIx>,
    /// What is known of each page, by file.
    pages: Vec<OnceLock<PageContext<'v>>>,
}

/// What a run is told of a vault.
#[derive(Clone, Copy)]
pub struct Options<'v> {
    /// The page types.
    pub page_types: &'v PageTypes,
    /// Whether ids that pages of this vault declare count as known.
    pub vault_ids: bool,
    /// The day of the run.
    pub today: Date,
    /// Whether the page at a path is reported on.
    pub reported: &'v (dyn Fn(&str) -> bool + Sync),
}

impl<'v> VaultContext<'v> {
    /// The context of a vault.
    #[must_use]
    pub fn new(vault: &'v Vault<'v>, view: View<'v>, options: Options<'v>) -> Self {
        Self {
            vault,
            view,
            page_types: options.page_types,
            vault_ids: options.vault_ids,
            today: options.today,
            reported: options.reported,
            own_releases: vault.official_releases(view.catalog),
            pages: vault.sources.ids().map(|_| OnceLock::new()).collect(),
        }
    }

    /// What is known of a page of the vault.
    pub fn of(&'v self, page: PageRef<'v>) -> &'v PageContext<'v> {
        self.pages[page.file.index()].get_or_init(|| PageContext::new(self, page))
    }

    /// The catalogue as of the release of a page: an official file is held against its own.
    #[must_use]
    pub fn view_of(&self, file: FileId) -> View<'v> {
        let own = self.own_releases.get(&file);
        own.map_or(self.view, |&own| self.view.catalog.at(own))
    }
}

/// What a rule over one page sees.
pub struct PageContext<'v> {
    /// The vault around it.
    pub vault: &'v VaultContext<'v>,
    /// The page.
    pub page: PageRef<'v>,
    /// Its text.
    pub source: &'v Source,
    /// Its facts.
    pub facts: &'v Facts,
    /// The catalogue as of the page's release: the pinned one, but for an official file its own.
    pub view: View<'v>,
    problems: OnceLock<Vec<(Mention<'v>, IdProblem<'v>)>>,
    link_form: OnceLock<Option<LinkForm>>,
}

impl<'v> PageContext<'v> {
    fn new(vault: &'v VaultContext<'v>, page: PageRef<'v>) -> Self {
        Self {
            vault,
            page,
            view: vault.view_of(page.file),
            source: page.get().source,
            facts: page.facts,
            problems: OnceLock::new(),
            link_form: OnceLock::new(),
        }
    }

    /// Returns the page as its ids are judged.
    fn as_judged(&self) -> PageView<'v> {
        PageView {
            file: self.page.file,
            facts: self.facts,
            vault: self.vault.vault,
            view: self.view,
            knows_vault_ids: self.vault.vault_ids,
        }
    }

    /// Returns the first id that a label names.
    pub fn label_id(&self, label: Span) -> Option<&'v str> {
        let mut ids = self.page.ids_in(label);
        let named = ids.find(|token| token.malformed.is_none())?;
        Some(named.id.as_ref())
    }

    /// Returns the tactics that the page states for techniques, and how each stands, except those of which an id is in doubt.
    pub fn tactics(&self) -> impl Iterator<Item = (StatedTactic<'v>, Standing)> {
        analysis::stated_tactics(&self.as_judged())
            .into_iter()
            .filter_map(|stated| {
                let standing = analysis::standing(self.view, &stated.technique, &stated.tactic)?;
                let sure =
                    !self.is_in_doubt(stated.technique_span) && !self.is_in_doubt(stated.span);
                (sure && standing != Standing::Now).then_some((stated, standing))
            })
    }

    /// Returns whether anything is wrong with an id in `span`.
    pub fn has_problem(&self, span: Span) -> bool {
        self.problems_in(span).next().is_some()
    }

    /// Returns whether what is wrong with an id in `span` leaves open which object is meant: all but the age and the spelling of
    /// its name.
    pub fn is_in_doubt(&self, span: Span) -> bool {
        self.problems_in(span).any(|problem| !problem.is_of_name())
    }

    fn problems_in(&self, span: Span) -> impl Iterator<Item = &IdProblem<'v>> {
        let problems = self.problems();
        let from = problems.partition_point(|(mention, _)| mention.span.start < span.start);
        problems[from..]
            .iter()
            .take_while(move |(mention, _)| span.contains(mention.span))
            .map(|(_, problem)| problem)
    }

    /// Returns the object that the page declares, if the pinned release has it and its id is not in doubt where it is declared:
    /// a bad declaration has its own finding.
    #[must_use]
    pub fn object(&self) -> Option<(&'v str, &'v Lifetime)> {
        let id = self.vault.vault.declared_id(self.page.file)?;
        let Status::Current(life) = self.view.status(id) else {
            return None;
        };
        let doubted = |(mention, problem): &(Mention<'_>, IdProblem<'_>)| {
            matches!(mention.position, NamePosition::Declares(_)) && !problem.is_of_name()
        };
        (!self.problems().iter().any(doubted)).then_some((id, life))
    }

    /// Returns the ids of the page with which something is wrong, each with at most one problem. Found once for all rules.
    pub fn problems(&self) -> &[(Mention<'v>, IdProblem<'v>)] {
        self.problems
            .get_or_init(|| analysis::problems(&self.as_judged()))
    }
}
