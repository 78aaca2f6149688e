//! Context of rules that need one page alone. They run as soon as the page is parsed, before the rest of the vault is read.

use std::sync::OnceLock;

use crate::catalog::View;
use crate::date::Date;
use crate::facts::Facts;
use crate::framework::{Frameworks, Issue, judge};
use crate::syntax::Page;
use crate::text::{FileId, Source};

/// Context of a rule over a page without its vault.
pub struct AloneContext<'p> {
    pub file: FileId,
    pub page: &'p Page<'p>,
    pub source: &'p Source,
    pub facts: &'p Facts,
    /// The catalog as of the page's release: the pinned one, or for an official file its own.
    pub view: View<'p>,
    /// The day of the run.
    pub today: Date,
    /// The frameworks beside ATLAS.
    pub frameworks: &'p Frameworks,
    /// The ids of frameworks that have a problem. Computed on first use.
    issues: OnceLock<Vec<Issue<'p>>>,
}

/// A page, its facts, and what it is held against.
#[derive(Clone, Copy)]
pub struct Alone<'p> {
    pub file: FileId,
    pub page: &'p Page<'p>,
    pub facts: &'p Facts,
    pub view: View<'p>,
    pub today: Date,
    pub frameworks: &'p Frameworks,
}

impl<'p> AloneContext<'p> {
    #[must_use]
    pub fn new(alone: Alone<'p>) -> Self {
        Self {
            file: alone.file,
            page: alone.page,
            source: alone.page.source,
            facts: alone.facts,
            view: alone.view,
            today: alone.today,
            frameworks: alone.frameworks,
            issues: OnceLock::new(),
        }
    }

    /// Returns the ids of frameworks beside ATLAS that have a problem, in text order.
    #[must_use]
    pub fn issues(&self) -> &[Issue<'p>] {
        let judge = || judge(self.page, self.frameworks, &self.view);
        self.issues.get_or_init(judge)
    }
}
