//! Context of rules: what they see of a vault and its pages, computed once and shared.

mod alone;
mod crosswalks;
mod doubts;
mod employs;
mod links;
pub mod outdated;
mod uncreated_notes;
mod year_form;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::analysis::{self, IdProblem, Mention, OpenTactic, PageView, StatedTactic, TacticStatus};
use crate::catalog::{Lifetime, ReleaseIx, Status, View};
use crate::date::Date;
use crate::facts::Facts;
use crate::framework::{Frameworks, YearForm};
use crate::schema::PageTypes;
use crate::settings::RuleOptions;
use crate::syntax::{Link, Page};
use crate::text::{FileId, Source, Span};
use crate::vault::paths::Resolution;
use crate::vault::{PageRef, Vault};
pub use alone::{Alone, AloneContext};
pub use crosswalks::Crosswalks;
pub use doubts::Doubts;
pub use employs::{Employs, is_study};
pub use links::LinkForm;
pub use uncreated_notes::UncreatedNotes;

/// Context of a rule over the vault.
pub struct VaultContext<'v> {
    pub vault: &'v Vault<'v>,
    /// The catalog as of the pinned release.
    pub view: View<'v>,
    pub page_types: &'v PageTypes,
    /// Whether ids that pages of this vault declare count as known.
    pub vault_ids: bool,
    /// What the configuration asks of rules beside their levels.
    pub rule_options: RuleOptions,
    /// The day of the run.
    pub today: Date,
    /// The frameworks beside ATLAS.
    pub frameworks: &'v Frameworks,
    /// Returns whether findings on the page at a path are reported.
    pub reported: &'v (dyn Fn(&str) -> bool + Sync),
    /// The releases of the official files in the vault.
    pub own_releases: BTreeMap<FileId, ReleaseIx>,
    /// Whether bare names stand for notes to be written. Computed on first use.
    uncreated_notes: OnceLock<Option<UncreatedNotes>>,
    /// How the vault writes the years of editions. Computed on first use.
    year_form: OnceLock<YearForm>,
    /// The mappings between frameworks. Computed on first use.
    crosswalks: OnceLock<Crosswalks>,
    /// Whether some wiki-link leads to a file. Computed on first use.
    wiki_links: OnceLock<bool>,
    /// The doubtful ids of each page, by file. Computed on first use.
    doubts: Vec<OnceLock<Doubts>>,
}

/// Options of a vault's context.
#[derive(Clone, Copy)]
pub struct Options<'v> {
    pub page_types: &'v PageTypes,
    /// Whether ids that pages of this vault declare count as known.
    pub vault_ids: bool,
    /// What the configuration asks of rules beside their levels.
    pub rule_options: RuleOptions,
    /// The day of the run.
    pub today: Date,
    /// The frameworks beside ATLAS.
    pub frameworks: &'v Frameworks,
    /// Returns whether findings on the page at a path are reported.
    pub reported: &'v (dyn Fn(&str) -> bool + Sync),
}

impl<'v> VaultContext<'v> {
    #[must_use]
    pub fn new(vault: &'v Vault<'v>, view: View<'v>, options: Options<'v>) -> Self {
        Self {
            vault,
            view,
            page_types: options.page_types,
            vault_ids: options.vault_ids,
            rule_options: options.rule_options,
            crosswalks: OnceLock::new(),
            year_form: OnceLock::new(),
            uncreated_notes: OnceLock::new(),
            wiki_links: OnceLock::new(),
            today: options.today,
            frameworks: options.frameworks,
            reported: options.reported,
            own_releases: vault.official_releases(view.catalog),
            doubts: vault.sources.ids().map(|_| OnceLock::new()).collect(),
        }
    }

    /// Returns the context of a page, for as long as its rules run.
    #[must_use]
    pub fn of(&'v self, page: PageRef<'v>) -> PageContext<'v> {
        self.with_source(page, page.source())
    }

    /// Returns the context of a page, whose text is read from `source`.
    #[must_use]
    pub fn with_source(&'v self, page: PageRef<'v>, source: &'v Source) -> PageContext<'v> {
        PageContext {
            vault: self,
            page,
            view: self.view_of(page.file),
            source,
            facts: page.facts,
            problems: OnceLock::new(),
            tactics: OnceLock::new(),
            link_form: OnceLock::new(),
        }
    }

    /// Returns the doubtful ids of a page, which stay known when its context is gone.
    pub fn doubts<'p>(&'p self, page: PageRef<'p>) -> &'p Doubts {
        let known = &self.doubts[page.file.index()];
        known.get_or_init(|| Doubts::of(self.of(page).problems()))
    }

    /// Returns whether the vault uses wiki-links: some of them leads to a file. Otherwise words in double brackets may be a notation
    /// of their own.
    pub fn uses_wiki_links(&self) -> bool {
        *self.wiki_links.get_or_init(|| {
            let vault = self.vault;
            vault.all_links().any(|(file, links)| {
                let leads_on = |link: &Link, found: &Resolution| {
                    link.kind.is_wiki() && !matches!(found, Resolution::None(_))
                };
                let mut found = vault.destinations_where(file, &links, leads_on);
                found.next().is_some()
            })
        })
    }

    /// Returns the catalog as of the page's release. An official file is checked against its own release.
    #[must_use]
    pub fn view_of(&self, file: FileId) -> View<'v> {
        let own = self.own_releases.get(&file);
        own.map_or(self.view, |&own| self.view.catalog.at(own))
    }
}

