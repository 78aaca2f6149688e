//! Findings from before any unsafe fix.

use std::collections::BTreeMap;

use super::key::{FindingKey, key};
use crate::diagnostic::Diagnostic;

/// Number of unfixed findings of each key that do not come from an unsafe fix.
#[derive(Default)]
pub(super) struct OriginalFindings(BTreeMap<FindingKey, usize>);

impl OriginalFindings {
    pub(super) fn of(found: &[Diagnostic]) -> Self {
        let mut known = Self::default();
        for finding in found {
            *known.0.entry(key(finding)).or_default() += 1;
        }
        known
    }

    /// Records fixed findings. A later finding with the same key is a new one.
    pub(super) fn spend(&mut self, fixed: &[FindingKey]) {
        for key in fixed {
            if let Some(known) = self.0.get_mut(key) {
                *known = known.saturating_sub(1);
            }
        }
    }

    /// Returns whether the `nth` finding with this key, from 1, is an original one.
    pub(super) fn has(&self, key: &FindingKey, nth: usize) -> bool {
        self.0.get(key).is_some_and(|&known| nth <= known)
    }
}
