//! The vault in a commit and in the index, read through git commands that neither write nor use the network.
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 error, ignored                            reasons why git does not answer; .gitignore of a commit
//! 1 command                                   git as a child process
//! 2 listing                                   the files of a commit or of the index
//! 3 links                                     targets of symbolic links in a listing
//! 4 read                                      the texts of a listing
//! ```

mod command;
mod error;
mod ignored;
mod links;
mod listing;
mod read;

use std::path::{Path, PathBuf};

use command::Git;
pub use error::GitError;
pub use listing::Listing;

use crate::disk;
use crate::text::Sources;
use crate::text::path::is_below_dot;

/// The repository around a vault.
pub struct Repository {
    git: Git,
    /// The vault from the root of the repository: empty, or with a slash at its end.
    prefix: String,
}

/// A change: the tree to check and the tree to compare it with.
pub struct Change {
    /// The vault after the change.
    pub after: Listing,
    /// The vault before the change; None if all of `after` is checked.
    pub before: Option<Listing>,
    /// Name of the other tree, for messages.
    pub against: String,
    /// Whether nothing is staged.
    pub empty: bool,
}

impl Repository {
    /// Opens the repository around a vault.
    ///
    /// # Errors
    /// There is no repository, or git fails.
    pub fn around(vault: &Path) -> Result<Self, GitError> {
        let git = Git::around(vault)?;
        let top = PathBuf::from(git.line(&["rev-parse", "--show-toplevel"])?);
        let top = disk::absolute(&top)?;
        let below = vault
            .strip_prefix(&top)
            .map_err(|_| GitError::OutsideWorkTree {
                vault: vault.to_path_buf(),
                work_tree: top.clone(),
            })?;
        let prefix = match disk::relative(Path::new(""), below) {
            below if below == "." => String::new(),
            below => format!("{below}/"),
        };
        Ok(Self { git, prefix })
    }

    /// Returns whether git tracks a file of the work tree.
    #[must_use]
    pub fn tracks(file: &Path) -> bool {
        let folder = file.parent().unwrap_or(file);
        let name = file.file_name().map(|name| name.to_string_lossy());
        let git = Git::around(folder);
        let asked = git.ok().zip(name).map(|(git, name)| {
            let below = folder.strip_prefix(git.folder()).unwrap_or(folder);
            let path = below.join(&*name);
            let path = path.to_string_lossy();
            git.output(&["ls-files", "--error-unmatch", "--", &path])
        });
        asked.is_some_and(|listed| listed.is_ok())
    }

    /// Lists the vault in a commit or tree. `REV...` means the merge base of REV and HEAD.
    ///
    /// # Errors
    /// The revision does not exist or cannot be read.
    pub fn revision(&self, named: &str) -> Result<Listing, GitError> {
        let tree = match named.strip_suffix("...") {
            Some(named) => self.merge_base(named, "HEAD")?,
            None => self.tree(named)?,
        };
        listing::of_tree(&self.git, &tree, &self.prefix)
    }

    fn merge_base(&self, a: &str, b: &str) -> Result<String, GitError> {
        let (a, b) = (self.commit(a)?, self.commit(b)?);
        self.git
            .line(&["merge-base", "--end-of-options", &a, &b])
            .map_err(|error| {
                self.or_shallow(match error {
                    // git prints nothing if there is no merge base.
                    GitError::Failed(why) if why.is_empty() => GitError::NoMergeBase(a, b),
                    error => error,
                })
            })
    }

    fn commit(&self, named: &str) -> Result<String, GitError> {
        self.object(named, "commit")
    }

    fn tree(&self, named: &str) -> Result<String, GitError> {
        self.object(named, "tree")
    }

    fn object(&self, named: &str, kind: &str) -> Result<String, GitError> {
        if named.is_empty() {
            return Err(GitError::EmptyRevision);
        }
        let wanted = format!("{named}^{{{kind}}}");
        self.git
            .line(&["rev-parse", "--verify", "--end-of-options", &wanted])
            .map_err(|error| {
                // This is what git prints if it has nothing else to say.
                let says_nothing =
                    matches!(&error, GitError::Failed(why) if why == "Needed a single revision");
                self.or_shallow(GitError::UnknownRevision {
                    named: named.to_owned(),
                    reason: (!says_nothing).then(|| Box::new(error)),
                })
            })
    }

    /// Wraps an error in [`GitError::Shallow`] if the clone is shallow.
    fn or_shallow(&self, error: GitError) -> GitError {
        let shallow = self.git.line(&["rev-parse", "--is-shallow-repository"]);
        if shallow.is_ok_and(|answer| answer == "true") {
            GitError::Shallow(Box::new(error))
        } else {
            error
        }
    }

