//! The techniques that the case studies of a vault employ.

use foldhash::{HashMap, HashSet};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::VaultContext;
use crate::catalog::{Kind, Status};
use crate::facts::{self, Facts, StepForm};
use crate::syntax::links_in;
use crate::text::{FileId, Span};
use crate::vault::path::is_template;
use crate::vault::{PageRef, Vault};

/// The case studies of a vault by the techniques that they employ.
pub struct Employs<'v> {
    context: &'v VaultContext<'v>,
    studies: BTreeMap<FileId, EmployedTechniques>,
    /// The case studies that employ each technique, in path order.
    by_id: HashMap<Arc<str>, Vec<FileId>>,
}

struct EmployedTechniques {
    steps: Vec<Step>,
    /// Whether every step states its technique.
    whole: bool,
    /// Whether it is a draft, which need not be listed yet.
    draft: bool,
    /// Whether the procedure lacks headings of steps, so that its techniques are not all known. Another rule reports that.
    lost: bool,
    /// The steps whose technique is reported by another rule, so that the intended technique is unknown. Computed on first use.
    uncertain_steps: OnceLock<HashSet<Span>>,
}

struct Step {
    span: Span,
    ids: Vec<(Arc<str>, Span)>,
}

impl<'v> Employs<'v> {
    /// Collects the case studies of a vault.
    #[must_use]
    pub fn of(context: &'v VaultContext<'v>) -> Self {
        let vault = context.vault;
        let mut studies = BTreeMap::new();
        let mut by_id: HashMap<Arc<str>, Vec<FileId>> = HashMap::default();
        for file in vault.page_files() {
            let hidden = vault.sources.get(file).is_hidden();
            let is_read = vault.brief(file).is_some_and(|page| page.is_read);
            if hidden || !is_read || !is_study(vault, file) {
                continue;
            }
            let Some(page) = vault.lent_page(file) else {
                continue;
            };
            let study = EmployedTechniques::of(context, page.get());
            for (id, _) in study.steps.iter().flat_map(|step| &step.ids) {
                let files = match by_id.get_mut(id) {
                    Some(files) => files,
                    None => by_id.entry(id.clone()).or_default(),
                };
                if files.last() != Some(&file) {
                    files.push(file);
                }
            }
            studies.insert(file, study);
        }
        Self {
            context,
            studies,
            by_id,
        }
    }

    /// Returns whether the vault has no case studies.
    pub fn is_empty(&self) -> bool {
        self.studies.is_empty()
    }

    pub fn is_study(&self, page: FileId) -> bool {
        self.studies.contains_key(&page)
    }

    /// Returns the case studies that a technique's page is expected to list.
    pub fn expected(&self, id: &str) -> Vec<FileId> {
        let files = self.by_id.get(id).map_or(&[][..], Vec::as_slice);
        let is_open = |study: &EmployedTechniques| study.draft || study.lost;
        let is_draft = |file: &FileId| self.studies.get(file).is_none_or(is_open);
        files
            .iter()
            .copied()
            .filter(|file| !is_draft(file))
            .collect()
    }

    /// Returns the place where a case study certainly employs a technique.
    pub fn place(&self, file: FileId, id: &str) -> Option<Span> {
        let study = self.studies.get(&file)?;
        let uncertain_steps = self.uncertain_steps(file, study);
        let mut ids = study
            .steps
            .iter()
            .filter(|step| !uncertain_steps.contains(&step.span))
            .flat_map(|step| &step.ids);
        ids.find(|(other, _)| **other == *id).map(|(_, span)| *span)
    }

