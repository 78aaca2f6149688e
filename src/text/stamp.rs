//! What the system says about a file, by which a change shows without reading it.

use serde::{Deserialize, Serialize};

/// Size, times and number of a file. A file that was replaced or written to has another one.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    pub size: u64,
    /// The time of the last change of its content, in seconds and nanoseconds.
    pub modified: (i64, i64),
    /// The time of the last change of its content, its name or its rights.
    pub changed: (i64, i64),
    pub device: u64,
    pub inode: u64,
}

impl Stamp {
    /// Returns whether the file was last changed before a second, and not shortly before. Until then it may be written once more
    /// within the same tick of the clock.
    #[must_use]
    pub fn is_before(&self, second: i64) -> bool {
        /// No file system in use counts time in coarser steps.
        const STEP: i64 = 2;
        self.modified.0.max(self.changed.0) < second.saturating_sub(STEP)
    }
}

#[cfg(test)]
mod tests {
    use super::Stamp;

    #[test]
    fn a_file_that_was_just_changed_may_change_again() {
        let stamp = |modified: i64, changed: i64| Stamp {
            size: 1,
            modified: (modified, 0),
            changed: (changed, 0),
            device: 1,
            inode: 1,
        };
        assert!(stamp(90, 97).is_before(100));
        assert!(!stamp(90, 98).is_before(100), "renamed two seconds before");
        assert!(!stamp(99, 90).is_before(100));
        assert!(!stamp(200, 90).is_before(100), "a clock that was set back");
        assert!(!stamp(i64::MAX, 0).is_before(i64::MIN));
    }
}
