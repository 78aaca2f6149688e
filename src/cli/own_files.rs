//! Files that this program writes beside the pages: baselines, reports and imported releases. They hold ids and are never to be included.

use std::path::{Path, PathBuf};

use super::args::{Format, Output};
use super::baseline::{BaselineFile, DEFAULT_NAME, is_baseline};
use super::stale_report;
use crate::catalog::IMPORTS_FILE;
use crate::disk;
use crate::text::path::name_of;

/// Files of this program that a run knows.
pub(super) struct OwnFiles {
    root: PathBuf,
    paths: Vec<PathBuf>,
}

/// Formats of reports that are not text for people.
const OF_MACHINES: [Format; 4] = [Format::Json, Format::Sarif, Format::Gitlab, Format::Junit];

impl OwnFiles {
    pub(super) fn of(root: &Path, outputs: &[Output], baseline: Option<&BaselineFile>) -> Self {
        let outputs = outputs
            .iter()
            .map(|output| disk::absolute_or_new(&output.file));
        let baseline = baseline.map(|baseline| baseline.path.clone());
        Self {
            root: root.to_path_buf(),
            paths: outputs.chain(baseline).collect(),
        }
    }

    /// Returns whether the file at a path of the vault is one of them: named in this run, or known by its name or its start.
    pub(super) fn holds(&self, below: &str) -> bool {
        let path = self.root.join(below);
        [DEFAULT_NAME, IMPORTS_FILE].contains(&name_of(below))
            || self.paths.contains(&path)
            || is_known(&path)
    }
}

fn is_known(path: &Path) -> bool {
    let Ok(start) = disk::start_of(path) else {
        return false;
    };
    let start = String::from_utf8_lossy(&start);
    is_baseline(&start)
        || OF_MACHINES
            .iter()
            .any(|format| stale_report::begins(*format, &start))
}
