//! Reads an official ATLAS release file: v6, v5 and the shapes before.
//!
//! The text may come from a stranger, so it is looked over before the YAML parser sees it: that
//! parser needs quadratic time on deep nesting and follows aliases without end in sight.

mod bounded;
mod file;
mod limits;
mod v5;
mod v6;

use std::collections::BTreeMap;
use std::fmt;

pub use file::{Format, OfficialFile, sha256};
use serde::de::{DeserializeOwned, IgnoredAny};

use super::Kind;
use super::redact::redacted;

/// Why a text could not be read as an ATLAS release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// What is wrong, in one sentence.
    pub message: String,
    /// The line, counted from 1, where one is known.
    pub line: Option<usize>,
}

impl ReadError {
    pub(super) fn new(message: impl Into<String>) -> ReadError {
        ReadError {
            message: message.into(),
            line: None,
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for ReadError {}

/// What one release says, in whichever format it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReleaseSnapshot {
    /// The name that the file gives itself, such as `2026.05`; only v6 files have one.
    pub release: Option<String>,
    /// The number that the file gives itself, such as `5.6.0`; only files before v6 have one.
    pub legacy: Option<String>,
    /// The day it came out, if the file says so.
    pub date: Option<String>,
    /// Whether this was read in an official file.
    pub official: bool,
    /// The official files that it was read in.
    pub files: Vec<OfficialFile>,
    /// All objects by id.
    pub objects: BTreeMap<String, ObjectSnapshot>,
    /// Retired ids, and the id that is said to replace each; official files never say.
    pub replaced_by: BTreeMap<String, String>,
}

/// What one release says about one object. `None` is a fact that the file does not state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObjectSnapshot {
    /// The name.
    pub name: String,
    /// The technique it is a sub-technique of.
    pub parent: Option<String>,
    /// Ids of its tactics, sorted, in the numbering used since 2021.12.
    pub tactics: Vec<String>,
    /// `Feasible`, `Demonstrated` or `Realized`.
    pub maturity: Option<String>,
    /// What another file of the same release states as its maturity; a reader never sets it.
    pub other_maturity: Option<String>,
    /// The day it was created.
    pub created: Option<String>,
    /// The day it was last modified.
    pub modified: Option<String>,
    /// The id of the ATT&CK object it stems from.
    pub attack_reference: Option<String>,
    /// Of a case study: the day of the incident.
    pub incident_date: Option<String>,
    /// Of a case study: `Day`, `Month` or `Year`.
    pub granularity: Option<String>,
    /// Of a case study: `Incident` or `Exercise`.
    pub study_type: Option<String>,
    /// Of a case study: the ids of the techniques that it employs, sorted.
    pub employs: Option<Vec<String>>,
    /// Of a mitigation: the ids of the techniques that it mitigates, sorted.
    pub mitigates: Option<Vec<String>>,
}

/// Reads the text of an official release file, v6 or older.
///
/// # Errors
///
/// Says in one sentence why the text is no such file.
pub fn read(text: &str) -> Result<ReleaseSnapshot, ReadError> {
    let whole = text;
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
        parse::<IgnoredAny>(text)?;
        return Err(ReadError::new(
            "this is no ATLAS release: it has none of the keys `format-version`, `matrices` and `techniques`",
        ));
    };
    if snapshot.objects.is_empty() {
        return Err(ReadError::new(
            "this ATLAS release holds no object: it seems to be cut off",
        ));
    }
    inherit(&mut snapshot.objects);
    snapshot.official = true;
    snapshot.files.push(OfficialFile {
        format,
        sha256: sha256(whole.as_bytes()),
    });
    Ok(snapshot)
}

/// Parses YAML, and says apart whether the text is no YAML or no release.
fn parse<T: DeserializeOwned>(text: &str) -> Result<T, ReadError> {
    serde_yaml::from_str(text).map_err(|error| {
        let is_yaml = serde_yaml::from_str::<IgnoredAny>(text).is_ok();
        let line = error.location().map(|place| place.line());
        let last_line = text.lines().count();
        let message = if is_yaml {
            // The parser repeats the place.
            let why = error.to_string();
            let why = why.split(" at line ").next().unwrap_or_default();
            let why = redacted(why);
            format!("this is no ATLAS release, or only a part of one: {why}")
        } else if line.is_some_and(|line| line >= last_line) {
            "this is not YAML, or it is cut off".to_owned()
        } else {
            "this is not YAML".to_owned()
        };
        ReadError { message, line }
    })
}

/// Fills in what files before 2026.05 leave to the reader: the parent of a sub-technique is in its
/// id, and its tactics are its parent's.
fn inherit(objects: &mut BTreeMap<String, ObjectSnapshot>) {
    let mut given: Vec<(String, Option<String>, Option<Vec<String>>)> = Vec::new();
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
        given.push((id.clone(), parent.map(str::to_owned), tactics));
    }
    for (id, parent, tactics) in given {
        if let Some(object) = objects.get_mut(&id) {
            object.parent = parent;
            if let Some(tactics) = tactics {
                object.tactics = tactics;
            }
        }
    }
}

/// Until 2021.10 tactics bore the numbers of ATT&CK. The same tactics have these ids since.
const TACTICS_SINCE_2021_12: [(&str, &str); 12] = [
    ("ML Model Access", "AML.TA0000"),
    ("ML Attack Staging", "AML.TA0001"),
    ("Reconnaissance", "AML.TA0002"),
    ("Resource Development", "AML.TA0003"),
    ("Initial Access", "AML.TA0004"),
    ("Execution", "AML.TA0005"),
    ("Persistence", "AML.TA0006"),
    ("Defense Evasion", "AML.TA0007"),
    ("Discovery", "AML.TA0008"),
    ("Collection", "AML.TA0009"),
    ("Exfiltration", "AML.TA0010"),
    ("Impact", "AML.TA0011"),
];

fn cut_off(section: &str) -> ReadError {
    ReadError::new(format!("this release is cut off: it has no `{section}`"))
}

/// The tactics of a technique, sorted, in the numbering used since 2021.12. `names` are the
/// tactics of the file itself; one numbered 0043 shows that it uses the old numbers.
fn renumbered(tactics: Vec<String>, names: &BTreeMap<String, String>) -> Vec<String> {
    let old = names.keys().any(|id| id.ends_with("TA0043"));
    let now = |id: String| {
        if !old {
            return Some(id);
        }
        let name = names.get(&id)?;
        TACTICS_SINCE_2021_12
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, id)| (*id).to_owned())
    };
    let mut tactics: Vec<String> = tactics.into_iter().filter_map(now).collect();
    tactics.sort();
    tactics.dedup();
    tactics
}

/// Ids of techniques as a set, sorted. What is no ATLAS technique is left out: files of 2021 let case
/// studies employ techniques of ATT&CK.
fn techniques(ids: impl Iterator<Item = String>) -> Vec<String> {
    let mut ids: Vec<String> = ids
        .filter(|id| Kind::of_id(id) == Some(Kind::Technique))
        .collect();
    ids.sort();
    ids.dedup();
    ids
}

/// `realized`, `REALIZED` and `Realized` are one word in files of different years.
fn capitalized(word: &str) -> String {
    let mut chars = word.trim().chars();
    chars
        .next()
        .map(|first| {
            first
                .to_uppercase()
                .chain(chars.flat_map(char::to_lowercase))
                .collect()
        })
        .unwrap_or_default()
}
