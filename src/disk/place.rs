//! Locates the vault of a run and the files that belong to it.

use std::fs;
use std::path::{Path, PathBuf};

use super::bounded::read_bounded;
use super::error::{BaselineKeyError, BaselineKeyProblem, PlaceError};
use super::limits::MOST_DATA;
use super::paths::{absolute, git_root, is_page};
use crate::catalog::IMPORTS_FILE;
use crate::config::FILE_NAME;

/// Location of the vault of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The root, as an absolute path.
    pub root: PathBuf,
    /// The configuration file, if there is one.
    pub config: Option<PathBuf>,
}

impl Place {
    /// Returns the folder that paths in the configuration are relative to.
    #[must_use]
    pub fn home(&self) -> &Path {
        let home = self.config.as_deref().and_then(Path::parent);
        home.unwrap_or(&self.root)
    }

    /// Returns the folder that paths in the configuration may not leave: the repository, or else the folder of the configuration.
    /// A configuration is untrusted, so it does not decide which other files are read or written.
    #[must_use]
    pub fn reach(&self) -> PathBuf {
        let home = self.home();
        git_root(home).unwrap_or_else(|| home.to_path_buf())
    }

    /// Returns a phrase for that folder, for messages.
    #[must_use]
    pub fn reach_in_words(&self) -> &'static str {
        match git_root(self.home()) {
            Some(_) => "this repository",
            None => "the folder of the configuration",
        }
    }
}

/// Options of the search for a vault.
#[derive(Clone, Debug, Default)]
pub struct PlaceOptions<'a> {
    /// `--vault`
    pub vault: Option<&'a Path>,
    /// `--config`
    pub config: Option<&'a Path>,
    /// `--no-config`
    pub no_config: bool,
}

/// Finds the vault around `path`, which exists. `vault_key` reads the `vault:` key of a configuration.
///
/// # Errors
/// A folder or configuration that is not there, in words for stderr.
pub fn place<E: From<PlaceError>>(
    path: &Path,
    given: &PlaceOptions<'_>,
    vault_key: &dyn Fn(&Path) -> Result<Option<String>, E>,
) -> Result<Place, E> {
    let start = absolute(path).map_err(PlaceError::from)?;
    let folder = if start.is_dir() {
        start.as_path()
    } else {
        start.parent().unwrap_or(&start)
    };
    let named = given.vault.map(absolute).transpose();
    let named = named.map_err(PlaceError::from)?;
    let search_from = named.as_deref().unwrap_or(folder);
    let git_root = git_root(search_from);
    let config = match (given.config, given.no_config) {
        (_, true) => None,
        (Some(config), false) => Some(absolute(config).map_err(PlaceError::from)?),
        (None, false) => nearest_config(search_from)?,
    };
    if let Some(root) = named {
        return if root.is_dir() {
            Ok(Place { root, config })
        } else {
            Err(PlaceError::NotFolder(root).into())
        };
    }
    if let Some(config) = config {
        let key = vault_key(&config)?;
        let root = configured_root(&config, key.as_deref())?;
        return Ok(Place {
            root,
            config: Some(config),
        });
    }
    let obsidian = folder
        .ancestors()
        .find(|folder| folder.join(".obsidian").is_dir());
    // A folder only narrows what is reported: each of its pages is judged as it would be alone.
    let root = match (obsidian, git_root) {
        (Some(root), _) => root.to_path_buf(),
        (None, Some(root)) => root,
        (None, None) => {
            let current = absolute(Path::new(".")).map_err(PlaceError::from)?;
            if start.starts_with(&current) {
                current
            } else {
                folder.to_path_buf()
            }
        }
    };
    Ok(Place { root, config: None })
}

/// Returns the root that a configuration names, or its own folder. The root must be in the same repository or below the
/// configuration, which is untrusted.
fn configured_root(config: &Path, key: Option<&str>) -> Result<PathBuf, PlaceError> {
    let home = config.parent().unwrap_or(Path::new("/"));
    let Some(key) = key else {
        return Ok(home.to_path_buf());
    };
    let fail = |why: &'static str| {
        Err(PlaceError::VaultKey {
            config: config.to_path_buf(),
            key: key.to_owned(),
            why,
        })
    };
    match fs::canonicalize(home.join(key)) {
        Ok(root) if !root.is_dir() => fail("is not a folder"),
        Ok(root) if root.components().any(|part| part.as_os_str() == ".git") => {
            fail("is a folder of git's own")
        }
        Ok(root) if root.starts_with(git_root(home).as_deref().unwrap_or(home)) => Ok(root),
        Ok(_) => fail("lies outside this repository"),
        Err(_) => fail("is not a folder"),
    }
}

