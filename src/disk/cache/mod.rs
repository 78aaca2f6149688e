//! The file in which pages are remembered between runs.
//!
//! It is in the cache folder of the user, with mode 0600, and has its whole new content or stays as it was. Anything that is wrong with
//! it means that there is no cache.

mod index;
mod output;
mod prune;

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::error::FileError;
use super::folder::Folder;
use crate::catalog::Sha256;
use crate::pages::{PageCache, TextHash};
use crate::text::Stamp;
use index::{Head, Index};
use output::Output;

/// Upper bound on the bytes of all files of a cache folder. The oldest ones are deleted first.
pub const MAX_CACHE_BYTES: u64 = 512 << 20;

/// End of the names of cache files.
const END: &str = ".pages";

/// The cache of one vault.
#[derive(Debug)]
pub struct CacheFile {
    folder: Folder,
    name: OsString,
    head: Head,
    /// What an earlier run wrote with the same key.
    index: Option<Index>,
    changes: Mutex<Changes>,
    rule: fn(&str) -> Option<&'static str>,
}

/// What the next cache has.
#[derive(Debug, Default)]
struct Changes {
    /// The pages whose entries stay.
    kept: Vec<Box<str>>,
    /// The file with the new entries. Made for the first of them.
    output: Option<Output>,
    /// Whether an entry could not be written, so that no cache is.
    failed: Option<FileError>,
}

impl CacheFile {
    /// Opens the cache of the vault at `root` in a folder, which is created if it is missing. Entries that were written with another `key`
    /// are not used. `now` is the time in seconds before any page is read.
    ///
    /// # Errors
    /// The folder cannot be used.
    pub fn open(
        folder: &Path,
        root: &Path,
        key: [u8; 32],
        now: i64,
        rule: fn(&str) -> Option<&'static str>,
    ) -> Result<Self, FileError> {
        make_folder(folder)?;
        let folder = Folder::open(folder)?;
        let mut hash = Sha256::default();
        hash.add(root.as_os_str().as_encoded_bytes());
        let hash = hash.finish();
        let hex: String = hash[..16]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let name = OsString::from(format!("{hex}{END}"));
        let index = folder.file(&name).ok();
        let index = index.and_then(|file| Index::read(file, &key));
        Ok(Self {
            folder,
            name,
            head: Head { key, written: now },
            index,
            changes: Mutex::default(),
            rule,
        })
    }

    /// Writes the cache if pages changed, and deletes the oldest files of a folder that has too many.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn write(&self) -> Result<(), FileError> {
        let mut changes = self.changes();
        if let Some(failed) = changes.failed.take() {
            return Err(failed);
        }
        let kept = std::mem::take(&mut changes.kept);
        let before = self.index.as_ref().map_or(0, Index::len);
        let output = changes.output.take();
        if output.is_none() && kept.len() == before {
            return Ok(());
        }
        let mut output = match output {
            Some(output) => output,
            None => Output::create(&self.folder, &self.head)?,
        };
        for path in &kept {
            if let Some(entry) = self.index.as_ref().and_then(|index| index.entry(path)) {
                output.add(path, &entry)?;
            }
        }
        output.take_place_of(&self.folder, &self.name)?;
        prune::prune(&self.folder, &self.name, MAX_CACHE_BYTES);
        Ok(())
    }

    fn changes(&self) -> std::sync::MutexGuard<'_, Changes> {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for CacheFile {
    fn drop(&mut self) {
        if let Some(output) = self.changes().output.take() {
            output.discard(&self.folder);
        }
    }
}

impl PageCache for CacheFile {
    fn find(&self, path: &str) -> Option<Vec<u8>> {
        self.index.as_ref()?.entry(path)
    }

    fn is_settled(&self, stamp: Stamp) -> bool {
        let index = self.index.as_ref();
        index.is_some_and(|index| stamp.is_before(index.written()))
    }

    fn keep(&self, path: &str) {
        self.changes().kept.push(path.into());
    }

    fn put(&self, path: &str, entry: &[u8]) {
        let mut changes = self.changes();
        if changes.failed.is_some() {
            return;
        }
        let output = match changes.output.take() {
            Some(output) => Ok(output),
            None => Output::create(&self.folder, &self.head),
        };
        let added = output.and_then(|mut output| match output.add(path, entry) {
            Ok(()) => Ok(output),
            Err(error) => {
                output.discard(&self.folder);
                Err(error)
            }
        });
        match added {
            Ok(output) => changes.output = Some(output),
            Err(error) => changes.failed = Some(error),
        }
    }

    fn hash(&self, text: &str) -> TextHash {
        let mut hash = Sha256::default();
        hash.add(text.as_bytes());
        hash.finish()
    }

    fn rule(&self, name: &str) -> Option<&'static str> {
        (self.rule)(name)
    }
}

/// Creates a folder that only its user can look into.
fn make_folder(folder: &Path) -> Result<(), FileError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    Ok(builder.create(folder)?)
}
