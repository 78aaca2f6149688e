//! Official files as `--catalog` takes them, and the lifetimes that follow from them.

use atlas_lint::catalog::{Catalog, ReleaseSnapshot, Status, at, official};

/// Returns a v6 release of three techniques, small enough to modify.
pub fn small(version: &str) -> String {
    let technique =
        |id: &str, name: &str| format!("  {id}:\n    name: {name}\n    maturity: Feasible\n");
    let achieves = |id: &str| format!("  {id}:\n    achieves:\n    - target: AML.TA0002\n");
    format!(
        "format-version: 6.0.0\ncollection:\n  version: '{version}'\n  modified-date: '2027-01-31'\ntactics:\n  AML.TA0002:\n    \
         name: Reconnaissance\ntechniques:\n{}{}mitigations: {{}}\ncase-studies:\n  AML.CS0007:\n    name: GPT-2 Model Replication\n    \
         date: '2019-08-22'\n    date-granularity: Day\nrelationships:\n{}{}",
        technique("AML.T0000", "Search Open Technical Databases"),
        technique("AML.T0115", "Publish Poisoned AI Artifacts"),
        achieves("AML.T0000"),
        achieves("AML.T0115"),
    )
}

#[test]
fn a_newer_official_file_confirms_what_was_unverified() {
    let embedded = Catalog::embedded();
    let catalog = embedded
        .extended_by(&official::read(&small("2027.01")).unwrap())
        .unwrap();
    let view = catalog.at(catalog.newest());
    assert_eq!(catalog.release_name(view.pinned), "2027.01");
    let name = view.names("AML.T0115").next().unwrap();
    assert_eq!(catalog.release_name(name.release), "2026.07");
    assert!(name.official);
    // What the file lacks has ended, officially, and what had ended unverified is now certain.
    assert!(matches!(view.status("AML.T0051"), Status::Retired(lifetime) if lifetime.end_official));
    assert!(matches!(view.status("AML.T0104"), Status::Retired(lifetime) if lifetime.end_official));
    assert!(
        !embedded
            .at(embedded.release("2026.08").unwrap())
            .lifetime("AML.T0104")
            .unwrap()
            .end_official
    );
    // It holds no mitigation: a gap, which retires none.
    assert!(matches!(view.status("AML.M0000"), Status::Current(_)));
    let gaps = &catalog.release_at(view.pinned).unwrap().gaps;
    assert_eq!(
        gaps.iter().map(|kind| kind.label()).collect::<Vec<_>>(),
        ["mitigation"]
    );
}

#[test]
fn an_official_file_undoes_an_unverified_end() {
    let embedded = Catalog::embedded();
    let with = small("2027.01").replace("AML.T0115", "AML.T0104").replace(
        "Publish Poisoned AI Artifacts",
        "Publish Poisoned AI Agent Tool",
    );
    let catalog = embedded
        .extended_by(&official::read(&with).unwrap())
        .unwrap();
    let object = catalog.object("AML.T0104").unwrap();
    assert_eq!(object.lifetimes.len(), 1);
    assert_eq!(
        (
            object.lifetimes[0].last,
            object.lifetimes[0].successors.len()
        ),
        (None, 0)
    );
}

#[test]
fn an_id_that_comes_back_with_another_name_has_a_new_lifetime() {
    let first = official::read(&small("2027.01")).unwrap();
    let without = |version: &str| ReleaseSnapshot {
        objects: first
            .objects
            .clone()
            .into_iter()
            .filter(|(id, _)| id != "AML.T0115")
            .collect(),
        release: Some(version.to_owned()),
        ..first.clone()
    };
    let mut back = ReleaseSnapshot {
        release: Some("2027.03".to_owned()),
        ..first.clone()
    };
    back.objects.get_mut("AML.T0115").unwrap().name = "Something Else".to_owned();
    let catalog = Catalog::default();
    let catalog = [first.clone(), without("2027.02"), back]
        .into_iter()
        .fold(catalog, |catalog, reading| {
            catalog.extended_by(&reading).unwrap()
        });
    let lifetimes = &catalog.object("AML.T0115").unwrap().lifetimes;
    assert_eq!(lifetimes.len(), 2);
    assert_eq!(
        lifetimes[0].last.map(|ix| catalog.release_name(ix)),
        Some("2027.01")
    );
    assert_eq!(lifetimes[1].names.len(), 1);
    let view = catalog.at(catalog.newest());
    assert_eq!(
        view.names("AML.T0115")
            .map(|name| name.value.as_str())
            .collect::<Vec<_>>(),
        ["Something Else"]
    );
    // A release read a second time takes the place of the first, and what came after is gone.
    let again = catalog.extended_by(&without("2027.02")).unwrap();
    assert_eq!(again.releases().len(), 2);
    assert!(matches!(
        again.at(again.newest()).status("AML.T0115"),
        Status::Retired(_)
    ));
}

#[test]
fn a_renamed_object_keeps_its_life_and_a_moved_one_has_a_successor() {
    let first = official::read(&small("2027.01")).unwrap();
    let mut second = ReleaseSnapshot {
        release: Some("2027.02".to_owned()),
        ..first.clone()
    };
    second.objects.get_mut("AML.T0000").unwrap().name = "Search Databases".to_owned();
    let moved = second.objects.remove("AML.T0115").unwrap();
    second.objects.insert("AML.T0116".to_owned(), moved);
    let before = Catalog::default().extended_by(&first).unwrap();
    let catalog = before.extended_by(&second).unwrap();
    let renamed = &catalog.object("AML.T0000").unwrap().lifetimes;
    assert_eq!((renamed.len(), renamed[0].names.len()), (1, 2));
    assert_eq!(
        at(&renamed[0].names, catalog.newest()).unwrap().value,
        "Search Databases"
    );
    let gone = &catalog.object("AML.T0115").unwrap().lifetimes[0];
    assert_eq!(
        gone.successors
            .iter()
            .map(|next| (next.id.as_str(), next.certain))
            .collect::<Vec<_>>(),
        [("AML.T0116", true)]
    );
    // The same told by an unofficial reading is no certain successor.
    second.official = false;
    let catalog = before.extended_by(&second).unwrap();
    let gone = &catalog.object("AML.T0115").unwrap().lifetimes[0];
    assert!(!gone.end_official && gone.successors.iter().all(|next| !next.certain));
    assert_eq!(gone.successors.len(), 1);
}