/// Returns the folder and its parents whose files may configure it: up to the git root or, without one, up to the home folder and
/// the boundary of the file system. Folders above those may belong to other users.
pub(super) fn around(folder: &Path) -> Vec<&Path> {
    let git_root = git_root(folder);
    let home = || fs::canonicalize(std::env::home_dir()?).ok();
    let top = git_root.clone().or_else(home);
    let mut found = Vec::new();
    for around in folder.ancestors() {
        if git_root.is_none() && !same_file_system(folder, around) {
            break;
        }
        found.push(around);
        if top.as_deref() == Some(around) {
            break;
        }
    }
    found
}

#[cfg(unix)]
fn same_file_system(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let system = |path| fs::metadata(path).map(|there| there.dev()).ok();
    system(a) == system(b)
}

#[cfg(not(unix))]
fn same_file_system(_: &Path, _: &Path) -> bool {
    // Another drive has a root of its own.
    true
}

/// Finds the nearest configuration at or above a folder.
fn nearest_config(folder: &Path) -> Result<Option<PathBuf>, PlaceError> {
    for folder in around(folder) {
        for wrong in ["atlas-lint.yml", ".atlas-lint.yaml", ".atlas-lint.yml"] {
            let wrong = folder.join(wrong);
            if wrong.is_file() {
                return Err(PlaceError::ConfigName(wrong));
            }
        }
        let config = folder.join(FILE_NAME);
        if let Ok(metadata) = fs::symlink_metadata(&config) {
            // A link could have the program quote any file of the machine.
            if metadata.is_symlink() {
                return Err(PlaceError::ConfigIsSymlink(config));
            }
            return Ok(Some(config));
        }
    }
    Ok(None)
}

/// Returns whether the work tree around a folder is a sparse checkout. Files that it leaves out are not missing.
#[must_use]
pub fn is_sparse(folder: &Path) -> bool {
    let Some(top) = git_root(folder) else {
        return false;
    };
    let dot = top.join(".git");
    // In a linked work tree and in a submodule it is a file that says where to look.
    let home = read_bounded(&dot, MOST_DATA).ok().and_then(|bytes| {
        let text = String::from_utf8(bytes).ok()?;
        let home = text.strip_prefix("gitdir:")?.trim();
        Some(top.join(home))
    });
    home.unwrap_or(dot).join("info/sparse-checkout").is_file()
}

/// Returns the file of the baseline that a configuration names. It must be in the same repository, or below the configuration:
/// write access to that file must not extend to other files.
///
/// # Errors
/// If it lies elsewhere, or its folder is not there.
pub fn baseline_file(place: &Place, named: &str) -> Result<PathBuf, BaselineKeyError> {
    let fail = |why: BaselineKeyProblem| BaselineKeyError {
        named: named.to_owned(),
        why,
    };
    let path = place.home().join(named);
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(fail(BaselineKeyProblem::NoFileName));
    };
    let folder = fs::canonicalize(folder).map_err(|_| fail(BaselineKeyProblem::NoFolder))?;
    if is_page(named) || folder.components().any(|part| part.as_os_str() == ".git") {
        return Err(fail(BaselineKeyProblem::PageOrGit));
    }
    if !folder.starts_with(place.reach()) {
        return Err(fail(BaselineKeyProblem::Outside(place.reach_in_words())));
    }
    Ok(folder.join(name))
}

/// Returns the file of the imported releases of a vault: the nearest one from its configuration upward, or from its root without a
/// configuration, up to the git root. If there is none, returns the path of a new one.
#[must_use]
pub fn imports_file(place: &Place) -> PathBuf {
    let git_root = git_root(&place.root);
    // The catalog next to a configuration outside of the repository is not used.
    let is_near = |folder: &&Path| match &git_root {
        Some(git_root) => folder.starts_with(git_root),
        None => place.root.starts_with(folder) || folder.starts_with(&place.root),
    };
    let home = place.config.as_deref().and_then(Path::parent);
    let start = home.filter(is_near).unwrap_or(&place.root);
    let around = start.ancestors().take_while(|folder| {
        let inside = git_root
            .as_ref()
            .is_some_and(|root| folder.starts_with(root));
        inside || *folder == start
    });
    let files = around.map(|folder| folder.join(IMPORTS_FILE));
    let mut there = files.filter(|file| fs::symlink_metadata(file).is_ok());
    there.next().unwrap_or_else(|| start.join(IMPORTS_FILE))
}

/// Returns the nearest folder above a file with a file of this name. Stops where the search for a configuration stops.
#[must_use]
pub fn folder_with(path: &Path, name: &str) -> Option<PathBuf> {
    let path = absolute(path).ok()?;
    let mut folders = around(path.parent()?).into_iter();
    let folder = folders.find(|folder| folder.join(name).is_file());
    folder.map(Path::to_path_buf)
}
