//! The texts of a run that are not pages, as one hash.

use std::cell::RefCell;

use crate::catalog::Sha256;

/// Hash of the configuration, the schemas and the catalog files that were read.
#[derive(Default)]
pub(super) struct Inputs(RefCell<Sha256>);

impl Inputs {
    /// Adds a text, with what it is.
    pub(super) fn add(&self, name: &str, bytes: &[u8]) {
        let mut hash = self.0.borrow_mut();
        for part in [name.as_bytes(), bytes] {
            hash.add(&part.len().to_le_bytes());
            hash.add(part);
        }
    }

    pub(super) fn hash(&self) -> Sha256 {
        self.0.borrow().clone()
    }
}
