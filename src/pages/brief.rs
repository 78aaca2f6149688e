//! What is asked about every page again and again, whether or not its facts are in memory.

use serde::{Deserialize, Serialize};

use crate::facts::Facts;

/// The few facts of a page that always stay unpacked.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Brief {
    /// The id that the page declares.
    pub declared: Option<Box<str>>,
    /// Number of its ids.
    pub ids: u32,
    /// Number of its links.
    pub links: u32,
    /// Number of its case studies.
    pub studies: u32,
    /// See [`Facts::is_read`].
    pub is_read: bool,
    /// See [`Facts::is_study`].
    pub is_study: bool,
    pub limits: Limits,
    pub has_suppressions: bool,
    pub has_front_id: bool,
    /// Whether its front matter maps it to ids.
    pub is_mapped: bool,
    /// Whether its front matter has aliases.
    pub has_aliases: bool,
    /// Whether one of its links leads to a part of a page.
    pub has_subpaths: bool,
}

/// What keeps rules from running on a page.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// See [`Facts::ids_only`].
    pub ids_only: bool,
    /// See [`Facts::has_conflicts`].
    pub has_conflicts: bool,
}

impl Facts {
    #[must_use]
    pub fn limits(&self) -> Limits {
        Limits {
            ids_only: self.ids_only,
            has_conflicts: self.has_conflicts,
        }
    }
}

impl Brief {
    #[must_use]
    pub fn of(facts: &Facts) -> Self {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let declaration = facts.declaration.as_ref();
        Self {
            declared: declaration.map(|declaration| declaration.id.clone()),
            ids: count(facts.ids.len()),
            links: count(facts.links.len()),
            studies: count(facts.studies.len()),
            is_read: facts.is_read,
            is_study: facts.is_study(),
            limits: facts.limits(),
            has_suppressions: !facts.suppressions.is_empty(),
            has_front_id: facts.front_id.is_some(),
            is_mapped: !facts.mapped.is_empty(),
            has_aliases: !facts.link_names.aliases.is_empty(),
            has_subpaths: facts.links.iter().any(|link| link.target.contains('#')),
        }
    }
}
