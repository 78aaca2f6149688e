//! The formats before v6: lists of objects, since 3.1.0 inside `matrices`. Files of 2.0.0 to 2.2.0
//! hold all of ATT&CK too; only objects with `AML.` ids are read.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::bounded::{Id, List, MAX_MITIGATED, MAX_STEPS, Reference, Version, Word};
use super::error::ReadError;
use super::parse::parse;
use super::values::{capitalized, current_tactics, technique_ids};
use crate::catalog::kind::Kind;
use crate::catalog::snapshot::{ObjectSnapshot, ReleaseSnapshot};

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", expecting = "an ATLAS release")]
struct File {
    version: Option<Version>,
    #[serde(default)]
    matrices: List<Lists, 4>,
    #[serde(default)]
    tactics: Entries,
    #[serde(default)]
    techniques: Entries,
    #[serde(default)]
    mitigations: Entries,
    case_studies: Option<Entries>,
}

/// Files of 2.0.0 to 2.2.0 list 610 techniques, ATT&CK's included.
type Entries = List<Entry, 2000>;

#[derive(Deserialize, Default)]
#[serde(rename_all = "kebab-case", default, expecting = "a matrix")]
struct Lists {
    tactics: Entries,
    techniques: Entries,
    mitigations: Entries,
    case_studies: Option<Entries>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", expecting = "an ATLAS object")]
struct Entry {
    id: Word,
    name: Word,
    #[serde(default)]
    tactics: List<Word, 30>,
    subtechnique_of: Option<Word>,
    maturity: Option<Word>,
    #[serde(rename = "created_date")]
    created: Option<Word>,
    #[serde(rename = "modified_date")]
    modified: Option<Word>,
    #[serde(rename = "ATT&CK-reference")]
    attack_reference: Option<AttackReference>,
    incident_date: Option<Word>,
    #[serde(alias = "dateGranularity", alias = "date-granularity")]
    incident_date_granularity: Option<Word>,
    case_study_type: Option<Word>,
    procedure: Option<List<Step, MAX_STEPS>>,
    techniques: Option<List<Reference, MAX_MITIGATED>>,
}

#[derive(Deserialize)]
#[serde(expecting = "a step")]
struct Step {
    technique: Option<Id>,
}

#[derive(Deserialize)]
#[serde(expecting = "an ATT&CK reference")]
struct AttackReference {
    id: Word,
}

pub(super) fn read(text: &str) -> Result<ReleaseSnapshot, ReadError> {
    let File {
        version,
        matrices,
        tactics,
        techniques,
        mitigations,
        case_studies,
    } = parse(text)?;
    let outside = Lists {
        tactics,
        techniques,
        mitigations,
        case_studies,
    };
    let all: Vec<Lists> = matrices.0.into_iter().chain([outside]).collect();
    if all.iter().all(|lists| lists.case_studies.is_none()) {
        return Err(ReadError::MissingSection("case-studies"));
    }
    let names: BTreeMap<String, String> = all
        .iter()
        .flat_map(|lists| &lists.tactics.0)
        .map(|tactic| (tactic.id.0.clone(), tactic.name.0.clone()))
        .collect();
    // Files of 2.0.0 to 2.2.0 give most tactics their ATT&CK ids. v6 writes these with the prefix,
    // unless ATLAS uses the number itself.
    let prefixed = |id: &str| {
        let ours = format!("AML.{id}");
        (!names.contains_key(&ours) && Kind::of_id(&ours) == Some(Kind::Tactic)).then_some(ours)
    };
    let mut objects = BTreeMap::new();
    for lists in all {
        let studies = lists.case_studies.unwrap_or_default();
        let sections = [lists.tactics, lists.techniques, lists.mitigations, studies];
        for (kind, section) in Kind::ALL.into_iter().zip(sections) {
            for entry in section.0 {
                if let Some(ours) = prefixed(&entry.id.0).filter(|_| kind == Kind::Tactic) {
                    objects.insert(ours, entry.into_object(kind, &names));
                } else if Kind::of_id(&entry.id.0) == Some(kind) {
                    objects.insert(entry.id.0.clone(), entry.into_object(kind, &names));
                }
            }
        }
    }
    let legacy = match version {
        Some(Version::Text(version)) => Some(version),
        // Files of 2.2.1 to 2.4.0 state the number 3.0, which is not the version of any of them.
        _ => None,
    };
    Ok(ReleaseSnapshot {
        legacy,
        objects,
        ..ReleaseSnapshot::default()
    })
}

impl Entry {
    fn into_object(self, kind: Kind, names: &BTreeMap<String, String>) -> ObjectSnapshot {
        let text = |word: Option<Word>| word.map(|word| word.0);
        let capital = |word: Option<Word>| word.map(|word| capitalized(&word.0));
        ObjectSnapshot {
            name: self.name.0,
            parent: text(self.subtechnique_of),
            tactics: current_tactics(self.tactics.0.into_iter().map(|id| id.0).collect(), names),
            maturity: capital(self.maturity),
            other_maturity: None,
            created: text(self.created),
            modified: text(self.modified),
            attack_reference: self.attack_reference.map(|reference| reference.id.0),
            incident_date: text(self.incident_date).map(day),
            granularity: self
                .incident_date_granularity
                .map(|word| granularity(&word.0)),
            study_type: capital(self.case_study_type),
            employs: self
                .procedure
                .filter(|_| kind == Kind::CaseStudy)
                .map(|steps| {
                    let ids = steps.0.into_iter().filter_map(|step| step.technique);
                    technique_ids(ids.map(|id| id.0))
                }),
            mitigates: self
                .techniques
                .filter(|_| kind == Kind::Mitigation)
                .map(|uses| technique_ids(uses.0.into_iter().map(|used| used.0))),
        }
    }
}

/// Returns a date without its time of day, which two dates of 2.2.0 have.
fn day(date: String) -> String {
    date.get(..10)
        .filter(|_| date.get(10..11) == Some(" "))
        .map(str::to_owned)
        .unwrap_or(date)
}

/// Returns a date granularity as v6 writes it. Older files write `DATE` for a known day.
fn granularity(word: &str) -> String {
    if word == "DATE" {
        "Day".to_owned()
    } else {
        capitalized(word)
    }
}
