//! Where the vault of a run lies.

use std::fs;
use std::path::{Path, PathBuf};

use super::absolute;
use crate::config::FILE_NAME;

/// Where the vault of a run lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its root, absolute.
    pub root: PathBuf,
    /// Its configuration.
    pub config: Option<PathBuf>,
}

/// How the command line narrows the search for a vault.
#[derive(Clone, Debug, Default)]
pub struct Given<'a> {
    /// `--vault`
    pub vault: Option<&'a Path>,
    /// `--config`
    pub config: Option<&'a Path>,
    /// `--no-config`
    pub no_config: bool,
}

/// The vault around `path`, which exists. `vault_key` reads the `vault:` key of a configuration.
///
/// # Errors
/// A folder or configuration that is not there, in words for stderr.
pub fn place(
    path: &Path,
    given: &Given<'_>,
    vault_key: &dyn Fn(&Path) -> Result<Option<String>, String>,
) -> Result<Place, String> {
    let start = absolute(path)?;
    let folder = if start.is_dir() {
        start.as_path()
    } else {
        start.parent().unwrap_or(&start)
    };
    let git_root = git_root(folder);
    let config = match (given.config, given.no_config) {
        (_, true) => None,
        (Some(config), false) => Some(absolute(config)?),
        (None, false) => match given.vault {
            Some(vault) => nearest_config(&absolute(vault)?, git_root.as_deref())?,
            None => nearest_config(folder, git_root.as_deref())?,
        },
    };
    if let Some(vault) = given.vault {
        let root = absolute(vault)?;
        return if root.is_dir() {
            Ok(Place { root, config })
        } else {
            Err(format!("{} is not a folder", vault.display()))
        };
    }
    if let Some(config) = config {
        let home = config.parent().unwrap_or(Path::new("/"));
        let root = match vault_key(&config)? {
            Some(vault) => {
                let root = home.join(&vault);
                let shown = format!("{}: `vault: {vault}` is not a folder", config.display());
                fs::canonicalize(root)
                    .ok()
                    .filter(|root| root.is_dir())
                    .ok_or(shown)?
            }
            None => home.to_path_buf(),
        };
        return Ok(Place {
            root,
            config: Some(config),
        });
    }
    let obsidian = folder
        .ancestors()
        .find(|folder| folder.join(".obsidian").is_dir());
    let root = match (obsidian, start.is_dir() && !is_current(path)) {
        (Some(root), _) => root.to_path_buf(),
        (None, true) => start,
        (None, false) => {
            if let Some(root) = git_root {
                root
            } else {
                let current = absolute(Path::new("."))?;
                if start.starts_with(&current) {
                    current
                } else {
                    folder.to_path_buf()
                }
            }
        }
    };
    Ok(Place { root, config: None })
}

/// Whether the path stands for "here", which names no vault root of its own.
fn is_current(path: &Path) -> bool {
    path.as_os_str().is_empty()
}

/// The nearest configuration from a folder upward, no further than the git root.
fn nearest_config(folder: &Path, git_root: Option<&Path>) -> Result<Option<PathBuf>, String> {
    for folder in folder.ancestors() {
        for wrong in ["atlas-lint.yml", ".atlas-lint.yaml", ".atlas-lint.yml"] {
            let wrong = folder.join(wrong);
            if wrong.is_file() {
                return Err(format!(
                    "{} is not read: rename it to {FILE_NAME}",
                    wrong.display()
                ));
            }
        }
        let config = folder.join(FILE_NAME);
        if config.is_file() {
            return Ok(Some(config));
        }
        if Some(folder) == git_root {
            break;
        }
    }
    Ok(None)
}

/// The root of the git work tree around a folder: where `.git` lies.
#[must_use]
pub fn git_root(folder: &Path) -> Option<PathBuf> {
    folder
        .ancestors()
        .find(|folder| folder.join(".git").exists())
        .map(Path::to_path_buf)
}
