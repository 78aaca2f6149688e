//! Context of rules that need one page alone. They run as soon as the page is parsed, before the rest of the vault is read.

use crate::catalog::View;
use crate::date::Date;
use crate::facts::Facts;
use crate::syntax::Page;
use crate::text::{FileId, Source};

/// Context of a rule over a page without its vault.
#[derive(Clone, Copy)]
pub struct AloneContext<'p> {
    pub file: FileId,
    pub page: &'p Page<'p>,
    pub source: &'p Source,
    pub facts: &'p Facts,
    /// The catalog as of the page's release: the pinned one, or for an official file its own.
    pub view: View<'p>,
    /// The day of the run.
    pub today: Date,
}
