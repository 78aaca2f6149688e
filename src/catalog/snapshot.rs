//! What one release states, in whichever format it was written.

use std::collections::{BTreeMap, HashSet};

use super::file::OfficialFile;
use super::kind::Kind;

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

impl ReleaseSnapshot {
    /// Returns the kinds of which it holds an object.
    pub(super) fn kinds(&self) -> HashSet<Kind> {
        let ids = self.objects.keys();
        ids.filter_map(|id| Kind::of_id(id)).collect()
    }
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
