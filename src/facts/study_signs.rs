//! What shows that a page without type and id is a case study.

use serde::{Deserialize, Serialize};

use crate::syntax::Page;

/// Signs of a case study, for a page that does not say what it is.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StudySigns {
    /// Whether its front matter has a `type`.
    pub has_type: bool,
    pub has_procedure: bool,
    pub has_metadata: bool,
}

impl StudySigns {
    pub(super) fn of(page: &Page<'_>) -> Self {
        let front = page.front.as_ref();
        Self {
            has_type: front.and_then(|front| front.text("type")).is_some(),
            has_procedure: page.outline.procedure().is_some(),
            has_metadata: page.outline.section("Metadata").is_some(),
        }
    }
}