    /// Returns the staged change, or the change of the commit range that pre-commit passes.
    ///
    /// # Errors
    /// If git cannot answer: its reason.
    pub fn staged(&self, hook: &HookEnvironment) -> Result<Change, GitError> {
        if let Some((from, to)) = &hook.range {
            let against = self.merge_base(from, to).or_else(|_| self.commit(from))?;
            return Ok(Change {
                after: listing::of_tree(&self.git, &self.tree(to)?, &self.prefix)?,
                before: Some(listing::of_tree(
                    &self.git,
                    &self.tree(&against)?,
                    &self.prefix,
                )?),
                against: from.clone(),
                empty: false,
            });
        }
        let (head, against) = match self.head()? {
            Some(head) => (head, "HEAD"),
            None => (self.git.empty_tree()?, "the empty tree"),
        };
        let before = listing::of_tree(&self.git, &head, &self.prefix)?;
        let after = listing::of_index(&self.git, &head, &self.prefix, &before)?;
        let empty = !listing::anything_staged(&self.git, &head)?;
        // `pre-commit run --all-files` on a clean checkout: no commit is under way, so the whole is meant.
        let whole = empty && hook.hook && !hook.committing;
        Ok(Change {
            after,
            before: (!whole).then_some(before),
            against: against.to_owned(),
            empty,
        })
    }

    /// Returns the checked-out commit; None before the first one.
    fn head(&self) -> Result<Option<String>, GitError> {
        let why = match self.commit("HEAD") {
            Ok(head) => return Ok(Some(head)),
            Err(why) => why,
        };
        let branch = self.git.line(&["symbolic-ref", "HEAD"])?;
        let known = self.git.line(&[
            "for-each-ref",
            "--count=1",
            "--format=%(objectname)",
            &branch,
        ])?;
        if known.is_empty() { Ok(None) } else { Err(why) }
    }

    /// Reads a vault from git's objects.
    ///
    /// # Errors
    /// An object is missing, for example in a partial clone.
    pub fn read(
        &self,
        listing: &Listing,
        root: &Path,
        included: &dyn Fn(&str) -> bool,
    ) -> Result<Sources, GitError> {
        read::sources(&self.git, listing, root, included)
    }

    /// Adds the files that a sparse checkout leaves out to a vault that was read from its folder.
    ///
    /// # Errors
    /// If git cannot answer: its reason.
    pub fn with_skipped(
        &self,
        sources: Sources,
        root: &Path,
        included: &dyn Fn(&str) -> bool,
    ) -> Result<Sources, GitError> {
        let missing = self.skipped(root)?;
        Ok(if missing.is_empty() {
            sources
        } else {
            sources.joined(self.read(&missing, root, included)?)
        })
    }

    /// Adds the files that a sparse checkout leaves out as link targets, which are not checked. Of missing objects only the paths
    /// are added.
    ///
    /// # Errors
    /// If git cannot answer: its reason.
    pub fn with_skipped_targets(
        &self,
        sources: Sources,
        root: &Path,
        included: &dyn Fn(&str) -> bool,
    ) -> Result<Sources, GitError> {
        let missing = self.skipped(root)?;
        let read = self.read(&missing, root, included);
        let paths = || missing.0.keys().filter(|path| !is_below_dot(path)).cloned();
        let more = read.map_or_else(
            |_| Sources::new(Vec::new(), paths().collect()),
            Sources::hidden,
        );
        Ok(sources.joined(more))
    }

    fn skipped(&self, root: &Path) -> Result<Listing, GitError> {
        let skipped = listing::skipped(&self.git, &self.prefix)?;
        Ok(skipped.without(|path| disk::is_there(&root.join(path))))
    }
}

/// Environment that pre-commit and git set for their hooks.
#[derive(Clone, Debug, Default)]
pub struct HookEnvironment {
    /// The commit range of `pre-commit --from-ref --to-ref`.
    pub range: Option<(String, String)>,
    /// Whether pre-commit runs the program.
    pub hook: bool,
    /// Whether git runs the hook of a commit in progress.
    pub committing: bool,
}

impl HookEnvironment {
    /// Reads the environment variables.
    #[must_use]
    pub fn from_env() -> Self {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        Self {
            range: set("PRE_COMMIT_FROM_REF").zip(set("PRE_COMMIT_TO_REF")),
            hook: set("PRE_COMMIT").is_some(),
            committing: std::env::var_os("GIT_INDEX_FILE").is_some(),
        }
    }
}
