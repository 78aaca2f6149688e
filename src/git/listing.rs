//! The files of a vault in a tree or in the index.

use std::collections::BTreeMap;

use super::command::Git;
use super::error::GitError;

/// The files of a vault as git lists them, by their paths from the vault's root.
#[derive(Clone, Debug, Default)]
pub struct Listing(pub(super) BTreeMap<String, Entry>);

/// A file in git.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    /// The id of its object.
    pub(super) id: String,
    /// Where the object is: in the submodule at this path from the top, or in the repository itself.
    pub(super) submodule: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Link,
    Submodule,
}

impl Listing {
    /// Returns whether the listing is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a file. In names that are not UTF-8, invalid bytes are replaced, so two names may become equal.
    fn add(&mut self, path: &str, entry: Entry) -> Result<(), GitError> {
        match self.0.insert(path.to_owned(), entry) {
            None => Ok(()),
            Some(_) => Err(GitError::SamePath(path.to_owned())),
        }
    }

    /// Returns the listing without some files.
    #[must_use]
    pub fn without(self, left_out: impl Fn(&str) -> bool) -> Self {
        let keeps = |(path, _): &(String, Entry)| !left_out(path);
        Self(self.0.into_iter().filter(keeps).collect())
    }
}

impl Kind {
    fn of(mode: &str) -> Option<Self> {
        match mode {
            "120000" => Some(Self::Link),
            "160000" => Some(Self::Submodule),
            _ if mode.starts_with("100") => Some(Self::File),
            _ => None,
        }
    }
}

fn entry(mode: &str, id: &str) -> Option<Entry> {
    Some(Entry {
        kind: Kind::of(mode)?,
        id: id.to_owned(),
        submodule: None,
    })
}

/// Lists the files of a tree below a prefix.
pub(super) fn of_tree(git: &Git, tree: &str, prefix: &str) -> Result<Listing, GitError> {
    let mut args = vec!["ls-tree", "-r", "-z", "--full-tree", tree];
    if !prefix.is_empty() {
        args.extend(["--", prefix]);
    }
    let output = git.output(&args)?;
    let mut listing = Listing::default();
    for record in records(&output) {
        let (about, path) = record.split_once('\t').unwrap_or_default();
        let mut about = about.split(' ');
        let (mode, _, id) = (about.next(), about.next(), about.next());
        let found = mode.zip(id).and_then(|(mode, id)| entry(mode, id));
        if let (Some(found), Some(path)) = (found, path.strip_prefix(prefix)) {
            listing.add(path, found)?;
        }
    }
    with_submodules(git, listing, prefix)
}

/// Replaces submodules by their files. A submodule that is not checked out has none, as in the folder.
fn with_submodules(git: &Git, listing: Listing, prefix: &str) -> Result<Listing, GitError> {
    let is_one = |entry: &Entry| entry.kind == Kind::Submodule && entry.submodule.is_none();
    let (modules, mut files): (BTreeMap<_, _>, BTreeMap<_, _>) =
        listing.0.into_iter().partition(|(_, entry)| is_one(entry));
    for (path, module) in modules {
        let place = format!("{prefix}{path}");
        let Some(inner) = git.submodule(&place) else {
            continue;
        };
        let inside = of_tree(&inner, &module.id, "").map_err(|error| GitError::Submodule {
            path: place.clone(),
            error: Box::new(error),
        })?;
        for (name, entry) in inside.0 {
            let submodule = match &entry.submodule {
                Some(deeper) => format!("{place}/{deeper}"),
                None => place.clone(),
            };
            let entry = Entry {
                submodule: Some(submodule),
                ..entry
            };
            files.insert(format!("{path}/{name}"), entry);
        }
    }
    Ok(Listing(files))
}

/// Lists the files that a commit of the index on top of `head`, whose files are `before`, would contain. Files of `git add -N` are left
/// out.
pub(super) fn of_index(
    git: &Git,
    head: &str,
    prefix: &str,
    before: &Listing,
) -> Result<Listing, GitError> {
    let mut listing = before.clone();
    let (mut modules, mut added) = (Listing::default(), Listing::default());
    let mut args = DIFF.to_vec();
    args.extend(["--no-abbrev", "--no-renames", "-z", "--raw", head]);
    if !prefix.is_empty() {
        args.extend(["--", prefix]);
    }
    let output = git.output(&args)?;
    let mut records = records(&output);
    while let (Some(about), Some(path)) = (records.next(), records.next()) {
        let Some(path) = path.strip_prefix(prefix) else {
            continue;
        };
        // `:100644 100644 OLD NEW M`
        let about: Vec<&str> = about.trim_start_matches(':').split(' ').collect();
        let &[_, mode, _, id, status] = about.as_slice() else {
            continue;
        };
        if status.starts_with('U') {
            return Err(GitError::UnmergedIndex(path.to_owned()));
        }
        let below = format!("{path}/");
        listing
            .0
            .retain(|name, _| name != path && !name.starts_with(&below));
        match entry(mode, id) {
            Some(found) if found.kind == Kind::Submodule => {
                modules.0.insert(path.to_owned(), found);
            }
            Some(found) => added.add(path, found)?,
            None => {}
        }
    }
    listing.0.extend(added.0);
    listing.0.extend(with_submodules(git, modules, prefix)?.0);
    Ok(listing)
}

const DIFF: [&str; 4] = [
    "diff-index",
    "--cached",
    "--ita-invisible-in-index",
    "--ignore-submodules=none",
];

/// Returns whether the index differs from `head`.
pub(super) fn anything_staged(git: &Git, head: &str) -> Result<bool, GitError> {
    let mut args = DIFF.to_vec();
    args.extend(["--name-only", "-z", head]);
    git.output(&args).map(|output| !output.is_empty())
}

/// Lists the files of the index that a sparse checkout leaves out of the work tree.
pub(super) fn skipped(git: &Git, prefix: &str) -> Result<Listing, GitError> {
    let mut args = vec!["ls-files", "-t", "-s", "-z", "--full-name"];
    if !prefix.is_empty() {
        args.extend(["--", prefix]);
    }
    let output = git.output(&args)?;
    let mut listing = Listing::default();
    for record in records(&output).filter(|record| record.starts_with("S ")) {
        let (about, path) = record.split_once('\t').unwrap_or_default();
        let about: Vec<&str> = about.split(' ').collect();
        let (&[_, mode, id, _], Some(path)) = (about.as_slice(), path.strip_prefix(prefix)) else {
            continue;
        };
        if let Some(found) = entry(mode, id) {
            listing.0.insert(path.to_owned(), found);
        }
    }
    Ok(listing)
}

/// Splits output of git with `-z`. Invalid bytes in paths are replaced, as in paths of the file system.
fn records(output: &[u8]) -> impl Iterator<Item = String> {
    output
        .split(|&byte| byte == 0)
        .filter(|record| !record.is_empty())
        .map(|record| String::from_utf8_lossy(record).into_owned())
}
