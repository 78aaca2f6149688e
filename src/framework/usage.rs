//! What the pages of a vault use of frameworks: the editions that their numbers follow, and ids that are newer than what is known.

use std::collections::{BTreeMap, BTreeSet};

use super::listed::dated;
use super::mention::mentions;
use super::naming::naming;
use super::problem::Naming;
use super::registry::Frameworks;
use crate::lookup::Lookup;
use crate::syntax::Page;

/// Usage of frameworks.
#[derive(Clone, Debug, Default)]
pub struct Usage {
    /// Number of ids by the title of a list and the edition that they follow.
    editions: BTreeMap<String, BTreeMap<String, usize>>,
    /// Ids that may be of a later version, by the framework and its newest version.
    newer: BTreeMap<String, BTreeSet<String>>,
}

impl Usage {
    /// Returns the usage of one page.
    #[must_use]
    pub fn of(page: &Page<'_>, frameworks: &Frameworks, beside: &dyn Lookup) -> Self {
        let mut usage = Self::default();
        for mention in mentions(page, frameworks) {
            let framework = mention.token.entry.framework();
            let id = &mention.token.id;
            if framework.editions.is_empty() {
                if framework.complete
                    && framework.object(id).is_none()
                    && mention.token.entry.is_newer(id)
                {
                    let newest = framework.version(framework.newest());
                    let title = format!("{} {newest}", framework.title);
                    usage.newer.entry(title).or_default().insert(id.clone());
                }
                continue;
            }
            // An id counts where its year, its header or its name leaves one edition.
            let editions = dated(&mention, page, framework).unwrap_or_else(|| {
                match naming(&mention, page, beside) {
                    Naming::Right(editions) => editions,
                    Naming::None | Naming::Problem(..) => Vec::new(),
                }
            });
            if let [only] = editions.as_slice() {
                let of_list = usage.editions.entry(framework.title.to_string());
                *of_list
                    .or_default()
                    .entry(only.edition.to_string())
                    .or_default() += 1;
            }
        }
        usage
    }

    /// Adds the usage of another page.
    pub fn add(&mut self, other: Self) {
        for (title, editions) in other.editions {
            let own = self.editions.entry(title).or_default();
            for (edition, count) in editions {
                *own.entry(edition).or_default() += count;
            }
        }
        for (title, ids) in other.newer {
            self.newer.entry(title).or_default().extend(ids);
        }
    }

    /// Returns it in sentences.
    #[must_use]
    pub fn in_words(&self) -> Vec<String> {
        let editions = self.editions.iter().map(|(title, editions)| {
            let counts = editions.iter();
            let counts = counts.map(|(edition, count)| format!("{count} of {edition}"));
            let counts: Vec<String> = counts.collect();
            format!("ids of the {title} by edition: {}", counts.join(", "))
        });
        let newer = self.newer.iter().map(|(title, ids)| {
            let ids: Vec<&str> = ids.iter().map(String::as_str).take(MOST).collect();
            let more = if ids.len() == MOST { " and more" } else { "" };
            format!(
                "ids that may be newer than {title}: {}{more}",
                ids.join(", ")
            )
        });
        editions.chain(newer).collect()
    }
}

/// Number of ids that are listed.
const MOST: usize = 20;
