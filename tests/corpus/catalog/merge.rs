//! Official files merged into a catalog that knows other releases, whatever their date.

use atlas_lint::catalog::{Catalog, ReleaseSnapshot, official};

use super::build::{built, snapshots, text, versions};
use super::facts;
use crate::needs::{self, shared, tests};

tests! {
    needs::ATLAS =>
        a_release_that_was_left_out_is_put_back_as_it_was,
        unverified_releases_stay_as_they_are_after_a_release_that_changes_nothing,
        every_official_file_is_known;
}

fn same(a: &Catalog, b: &Catalog) {
    let (a, b) = (a.to_jsonl(), b.to_jsonl());
    let first = a.lines().zip(b.lines()).find(|(a, b)| a != b);
    assert!(a == b, "{first:#?}");
}

fn a_release_that_was_left_out_is_put_back_as_it_was() {
    let atlas = &shared("atlas");
    let all = snapshots(atlas);
    let fold = |snapshots: &mut dyn Iterator<Item = &ReleaseSnapshot>| {
        snapshots.fold(Catalog::default(), |catalog, reading| {
            catalog.extended_by(reading).unwrap()
        })
    };
    let whole = fold(&mut all.iter());
    // The first, the one that renumbers tactics, those around the gap, one that reuses an id, others, the last.
    for left_out in [
        "2021.05",
        "2021.12",
        "2022.03.2",
        "2022.05",
        "2022.05.2",
        "2023.01",
        "2025.04",
        "2025.11.2",
        "2026.05",
    ] {
        let is_it = |reading: &&ReleaseSnapshot| reading.release.as_deref() == Some(left_out);
        let without = fold(&mut all.iter().filter(|reading| !is_it(reading)));
        let reading = all.iter().find(is_it).unwrap();
        let again = without
            .merged_with(std::slice::from_ref(reading))
            .unwrap()
            .unwrap();
        same(&again, &whole);
        assert!(
            whole
                .merged_with(std::slice::from_ref(reading))
                .unwrap()
                .is_none(),
            "{left_out}"
        );
    }
    // Several at once, in any order.
    let (some, others): (Vec<_>, Vec<_>) =
        all.iter().cloned().zip(0..).partition(|(_, n)| n % 3 == 0);
    let some: Vec<ReleaseSnapshot> = some.into_iter().rev().map(|(reading, _)| reading).collect();
    let without = fold(&mut others.iter().map(|(reading, _)| reading));
    same(&without.merged_with(&some).unwrap().unwrap(), &whole);
}

fn unverified_releases_stay_as_they_are_after_a_release_that_changes_nothing() {
    let atlas = &shared("atlas");
    let whole = built(atlas);
    let last = snapshots(atlas).last().unwrap();
    // 2026.05 is left out, and put back below the unverified releases, which were told from it.
    let facts = serde_json::from_str(&text(&atlas.join("2026-09.facts.json"))).unwrap();
    let base = snapshots(atlas)
        .iter()
        .take(snapshots(atlas).len() - 1)
        .fold(Catalog::default(), |catalog, reading| {
            catalog.extended_by(reading).unwrap()
        });
    let told = facts::snapshots(&facts, &base.extended_by(last).unwrap());
    let unverified = ReleaseSnapshot {
        official: false,
        files: Vec::new(),
        ..last.clone()
    };
    let before = std::iter::once(&unverified)
        .chain(&told)
        .fold(base, |catalog, reading| {
            catalog.extended_by(reading).unwrap()
        });
    assert!(
        !before
            .release_at(before.release("2026.05").unwrap())
            .unwrap()
            .official
    );
    same(
        &before
            .merged_with(std::slice::from_ref(last))
            .unwrap()
            .unwrap(),
        whole,
    );
}

fn every_official_file_is_known() {
    let atlas = &shared("atlas");
    let embedded = Catalog::embedded();
    let mut refused = Vec::new();
    for folder in ["v6", "legacy"] {
        for version in versions(&atlas.join(folder)) {
            let file = format!("{folder}/ATLAS-{version}.yaml");
            let whole = text(&atlas.join(&file));
            let merged = |text: &str| embedded.merged_with(&[official::read(text).unwrap()]);
            // The file of 2022.05 at release has the case studies that its v6 file lacks.
            assert_eq!(
                merged(&whole).unwrap().is_some(),
                version == "3.1.0",
                "{file}"
            );
            match merged(&(whole + "# one more line\n")) {
                Ok(merged) => assert!(merged.is_none() || version == "3.1.0", "{file}"),
                Err(why) => refused.push((version, why)),
            }
        }
    }
    // In another file of theirs: the tactics of AML.T0010, see SOURCE.md.
    let versions: Vec<&str> = refused
        .iter()
        .map(|(version, _)| version.as_str())
        .collect();
    assert_eq!(versions, ["2.0.0", "2.0.1", "2.1.0", "2.2.0"]);
    for (version, why) in refused {
        assert!(
            why.to_string()
                .contains("AML.T0010 has the tactics \"AML.TA0001\", in this file \"AML.TA0004\""),
            "{version}: {why}"
        );
    }
}
