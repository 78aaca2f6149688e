//! What case studies employ and mitigations mitigate, against the files at release.

use std::collections::BTreeMap;

use atlas_lint::catalog::{Kind, at, official};

use super::build::{built, pairs, text};
use crate::needs::{self, shared, tests};

tests! {
    needs::ATLAS =>
        relations_are_those_of_the_files_at_release;
}

/// Where the files at release and the v6 file of the same release differ: the object and what only
/// the v6 file has, with how many releases do so. No file at release has anything that v6 lacks.
const ONLY_IN_V6: [(&str, &[&str], usize); 3] = [
    ("AML.M0016", &["AML.T0018.001", "AML.T0018.002"], 6),
    ("AML.M0018", &["AML.T0052.001"], 1),
    ("AML.M0034", &["AML.T0052.001"], 1),
];

fn relations_are_those_of_the_files_at_release() {
    let atlas = &shared("atlas");
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
