//! The catalog against an independent reading of the official files, and against what is told of
//! the releases after them.

use std::collections::BTreeSet;

use atlas_lint::catalog::{Catalog, Kind, Lifetime, ReleaseIx, Status, at};
use serde_json::Value;

use super::build::{built, text};
use super::facts::related;
use crate::needs::{self, shared, tests};

tests! {
    needs::ATLAS =>
        agrees_with_the_independent_history,
        lives_and_successors_are_those_of_the_independent_history,
        every_release_holds_as_many_objects_as_is_told,
        what_is_said_of_2026_09_is_what_its_source_says;
}

fn json(path: &std::path::Path) -> Value {
    serde_json::from_str(&text(path)).unwrap()
}

/// Returns name, parent and tactics of a lifetime at a release, in the shape of `history.json`.
fn state(kind: Kind, lifetime: &Lifetime, ix: ReleaseIx) -> (String, Option<String>, Vec<String>) {
    let name = at(&lifetime.names, ix).unwrap().value.clone();
    let parent = at(&lifetime.parent, ix).and_then(|version| version.value.clone());
    let tactics = at(&lifetime.tactics, ix)
        .map(|version| version.value.clone())
        .unwrap_or_default();
    if kind == Kind::Technique {
        (name, parent, tactics)
    } else {
        (name, None, Vec::new())
    }
}

