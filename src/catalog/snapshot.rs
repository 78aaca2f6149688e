//! Snapshots: what one release states, independent of the format of its file.

use foldhash::HashSet;
use std::collections::BTreeMap;

use super::file::OfficialFile;
use super::kind::Kind;

/// Snapshot of a release.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReleaseSnapshot {
    /// The release name that the file states, such as `2026.05`. Files before v6 state none.
    pub release: Option<String>,
    /// The version number that the file states, such as `5.6.0`. Files in v6 state none.
    pub legacy: Option<String>,
    /// The day it came out, if the file states it.
    pub date: Option<String>,
    /// Whether it was read from an official file.
    pub official: bool,
    /// Kinds whose facts a second public copy confirmed.
    pub confirmed: Vec<Kind>,
    /// The official files that it was read from.
    pub files: Vec<OfficialFile>,
    /// Objects by id.
    pub objects: BTreeMap<String, ObjectSnapshot>,
    /// Retired ids, each with the id that is said to replace it. Official files never state this.
    pub replaced_by: BTreeMap<String, String>,
}

impl ReleaseSnapshot {
    /// Returns the kinds of its objects.
    pub(super) fn kinds(&self) -> HashSet<Kind> {
        let ids = self.objects.keys();
        ids.filter_map(|id| Kind::of_id(id)).collect()
    }
}

/// Snapshot of an object. `None` means that the file does not state the fact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObjectSnapshot {
    pub name: String,
    /// The technique that the object is a sub-technique of.
    pub parent: Option<String>,
    /// Ids of the tactics of a technique, sorted, as used since 2021.12.
    pub tactics: Vec<String>,
    /// `Feasible`, `Demonstrated` or `Realized`.
    pub maturity: Option<String>,
    /// The maturity in another file of the same release. Reading a single file leaves it `None`.
    pub other_maturity: Option<String>,
    pub created: Option<String>,
    pub modified: Option<String>,
    /// The id of the ATT&CK object that the object stems from.
    pub attack_reference: Option<String>,
    /// The day of the incident of a case study.
    pub incident_date: Option<String>,
    /// How much of that day is known: `Day`, `Month` or `Year`.
    pub granularity: Option<String>,
    /// `Incident` or `Exercise`, for case studies.
    pub study_type: Option<String>,
    /// Ids of the techniques that a case study employs, sorted.
    pub employs: Option<Vec<String>>,
    /// Ids of the techniques that a mitigation mitigates, sorted.
    pub mitigates: Option<Vec<String>>,
}
