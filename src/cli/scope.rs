//! Selects the pages to report on.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{CheckArgs, VaultArgs};
use super::error::Error;
use super::own_files::OwnFiles;
use super::setup::Setup;
use super::tree::Tree;
use super::unchecked::{no_page, refusal, vault_option};
use crate::config::FILE_NAME;
use crate::disk::{self, PlaceOptions};
use crate::text::path::{is_below_dot, name_of, parent_of};
use crate::text::{Source, Sources};

/// The pages to report on.
pub(super) struct Scope {
    hidden: HashSet<String>,
    excluded: globset::GlobSet,
    /// Pages that were named, and folders with whether what they hide is reported too.
    files: HashSet<String>,
    /// The named files that the vault does not know as text, with the paths as they were given.
    unknown: Vec<(String, PathBuf)>,
    /// The named files that are excluded, and reported all the same.
    pub(super) named_excluded: Vec<String>,
    folders: Vec<(String, bool)>,
    everything: bool,
}

impl Scope {
    /// Selects everything that is not hidden.
    pub(super) fn whole(setup: &Setup, sources: &Sources) -> Result<Self, Error> {
        Self::of(setup, sources, None, true)
    }

    fn of(
        setup: &Setup,
        sources: &Sources,
        stdin: Option<&str>,
        everything: bool,
    ) -> Result<Self, Error> {
        let scope = Self {
            hidden: sources
                .files()
                .iter()
                .filter(|file| file.is_hidden())
                .map(|file| file.path().to_owned())
                .collect(),
            excluded: setup.config.excluded()?,
            files: stdin.iter().map(|&path| path.to_owned()).collect(),
            unknown: Vec::new(),
            named_excluded: Vec::new(),
            folders: Vec::new(),
            everything,
        };
        if everything && sources.files().iter().all(|file| !scope.holds(file.path())) {
            return Err(Error::Message(scope.nothing_left(setup, sources)));
        }
        Ok(scope)
    }

    /// Returns why no file of the vault is reported.
    fn nothing_left(&self, setup: &Setup, sources: &Sources) -> String {
        let root = setup.place.root.display();
        let mut paths = sources.files().iter().map(|file| file.path());
        if sources.files().is_empty() {
            no_page(&setup.place.root, sources)
        } else if paths.any(|path| self.excluded.is_match(path)) {
            format!("every page of {root} is excluded; see `exclude` in {FILE_NAME}")
        } else {
            format!("every page of {root} is ignored by git, or part of an installed package")
        }
    }

    pub(super) fn new(
        setup: &Setup,
        tree: &Tree,
        args: &CheckArgs,
        stdin: Option<&str>,
    ) -> Result<Self, Error> {
        let sources = &tree.sources;
        let mut scope = Self::of(setup, sources, stdin, args.paths.is_empty())?;
        if stdin.is_some() {
            return Ok(scope);
        }
        for path in &args.paths {
            if args.change.staged && !disk::is_there(path) {
                scope.gone(setup, tree, path)?;
                continue;
            }
            let given = path;
            let path = disk::absolute(path)?;
            in_this_vault(setup, &path)?;
            // A folder around the vault, such as the folder of its configuration, selects all pages.
            if setup.place.root.starts_with(&path) {
                scope.everything = true;
            } else if path.is_dir() {
                disk::readable_folder(&path).map_err(Error::at(given))?;
                let folder = disk::relative(&setup.place.root, &path) + "/";
                let inside = |file: &&Arc<Source>| file.path().starts_with(&folder);
                let all_hidden = sources
                    .files()
                    .iter()
                    .filter(inside)
                    .all(|file| scope.is_out(file.path()));
                scope.folders.push((folder, all_hidden));
            } else {
                let below = disk::relative(&setup.place.root, &path);
                if sources.find(&below).is_none() {
                    // A named file must be readable, even if it is not a page.
                    disk::readable(&path).map_err(Error::at(&path))?;
                    scope.unknown.push((below.clone(), path));
                }
                if scope.excluded.is_match(&below) {
                    scope.named_excluded.push(below.clone());
                }
                scope.files.insert(below);
            }
        }
        scope.check_folders(&setup.place.root, sources, tree.older())?;
        Ok(scope)
    }

