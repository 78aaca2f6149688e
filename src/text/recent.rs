//! The texts that were read again last.

use std::sync::{Arc, Mutex, PoisonError};

use super::source::Source;
use super::span::FileId;

/// Upper bound on the number of texts. A finding shows a few places, mostly of one file.
const MOST: usize = 8;

/// Files whose texts were let go and read again, the last one at the end. A copy starts empty.
#[derive(Debug, Default)]
pub(super) struct Recent(Mutex<Vec<(FileId, Arc<Source>)>>);

impl Recent {
    /// Returns the file with its text in memory.
    pub(super) fn open(&self, id: FileId, file: &Arc<Source>) -> Arc<Source> {
        // Also of a file whose text was replaced since it was opened.
        if !file.is_let_go() {
            return Arc::clone(file);
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, opened)) = known.iter().find(|(other, _)| *other == id) {
            return Arc::clone(opened);
        }
        let opened = file.opened(|_| false);
        if known.len() == MOST {
            known.remove(0);
        }
        known.push((id, Arc::clone(&opened)));
        opened
    }
}

impl Clone for Recent {
    fn clone(&self) -> Self {
        Self::default()
    }
}
