//! Writes a cache file: beside the old one, which it replaces when it is whole.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, BufWriter, Write};

use super::MAX_CACHE_BYTES;
use super::index::{Head, lengths};
use crate::catalog::Sha256;
use crate::disk::error::FileError;
use crate::disk::folder::Folder;

/// A cache file that is being written.
#[derive(Debug)]
pub(super) struct Output {
    name: OsString,
    file: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
}

impl Output {
    pub(super) fn create(folder: &Folder, head: &Head) -> Result<Self, FileError> {
        let random = RandomState::new().build_hasher().finish();
        let name = OsString::from(format!(".atlas-lint-{random:016x}.tmp"));
        let file = folder.create(&name, true)?;
        let mut output = Self {
            name,
            file: BufWriter::with_capacity(1 << 16, file),
            hash: Sha256::default(),
            bytes: 0,
        };
        output.put(&head.bytes())?;
        Ok(output)
    }

    /// Adds an entry. One that is too long is left out.
    pub(super) fn add(&mut self, path: &str, entry: &[u8]) -> Result<(), FileError> {
        let Some(lengths) = lengths(path, entry).filter(|_| !path.is_empty()) else {
            return Ok(());
        };
        for part in [&lengths[..], path.as_bytes(), entry] {
            self.put(part)?;
        }
        Ok(())
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        self.bytes += bytes.len() as u64;
        if self.bytes > MAX_CACHE_BYTES {
            return Err(FileError::TooLarge {
                max_bytes: MAX_CACHE_BYTES,
            });
        }
        self.hash.add(bytes);
        Ok(self.file.write_all(bytes)?)
    }

    /// Ends the file and gives it its name. What a power cut leaves of it is found damaged, so that it is not waited for.
    pub(super) fn take_place_of(mut self, folder: &Folder, name: &OsStr) -> Result<(), FileError> {
        let ended = self.end().and_then(|()| folder.replace(&self.name, name));
        if ended.is_err() {
            self.discard(folder);
        }
        Ok(ended?)
    }

    fn end(&mut self) -> io::Result<()> {
        let end = [0; 8];
        self.hash.add(&end);
        self.file.write_all(&end)?;
        let hash = self.hash.clone().finish();
        self.file.write_all(&hash)?;
        self.file.flush()
    }

    pub(super) fn discard(self, folder: &Folder) {
        // The next cleaning takes away what cannot be removed now.
        let _ = folder.remove(&self.name);
    }
}