    /// Refuses folders without a page, if nothing else was named: nothing would be checked.
    fn check_folders(
        &self,
        root: &Path,
        sources: &Sources,
        older: Option<&Sources>,
    ) -> Result<(), Error> {
        let Some((folder, _)) = self.folders.first() else {
            return Ok(());
        };
        let has_page = |sources: &Sources| {
            let mut folders = self.folders.iter().map(|(folder, _)| folder);
            folders.any(|folder| {
                let mut files = sources.files().iter();
                files.any(|file| file.path().starts_with(folder))
            })
        };
        let is_named = self.everything || !self.files.is_empty();
        if is_named || has_page(sources) || older.is_some_and(has_page) {
            return Ok(());
        }
        let folder = folder.trim_end_matches('/');
        if is_below_dot(folder) {
            let option = vault_option(root, folder);
            return Err(Error::Message(format!(
                "{folder} is hidden and not checked: use {option}"
            )));
        }
        Err(Error::Message(format!("{folder} holds no page")))
    }

    /// Rejects a named file with ATLAS ids that is not a page: it would not be checked. Other files that are not pages are allowed, because
    /// they may come from a list of changed files.
    pub(super) fn refuse_unchecked(
        &self,
        root: &Path,
        unchecked: &[String],
        own: &OwnFiles,
    ) -> Result<(), Error> {
        let named = unchecked.iter().filter(|path| self.files.contains(*path));
        let mut refused: Vec<&str> = named.map(String::as_str).collect();
        for (below, path) in &self.unknown {
            if own.holds(below) || !disk::holds_ids(path).map_err(Error::at(path))? {
                continue;
            }
            if !path.starts_with(root) {
                return Err(outside(root, path));
            }
            refused.push(below);
        }
        refused.sort_unstable();
        refused.dedup();
        match refusal(root, &refused) {
            None => Ok(()),
            Some(why) => Err(Error::Message(why)),
        }
    }

    /// Adds a path that is not in the folder, but in the index or in the tree that it is compared with.
    fn gone(&mut self, setup: &Setup, tree: &Tree, path: &Path) -> Result<(), Error> {
        let below = disk::relative(&setup.place.root, &disk::absolute_of_gone(path)?.0);
        let folder = format!("{below}/");
        let has = |sources: &Sources| {
            let inside = |file: &Arc<Source>| file.path().starts_with(&folder);
            sources.find(&below).is_some() || sources.files().iter().any(inside)
        };
        if !has(&tree.sources) && !tree.older().is_some_and(has) {
            return Err(Error::Message(format!(
                "{}: no such file or folder, nor is one staged",
                path.display()
            )));
        }
        self.files.insert(below);
        self.folders.push((folder, false));
        Ok(())
    }

    /// Returns whether all pages that are not hidden are reported.
    pub(super) fn is_whole(&self) -> bool {
        self.everything
    }

    fn is_out(&self, path: &str) -> bool {
        self.hidden.contains(path) || self.excluded.is_match(path)
    }

    pub(super) fn holds(&self, path: &str) -> bool {
        if self.files.contains(path) {
            return true;
        }
        let out = self.is_out(path);
        (self.everything && !out)
            || self.folders.iter().any(|(folder, hidden_too)| {
                path.starts_with(folder.as_str()) && (*hidden_too || !out)
            })
    }
}

/// Returns the folders below `home` that Obsidian opens as vaults, without those inside another.
pub(super) fn obsidian_vaults(home: &Path, sources: &Sources) -> Vec<String> {
    let mut folders: BTreeSet<&str> = BTreeSet::new();
    for file in sources.files() {
        let path = file.path();
        let ends = path.match_indices('/').map(|(end, _)| end);
        folders.extend(ends.map(|end| &path[..end]));
    }
    let mut vaults: Vec<String> = Vec::new();
    for folder in folders {
        let is_inside = |vault: &String| folder.starts_with(&format!("{vault}/"));
        let is_vault = || disk::is_there(&home.join(folder).join(".obsidian"));
        if !vaults.iter().any(is_inside) && is_vault() {
            vaults.push(folder.to_owned());
        }
    }
    vaults
}

