//! What one phase of a run, of safe fixes or then of all, has done so far.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use crate::text::{FileId, Source};

/// What safe fixes alone did, or then all.
#[derive(Default)]
pub(super) struct Phase {
    /// The files that it changed, as they were before it.
    pub(super) before: BTreeMap<FileId, Arc<Source>>,
    /// The hashes of the texts of each file so far, each with the rules that changed it.
    history: BTreeMap<FileId, Vec<(u64, BTreeSet<&'static str>)>>,
    /// How many fixes were made before it.
    pub(super) made: usize,
}

impl Phase {
    /// A phase that begins when so many fixes have been made.
    pub(super) fn after(made: usize) -> Self {
        Self {
            made,
            ..Self::default()
        }
    }

    /// Notes that the text of a file becomes `now` by fixes of these rules. Returns all rules that changed it since it last was `now`,
    /// if it was.
    pub(super) fn comes_back(
        &mut self,
        file: FileId,
        before: &str,
        now: &str,
        rules: &BTreeSet<&'static str>,
    ) -> Option<Vec<&'static str>> {
        let history = self.history.entry(file).or_default();
        if history.is_empty() {
            history.push((hash(before), BTreeSet::new()));
        }
        let now = hash(now);
        if let Some(at) = history.iter().position(|(earlier, _)| *earlier == now) {
            let since = history[at + 1..].iter().flat_map(|(_, rules)| rules);
            let all: BTreeSet<&'static str> = since.chain(rules).copied().collect();
            return Some(all.into_iter().collect());
        }
        history.push((now, rules.clone()));
        None
    }

    /// Forgets a file, and returns its text before the phase if that changed.
    pub(super) fn forget(&mut self, file: FileId) -> Option<Arc<Source>> {
        self.history.remove(&file);
        self.before.remove(&file)
    }
}

/// A hash that tells the texts of one run apart.
fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