/// Context of a rule over one page.
pub struct PageContext<'v> {
    /// The context of the vault.
    pub vault: &'v VaultContext<'v>,
    pub page: PageRef<'v>,
    pub source: &'v Source,
    pub facts: &'v Facts,
    /// The catalog as of the page's release: the pinned one, or for an official file its own.
    pub view: View<'v>,
    problems: OnceLock<Vec<(Mention<'v>, IdProblem<'v>)>>,
    tactics: OnceLock<Vec<(StatedTactic<'v>, TacticStatus)>>,
    link_form: OnceLock<Option<LinkForm>>,
}

impl<'v> PageContext<'v> {
    /// Returns the context of rules that need this page alone.
    #[must_use]
    pub fn alone<'p>(&self, page: &'p Page<'p>) -> AloneContext<'p>
    where
        'v: 'p,
    {
        AloneContext::new(Alone {
            file: self.page.file,
            page,
            facts: self.facts,
            view: self.view,
            today: self.vault.today,
            frameworks: self.vault.frameworks,
        })
    }

    /// Returns the view of the page for its analysis.
    fn page_view(&self) -> PageView<'v> {
        PageView {
            file: self.page.file,
            facts: self.facts,
            vault: self.vault.vault,
            view: self.view,
            knows_vault_ids: self.vault.vault_ids,
        }
    }

    /// Returns the first id in a label.
    pub fn label_id(&self, label: Span) -> Option<&'v str> {
        let mut ids = self.page.ids_in(label);
        let named = ids.find(|token| token.malformed.is_none())?;
        Some(named.id.as_ref())
    }

    /// Returns the tactics that the page states for techniques and that are not theirs, with their relation in the catalog. Pairs
    /// with a doubtful id are skipped. Computed once for all rules.
    pub fn tactics(&self) -> &[(StatedTactic<'v>, TacticStatus)] {
        self.tactics.get_or_init(|| {
            let stated = analysis::stated_tactics(&self.page_view());
            let misplaced = |stated: StatedTactic<'v>| {
                let status = analysis::tactic_status(self.view, stated.technique, stated.tactic)?;
                let is_certain = !self.has_uncertain_id(stated.technique_span)
                    && !self.has_uncertain_id(stated.span)
                    && !self.has_foreign_name(stated.technique_span);
                (is_certain && status != TacticStatus::Now).then_some((stated, status))
            };
            stated.into_iter().filter_map(misplaced).collect()
        })
    }

    /// Returns whether the name beside an id is none of its own, nor a slip of one: then the id may be what is wrong.
    fn has_foreign_name(&self, id: Span) -> bool {
        self.problems().iter().any(|(mention, problem)| {
            let foreign = match problem {
                IdProblem::UnknownName { nearest, .. } => {
                    nearest.is_none_or(|(near, _)| *near != *mention.id)
                }
                _ => false,
            };
            foreign && mention.span == id
        })
    }

    /// Returns the steps whose tactic is open, without those whose technique is in doubt.
    pub fn open_tactics(&self) -> impl Iterator<Item = OpenTactic<'v>> {
        analysis::open_tactics(&self.page_view())
            .into_iter()
            .filter(|open| !self.has_uncertain_id(open.span))
    }

    /// Returns the doubtful ids of the page.
    pub fn doubts(&self) -> &Doubts {
        let known = &self.vault.doubts[self.page.file.index()];
        known.get_or_init(|| Doubts::of(self.problems()))
    }

    /// Returns whether an id in `span` has a problem that leaves the intended object open: any except an outdated or misspelled
    /// name.
    pub fn has_uncertain_id(&self, span: Span) -> bool {
        self.doubts().leave_open(span)
    }

    /// Returns the object that the page declares, if the pinned release has it and its declared id is not in doubt. A bad
    /// declaration has its own finding.
    #[must_use]
    pub fn object(&self) -> Option<(&'v str, &'v Lifetime)> {
        let id = self.vault.vault.declared_id(self.page.file)?;
        let Status::Current(lifetime) = self.view.status(id) else {
            return None;
        };
        (!self.doubts().are_of_declaration()).then_some((id, lifetime))
    }

    /// Returns the ids of the page that have a problem, each with at most one. Computed once for all rules.
    pub fn problems(&self) -> &[(Mention<'v>, IdProblem<'v>)] {
        self.problems
            .get_or_init(|| analysis::problems(&self.page_view()))
    }
}