/// Refuses to write into a folder of vaults as if it were one: it has no configuration of its own, and folders in it have.
pub(super) fn refuse_several(
    setup: &Setup,
    place: &VaultArgs,
    sources: &Sources,
) -> Result<(), Error> {
    if setup.place.config.is_some() || place.no_config || place.vault.is_some() {
        return Ok(());
    }
    let is_config = |path: &&String| name_of(path) == FILE_NAME;
    let configs = sources.others().iter().filter(is_config);
    let vaults: Vec<&str> = configs.map(|path| parent_of(path)).collect();
    let Some((first, rest)) = vaults.split_first() else {
        return Ok(());
    };
    let root = setup.place.root.display();
    let (others, one) = match rest.len() {
        0 => (String::new(), "it"),
        1 => (format!(" and {}", rest[0]), "one of them"),
        more => (format!(" and {more} more"), "one of them"),
    };
    Err(Error::Message(format!(
        "{root} is not a vault, but holds the configuration of {first}{others}; run it in {one}, or with `--vault {first}`"
    )))
}

fn outside(root: &Path, path: &Path) -> Error {
    let (path, root) = (path.display(), root.display());
    Error::Message(format!("{path} lies outside the vault {root}"))
}

/// Rejects a path in another vault or outside of this repository. Any other path may come from a list of changed files, and selects
/// nothing.
fn in_this_vault(setup: &Setup, path: &Path) -> Result<(), Error> {
    let root = &setup.place.root;
    if path.starts_with(root) || root.starts_with(path) {
        return Ok(());
    }
    let around = disk::git_root(root);
    if !around.is_some_and(|around| path.starts_with(around)) {
        return Err(outside(root, path));
    }
    let theirs = disk::place::<Error>(path, &PlaceOptions::default(), &|_| Ok(None))?.config;
    match (theirs, &setup.place.config) {
        (Some(theirs), Some(ours)) if theirs != *ours => Err(Error::Message(format!(
            "{} lies in another vault, that of {}, and not in {}",
            path.display(),
            theirs.display(),
            root.display()
        ))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::Scope;

    /// Returns a scope in which `x/` is excluded and `hidden.md` is hidden.
    fn scope(files: &[&str], folders: &[(&str, bool)], everything: bool) -> Scope {
        let mut excluded = globset::GlobSetBuilder::new();
        excluded.add(globset::Glob::new("x/**").expect("a glob"));
        let folders = folders.iter();
        Scope {
            hidden: ["hidden.md".to_owned()].into(),
            excluded: excluded.build().expect("globs"),
            files: files.iter().map(|&path| path.to_owned()).collect(),
            unknown: Vec::new(),
            named_excluded: Vec::new(),
            folders: folders
                .map(|(folder, all)| ((*folder).to_owned(), *all))
                .collect(),
            everything,
        }
    }

    #[test]
    fn a_named_page_is_reported_even_if_it_is_left_out_otherwise() {
        let named = scope(&["x/a.md", "hidden.md"], &[], false);
        assert!(named.holds("x/a.md") && named.holds("hidden.md"));
        assert!(!named.holds("x/b.md") && !named.holds("c.md"));
        let whole = scope(&["x/a.md"], &[], true);
        assert!(whole.holds("x/a.md") && whole.holds("c.md"));
        assert!(!whole.holds("x/b.md") && !whole.holds("hidden.md"));
    }

    #[test]
    fn a_named_folder_holds_what_it_leaves_out_only_if_that_is_all_of_it() {
        let some = scope(&[], &[("x/", false), ("y/", false)], false);
        assert!(some.holds("y/a.md"));
        assert!(!some.holds("x/a.md") && !some.holds("yy/a.md"));
        let all = scope(&[], &[("x/", true)], false);
        assert!(all.holds("x/a.md") && !all.holds("y/a.md"));
    }
}
