//! Keeps a cache folder small.

use std::ffi::{OsStr, OsString};
use std::time::{Duration, SystemTime};

use super::END;
use crate::disk::folder::Folder;

/// A run that was killed left such a file, if it is that old.
const A_DAY: Duration = Duration::from_secs(86_400);

/// Deletes the oldest cache files until all have at most `most` bytes, but never the one called `own`, and what killed runs left. Other
/// files of the folder stay.
pub(super) fn prune(folder: &Folder, own: &OsStr, most: u64) {
    let mut files: Vec<(SystemTime, u64, OsString)> = Vec::new();
    for name in folder.names().unwrap_or_default() {
        let text = name.to_str().unwrap_or_default();
        let (is_cache, is_left) = (
            is_named(text, "", END),
            is_named(text, ".atlas-lint-", ".tmp"),
        );
        if !is_cache && !is_left {
            continue;
        }
        let metadata = folder.file(&name).and_then(|file| file.metadata());
        let Some((metadata, time)) = metadata
            .ok()
            .and_then(|it| Some((it.clone(), it.modified().ok()?)))
        else {
            continue;
        };
        if is_cache {
            files.push((time, metadata.len(), name));
        } else if newest(folder, own).is_some_and(|now| now > time + A_DAY) {
            let _ = folder.remove(&name);
        }
    }
    files.sort_unstable();
    let mut sum: u64 = files.iter().map(|(_, length, _)| length).sum();
    for (_, length, name) in files {
        if sum <= most {
            break;
        }
        if name != own && folder.remove(&name).is_ok() {
            sum -= length;
        }
    }
}

/// Returns the time of the file that was just written.
fn newest(folder: &Folder, own: &OsStr) -> Option<SystemTime> {
    folder.file(own).ok()?.metadata().ok()?.modified().ok()
}

/// Returns whether a name is one of this program: hexadecimal digits between these.
fn is_named(name: &str, start: &str, end: &str) -> bool {
    let digits = name
        .strip_prefix(start)
        .and_then(|rest| rest.strip_suffix(end));
    digits.is_some_and(|digits| digits.len() >= 16 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::fs::{self, File};
    use std::path::Path;
    use std::time::{Duration, SystemTime};

    use super::{is_named, prune};
    use crate::disk::folder::Folder;

    #[test]
    fn the_oldest_files_go_first_and_those_of_others_stay() {
        let folder = std::env::temp_dir().join(format!("atlas-lint-prune-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let now = SystemTime::now();
        let name = |digit: &str| format!("{}.pages", digit.repeat(32));
        let make = |name: &str, hours: u64| {
            fs::write(folder.join(name), [0; 100]).unwrap();
            let file = File::options().write(true).open(folder.join(name)).unwrap();
            file.set_modified(now - Duration::from_secs(3600 * hours))
                .unwrap();
        };
        make(&name("a"), 9);
        make(&name("b"), 3);
        make(&name("c"), 1);
        make("notes.pages", 99);
        make(".atlas-lint-0123456789abcdef.tmp", 26);
        make(".atlas-lint-0123456789abcde0.tmp", 1);
        // The file of this run stays, although it is the oldest.
        prune(&Folder::open(&folder).unwrap(), OsStr::new(&name("a")), 250);
        let is_there = |name: &str| Path::exists(&folder.join(name));
        assert!(is_there(&name("a")) && !is_there(&name("b")) && is_there(&name("c")));
        assert!(is_there("notes.pages"));
        assert!(
            is_there(".atlas-lint-0123456789abcdef.tmp"),
            "a day before the newest file"
        );
        assert!(is_there(".atlas-lint-0123456789abcde0.tmp"));
        prune(&Folder::open(&folder).unwrap(), OsStr::new(&name("c")), 250);
        assert!(!is_there(".atlas-lint-0123456789abcdef.tmp"));
        assert!(is_there(".atlas-lint-0123456789abcde0.tmp"));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn only_names_of_this_program_count() {
        assert!(is_named("0123456789abcdef.pages", "", ".pages"));
        assert!(!is_named("0123.pages", "", ".pages"));
        assert!(!is_named("my-notes-of-this-year.pages", "", ".pages"));
    }
}
