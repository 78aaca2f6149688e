//! Which files are pages, and how many bytes of them are read.

use std::fmt::Display;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::bounded::{most_of, open_regular, read_bounded};
use super::error::{FileError, Unreadable};
use crate::syntax::data::{Looks, is_data, is_json};
use crate::text::Source;

/// A page that a walk came upon.
pub(super) struct Found {
    pub(super) path: String,
    pub(super) real: PathBuf,
    pub(super) hidden: bool,
    pub(super) trouble: Option<Unreadable>,
}

/// A file that was read, if it is a page: Markdown, what the configuration includes, and YAML that looks like ATLAS's.
#[must_use]
pub fn page_of(path: &str, included: bool, bytes: Vec<u8>) -> Option<Source> {
    if is_data(path) && !included {
        let mut looks = Looks::default();
        looks.take(&bytes);
        if is_json(path) || !looks.official() {
            return None;
        }
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

/// Reads what a walk came upon, if it is a page. Of data that no configuration includes only YAML is looked at, part by part, and kept
/// only if it looks like ATLAS's.
pub(super) fn read(found: &Found, included: bool) -> Option<Source> {
    let path = found.path.as_str();
    let unread =
        |why: &dyn Display| Some(Source::unreadable(path, why.to_string()).include(included));
    let is_official = || match found.trouble {
        None => !is_json(path) && looks_official(&found.real),
        Some(_) => false,
    };
    if is_data(path) && !included && !is_official() {
        return None;
    }
    match &found.trouble {
        Some(why) => unread(why),
        None => match read_bounded(&found.real, most_of(path)) {
            Ok(bytes) => page_of(path, included, bytes),
            Err(why) => unread(&why),
        },
    }
}

/// Whether a file looks like ATLAS's. One that cannot be read is not known to.
fn looks_official(path: &Path) -> bool {
    let Ok(mut file) = open_regular(path) else {
        return false;
    };
    let mut looks = Looks::default();
    let mut part = vec![0; 1 << 16];
    while let Ok(read @ 1..) = file.read(&mut part) {
        looks.take(&part[..read]);
        if looks.official() {
            return true;
        }
    }
    false
}
