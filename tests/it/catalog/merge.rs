//! Official files read into a catalog that knows other releases, whatever their date.

use atlas_lint::catalog::{Catalog, ReleaseSnapshot, official};

use super::files::small;

/// Returns the snapshot of [`small`], changed by `bend`.
fn snapshot(version: &str, official: bool, bend: impl Fn(&mut ReleaseSnapshot)) -> ReleaseSnapshot {
    let mut reading = official::read(&small(version)).unwrap();
    if !official {
        reading.official = false;
        reading.files.clear();
    }
    bend(&mut reading);
    reading
}

fn rename(reading: &mut ReleaseSnapshot, id: &str, name: &str) {
    name.clone_into(&mut reading.objects.get_mut(id).unwrap().name);
}

fn add(reading: &mut ReleaseSnapshot, id: &str, name: &str) {
    let like = reading.objects["AML.T0000"].clone();
    reading.objects.insert(id.to_owned(), like);
    rename(reading, id, name);
}

/// Returns a catalog of 2027.01, as in [`small`], and of the unverified 2027.02 and 2027.03, as
/// `bend` changes them.
fn unverified(bend: impl Fn(&mut ReleaseSnapshot)) -> Catalog {
    [
        snapshot("2027.01", true, |_| {}),
        snapshot("2027.02", false, &bend),
        snapshot("2027.03", false, &bend),
    ]
    .iter()
    .fold(Catalog::default(), |catalog, reading| {
        catalog.extended_by(reading).unwrap()
    })
}

/// Returns the catalog with the official file of 2027.02, changed by `bend`.
fn with(catalog: &Catalog, bend: impl Fn(&mut ReleaseSnapshot)) -> Catalog {
    let read = snapshot("2027.02", true, bend);
    let merged = catalog.merged_with(&[read]).unwrap().expect("it is news");
    let official: Vec<bool> = merged.releases().iter().map(|r| r.official).collect();
    assert_eq!(official, [true, true, false]);
    merged
}

/// Returns the names of an object: release, name, whether official.
fn names<'c>(catalog: &'c Catalog, id: &str) -> Vec<(&'c str, &'c str, bool)> {
    let lifetimes = catalog
        .object(id)
        .map_or(&[][..], |object| &object.lifetimes);
    let names = lifetimes.iter().flat_map(|lifetime| &lifetime.names);
    names
        .map(|name| {
            (
                catalog.release_name(name.release),
                name.value.as_str(),
                name.official,
            )
        })
        .collect()
}

/// Returns the first and last release of each lifetime, and whether its end is official.
fn lifetimes<'c>(catalog: &'c Catalog, id: &str) -> Vec<(&'c str, Option<&'c str>, bool)> {
    let lifetimes = catalog
        .object(id)
        .map_or(&[][..], |object| &object.lifetimes);
    lifetimes
        .iter()
        .map(|lifetime| {
            let last = lifetime.last.map(|last| catalog.release_name(last));
            (
                catalog.release_name(lifetime.first),
                last,
                lifetime.end_official,
            )
        })
        .collect()
}

#[test]
fn an_official_file_replaces_unverified_facts_of_its_release() {
    const A: &str = "Search Open Technical Databases";
    let id = "AML.T0000";
    let known = unverified(|reading| rename(reading, id, "B"));
    assert_eq!(
        names(&known, id),
        [("2027.01", A, true), ("2027.02", "B", false)]
    );
    // It says the same, and all that follows from it is official.
    let same = with(&known, |reading| rename(reading, id, "B"));
    assert_eq!(
        names(&same, id),
        [("2027.01", A, true), ("2027.02", "B", true)]
    );
    // It knows nothing of it: the change may have come later.
    let later = with(&known, |_| {});
    assert_eq!(
        names(&later, id),
        [("2027.01", A, true), ("2027.03", "B", false)]
    );
    // It knows better, and what was told of later releases was told of this change.
    let better = with(&known, |reading| rename(reading, id, "C"));
    assert_eq!(
        names(&better, id),
        [("2027.01", A, true), ("2027.02", "C", true)]
    );
    // What began in a later release stays.
    let base = unverified(|_| {});
    let base = base
        .extended_by(&snapshot("2027.03", false, |reading| {
            rename(reading, id, "D");
        }))
        .unwrap();
    let both = with(&base, |reading| rename(reading, id, "C"));
    assert_eq!(
        names(&both, id),
        [
            ("2027.01", A, true),
            ("2027.02", "C", true),
            ("2027.03", "D", false)
        ]
    );
}

