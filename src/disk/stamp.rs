//! What the system says about a file.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::text::Stamp;

/// Returns the stamp of a regular file. None where the system has no numbers of files and no times of their changes.
#[cfg(unix)]
pub(super) fn stamp_of(path: &Path) -> Option<Stamp> {
    use std::os::unix::fs::MetadataExt;

    let there = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    Some(Stamp {
        size: there.size(),
        modified: (there.mtime(), there.mtime_nsec()),
        changed: (there.ctime(), there.ctime_nsec()),
        device: there.dev(),
        inode: there.ino(),
    })
}

#[cfg(not(unix))]
pub(super) fn stamp_of(_: &Path) -> Option<Stamp> {
    None
}

/// Returns the size of a file and the time of its last change.
#[must_use]
pub fn size_and_time(path: &Path) -> Option<(u64, SystemTime)> {
    let there = fs::metadata(path).ok()?;
    Some((there.len(), there.modified().ok()?))
}
