//! Folders by their paths, where the system has no descriptors of them.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::EntryKind;

#[derive(Debug)]
pub(in crate::disk) struct Folder(PathBuf);

impl Folder {
    pub(in crate::disk) fn open(path: &Path) -> io::Result<Self> {
        if fs::metadata(path)?.is_dir() {
            Ok(Self(path.to_path_buf()))
        } else {
            Err(io::ErrorKind::NotADirectory.into())
        }
    }

    pub(in crate::disk) fn below(&self, name: &OsStr) -> io::Result<Self> {
        match self.entry_kind(name)? {
            EntryKind::Folder => Ok(Self(self.0.join(name))),
            EntryKind::Nothing => Err(io::ErrorKind::NotFound.into()),
            _ => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    pub(in crate::disk) fn make(&self, name: &OsStr) -> io::Result<()> {
        fs::create_dir(self.0.join(name))
    }

    pub(in crate::disk) fn entry_kind(&self, name: &OsStr) -> io::Result<EntryKind> {
        let kind = match fs::symlink_metadata(self.0.join(name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(EntryKind::Nothing),
            metadata => metadata?.file_type(),
        };
        Ok(if kind.is_symlink() {
            EntryKind::Link
        } else if kind.is_dir() {
            EntryKind::Folder
        } else if kind.is_file() {
            EntryKind::File
        } else {
            EntryKind::Other
        })
    }

    pub(in crate::disk) fn file(&self, name: &OsStr) -> io::Result<File> {
        match self.entry_kind(name)? {
            EntryKind::File => File::open(self.0.join(name)),
            EntryKind::Nothing => Err(io::ErrorKind::NotFound.into()),
            _ => Err(io::ErrorKind::InvalidInput.into()),
        }
    }

    pub(in crate::disk) fn writable(&self, name: &OsStr) -> io::Result<()> {
        let opened = OpenOptions::new().write(true).open(self.0.join(name));
        opened.map(|_| ())
    }

    pub(in crate::disk) fn create(&self, name: &OsStr, _private: bool) -> io::Result<File> {
        File::create_new(self.0.join(name))
    }

    pub(in crate::disk) fn replace(&self, from: &OsStr, to: &OsStr) -> io::Result<()> {
        fs::rename(self.0.join(from), self.0.join(to))
    }

    pub(in crate::disk) fn take(&self, from: &OsStr, to: &OsStr) -> io::Result<()> {
        fs::hard_link(self.0.join(from), self.0.join(to))?;
        self.remove(from)
    }

    pub(in crate::disk) fn exchange(&self, _: &OsStr, _: &OsStr) -> io::Result<bool> {
        Ok(false)
    }

    pub(in crate::disk) fn remove(&self, name: &OsStr) -> io::Result<()> {
        fs::remove_file(self.0.join(name))
    }

    pub(in crate::disk) fn names(&self) -> io::Result<Vec<OsString>> {
        let name = |entry: io::Result<fs::DirEntry>| Ok(entry?.file_name());
        fs::read_dir(&self.0)?.map(name).collect()
    }
}