#[test]
fn an_official_file_says_what_there_is_in_its_release() {
    // Only unverified releases have it: it may have come a release later.
    let known = unverified(|reading| add(reading, "AML.T0200", "New"));
    let later = with(&known, |_| {});
    assert_eq!(lifetimes(&later, "AML.T0200"), [("2027.03", None, false)]);
    assert_eq!(names(&later, "AML.T0200"), [("2027.03", "New", false)]);
    // Only the official file has it: that nobody told of it later ends nothing.
    let known = unverified(|_| {});
    let more = with(&known, |reading| add(reading, "AML.T0200", "New"));
    assert_eq!(lifetimes(&more, "AML.T0200"), [("2027.02", None, false)]);
    assert_eq!(names(&more, "AML.T0200"), [("2027.02", "New", true)]);
    // The official file lacks what it was thought to have: that it was thought so later too revives nothing.
    let gone = with(&known, |reading| {
        reading.objects.remove("AML.T0115");
    });
    assert_eq!(
        lifetimes(&gone, "AML.T0115"),
        [("2027.01", Some("2027.01"), true)]
    );
    // It has what was thought to be gone, which then went a release later.
    let known = unverified(|reading| {
        reading.objects.remove("AML.T0115");
        reading
            .replaced_by
            .insert("AML.T0115".to_owned(), "AML.T0000".to_owned());
    });
    assert_eq!(
        lifetimes(&known, "AML.T0115"),
        [("2027.01", Some("2027.01"), false)]
    );
    let later = with(&known, |_| {});
    assert_eq!(
        lifetimes(&later, "AML.T0115"),
        [("2027.01", Some("2027.02"), false)]
    );
    // It lacks it too. What took its place no official file says.
    let confirmed = with(&known, |reading| {
        reading.objects.remove("AML.T0115");
    });
    assert_eq!(
        lifetimes(&confirmed, "AML.T0115"),
        [("2027.01", Some("2027.01"), true)]
    );
    let successors = &confirmed.object("AML.T0115").unwrap().lifetimes[0].successors;
    assert_eq!(
        (successors[0].id.as_str(), successors[0].certain),
        ("AML.T0000", false)
    );
}

#[test]
fn a_release_between_two_is_put_between_them() {
    let known = unverified(|_| {});
    let between = snapshot("2027.01.2", true, |reading| {
        rename(reading, "AML.T0000", "X");
    });
    let merged = known.merged_with(&[between]).unwrap().unwrap();
    let releases: Vec<&str> = merged.releases().iter().map(|r| r.name.as_str()).collect();
    assert_eq!(releases, ["2027.01", "2027.01.2", "2027.02", "2027.03"]);
    // The unverified releases after it were never said to have another name than before it.
    assert_eq!(
        names(&merged, "AML.T0000").last(),
        Some(&("2027.01.2", "X", true))
    );
    // An official one does say so.
    let known = with(&unverified(|_| {}), |_| {});
    let between = snapshot("2027.01.2", true, |reading| {
        rename(reading, "AML.T0000", "X");
    });
    let merged = known.merged_with(&[between]).unwrap().unwrap();
    assert_eq!(
        names(&merged, "AML.T0000").last(),
        Some(&("2027.02", "Search Open Technical Databases", true))
    );
}

