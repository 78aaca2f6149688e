//! What is known of a vault, or of one page of it, when its rules run: looked up and judged once for whoever asks.

mod links;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::catalog::{Lifetime, ReleaseIx, Status, View};
use crate::date::Date;
use crate::model::{self, Reference, Study};
use crate::pairs::{self, Slot, Standing, StatedTactic, Subject, Verdict};
use crate::schema::{Instance, PageTypes, Violation};
use crate::syntax::Page;
use crate::text::{FileId, Source, Span};
use crate::vault::Vault;
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
    pub fn of(&'v self, page: &'v Page<'v>) -> &'v PageContext<'v> {
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
    pub page: &'v Page<'v>,
    /// Its text.
    pub source: &'v Source,
    /// The catalogue as of the page's release: the pinned one, but for an official file its own.
    pub view: View<'v>,
    verdicts: OnceLock<Vec<(Subject<'v>, Verdict<'v>)>>,
    studies: OnceLock<Vec<Study>>,
    violations: OnceLock<Vec<Violation>>,
    reference_lists: OnceLock<Vec<Vec<Reference>>>,
    reference_sections: OnceLock<Vec<Span>>,
    link_form: OnceLock<Option<LinkForm>>,
}

impl<'v> PageContext<'v> {
    fn new(vault: &'v VaultContext<'v>, page: &'v Page<'v>) -> Self {
        Self {
            vault,
            page,
            view: vault.view_of(page.file),
            source: vault.vault.sources.get(page.file),
            verdicts: OnceLock::new(),
            studies: OnceLock::new(),
            violations: OnceLock::new(),
            reference_lists: OnceLock::new(),
            reference_sections: OnceLock::new(),
            link_form: OnceLock::new(),
        }
    }

    /// The first id that a label names.
    pub fn label_id(&self, label: Span) -> Option<&str> {
        let mut ids = self.page.ids_in(label);
        let named = ids.find(|mention| mention.malformed.is_none())?;
        Some(named.id.as_ref())
    }

    /// The case studies that the page holds. Read once for all rules.
    pub fn studies(&self) -> &[Study] {
        self.studies
            .get_or_init(|| self.vault.vault.studies(self.page))
    }

    /// Every way in which the page breaks the schema of its type. Found once for all rules.
    pub fn violations(&self) -> &[Violation] {
        self.violations.get_or_init(|| {
            let page_type = self.vault.page_types.of(self.page, self.source.path());
            page_type.map_or_else(Vec::new, |page_type| {
                let instance = Instance::Page(self.page, self.source);
                page_type.schema.get().violations(instance)
            })
        })
    }

    /// The reference lists of the page. Read once for all rules.
    pub fn reference_lists(&self) -> &[Vec<Reference>] {
        self.reference_lists
            .get_or_init(|| model::reference_lists(self.page, self.source, self.studies()))
    }

    /// The sections of the page that hold references. Found once for all rules.
    pub fn reference_sections(&self) -> &[Span] {
        self.reference_sections
            .get_or_init(|| model::reference_sections(self.page, self.source))
    }

    /// The tactics that the page states for techniques, and how each stands, but for those of which an id is in doubt.
    pub fn tactics(&self) -> impl Iterator<Item = (StatedTactic<'v>, Standing)> {
        let vault = self.vault.vault;
        pairs::stated_tactics(self.page, self.source, vault, self.view, self.studies())
            .into_iter()
            .filter_map(|stated| {
                let standing = pairs::standing(self.view, &stated.technique, &stated.tactic)?;
                let sure =
                    !self.is_in_doubt(stated.technique_span) && !self.is_in_doubt(stated.span);
                (sure && standing != Standing::Now).then_some((stated, standing))
            })
    }

    /// Whether anything is wrong with an id that stands in `span`.
    pub fn has_verdict(&self, span: Span) -> bool {
        self.verdicts_in(span).next().is_some()
    }

    /// Whether what is wrong with an id in `span` leaves open which object is meant: all but the age and the spelling of its name.
    pub fn is_in_doubt(&self, span: Span) -> bool {
        self.verdicts_in(span).any(|verdict| {
            !matches!(
                verdict,
                Verdict::OutdatedName { .. } | Verdict::UnknownName { .. }
            )
        })
    }

    fn verdicts_in(&self, span: Span) -> impl Iterator<Item = &Verdict<'v>> {
        let verdicts = self.verdicts();
        let from = verdicts.partition_point(|(subject, _)| subject.span.start < span.start);
        verdicts[from..]
            .iter()
            .take_while(move |(subject, _)| span.contains(subject.span))
            .map(|(_, verdict)| verdict)
    }

    /// The object that the page declares, if the pinned release has it and
    /// nothing is wrong with the id where it is declared: what is wrong there is told there.
    #[must_use]
    pub fn object(&self) -> Option<(&'v str, &'v Lifetime)> {
        let id = self.vault.vault.declaration(self.page.file)?.id;
        let Status::Current(life) = self.view.status(id) else {
            return None;
        };
        let doubted = |(subject, verdict): &(Subject<'_>, Verdict<'_>)| {
            let name_only = matches!(
                verdict,
                Verdict::OutdatedName { .. } | Verdict::UnknownName { .. }
            );
            matches!(subject.slot, Slot::Declares(_)) && !name_only
        };
        (!self.verdicts().iter().any(doubted)).then_some((id, life))
    }

    /// What is wrong with the ids of the page, each with at most one verdict. Judged once for all rules.
    pub fn verdicts(&self) -> &[(Subject<'v>, Verdict<'v>)] {
        self.verdicts.get_or_init(|| {
            pairs::verdicts(
                self.page,
                self.source,
                self.vault.vault,
                self.view,
                self.vault.vault_ids,
            )
        })
    }
}
