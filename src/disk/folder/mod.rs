//! An open folder. Operations act on the opened folder even if its path is replaced.

#[cfg(not(unix))]
mod elsewhere;
#[cfg(unix)]
mod unix;

use std::fs::File;
use std::io;

#[cfg(not(unix))]
pub(super) use elsewhere::Folder;
#[cfg(unix)]
pub(super) use unix::Folder;

/// Kind of a folder entry. Links are not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntryKind {
    Nothing,
    File,
    Folder,
    Link,
    /// A pipe, a device, a socket.
    Other,
}

/// Owner, permissions and times of a file.
pub(super) struct Attributes(std::fs::Metadata);

impl Attributes {
    pub(super) fn of(file: &File) -> io::Result<Self> {
        file.metadata().map(Self)
    }

    pub(super) fn is_read_only(&self) -> bool {
        self.0.permissions().readonly()
    }

    /// Copies owner and permissions to another file. Setting the owner fails without privileges, which is ignored; it matters for
    /// root in a container.
    pub(super) fn give_to(&self, file: &File) -> io::Result<()> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt, fchown};
            let _ = fchown(file, Some(self.0.uid()), Some(self.0.gid()));
        }
        file.set_permissions(self.0.permissions())
    }

    /// Returns whether `older` has the same owner and was last written more than a day before this file.
    pub(super) fn is_a_day_after(&self, older: &Self) -> bool {
        const DAY: std::time::Duration = std::time::Duration::from_secs(24 * 60 * 60);
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            if self.0.uid() != older.0.uid() {
                return false;
            }
        }
        let (Ok(now), Ok(then)) = (self.0.modified(), older.0.modified()) else {
            return false;
        };
        now.duration_since(then).is_ok_and(|age| age > DAY)
    }
}
