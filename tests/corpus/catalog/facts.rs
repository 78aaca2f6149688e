//! Reads `2026-09.facts.json`: the state of 2026.09, and what changed since 2026.05. From these the
//! four releases after 2026.05 are told back, unverified but for what a second copy confirmed.

use std::collections::BTreeMap;

use atlas_lint::catalog::{Catalog, Kind, ObjectSnapshot, ReleaseSnapshot, at};
use serde_json::Value;

/// A change that the file attributes to no single release counts from the newest on.
const NOT_ATTRIBUTED: &str = "2026.06..2026.09 (not attributed)";

/// The release whose tactics and techniques a second public copy confirmed.
const CONFIRMED: &str = "2026.09";

/// Returns the snapshots of the unverified releases, oldest first. `base` ends with the release
/// before them.
pub fn snapshots(facts: &Value, base: &Catalog) -> Vec<ReleaseSnapshot> {
    let dates = facts["release_dates"].as_object().unwrap();
    dates
        .iter()
        .map(|(release, date)| reading(facts, base, release, date.as_str().unwrap()))
        .collect()
}

fn reading(facts: &Value, base: &Catalog, release: &str, date: &str) -> ReleaseSnapshot {
    // "2026-07-31 (published 2026-08-07)": the first is the date in the release.
    let date = &date[..10];
    let mut objects: BTreeMap<String, ObjectSnapshot> = BTreeMap::new();
    for section in ["tactics", "techniques", "mitigations", "case_studies"] {
        for fact in list(&facts[section]) {
            let first = fact["first_release"].as_str().unwrap_or("earlier");
            if first == "earlier" || first <= release {
                let id = string(&fact["id"]).unwrap();
                let object = object(facts, base, fact, release, date);
                objects.insert(id, object);
            }
        }
    }
    let mut replaced_by = BTreeMap::new();
    for gone in list(&facts["retired"]) {
        let id = string(&gone["id"]).unwrap();
        if string(&gone["last_release"]).unwrap().as_str() < release {
            replaced_by.insert(id, string(&gone["replaced_by"]).unwrap());
        } else {
            let kept = known(base, &id).unwrap();
            objects.insert(id, kept);
        }
    }
    let confirmed = match release {
        CONFIRMED => vec![Kind::Tactic, Kind::Technique],
        _ => Vec::new(),
    };
    let (release, date) = (Some(release.to_owned()), Some(date.to_owned()));
    ReleaseSnapshot {
        release,
        date,
        official: false,
        confirmed,
        objects,
        replaced_by,
        ..ReleaseSnapshot::default()
    }
}

/// Returns one object in `release`: as in 2026.09, without what changed later.
fn object(
    facts: &Value,
    base: &Catalog,
    fact: &Value,
    release: &str,
    date: &str,
) -> ObjectSnapshot {
    let id = fact["id"].as_str().unwrap();
    let before = known(base, id);
    let mut object = ObjectSnapshot {
        name: string(&fact["name"]).unwrap(),
        parent: string(&fact["parent"]),
        tactics: strings(&fact["tactics"]),
        maturity: string(&fact["maturity"]),
        other_maturity: None,
        created: string(&fact["created"]),
        // Of the days on which an object was modified only the last is known.
        modified: string(&fact["modified"]).filter(|modified| modified.as_str() <= date),
        attack_reference: string(&fact["attack_reference"]),
        incident_date: string(&fact["date"]),
        granularity: string(&fact["granularity"]),
        study_type: string(&fact["type"]),
        employs: None,
        mitigates: None,
    };
    if held_in(facts, before_list(base, id), fact, release, date) {
        let list = related(fact);
        match Kind::of_id(id) {
            Some(Kind::CaseStudy) => object.employs = list,
            Some(Kind::Mitigation) => object.mitigates = list,
            _ => {}
        }
    }
    if let Some(before) = before {
        // The file copies these from 2026.05, for techniques only.
        object.attack_reference = before.attack_reference;
    }
    for renamed in list(&facts["renamed"]).filter(|renamed| renamed["id"] == id) {
        if string(&renamed["release"]).unwrap().as_str() > release {
            object.name = string(&renamed["old"]).unwrap();
        }
    }
    for change in list(&facts["changes"]).filter(|change| change["id"] == id) {
        let version = change["release"].as_str().unwrap();
        let version = if version == NOT_ATTRIBUTED {
            "2026.09"
        } else {
            version
        };
        match change["field"].as_str().unwrap() {
            _ if version <= release => {}
            "maturity" => object.maturity = string(&change["old"]),
            "tactics" => object.tactics = strings(&change["old"]),
            field => panic!("{id}: no way is known to read a change of {field}"),
        }
    }
    object.tactics.sort();
    object
}

