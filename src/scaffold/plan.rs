//! What a plan writes.

use std::collections::BTreeMap;

use crate::text::Sources;

/// New and changed files of a vault.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The new page or file that was asked for, which is the first of `files`.
    pub path: String,
    pub files: Vec<Change>,
    /// What the user has to know or to do.
    pub notes: Vec<String>,
}

/// A change of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Relative to the root of the vault.
    pub path: String,
    /// Its text; `None` if the file is new.
    pub before: Option<String>,
    pub after: String,
}

impl Plan {
    /// Returns the plan that gives the files of a vault these texts, by path.
    pub(super) fn of(sources: &Sources, path: &str, texts: BTreeMap<String, String>) -> Self {
        let change = |(path, after): (String, String)| {
            let file = sources.find(&path);
            let before = file.map(|file| sources.get(file).text().to_owned());
            Change {
                path,
                before,
                after,
            }
        };
        let mut files: Vec<Change> = texts.into_iter().map(change).collect();
        files.sort_by_key(|change| change.path != path);
        Self {
            path: path.to_owned(),
            files,
            notes: Vec::new(),
        }
    }

    /// Puts all files below a folder.
    pub fn move_below(&mut self, folder: &str) {
        let paths = self.files.iter_mut().map(|change| &mut change.path);
        for path in paths.chain([&mut self.path]) {
            *path = format!("{folder}/{path}");
        }
    }
}