#[test]
fn a_file_that_contradicts_an_official_one_is_refused() {
    let known = unverified(|_| {});
    // The bytes of a contradiction are other bytes.
    let other = |bend: &dyn Fn(&mut ReleaseSnapshot)| {
        known.merged_with(&[snapshot("2027.01", true, |reading| {
            reading.files[0].sha256 = "0".repeat(64);
            bend(reading);
        })])
    };
    assert!(
        other(&|_| {}).unwrap().is_none(),
        "the same facts are no contradiction"
    );
    let fails = |bend: &dyn Fn(&mut ReleaseSnapshot), words: &str| {
        let error = other(bend).unwrap_err();
        assert!(
            error.to_string().starts_with(
                "the file contradicts the official file of ATLAS 2027.01 that was read before: "
            ),
            "{error}"
        );
        assert!(error.to_string().ends_with(words), "{error}");
    };
    fails(
        &|reading| rename(reading, "AML.T0115", &"x".repeat(200)),
        &format!(
            "AML.T0115 has the name \"Publish Poisoned AI Artifacts\", in this file \"{}...\"",
            "x".repeat(80)
        ),
    );
    fails(
        &|reading| add(reading, "AML.T0200", "New"),
        "AML.T0200 is only in this file",
    );
    fails(
        &|reading| {
            reading.objects.remove("AML.T0115");
        },
        "AML.T0115 is missing from this file",
    );
    fails(
        &|reading| {
            reading.objects.get_mut("AML.CS0007").unwrap().incident_date =
                Some("2020-01-01".to_owned());
        },
        "AML.CS0007 has the incident date \"2019-08-22\", in this file \"2020-01-01\"",
    );
    fails(
        &|reading| {
            reading.objects.get_mut("AML.CS0007").unwrap().employs =
                Some(vec!["AML.T0000".to_owned()]);
        },
        "AML.CS0007 has the techniques \"\", in this file \"AML.T0000\"",
    );
    fails(
        &|reading| {
            for id in ["AML.T0201", "AML.T0202", "AML.T0203", "AML.T0204"] {
                add(reading, id, id);
            }
        },
        "AML.T0203 is only in this file, and 1 more difference",
    );
    // Spelling is no contradiction, and what the first file left out is filled in.
    let more = other(&|reading| {
        rename(reading, "AML.T0000", "search open technical-databases");
        reading.objects.get_mut("AML.T0000").unwrap().created = Some("2021-05-13".to_owned());
        let mut mitigation = reading.objects["AML.T0000"].clone();
        mitigation.mitigates = Some(vec!["AML.T0115".to_owned()]);
        reading.objects.insert("AML.M0000".to_owned(), mitigation);
    });
    let more = more.unwrap().expect("it is news");
    let view = more.at(more.newest());
    assert_eq!(
        view.name("AML.T0000"),
        Some("Search Open Technical Databases")
    );
    assert_eq!(
        view.lifetime("AML.T0000").unwrap().created[0].value,
        "2021-05-13"
    );
    assert_eq!(view.mitigates("AML.M0000"), ["AML.T0115"]);
    assert_eq!(more.releases()[0].files.len(), 2);
}

/// Returns [`small`] as a file before v6, with another maturity.
fn small_v5() -> String {
    "version: 6.0.0\ntechniques:\n- id: AML.T0000\n  name: Search Open Technical Databases\n  tactics: [AML.TA0002]\n  maturity: realized\n  modified_date: 2027-01-20\n\
     - id: AML.T0115\n  name: Publish Poisoned AI Artifacts\n  tactics: [AML.TA0002]\n  maturity: feasible\ntactics:\n- id: AML.TA0002\n  name: Reconnaissance\n\
     case-studies:\n- id: AML.CS0007\n  name: GPT-2 Model Replication\n  incident-date: 2019-08-22\n  procedure:\n  - technique: AML.T0000\n"
        .to_owned()
}

#[test]
fn files_of_one_release_in_both_formats_go_together() {
    let v6 = official::read(&small("2027.01")).unwrap();
    let v5 = official::read(&small_v5()).unwrap();
    let start = Catalog::default();
    let orders = [[v6.clone(), v5.clone()], [v5, v6]].map(|files| {
        files.iter().fold(start.clone(), |catalog, file| {
            catalog
                .merged_with(std::slice::from_ref(file))
                .unwrap()
                .unwrap()
        })
    });
    for catalog in &orders {
        assert_eq!(catalog.releases().len(), 1);
        let view = catalog.at(catalog.newest());
        let lifetime = view.lifetime("AML.T0000").unwrap();
        let maturities: Vec<&str> = lifetime.maturities(view.pinned).collect();
        assert_eq!(
            maturities,
            ["Feasible", "Realized"],
            "v6 counts, and the other is kept"
        );
        assert_eq!(view.employs("AML.CS0007"), [""; 0], "v6 counts");
        assert_eq!(lifetime.modified[0].value, "2027-01-20", "v6 says nothing");
    }
    let formats = orders[0].releases()[0]
        .files
        .iter()
        .map(|file| file.format.to_string());
    assert_eq!(formats.collect::<Vec<_>>(), ["v6", "v5"]);
    let other = official::read(&small_v5().replace("GPT-2", "GPT-3")).unwrap();
    let error = orders[0].merged_with(&[other]).unwrap_err();
    assert!(
        error.to_string().contains("AML.CS0007 has the name"),
        "{error}"
    );
}
