//! Progress of one phase of a run. The first phase applies safe fixes, the second all fixes.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use crate::text::{FileId, Source};

/// Progress of a phase.
#[derive(Default)]
pub(super) struct Phase {
    /// The changed files, as they were before the phase.
    pub(super) before: BTreeMap<FileId, Arc<Source>>,
    /// The hashes of the texts of each file so far, each with the rules that changed it.
    history: BTreeMap<FileId, Vec<(u64, BTreeSet<&'static str>)>>,
    /// Number of fixes applied before the phase.
    pub(super) made: usize,
}

impl Phase {
    /// Starts a phase after `made` fixes.
    pub(super) fn after(made: usize) -> Self {
        Self {
            made,
            ..Self::default()
        }
    }

    /// Records that fixes of these rules change the text of a file to `now`. If the file had this text before, returns all rules
    /// that changed it since.
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

/// Hashes a text. Hashes are compared within one run only.
fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
