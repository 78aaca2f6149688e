//! Atomic writes: a file gets its whole new content or stays unchanged. All files are written this way.
//!
//! The text is written to a temporary file next to the target, which is then renamed. If the target must still have the content that
//! was read, it is compared last: where the system can exchange two names in one step (Linux and macOS, on their usual file systems),
//! the old file is compared after the exchange, so that no save of another program is lost. Elsewhere (Windows, some network file
//! systems) it is compared and then replaced, and a save between the two steps is lost.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, BufWriter, Read, Write};
use std::path::PathBuf;
use std::sync::Mutex;

use super::bounded::regular;
use super::error::FileError;
use super::folder::{Attributes, EntryKind, Folder};
use super::resolved_path::ResolvedPath;

/// Start and end of the names of temporary files.
const START: &str = ".atlas-lint-";
const END: &str = ".tmp";

/// Policy for a path that already exists. A new file gets its mode from the umask; a replaced file keeps its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overwrite {
    /// Fail if the path exists.
    Never,
    /// Replace a regular file.
    Allow,
}

/// Writes a file: everything that `fill` writes, or nothing.
pub(super) fn put(
    target: &ResolvedPath,
    overwrite: Overwrite,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), FileError> {
    let attributes = match target.entry_kind()? {
        EntryKind::Nothing => None,
        _ if overwrite == Overwrite::Never => {
            return Err(FileError::Exists);
        }
        _ => Some(writable(target, &opened(target)?)?),
    };
    let temporary = filled(target, attributes.as_ref(), fill)?;
    let name = target.name.as_os_str();
    match overwrite {
        Overwrite::Never => Ok(temporary.take(name)?),
        Overwrite::Allow => temporary.replace(name),
    }
}

/// Replaces a file if its content is still `before`.
pub(super) fn rewrite(target: &ResolvedPath, before: &str, after: &str) -> Result<(), FileError> {
    let attributes = unchanged(target, before)?;
    let temporary = filled(target, Some(&attributes), |out| {
        out.write_all(after.as_bytes())
    })?;
    exchange(target, temporary, before.as_bytes(), after.as_bytes())
}

/// Checks that a file still has the content that was read, and is writable.
pub(super) fn unchanged(target: &ResolvedPath, before: &str) -> Result<Attributes, FileError> {
    let file = opened(target)?;
    if !holds(&file, before.as_bytes())? {
        return Err(FileError::Changed);
    }
    writable(target, &file)
}

/// Opens an existing regular file.
fn opened(target: &ResolvedPath) -> Result<File, FileError> {
    match target.entry_kind()? {
        EntryKind::Nothing => return Err(FileError::not_found()),
        EntryKind::Link => return Err(FileError::Symlink),
        EntryKind::Folder => return Err(FileError::IsFolder),
        EntryKind::Other => return Err(FileError::NotRegular),
        EntryKind::File => {}
    }
    let file = target.folder.file(&target.name)?;
    regular(&file)?;
    Ok(file)
}

/// Rejects a read-only file. Its folder would allow replacing it, but its owner did not mean to.
fn writable(target: &ResolvedPath, file: &File) -> Result<Attributes, FileError> {
    let attributes = Attributes::of(file)?;
    if attributes.is_read_only() {
        return Err(FileError::ReadOnly);
    }
    target.folder.writable(&target.name)?;
    Ok(attributes)
}

/// Returns whether a file has exactly these bytes.
fn holds(file: &File, bytes: &[u8]) -> io::Result<bool> {
    let mut found = Vec::with_capacity(bytes.len() + 1);
    file.take(bytes.len() as u64 + 1).read_to_end(&mut found)?;
    Ok(found == bytes)
}

/// Creates a temporary file next to the target, with the new text and the attributes of the old file.
fn filled<'s>(
    target: &'s ResolvedPath,
    attributes: Option<&Attributes>,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<Temporary<'s>, FileError> {
    let make = || {
        let temporary = Temporary::create(&target.folder, attributes.is_some())?;
        clean(target, &temporary.file);
        let mut out = BufWriter::new(&temporary.file);
        fill(&mut out)?;
        out.flush()?;
        drop(out);
        if let Some(attributes) = attributes {
            attributes.give_to(&temporary.file)?;
        }
        temporary.file.sync_all()?;
        Ok(temporary)
    };
    make().map_err(|error: io::Error| error.into())
}