/// Returns the techniques that a case study employs or a mitigation mitigates in 2026.09, sorted.
pub fn related(fact: &Value) -> Option<Vec<String>> {
    let steps = fact["steps"].as_array().map(|steps| {
        let techniques = steps.iter().filter_map(|step| string(&step["technique"]));
        techniques.collect::<Vec<String>>()
    });
    let mut ids = steps.or_else(|| {
        fact["techniques"]
            .is_array()
            .then(|| strings(&fact["techniques"]))
    })?;
    ids.sort();
    ids.dedup();
    Some(ids)
}

/// Returns whether a relation of 2026.09 also holds in `release`.
///
/// No source states when such a list changed. It holds no technique that the release does not have.
/// Beyond that it counts from the day on which the object was last modified, if that is known, from
/// the release that made the list before impossible, and at last from the newest release.
fn held_in(
    facts: &Value,
    before: Option<Vec<String>>,
    fact: &Value,
    release: &str,
    date: &str,
) -> bool {
    let Some(list_now) = related(fact) else {
        return false;
    };
    let is_there = |id: &String| {
        let listed = list(&facts["techniques"]).find(|technique| technique["id"] == **id);
        let retired = list(&facts["retired"]).find(|gone| gone["id"] == **id);
        match (listed, retired) {
            (Some(technique), _) => {
                let first = technique["first_release"].as_str().unwrap();
                first == "earlier" || first <= release
            }
            (None, Some(gone)) => release <= gone["last_release"].as_str().unwrap(),
            (None, None) => panic!("{id} is no technique of 2026.05 to 2026.09"),
        }
    };
    if !list_now.iter().all(is_there) {
        return false;
    }
    let Some(before) = before else { return true };
    let modified = fact["modified"].as_str().is_some_and(|day| day <= date);
    modified || release == "2026.09" || !before.iter().all(is_there)
}

/// Returns the objects that an object employs or mitigates in the newest release of `base`.
fn before_list(base: &Catalog, id: &str) -> Option<Vec<String>> {
    let before = known(base, id)?;
    before.employs.or(before.mitigates)
}

/// Returns an object as it is in the newest release of `base`.
fn known(base: &Catalog, id: &str) -> Option<ObjectSnapshot> {
    let now = base.newest();
    let lifetime = base
        .object(id)?
        .lifetimes
        .iter()
        .find(|lifetime| lifetime.spans(now))?;
    assert!(Kind::of_id(id).is_some());
    Some(ObjectSnapshot {
        name: at(&lifetime.names, now)?.value.clone(),
        parent: at(&lifetime.parent, now).and_then(|version| version.value.clone()),
        tactics: at(&lifetime.tactics, now)
            .map(|version| version.value.clone())
            .unwrap_or_default(),
        attack_reference: at(&lifetime.attack_reference, now)
            .and_then(|version| version.value.clone()),
        employs: at(&lifetime.employs, now).map(|version| version.value.clone()),
        mitigates: at(&lifetime.mitigates, now).map(|version| version.value.clone()),
        ..ObjectSnapshot::default()
    })
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().unwrap().iter()
}

fn string(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn strings(value: &Value) -> Vec<String> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(string)
        .collect()
}
