//! Files outside a vault that links may lead to.

use std::fmt::Debug;
use std::sync::LazyLock;

use crate::dialect::Dialects;

/// Files that are not among a vault's sources: outside the vault, or below a folder whose name starts with a dot. All paths start
/// at the top: the root of the repository, or of the vault if there is none.
pub trait Outside: Debug + Sync {
    /// Returns whether a file or folder exists.
    fn exists(&self, path: &str) -> bool;
    /// Returns whether git ignores a path, so that a missing file there may be a generated one, or it is in a submodule.
    fn is_ignored(&self, path: &str) -> bool;
}

/// No files at all.
#[derive(Clone, Copy, Debug)]
pub struct Nothing;

impl Outside for Nothing {
    fn exists(&self, _: &str) -> bool {
        false
    }

    fn is_ignored(&self, _: &str) -> bool {
        false
    }
}

/// Dialects and files outside a vault, on which the resolution of links depends.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'s> {
    pub dialects: &'s Dialects,
    pub outside: &'s dyn Outside,
}

impl Default for Surroundings<'_> {
    /// Returns those of a vault of Obsidian, outside which is nothing.
    fn default() -> Self {
        static DIALECTS: LazyLock<Dialects> = LazyLock::new(Dialects::default);
        Self {
            dialects: &DIALECTS,
            outside: &Nothing,
        }
    }
}
