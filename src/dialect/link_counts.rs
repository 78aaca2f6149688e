//! What the links of a vault show of its dialect.

use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

/// How many links of some pages lead to other files of their vault.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct LinkCounts {
    /// The wiki-links among them.
    pub wiki: usize,
    /// The Markdown links among them to a block, as only Obsidian has: `a.md#^1a2b3c`.
    pub blocks: usize,
    pub all: usize,
    /// The blocks of the pages that have an id.
    pub defined: usize,
}

impl AddAssign for LinkCounts {
    fn add_assign(&mut self, more: Self) {
        self.wiki += more.wiki;
        self.blocks += more.blocks;
        self.all += more.all;
        self.defined += more.defined;
    }
}