fn agrees_with_the_independent_history() {
    let atlas = &shared("atlas");
    let catalog = built(atlas);
    let history = json(&atlas.join("history.json"));
    let by_id = history["by_id"].as_object().unwrap();
    let releases: Vec<&str> = history["releases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r.as_str().unwrap())
        .collect();
    let mut compared = 0;
    for (id, told) in by_id {
        let object = catalog
            .object(id)
            .unwrap_or_else(|| panic!("{id} is missing"));
        let changes = told["changes"].as_array().unwrap();
        for name in &releases {
            let ix = catalog.release(name).unwrap();
            let last = changes
                .iter()
                .rfind(|change| change["release"].as_str().unwrap() <= *name);
            let lifetime = object.lifetimes.iter().find(|lifetime| lifetime.spans(ix));
            let Some(last) = last.filter(|last| last["absent"] != true) else {
                assert!(lifetime.is_none(), "{id} should not be in {name}");
                continue;
            };
            let lifetime = lifetime.unwrap_or_else(|| panic!("{id} should be in {name}"));
            let strings = |list: &Value| {
                list.as_array()
                    .into_iter()
                    .flatten()
                    .map(|id| id.as_str().unwrap().to_owned())
                    .collect()
            };
            let told = (
                last["name"].as_str().unwrap().to_owned(),
                last["parent"].as_str().map(str::to_owned),
                strings(&last["tactics"]),
            );
            assert_eq!(state(object.kind, lifetime, ix), told, "{id} in {name}");
            compared += 1;
        }
    }
    assert!(compared > 4000, "only {compared} states were compared");
    let newest = catalog.release(releases.last().unwrap()).unwrap();
    for object in catalog
        .objects()
        .iter()
        .filter(|object| object.lifetimes[0].first <= newest)
    {
        assert!(
            by_id.contains_key(&object.id),
            "{} is not in history.json",
            object.id
        );
    }
}

fn lives_and_successors_are_those_of_the_independent_history() {
    let atlas = &shared("atlas");
    let catalog = built(atlas);
    let history = json(&atlas.join("history.json"));
    let events = &history["events"];
    let list = |key: &str| events[key].as_array().unwrap().clone();
    let id = |event: &Value| event["id"].as_str().unwrap().to_owned();
    // An id has more than one lifetime where it was reused or a tactic renumbered, and nowhere else.
    let mut second: BTreeSet<String> = list("id_reused").iter().map(id).collect();
    second.extend(
        list("tactic_renumbering_2021_12")
            .iter()
            .filter(|event| event["new"].is_string())
            .map(id),
    );
    let found: BTreeSet<String> = catalog
        .objects()
        .iter()
        .filter(|object| object.lifetimes.len() > 1)
        .map(|object| object.id.clone())
        .collect();
    assert_eq!(found, second);
    assert!(
        catalog
            .objects()
            .iter()
            .all(|object| object.lifetimes.len() <= 2)
    );
    for event in list("retired")
        .iter()
        .chain(&list("tactic_renumbering_2021_12"))
    {
        let object = catalog.object(&id(event)).unwrap();
        let lifetime = &object.lifetimes[0];
        let ended = event["last_release"].as_str().unwrap_or("2021.10");
        assert_eq!(
            lifetime.last.map(|ix| catalog.release_name(ix)),
            Some(ended),
            "{}",
            object.id
        );
        assert!(lifetime.end_official);
        if let Some(told) = event["successor_same_name"].as_array() {
            let told: Vec<&str> = told.iter().map(|id| id.as_str().unwrap()).collect();
            let found: Vec<&str> = lifetime
                .successors
                .iter()
                .filter(|next| next.certain)
                .map(|next| next.id.as_str())
                .collect();
            assert_eq!(found, told, "{}", object.id);
        }
    }
    for event in list("renamed") {
        let ix = catalog.release(event["release"].as_str().unwrap()).unwrap();
        let object = catalog.object(&id(&event)).unwrap();
        let held = object
            .lifetimes
            .iter()
            .flat_map(|lifetime| &lifetime.names)
            .any(|name| name.release == ix && name.value == event["new"].as_str().unwrap());
        assert!(held, "{} is not renamed in {}", object.id, event["release"]);
    }
}

fn every_release_holds_as_many_objects_as_is_told() {
    let atlas = &shared("atlas");
    let catalog = built(atlas);
    let mut told = json(&atlas.join("history.json"))["counts"]
        .as_object()
        .unwrap()
        .clone();
    told.extend(
        json(&atlas.join("2026-09.facts.json"))["counts"]
            .as_object()
            .unwrap()
            .clone(),
    );
    assert_eq!(told.len(), catalog.releases().len());
    for (release, counts) in told {
        let ix = catalog.release(&release).unwrap();
        let subs = catalog
            .objects()
            .iter()
            .flat_map(|object| &object.lifetimes)
            .filter(|lifetime| lifetime.spans(ix));
        let subs = subs
            .filter(|lifetime| {
                at(&lifetime.parent, ix).is_some_and(|parent| parent.value.is_some())
            })
            .count();
        let found = [
            ("tactics", count(Kind::Tactic, catalog, ix)),
            ("techniques", count(Kind::Technique, catalog, ix)),
            ("of_which_sub", subs),
            ("mitigations", count(Kind::Mitigation, catalog, ix)),
            ("case_studies", count(Kind::CaseStudy, catalog, ix)),
        ];
        for (what, count) in found {
            assert_eq!(
                Some(count as u64),
                counts[what].as_u64(),
                "{what} in {release}"
            );
        }
    }
}

fn what_is_said_of_2026_09_is_what_its_source_says() {
    let atlas = &shared("atlas");
    let catalog = Catalog::embedded();
    let facts = json(&atlas.join("2026-09.facts.json"));
    let view = catalog.at(catalog.release("2026.09").unwrap());
    for section in ["tactics", "techniques", "mitigations", "case_studies"] {
        for fact in facts[section].as_array().unwrap() {
            let id = fact["id"].as_str().unwrap();
            let Status::Current(lifetime) = view.status(id) else {
                panic!("{id} is not in 2026.09")
            };
            assert_eq!(view.name(id), fact["name"].as_str());
            assert_eq!(view.parent(id), fact["parent"].as_str(), "{id}");
            let mut tactics: Vec<&str> = fact["tactics"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|id| id.as_str().unwrap())
                .collect();
            tactics.sort_unstable();
            assert_eq!(view.tactics(id), tactics, "{id}");
            let facts = [
                (&lifetime.maturity, "maturity"),
                (&lifetime.created, "created"),
                (&lifetime.modified, "modified"),
                (&lifetime.incident_date, "date"),
            ];
            for (held, key) in facts.into_iter().filter(|(_, key)| fact[*key].is_string()) {
                assert_eq!(
                    at(held, view.pinned).map(|version| version.value.as_str()),
                    fact[key].as_str(),
                    "{key} of {id}"
                );
            }
            match section {
                "mitigations" => assert_eq!(view.mitigates(id), related(fact).unwrap(), "{id}"),
                "case_studies" => assert_eq!(view.employs(id), related(fact).unwrap(), "{id}"),
                _ => assert_eq!(related(fact), None),
            }
            if section == "techniques" {
                let reference = at(&lifetime.attack_reference, view.pinned)
                    .and_then(|version| version.value.as_deref());
                assert_eq!(reference, fact["attack_reference"].as_str(), "{id}");
            }
        }
    }
    for release in catalog.releases() {
        assert_eq!(
            release.official,
            release.name.as_str() <= "2026.05",
            "{}",
            release.name
        );
    }
    // A second public copy confirms what holds in 2026.09 of tactics and techniques.
    let view = catalog.at(catalog.newest());
    for object in catalog.objects() {
        let is_confirmed = matches!(object.kind, Kind::Tactic | Kind::Technique);
        let now = view.name(&object.id);
        for version in object.lifetimes.iter().flat_map(|life| &life.names) {
            let release = catalog.release_at(version.release).unwrap();
            let holds = is_confirmed && now == Some(version.value.as_str());
            assert_eq!(
                version.official,
                release.official || holds,
                "{}: {}",
                object.id,
                version.value
            );
        }
    }
}

/// Counts the objects of a kind in a release; 0 for a gap.
fn count(kind: Kind, catalog: &Catalog, release: ReleaseIx) -> usize {
    if catalog
        .release_at(release)
        .is_none_or(|release| release.gaps.contains(&kind))
    {
        return 0;
    }
    let of_kind = catalog
        .objects()
        .iter()
        .filter(|object| object.kind == kind);
    of_kind
        .filter(|object| {
            object
                .lifetimes
                .iter()
                .any(|lifetime| lifetime.spans(release))
        })
        .count()
}
