//! What case studies employ and mitigations mitigate, in every release.

use std::collections::BTreeSet;

use atlas_lint::catalog::{Catalog, Kind, Status, View};

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