    /// Returns whether a case study may employ a technique, a sub-technique of it, or an id that it replaced.
    pub fn may_employ(&self, file: FileId, id: &str) -> bool {
        let is_it = |other: &str| {
            let rest = other.strip_prefix(id);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let became = |other: &str| self.was_replaced_by(other, &is_it);
        let Some(study) = self.studies.get(&file) else {
            return true;
        };
        let mut ids = study.steps.iter().flat_map(|step| &step.ids);
        if !study.whole || study.lost || ids.any(|(other, _)| is_it(other) || became(other)) {
            return true;
        }
        !self.uncertain_steps(file, study).is_empty()
    }

    /// Returns whether it is open that a case study employs a technique: it names a technique that this one replaced, or some
    /// of its steps do not state a technique.
    #[must_use]
    pub fn leaves_open(&self, file: FileId, id: &str) -> bool {
        let became = |other: &str| self.was_replaced_by(other, &|next| next == id);
        self.studies.get(&file).is_some_and(|study| {
            let mut ids = study.steps.iter().flat_map(|step| &step.ids);
            !study.whole || ids.any(|(other, _)| became(other))
        })
    }

    /// Returns whether an id is retired and one of its successors is such an id.
    fn was_replaced_by(&self, id: &str, is_such: &dyn Fn(&str) -> bool) -> bool {
        match self.context.view.status(id) {
            Status::Retired(lifetime) => {
                let mut successors = lifetime.successors.iter();
                successors.any(|next| is_such(&next.id))
            }
            _ => false,
        }
    }

    /// Returns whether a case study employs exactly this technique.
    pub fn employs(&self, file: FileId, id: &str) -> bool {
        let files = self.by_id.get(id).map_or(&[][..], Vec::as_slice);
        files.binary_search(&file).is_ok()
    }

    /// Returns the steps whose technique is reported by another rule.
    fn uncertain_steps<'e>(
        &self,
        file: FileId,
        study: &'e EmployedTechniques,
    ) -> &'e HashSet<Span> {
        study.uncertain_steps.get_or_init(|| {
            let Some(page) = self.context.vault.lent_page(file) else {
                return HashSet::default();
            };
            let doubts = self.context.doubts(page.get());
            let spans = study.steps.iter().map(|step| step.span);
            spans.filter(|&span| doubts.leave_open(span)).collect()
        })
    }
}

/// Returns whether a page is a case study: it declares the id of one, or calls itself one. Templates do not count.
#[must_use]
pub fn is_study(vault: &Vault<'_>, file: FileId) -> bool {
    vault.brief(file).is_some_and(|page| page.is_study) && !is_template(vault.path(file))
}

impl EmployedTechniques {
    fn of(context: &VaultContext<'_>, page: PageRef<'_>) -> Self {
        let studies = page.facts.studies.iter();
        let steps: Vec<&facts::Step> = studies.flat_map(|study| &study.steps).collect();
        let lost = loses_steps(page.facts, &steps);
        let mut whole = true;
        let mut found = Vec::new();
        for step in steps {
            let Some(span) = step.technique else {
                whole = false;
                continue;
            };
            let ids = technique_ids(context, page, span);
            whole &= !ids.is_empty();
            found.push(Step { span, ids });
        }
        Self {
            whole: whole && !found.is_empty(),
            draft: page.facts.is_draft,
            lost,
            steps: found,
            uncertain_steps: OnceLock::new(),
        }
    }
}

/// Returns whether a heading that was meant as a step is not among the procedure's steps: it has another level or another form.
fn loses_steps(facts: &Facts, steps: &[&facts::Step]) -> bool {
    let Some(procedure) = &facts.procedure else {
        return false;
    };
    let headings = &procedure.headings;
    let whole = headings
        .iter()
        .find(|heading| heading.form == StepForm::Whole && heading.level > procedure.level);
    let level = whole.map_or(u8::MAX, |heading| heading.level);
    let places: HashSet<Span> = steps.iter().map(|step| step.place).collect();
    headings.iter().any(|heading| {
        // `#### 1. Setup` is part of a step.
        let is_part = matches!(heading.form, StepForm::Bare(_)) && heading.level > level;
        !is_part && !places.contains(&heading.span)
    })
}

/// Returns the techniques in a value: their ids, and those of the pages that links without an id lead to.
fn technique_ids(
    context: &VaultContext<'_>,
    page: PageRef<'_>,
    span: Span,
) -> Vec<(Arc<str>, Span)> {
    let vault = context.vault;
    let well_formed = page.ids_in(span).filter(|token| token.malformed.is_none());
    let mut found: Vec<(&str, Span)> = well_formed
        .map(|token| (token.id.as_ref(), token.span))
        .collect();
    let links = links_in(&page.facts.links, span).take_while(|link| span.contains(link.span));
    for link in links.filter(|link| page.ids_in(link.span).next().is_none()) {
        let declared = vault.linked_page_id(page.file, link);
        let place = link.label.unwrap_or(link.target_span);
        found.extend(declared.map(|id| (id, place)));
    }
    found
        .into_iter()
        .filter(|(id, _)| Kind::of_id(id) == Some(Kind::Technique))
        .map(|(id, span)| (id.into(), span))
        .collect()
}
