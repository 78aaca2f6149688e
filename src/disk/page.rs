//! Decides which files are pages, and reads them.

use std::fmt::Display;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::bounded::{most_of, open_regular, read_bounded, read_listed};
use super::error::{FileError, Unreadable};
use super::limits::MOST_PAGE;
use super::paths::is_page;
use super::stamp::stamp_of;
use crate::syntax::document::{Form, OfficialDetector, is_data, is_json, may_be_known};
use crate::text::{Reader, Source, Stamp};

/// Number of bytes at the start of a file that decide whether it is text.
pub(super) const FIRST_BYTES: usize = 8192;

/// A possible page that the walk has found.
pub(super) struct Found {
    pub(super) path: String,
    pub(super) real: PathBuf,
    pub(super) hidden: bool,
    /// Whether the listing of its folder says that it is a regular file.
    pub(super) listed: bool,
    /// Whether it is read to see whether it is a page, if it is data that no configuration includes.
    pub(super) looks: bool,
    pub(super) trouble: Option<Unreadable>,
}

/// Returns the source if the file is a page: Markdown, text that the configuration includes, or data that has an ATLAS form.
#[must_use]
pub fn page_of(path: &str, included: bool, bytes: Vec<u8>) -> Option<Source> {
    if included {
        if Form::of(path) == Some(Form::Text) && is_binary(&bytes) {
            return None;
        }
    } else if is_data(path) {
        let form = Form::of(path).unwrap_or_default();
        let official = form == Form::Yaml && is_official(&bytes);
        if !official && !may_be_known(form, &bytes) {
            return None;
        }
    } else if !is_page(path) {
        return None;
    }
    let most = most_of(path);
    let source = if bytes.len() as u64 > most {
        let why = FileError::TooLarge { max_bytes: most };
        Source::unreadable(path, why.to_string())
    } else {
        Source::from_bytes(path, bytes)
    };
    Some(source.include(included))
}

/// Reader of the Markdown files of a vault, which are pages whatever they hold, so that none is read before its text is needed.
#[derive(Debug)]
pub(super) struct MarkdownFiles {
    pub(super) root: PathBuf,
}

impl Reader for MarkdownFiles {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        read_listed(&self.root.join(path), MOST_PAGE).map_err(|why| why.to_string())
    }

    fn stamp(&self, path: &str) -> Option<Stamp> {
        stamp_of(&self.root.join(path))
    }
}

/// Reader of a Markdown file that lies elsewhere than its path says.
#[derive(Debug)]
struct MarkdownFile(PathBuf);

impl Reader for MarkdownFile {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        read_bounded(&self.0, MOST_PAGE).map_err(|why| why.to_string())
    }

    fn stamp(&self, _: &str) -> Option<Stamp> {
        stamp_of(&self.0)
    }
}

/// Returns whether the first bytes of a file are not text. A glob may match images as well as the text it was written for.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    let first = &bytes[..bytes.len().min(FIRST_BYTES)];
    memchr::memchr(0, first).is_some()
}

fn is_official(bytes: &[u8]) -> bool {
    let mut detector = OfficialDetector::default();
    detector.scan(bytes);
    detector.matches()
}

/// Reads an entry of a walk, if it is a page. Data that no configuration includes is kept only if it looks like ATLAS's, or like the
/// data of a tool that is known.
pub(super) fn read(found: &Found, included: bool, files: &Arc<MarkdownFiles>) -> Option<Source> {
    let path = found.path.as_str();
    let unread =
        |why: &dyn Display| Some(Source::unreadable(path, why.to_string()).include(included));
    let by_looks = is_data(path) && !included;
    if by_looks && (found.trouble.is_some() || !found.looks) {
        return None;
    }
    let is_text = Form::of(path) == Some(Form::Text);
    if is_text && found.trouble.is_none() && starts_binary(&found.real) {
        return None;
    }
    match &found.trouble {
        Some(why) => unread(why),
        None if is_page(path) => {
            let is_there = files.root.join(path) == found.real;
            let reader: Arc<dyn Reader> = if found.listed && is_there {
                Arc::clone(files) as _
            } else {
                Arc::new(MarkdownFile(found.real.clone()))
            };
            Some(Source::deferred(path, reader).include(included))
        }
        None => match read_bounded(&found.real, most_of(path)) {
            Ok(bytes) => page_of(path, included, bytes),
            // What cannot be read is known to be a page only by the part that can.
            Err(_) if by_looks && (is_json(path) || !looks_official(&found.real)) => None,
            Err(why) => unread(&why),
        },
    }
}

/// Returns whether the first bytes of a file are readable and not text.
fn starts_binary(path: &Path) -> bool {
    let mut first = Vec::with_capacity(FIRST_BYTES);
    let read = open_regular(path)
        .and_then(|file| Ok(file.take(FIRST_BYTES as u64).read_to_end(&mut first)?));
    read.is_ok() && is_binary(&first)
}

/// Returns whether a file may have an ATLAS form. An unreadable file does not count.
fn looks_official(path: &Path) -> bool {
    let Ok(mut file) = open_regular(path) else {
        return false;
    };
    let mut detector = OfficialDetector::default();
    let mut part = vec![0; 1 << 16];
    while let Ok(read @ 1..) = file.read(&mut part) {
        detector.scan(&part[..read]);
        if detector.matches() {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::page_of;

    #[test]
    fn what_is_a_page_depends_on_its_name_its_bytes_and_the_configuration() {
        let is_page = |path: &str, included: bool, bytes: &[u8]| {
            page_of(path, included, bytes.to_vec()).is_some()
        };
        assert!(is_page("a.md", false, b""));
        assert!(!is_page("a.txt", false, b"AML.T0051"));
        assert!(is_page("a.txt", true, b"AML.T0051"));
        assert!(!is_page("a.txt", true, b"AML\0T0051"), "not text");
        assert!(!is_page("a.yaml", false, b"a: b\n"));
        assert!(is_page("a.yaml", true, b"a: b\n"));
        let technique = b"id: AML.T0051\nname: x\nobject-type: technique\n";
        assert!(is_page("a.yaml", false, technique));
    }
}
