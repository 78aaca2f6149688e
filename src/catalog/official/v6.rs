//! The v6 format: a mapping for each kind, and one for relationships. All releases exist in it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::bounded::{Id, List, MAX_MITIGATED, MAX_STEPS, Table, Version, Word};
use super::error::ReadError;
use super::parse::parse;
use super::values::{capitalized, current_tactics, technique_ids};
use crate::catalog::kind::Kind;
use crate::catalog::release::release_order;
use crate::catalog::snapshot::{ObjectSnapshot, ReleaseSnapshot};

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", expecting = "an ATLAS release")]
struct File {
    format_version: Option<Version>,
    collection: Option<Collection>,
    tactics: Option<Section>,
    techniques: Option<Section>,
    mitigations: Option<Section>,
    case_studies: Option<Section>,
    relationships: Option<Table<Relations>>,
}

type Section = Table<Entry>;

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", expecting = "the collection")]
struct Collection {
    version: Option<Version>,
    created_date: Option<Word>,
    modified_date: Option<Word>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", expecting = "an ATLAS object")]
struct Entry {
    name: Word,
    created_date: Option<Word>,
    modified_date: Option<Word>,
    maturity: Option<Word>,
    attack_reference: Option<AttackReference>,
    #[serde(rename = "type")]
    study_type: Option<Word>,
    date: Option<Word>,
    date_granularity: Option<Word>,
}

#[derive(Deserialize)]
#[serde(expecting = "an ATT&CK reference")]
struct AttackReference {
    id: Word,
}

#[derive(Deserialize, Default)]
#[serde(default, expecting = "relationships")]
struct Relations {
    achieves: List<Edge, 30>,
    specializes: List<Edge, 30>,
    employs: List<Edge, MAX_STEPS>,
    mitigates: List<Edge, MAX_MITIGATED>,
}

#[derive(Deserialize)]
#[serde(expecting = "a relationship")]
struct Edge {
    target: Id,
}

pub(super) fn read(text: &str) -> Result<ReleaseSnapshot, ReadError> {
    let file: File = parse(text)?;
    let format = file
        .format_version
        .as_ref()
        .map(version_text)
        .unwrap_or_default();
    if format.split('.').next() != Some("6") {
        return Err(ReadError::FormatVersion);
    }
    let mut collection = file
        .collection
        .ok_or(ReadError::MissingSection("collection"))?;
    let release = release_name(collection.version.as_ref())?;
    let tactics = file.tactics.ok_or(ReadError::MissingSection("tactics"))?;
    let techniques = file
        .techniques
        .ok_or(ReadError::MissingSection("techniques"))?;
    let mitigations = file
        .mitigations
        .ok_or(ReadError::MissingSection("mitigations"))?;
    let case_studies = file
        .case_studies
        .ok_or(ReadError::MissingSection("case-studies"))?;
    let Table(mut relationships) = file
        .relationships
        .ok_or(ReadError::MissingSection("relationships"))?;
    let names = tactics
        .0
        .iter()
        .map(|(id, entry)| (id.clone(), entry.name.0.clone()))
        .collect();
    let mut objects = BTreeMap::new();
    let placeholder = collection.created_date.take().map(|date| date.0);
    for (kind, section) in
        Kind::ALL
            .into_iter()
            .zip([tactics, techniques, mitigations, case_studies])
    {
        for (id, entry) in section.0 {
            if Kind::of_id(&id) != Some(kind) {
                continue;
            }
            let relations = relationships.remove(&id).unwrap_or_default();
            objects.insert(
                id,
                entry.into_object(kind, relations, placeholder.as_deref(), &names),
            );
        }
    }
    check_truncation(&objects)?;
    let date = collection.modified_date.map(|date| date.0);
    Ok(ReleaseSnapshot {
        release: Some(release),
        date,
        objects,
        ..ReleaseSnapshot::default()
    })
}

impl Entry {
    /// Returns the object. `placeholder` is the day on which the collection was created. Releases before
    /// 2024.07 give it to every object without a date, so it is ignored, except in case studies.
    fn into_object(
        self,
        kind: Kind,
        relations: Relations,
        placeholder: Option<&str>,
        names: &BTreeMap<String, String>,
    ) -> ObjectSnapshot {
        let is_real = |date: &String| kind == Kind::CaseStudy || Some(date.as_str()) != placeholder;
        let tactics = relations
            .achieves
            .0
            .into_iter()
            .map(|edge| edge.target.0)
            .collect();
        let text = |word: Option<Word>| word.map(|word| word.0);
        let capital = |word: Option<Word>| word.map(|word| capitalized(&word.0));
        ObjectSnapshot {
            name: self.name.0,
            parent: relations
                .specializes
                .0
                .into_iter()
                .next()
                .map(|edge| edge.target.0),
            tactics: current_tactics(tactics, names),
            maturity: capital(self.maturity),
            other_maturity: None,
            created: text(self.created_date).filter(is_real),
            modified: text(self.modified_date).filter(is_real),
            attack_reference: self.attack_reference.map(|reference| reference.id.0),
            incident_date: text(self.date),
            granularity: capital(self.date_granularity),
            study_type: capital(self.study_type),
            employs: (kind == Kind::CaseStudy)
                .then(|| technique_ids(relations.employs.0.into_iter().map(|edge| edge.target.0))),
            mitigates: (kind == Kind::Mitigation).then(|| {
                technique_ids(relations.mitigates.0.into_iter().map(|edge| edge.target.0))
            }),
        }
    }
}

/// Refuses a file whose last technique has no tactic. Relationships come last in a file, sorted by id,
/// so the end of such a file is missing.
fn check_truncation(objects: &BTreeMap<String, ObjectSnapshot>) -> Result<(), ReadError> {
    let mut techniques = objects
        .iter()
        .rev()
        .filter(|(id, _)| Kind::of_id(id) == Some(Kind::Technique) && id.len() == 9);
    match techniques.next() {
        Some((id, last)) if last.tactics.is_empty() => Err(ReadError::NoTactic(id.clone())),
        _ => Ok(()),
    }
}

fn release_name(version: Option<&Version>) -> Result<String, ReadError> {
    let text = version.map(version_text).ok_or(ReadError::NoVersion)?;
    if release_order(&text).is_none() {
        return Err(ReadError::Version);
    }
    Ok(text)
}

/// Returns a version as text. In YAML, an unquoted 2026.10 is the number 2026.1, but a month has two
/// digits.
fn version_text(version: &Version) -> String {
    match version {
        Version::Text(text) => text.clone(),
        Version::Number(number) => format!("{number:.2}"),
    }
}
