//! Resolution of paths to a name in an open folder.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::error::FileError;
use super::folder::{EntryKind, Folder};
use super::paths::git_root;

/// A file name in an open folder. Later changes to the path do not affect it.
pub(super) struct ResolvedPath {
    pub(super) folder: Folder,
    pub(super) name: OsString,
    /// The path, with no symbolic link in any folder.
    pub(super) path: PathBuf,
}

impl ResolvedPath {
    /// Resolves a path from a folder. No part of the path may be a link.
    pub(super) fn inside(root: &Path, below: &Path) -> Result<Self, FileError> {
        Self::reached(root, below, false)
    }

    /// Resolves a path from a folder, and creates missing folders.
    pub(super) fn made_inside(root: &Path, below: &Path) -> Result<Self, FileError> {
        Self::reached(root, below, true)
    }

    fn reached(root: &Path, below: &Path, makes: bool) -> Result<Self, FileError> {
        let mut folder = Folder::open(root)?;
        let mut path = root.to_path_buf();
        let name = below.file_name().ok_or(FileError::NoFileName)?;
        let parts = below.parent().into_iter().flat_map(Path::components);
        for part in parts {
            let Component::Normal(part) = part else {
                return Err(FileError::PathNotNormal);
            };
            path.push(part);
            if makes
                && folder
                    .entry_kind(part)
                    .is_ok_and(|is| is == EntryKind::Nothing)
            {
                folder.make(part)?;
            }
            folder = entered(&folder, part, &path)?;
        }
        Ok(Self {
            folder,
            name: name.to_owned(),
            path: path.join(name),
        })
    }

    /// Resolves a path from the command line. Links on the way to the current folder or to a git work tree are followed; links
    /// inside of them may come from a checkout and are not.
    pub(super) fn named(path: &Path) -> Result<Self, FileError> {
        let name = path.file_name().ok_or(FileError::NoFileName)?;
        // A slash at the end is left out of the name.
        if path.as_os_str().as_encoded_bytes().ends_with(b"/") {
            return Err(FileError::TrailingSlash);
        }
        let here = fs::canonicalize(".")?;
        let mut real = here.clone();
        let parts = path.parent().into_iter().flat_map(Path::components);
        for part in parts {
            match part {
                Component::CurDir => {}
                Component::ParentDir => {
                    real.pop();
                }
                Component::Prefix(_) | Component::RootDir => real.push(part),
                Component::Normal(part) => real = stepped(&here, &real, part)?,
            }
        }
        let trusted = trusted(&here, &real).unwrap_or_else(|| real.clone());
        let below = real.strip_prefix(&trusted).unwrap_or(&real);
        Self::inside(&trusted, &below.join(name))
    }

    /// Returns the kind of the entry with this name.
    pub(super) fn entry_kind(&self) -> Result<EntryKind, FileError> {
        Ok(self.folder.entry_kind(&self.name)?)
    }

    /// Returns whether a link of this name may come from a checkout.
    pub(super) fn is_of_a_checkout(&self) -> bool {
        let folder = self.path.parent().unwrap_or(&self.path);
        fs::canonicalize(".").is_ok_and(|here| trusted(&here, folder).is_some())
    }
}

fn entered(folder: &Folder, part: &OsStr, path: &Path) -> Result<Folder, FileError> {
    folder.below(part).map_err(|error| {
        if folder
            .entry_kind(part)
            .is_ok_and(|is| is == EntryKind::Link)
        {
            FileError::SymlinkInPath(path.to_path_buf())
        } else {
            error.into()
        }
    })
}

/// Returns the real path of a subfolder.
fn stepped(here: &Path, folder: &Path, part: &OsStr) -> Result<PathBuf, FileError> {
    let next = folder.join(part);
    let there = fs::symlink_metadata(&next)?;
    if !there.is_symlink() {
        return Ok(next);
    }
    if trusted(here, folder).is_some() {
        return Err(FileError::SymlinkInPath(next));
    }
    Ok(fs::canonicalize(next)?)
}

/// Returns the outermost folder whose content may come from a checkout: the current folder or the root of a work tree.
fn trusted(here: &Path, folder: &Path) -> Option<PathBuf> {
    let roots = [Some(here.to_path_buf()), git_root(here), git_root(folder)];
    // Everything lies below the root of the file system, the links of the system too.
    let around = |root: &PathBuf| root.parent().is_some() && folder.starts_with(root);
    let roots = roots.into_iter().flatten().filter(around);
    roots.min_by_key(|root| root.components().count())
}

/// Returns whether a path is a pipe or device, or a link of the system to an open descriptor.
pub(super) fn is_stream(path: &Path) -> io::Result<bool> {
    let there = fs::metadata(path)?;
    let of_system = ["/dev", "/proc"].iter().any(|own| path.starts_with(own));
    Ok(!there.is_dir() && (!there.is_file() || of_system))
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::trusted;

    // These folders do not exist, so there is no work tree around them.
    #[test]
    fn what_is_below_the_current_folder_may_come_from_a_checkout() {
        let of = |here: &str, folder: &str| trusted(Path::new(here), Path::new(folder));
        let here = Some(PathBuf::from("/no/kb"));
        assert_eq!(of("/no/kb", "/no/kb/a/b"), here);
        assert_eq!(of("/no/kb", "/no/kb"), here);
        assert_eq!(of("/no/kb", "/no/kb-2"), None);
        assert_eq!(of("/no/kb", "/no"), None);
        assert_eq!(of("/", "/no/kb"), None, "everything is below it");
    }
}
