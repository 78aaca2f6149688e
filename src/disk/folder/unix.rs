//! Operations on files relative to an open folder.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStringExt;
use std::path::Path;

use rustix::fs::{self, AtFlags, Dir, FileType, Mode, OFlags};

use super::EntryKind;

/// Flags to open a folder without the permission to list it.
#[cfg(target_os = "linux")]
const FOLDER: OFlags = OFlags::PATH.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
#[cfg(not(target_os = "linux"))]
const FOLDER: OFlags = OFlags::DIRECTORY.union(OFlags::CLOEXEC);

/// Flags to open a file: without blocking, and without following a link.
const FILE: OFlags = OFlags::NOFOLLOW
    .union(OFlags::NONBLOCK)
    .union(OFlags::NOCTTY)
    .union(OFlags::CLOEXEC);

#[derive(Debug)]
pub(in crate::disk) struct Folder(OwnedFd);

impl Folder {
    /// Opens a folder by a path whose links are followed.
    pub(in crate::disk) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self(fs::open(path, FOLDER, Mode::empty())?))
    }

    /// Opens a folder in this one. A symbolic link is an error.
    pub(in crate::disk) fn below(&self, name: &OsStr) -> io::Result<Self> {
        let flags = FOLDER | OFlags::NOFOLLOW;
        Ok(Self(fs::openat(&self.0, name, flags, Mode::empty())?))
    }

    /// Creates a folder in this one.
    pub(in crate::disk) fn make(&self, name: &OsStr) -> io::Result<()> {
        Ok(fs::mkdirat(&self.0, name, Mode::from_raw_mode(0o777))?)
    }

    pub(in crate::disk) fn entry_kind(&self, name: &OsStr) -> io::Result<EntryKind> {
        let stat = match fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW) {
            Err(rustix::io::Errno::NOENT) => return Ok(EntryKind::Nothing),
            stat => stat?,
        };
        Ok(match FileType::from_raw_mode(stat.st_mode) {
            FileType::RegularFile => EntryKind::File,
            FileType::Directory => EntryKind::Folder,
            FileType::Symlink => EntryKind::Link,
            _ => EntryKind::Other,
        })
    }

    /// Opens a file to read it.
    pub(in crate::disk) fn file(&self, name: &OsStr) -> io::Result<File> {
        Ok(fs::openat(&self.0, name, FILE | OFlags::RDONLY, Mode::empty())?.into())
    }

    /// Checks that a file is writable, without changing it.
    pub(in crate::disk) fn writable(&self, name: &OsStr) -> io::Result<()> {
        fs::openat(&self.0, name, FILE | OFlags::WRONLY, Mode::empty())?;
        Ok(())
    }

    /// Creates a new file, with mode 0600 or as the umask says.
    pub(in crate::disk) fn create(&self, name: &OsStr, private: bool) -> io::Result<File> {
        let flags = FILE | OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL;
        let mode = if private { 0o600 } else { 0o666 };
        Ok(fs::openat(&self.0, name, flags, Mode::from_raw_mode(mode))?.into())
    }

    /// Renames a file, replacing an existing one.
    pub(in crate::disk) fn replace(&self, from: &OsStr, to: &OsStr) -> io::Result<()> {
        Ok(fs::renameat(&self.0, from, &self.0, to)?)
    }

    /// Renames a file. An existing file is an error.
    pub(in crate::disk) fn take(&self, from: &OsStr, to: &OsStr) -> io::Result<()> {
        #[cfg(any(target_os = "linux", target_vendor = "apple"))]
        {
            let flags = fs::RenameFlags::NOREPLACE;
            match fs::renameat_with(&self.0, from, &self.0, to, flags) {
                Err(error) if is_unknown(error) => {}
                renamed => return Ok(renamed?),
            }
        }
        match fs::linkat(&self.0, from, &self.0, to, AtFlags::empty()) {
            Ok(()) => self.remove(from),
            Err(rustix::io::Errno::EXIST) => Err(rustix::io::Errno::EXIST.into()),
            // A file system without links: it was looked at just now.
            Err(_) => self.replace(from, to),
        }
    }

    /// Exchanges the names of two files. Returns false if the system or the file system cannot do this.
    pub(in crate::disk) fn exchange(&self, a: &OsStr, b: &OsStr) -> io::Result<bool> {
        #[cfg(any(target_os = "linux", target_vendor = "apple"))]
        {
            let flags = fs::RenameFlags::EXCHANGE;
            match fs::renameat_with(&self.0, a, &self.0, b, flags) {
                Err(error) if is_unknown(error) => Ok(false),
                exchanged => Ok(exchanged.map(|()| true)?),
            }
        }
        #[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
        {
            let _ = (a, b);
            Ok(false)
        }
    }

    pub(in crate::disk) fn remove(&self, name: &OsStr) -> io::Result<()> {
        Ok(fs::unlinkat(&self.0, name, AtFlags::empty())?)
    }

    /// Returns the names in it.
    pub(in crate::disk) fn names(&self) -> io::Result<Vec<OsString>> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let listed = Dir::new(fs::openat(&self.0, ".", flags, Mode::empty())?)?;
        let name = |entry: rustix::io::Result<fs::DirEntry>| {
            let name = entry?.file_name().to_bytes().to_vec();
            Ok(OsString::from_vec(name))
        };
        listed.map(name).collect()
    }
}

/// Returns whether an error says that the system or the file system does not support a call.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn is_unknown(error: rustix::io::Errno) -> bool {
    use rustix::io::Errno;
    [Errno::INVAL, Errno::NOSYS, Errno::NOTSUP, Errno::OPNOTSUPP].contains(&error)
}
