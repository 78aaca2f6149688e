//! Reads official ATLAS release files: v6, v5 and older shapes.
//!
//! The text may come from a stranger, so limits are checked before the YAML parser runs: it takes
//! quadratic time for deep nesting, and it expands aliases without limit.

mod bounded;
mod error;
mod limits;
mod parse;
mod v5;
mod v6;
mod values;

use std::collections::BTreeMap;

pub use error::ReadError;
use serde::de::IgnoredAny;

use super::file::{Format, OfficialFile, sha256};
use super::kind::Kind;
use super::snapshot::{ObjectSnapshot, ReleaseSnapshot};

/// Reads the text of an official release file, v6 or older.
///
/// # Errors
///
/// If the text is not such a file, or only a part of one.
pub fn read(text: &str) -> Result<ReleaseSnapshot, ReadError> {
    let bytes = text.as_bytes();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    limits::check(text)?;
    let has_key = |key: &str| {
        text.lines().any(|line| {
            line.strip_prefix(key)
                .is_some_and(|rest| rest.starts_with(':'))
        })
    };
    let (format, mut snapshot) = if has_key("format-version") || has_key("collection") {
        (Format::V6, v6::read(text)?)
    } else if has_key("matrices") || has_key("techniques") {
        (Format::V5, v5::read(text)?)
    } else {
        parse::parse::<IgnoredAny>(text)?;
        return Err(ReadError::NoKnownKey);
    };
    if snapshot.objects.is_empty() {
        return Err(ReadError::NoObject);
    }
    complete_sub_techniques(&mut snapshot.objects);
    snapshot.official = true;
    snapshot.files.push(OfficialFile {
        format,
        sha256: sha256(bytes),
    });
    Ok(snapshot)
}

/// Completes facts that files before 2026.05 leave implicit: the id of a sub-technique holds that of
/// its parent, and its tactics are those of its parent.
fn complete_sub_techniques(objects: &mut BTreeMap<String, ObjectSnapshot>) {
    let mut completed: Vec<(String, Option<String>, Option<Vec<String>>)> = Vec::new();
    for (id, object) in objects.iter() {
        if Kind::of_id(id) != Some(Kind::Technique) {
            continue;
        }
        let by_id = id.get(..9).filter(|parent| *parent != id);
        let parent = object.parent.as_deref().or(by_id);
        let tactics = match parent.and_then(|parent| objects.get(parent)) {
            Some(parent) if object.tactics.is_empty() => Some(parent.tactics.clone()),
            _ => None,
        };
        completed.push((id.clone(), parent.map(str::to_owned), tactics));
    }
    for (id, parent, tactics) in completed {
        if let Some(object) = objects.get_mut(&id) {
            object.parent = parent;
            if let Some(tactics) = tactics {
                object.tactics = tactics;
            }
        }
    }
}