/// Replaces a file by exchanging names. The old file is deleted only if its content is what was read.
fn exchange(
    target: &ResolvedPath,
    temporary: Temporary<'_>,
    before: &[u8],
    after: &[u8],
) -> Result<(), FileError> {
    let (folder, name) = (&target.folder, target.name.as_os_str());
    let is = |at: &OsStr, bytes: &[u8]| -> io::Result<bool> {
        let file = folder.file(at)?;
        Ok(regular(&file).is_ok() && holds(&file, bytes)?)
    };
    if !folder.exchange(&temporary.name, name)? {
        return if is(name, before)? {
            temporary.replace(name)
        } else {
            Err(FileError::Changed)
        };
    }
    // From here on the name may be that of a file of somebody else.
    let out = temporary.released();
    match is(&out, before) {
        Ok(true) => return Ok(folder.remove(&out)?),
        // Another run removed it, because it had not been written to for a day.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        _ => {}
    }
    let is_back = folder.exchange(&out, name).is_ok();
    if is_back && is(&out, after).unwrap_or_default() {
        // Our own text is left next to it if it cannot be removed; that does no harm.
        let _ = folder.remove(&out);
        return Err(FileError::Changed);
    }
    if is_back {
        // It was saved once more: the latest save is kept, and the others are not ours to remove.
        let _ = folder.exchange(&out, name);
        let saved = |at: &OsStr| folder.file(at)?.metadata()?.modified();
        if saved(&out)
            .and_then(|out| Ok(out > saved(name)?))
            .unwrap_or_default()
        {
            let _ = folder.exchange(&out, name);
        }
    }
    let kept = random_name(".kept");
    let kept = folder.take(&out, &kept).map_or(out, |()| kept);
    let kept = target.path.with_file_name(kept);
    Err(FileError::ChangedTwice { kept })
}

/// Temporary file, deleted on drop unless it was renamed.
struct Temporary<'f> {
    folder: &'f Folder,
    name: OsString,
    file: File,
    /// Whether the name no longer belongs to this file.
    gone: bool,
}

impl<'f> Temporary<'f> {
    fn create(folder: &'f Folder, private: bool) -> io::Result<Self> {
        loop {
            let name = random_name(END);
            match folder.create(&name, private) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                file => {
                    return Ok(Self {
                        folder,
                        name,
                        file: file?,
                        gone: false,
                    });
                }
            }
        }
    }

    fn replace(mut self, name: &OsStr) -> Result<(), FileError> {
        let renamed = self.folder.replace(&self.name, name);
        self.gone = renamed.is_ok();
        // A file that a container mounts by itself, for one.
        renamed.map_err(FileError::NotReplaced)
    }

    fn take(mut self, name: &OsStr) -> io::Result<()> {
        let renamed = self.folder.take(&self.name, name);
        self.gone = renamed.is_ok();
        renamed
    }

    /// Returns its name, and keeps the file.
    fn released(mut self) -> OsString {
        self.gone = true;
        self.name.clone()
    }
}

impl Drop for Temporary<'_> {
    fn drop(&mut self) {
        if !self.gone {
            // The next run of another day clears away what cannot be removed now.
            let _ = self.folder.remove(&self.name);
        }
    }
}

/// Returns an unpredictable name part, so that nobody can create the file first.
fn random_name(end: &str) -> OsString {
    let random = RandomState::new().build_hasher().finish();
    format!("{START}{random:016x}{end}").into()
}

/// Deletes temporary files that killed runs left in a folder. Runs once per folder and only deletes files of this user older than a day.
fn clean(target: &ResolvedPath, new: &File) {
    static CLEANED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let folder = target.path.parent().unwrap_or(&target.path);
    let is_first = CLEANED
        .lock()
        .is_ok_and(|mut cleaned| cleaned.insert(folder.to_path_buf()));
    let Ok(new) = Attributes::of(new) else { return };
    if !is_first {
        return;
    }
    for name in target.folder.names().unwrap_or_default() {
        let is_old = || {
            let file = target.folder.file(&name).ok()?;
            regular(&file).ok()?;
            Some(new.is_a_day_after(&Attributes::of(&file).ok()?))
        };
        if is_temporary(&name) && is_old() == Some(true) {
            let _ = target.folder.remove(&name);
        }
    }
}

fn is_temporary(name: &OsStr) -> bool {
    let random = name.to_str().and_then(|name| {
        let random = name.strip_prefix(START)?;
        random.strip_suffix(END)
    });
    random.is_some_and(|random| {
        !random.is_empty() && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::{END, is_temporary, random_name};

    #[test]
    fn only_temporary_files_of_this_program_are_cleared_away() {
        assert!(is_temporary(&random_name(END)));
        assert_ne!(random_name(END), random_name(END));
        assert!(!is_temporary(&random_name(".kept")), "a save of somebody");
        for other in [
            ".atlas-lint-.tmp",
            ".atlas-lint-my notes.tmp",
            ".atlas-lint-a.b.tmp",
            "atlas-lint-0a.tmp",
            ".atlas-lint-0a.tmp.md",
            "notes.tmp",
        ] {
            assert!(!is_temporary(OsStr::new(other)), "{other}");
        }
    }
}
