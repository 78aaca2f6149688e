//! The catalog against the files in their form at release, before v6.

use std::collections::{BTreeMap, BTreeSet};

use atlas_lint::catalog::{Kind, Status, Versioned, at, official};

use super::build::{built, pairs, text};
use crate::needs::{self, shared, tests};

tests! {
    needs::ATLAS =>
        names_are_those_of_the_files_at_release,
        other_facts_are_those_of_the_files_at_release;
}

/// Where a file at release and the v6 file of the same release name one object differently.
const OTHER_NAMES: [(&str, &str); 1] = [
    // The apostrophe is a typographic one in the files at release; compared normalized they agree.
    (
        "AML.CS0040",
        "Hacking ChatGPT\u{2019}s Memories with Prompt Injection",
    ),
];

fn names_are_those_of_the_files_at_release() {
    let atlas = &shared("atlas");
    let catalog = built(atlas);
    for (name, legacy) in pairs(atlas) {
        let Some(legacy) = legacy else {
            assert_eq!(
                name, "2026.05",
                "only 2026.05 has no file in an older format"
            );
            continue;
        };
        let ix = catalog.release(&legacy).unwrap();
        assert_eq!(catalog.release_name(ix), name);
        let reading =
            official::read(&text(&atlas.join(format!("legacy/ATLAS-{legacy}.yaml")))).unwrap();
        let view = catalog.at(ix);
        for (id, read) in &reading.objects {
            let Status::Current(lifetime) = view.status(id) else {
                panic!("{id} of {legacy} is not in {name}")
            };
            let held = &at(&lifetime.names, ix).unwrap().value;
            assert!(
                *held == read.name || OTHER_NAMES.contains(&(id, &read.name)),
                "{id} in {name}: {held} and {}",
                read.name
            );
        }
        // Until 2021.10 files at release leave the tactics of ATT&CK without a prefix, and v6 gives
        // them one: that is why only tactics may be missing there.
        let ids: BTreeSet<&String> = reading.objects.keys().collect();
        for object in catalog.objects() {
            let there = object.lifetimes.iter().any(|lifetime| lifetime.spans(ix));
            let excused = object.kind == Kind::Tactic && *name <= *"2021.10";
            assert!(
                !there || ids.contains(&object.id) || excused,
                "{} of {name} is not in {legacy}",
                object.id
            );
        }
    }
}

fn other_facts_are_those_of_the_files_at_release() {
    let atlas = &shared("atlas");
    let catalog = built(atlas);
    let mut differences: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for legacy in pairs(atlas).into_iter().filter_map(|(_, legacy)| legacy) {
        let ix = catalog.release(&legacy).unwrap();
        let reading =
            official::read(&text(&atlas.join(format!("legacy/ATLAS-{legacy}.yaml")))).unwrap();
        for (id, read) in &reading.objects {
            let lifetime = catalog.at(ix).lifetime(id).unwrap();
            let mut differ = |what, differs: bool| {
                if differs {
                    differences.entry(what).or_default().insert(id.clone());
                }
            };
            let stated = |facts: &[Versioned<String>], value: &Option<String>| {
                value.is_some() && at(facts, ix).map(|version| &version.value) != value.as_ref()
            };
            differ(
                "parent",
                at(&lifetime.parent, ix).and_then(|version| version.value.clone()) != read.parent,
            );
            differ(
                "tactics",
                at(&lifetime.tactics, ix).is_some_and(|version| version.value != read.tactics),
            );
            differ(
                "attack",
                at(&lifetime.attack_reference, ix).and_then(|version| version.value.clone())
                    != read.attack_reference,
            );
            differ("created", stated(&lifetime.created, &read.created));
            differ("modified", stated(&lifetime.modified, &read.modified));
            differ(
                "incident",
                stated(&lifetime.incident_date, &read.incident_date),
            );
            differ(
                "granularity",
                stated(&lifetime.granularity, &read.granularity),
            );
            differ("type", stated(&lifetime.study_type, &read.study_type));
            let maturity = read.maturity.as_deref();
            differ(
                "maturity",
                maturity.is_some_and(|word| !lifetime.maturities(ix).any(|other| other == word)),
            );
        }
    }
    let accepted: BTreeMap<&str, BTreeSet<String>> = [
        // Two tactics fell under one number when the files of 2021 were converted: see SOURCE.md.
        (
            "tactics",
            [
                "AML.T0010",
                "AML.T0010.000",
                "AML.T0010.001",
                "AML.T0010.002",
                "AML.T0010.003",
            ]
            .as_slice(),
        ),
        // Until 2021.12 the key was spelled in other ways, and the conversion to v6 took `Day` instead.
        (
            "granularity",
            &[
                "AML.CS0000",
                "AML.CS0001",
                "AML.CS0002",
                "AML.CS0004",
                "AML.CS0010",
                "AML.CS0011",
                "AML.CS0012",
            ],
        ),
        // v6 has a day that lies within the release; the files at release had an earlier one.
        ("modified", &["AML.T0087", "AML.T0096"]),
    ]
    .into_iter()
    .map(|(what, ids)| (what, ids.iter().map(|id| (*id).to_owned()).collect()))
    .collect();
    assert_eq!(differences, accepted);
}
