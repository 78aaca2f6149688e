//! Finds ATLAS ids in files that are not pages.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::bounded::{open_regular, read_bounded};
use super::error::FileError;
use super::limits::{MAX_SEARCHED_BYTES, MAX_SEARCHED_FILE, MAX_SEARCHED_FILES, MOST_PAGE};
use super::page::{FIRST_BYTES, is_binary};
use crate::parallel;
use crate::syntax::id;
use crate::text::path::{name_of, parent_of};

/// A file that may be searched.
pub(super) struct SearchableFile {
    pub(super) path: String,
    real: PathBuf,
}

/// Folders of third-party or generated files.
const FOLDERS: [&str; 8] = [
    "node_modules",
    "bower_components",
    "site-packages",
    "__pycache__",
    "venv",
    "vendor",
    "third_party",
    "target",
];

/// Extensions of binary files, which may be large and many.
const NOT_TEXT: [&str; 46] = [
    "7z", "avi", "avif", "bin", "bmp", "bz2", "class", "db", "dll", "doc", "docx", "eot", "epub",
    "exe", "flac", "gif", "gz", "heic", "ico", "jar", "jpeg", "jpg", "m4a", "mkv", "mov", "mp3",
    "mp4", "o", "odt", "ogg", "otf", "parquet", "pdf", "png", "pptx", "pyc", "so", "sqlite", "tar",
    "tiff", "ttf", "wav", "webm", "webp", "woff2", "zip",
];

impl SearchableFile {
    /// Returns a file of the vault, if it may be text that people of this repository wrote.
    pub(super) fn of(path: &str, real: PathBuf) -> Option<Self> {
        let (folders, name) = (parent_of(path), name_of(path));
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let is_binary = NOT_TEXT
            .iter()
            .any(|not| not.eq_ignore_ascii_case(extension));
        let is_foreign = folders.split('/').any(|folder| FOLDERS.contains(&folder));
        (!is_binary && !is_foreign).then(|| Self {
            path: path.to_owned(),
            real,
        })
    }
}

/// Returns the paths of the files that hold ids, and whether the limits left some unsearched. Which files are searched depends on
/// their paths and sizes only.
pub(super) fn with_ids(mut files: Vec<SearchableFile>, jobs: usize) -> (Vec<String>, bool) {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut partly = files.len() > MAX_SEARCHED_FILES;
    files.truncate(MAX_SEARCHED_FILES);
    let sizes = parallel::map(jobs, files.len(), |at| size(&files[at].real));
    let mut left = MAX_SEARCHED_BYTES;
    let mut searched = Vec::new();
    for (file, size) in files.into_iter().zip(sizes) {
        let Some(size) = size.filter(|&size| size > 0) else {
            continue;
        };
        if size > MAX_SEARCHED_FILE || size > left {
            partly = true;
            continue;
        }
        left -= size;
        searched.push(file);
    }
    let found = parallel::map(jobs, searched.len(), |at| {
        is_searched_text(&searched[at].real)
    });
    let found = searched.into_iter().zip(found);
    let found = found.filter(|(_, holds)| *holds).map(|(file, _)| file.path);
    (found.collect(), partly)
}

pub(super) fn size(path: &Path) -> Option<u64> {
    let metadata = std::fs::metadata(path).ok()?;
    metadata.is_file().then_some(metadata.len())
}

/// Returns whether a file is text with ATLAS ids. An unreadable file does not count.
fn is_searched_text(path: &Path) -> bool {
    let Ok(mut file) = open_regular(path) else {
        return false;
    };
    let mut bytes = Vec::with_capacity(FIRST_BYTES);
    let first = file
        .by_ref()
        .take(FIRST_BYTES as u64)
        .read_to_end(&mut bytes);
    if first.is_err() || is_binary(&bytes) {
        return false;
    }
    let rest = file.take(MAX_SEARCHED_FILE).read_to_end(&mut bytes);
    rest.is_ok() && id::is_in(&bytes)
}

/// Returns whether a file that the user named holds ATLAS ids.
///
/// # Errors
/// Why it cannot be read, in words.
pub fn holds_ids(path: &Path) -> Result<bool, FileError> {
    let bytes = read_bounded(path, MOST_PAGE)?;
    Ok(!is_binary(&bytes) && id::is_in(&bytes))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::SearchableFile;

    #[test]
    fn files_of_others_and_binary_files_are_not_searched() {
        let is_searched = |path: &str| SearchableFile::of(path, PathBuf::new()).is_some();
        for path in ["a.py", "Makefile", "src/target.rs", "png", "vendors/a.py"] {
            assert!(is_searched(path), "{path}");
        }
        for path in [
            "a.PNG",
            "x/a.tar.gz",
            "node_modules/a/b.js",
            "x/vendor/a.py",
            "target/debug/a.txt",
        ] {
            assert!(!is_searched(path), "{path}");
        }
    }
}
