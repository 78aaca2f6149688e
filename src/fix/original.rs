//! Which findings were there before any fix that needs review was made.

use std::collections::BTreeMap;

use super::key::{FindingKey, key};
use crate::diagnostic::Diagnostic;

/// The findings that do not come from a fix that needs review, and how often each is there and not fixed yet.
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

    /// Notes that findings were fixed: one of the same kind that comes up now is another one.
    pub(super) fn spend(&mut self, fixed: &[FindingKey]) {
        for key in fixed {
            if let Some(known) = self.0.get_mut(key) {
                *known = known.saturating_sub(1);
            }
        }
    }

    /// Returns whether the `nth` finding of this kind, from 1, was there.
    pub(super) fn has(&self, key: &FindingKey, nth: usize) -> bool {
        self.0.get(key).is_some_and(|&known| nth <= known)
    }
}
