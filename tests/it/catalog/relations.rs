//! What case studies employ and mitigations mitigate, in every release.

use std::collections::{BTreeMap, BTreeSet};

use atlas_lint::catalog::{Catalog, Kind, Status, View, at, official};

use super::build::{built, pairs, shared, text};

fn view(release: &str) -> View<'static> {
    let catalog = Catalog::embedded();
    catalog.at(catalog.release(release).unwrap())
}

#[test]
fn relations_are_those_of_the_release() {
    assert_eq!(
        view("2026.05").employs("AML.CS0007"),
        [
            "AML.T0000",
            "AML.T0002.000",
            "AML.T0002.001",
            "AML.T0005.000",
            "AML.T0008.000",
        ]
    );
    assert_eq!(view("2021.05").employs("AML.CS0006"), [""; 0]);
    assert_eq!(view("2021.12").employs("AML.CS0006"), ["AML.T0012"]);
    // The file of 2022.05 holds no case studies: a gap, in which they stay as they were.
    assert_eq!(
        view("2022.05").employs("AML.CS0007"),
        view("2022.03.2").employs("AML.CS0007")
    );
    assert_eq!(view("2023.02").mitigates("AML.M0000"), [""; 0]);
    assert_eq!(
        view("2023.04").mitigates("AML.M0000"),
        ["AML.T0000", "AML.T0003"]
    );
    // Techniques neither employ nor mitigate, and what is not there does nothing.
    assert_eq!(view("2026.05").employs("AML.T0000"), [""; 0]);
    assert_eq!(view("2026.05").mitigates("AML.CS0007"), [""; 0]);
    assert_eq!(view("2026.05").employs("AML.CS0072"), [""; 0]);
    // T0058 was retired in 2026.07, and the studies that employed it employ its successor.
    let employs = |release: &str, id: &str| {
        let employed = view(release).employs("AML.CS0019");
        employed.iter().any(|employed| employed == id)
    };
    assert!(employs("2026.06", "AML.T0058") && !employs("2026.06", "AML.T0115.001"));
    assert!(!employs("2026.07", "AML.T0058") && employs("2026.07", "AML.T0115.001"));
}

#[test]
fn each_relation_is_seen_from_both_ends() {
    let catalog = Catalog::embedded();
    for release in catalog.releases() {
        let view = catalog.at(catalog.release(&release.name).unwrap());
        let (mut forth, mut back) = (BTreeSet::new(), BTreeSet::new());
        for object in catalog.objects() {
            let id = object.id.as_str();
            if matches!(view.status(id), Status::Current(_)) {
                let related = view.employs(id).iter().chain(view.mitigates(id));
                forth.extend(related.map(|technique| (id, technique.as_str())));
            }
            for other in view.employed_by(id) {
                assert_eq!(Kind::of_id(other), Some(Kind::CaseStudy));
                assert!(back.insert((other, id)), "{other} is given twice");
            }
            for other in view.mitigated_by(id) {
                assert_eq!(Kind::of_id(other), Some(Kind::Mitigation));
                assert!(back.insert((other, id)), "{other} is given twice");
            }
        }
        assert_eq!(forth, back, "{}", release.name);
        assert!(!forth.is_empty());
        for (id, technique) in forth {
            assert!(
                matches!(view.status(technique), Status::Current(_)),
                "{id} relates to {technique} in {}",
                release.name
            );
        }
    }
    assert_eq!(view("2026.05").employed_by("AML.T9999").count(), 0);
}

/// Where the files at release and the v6 file of the same release differ: the object and what only
/// the v6 file has, with how many releases do so. No file at release has anything that v6 lacks.
const ONLY_IN_V6: [(&str, &[&str], usize); 3] = [
    ("AML.M0016", &["AML.T0018.001", "AML.T0018.002"], 6),
    ("AML.M0018", &["AML.T0052.001"], 1),
    ("AML.M0034", &["AML.T0052.001"], 1),
];

#[test]
fn relations_are_those_of_the_files_at_release() {
    let Some(atlas) = shared() else { return };
    let catalog = built(atlas);
    let mut only_in_v6: BTreeMap<(String, Vec<String>), usize> = BTreeMap::new();
    let mut compared = 0;
    for (name, legacy) in pairs(atlas) {
        let Some(legacy) = legacy else { continue };
        let ix = catalog.release(&name).unwrap();
        let file = atlas.join(format!("legacy/ATLAS-{legacy}.yaml"));
        let reading = official::read(&text(&file)).unwrap();
        for (id, read) in &reading.objects {
            let lifetime = catalog.at(ix).lifetime(id).unwrap();
            let (held, read) = match Kind::of_id(id) {
                Some(Kind::CaseStudy) => (&lifetime.employs, read.employs.as_ref()),
                Some(Kind::Mitigation) => (&lifetime.mitigates, read.mitigates.as_ref()),
                _ => {
                    assert!(lifetime.employs.is_empty() && lifetime.mitigates.is_empty());
                    assert_eq!((&read.employs, &read.mitigates), (&None, &None));
                    continue;
                }
            };
            let (held, read) = (&at(held, ix).unwrap().value, read.unwrap());
            compared += 1;
            let more: Vec<String> = held
                .iter()
                .filter(|id| !read.contains(id))
                .cloned()
                .collect();
            assert!(read.iter().all(|id| held.contains(id)), "{id} in {legacy}");
            if !more.is_empty() {
                *only_in_v6.entry((id.clone(), more)).or_default() += 1;
            }
        }
    }
    assert!(compared > 1000, "only {compared} lists were compared");
    let told = ONLY_IN_V6.into_iter().map(|(id, more, releases)| {
        let more = more.iter().map(|id| (*id).to_owned()).collect();
        ((id.to_owned(), more), releases)
    });
    assert_eq!(only_in_v6, told.collect());
}
