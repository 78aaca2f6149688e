//! Official files imported into a vault's catalog.

use atlas_lint::catalog::{Catalog, ReleaseSnapshot, Status, at, import, official};

use super::build::text;
use crate::needs::{self, shared, tests};

tests! {
    needs::ATLAS =>
        an_official_release_is_kept_whole,
        a_file_before_v6_that_is_cut_off_between_case_studies_is_refused;
}

fn read(text: &str) -> ReleaseSnapshot {
    official::read(text).unwrap()
}

// Official files, read as if they were of a release that nobody knows: all that they say is kept.
fn an_official_release_is_kept_whole() {
    let atlas = &shared("atlas");
    let embedded = Catalog::embedded();
    for (file, release) in [
        ("v6/ATLAS-2021.05.yaml", "2021.05.2"),
        ("v6/ATLAS-2026.05.yaml", "2026.10"),
        ("legacy/ATLAS-2.0.0.yaml", "2021.05.2"),
        ("legacy/ATLAS-5.6.0.yaml", "2026.04.2"),
    ] {
        let mut reading = read(&text(&atlas.join(file)));
        reading.release = Some(release.to_owned());
        reading.legacy = None;
        reading.files[0].sha256 = "f".repeat(64);
        let import = import(embedded, &Catalog::default(), &reading);
        let imports = import.unwrap().expect("it is news").imports.to_jsonl();
        assert!(
            imports.len() < 100_000,
            "{file} takes {} bytes",
            imports.len()
        );
        let imports = Catalog::from_imports(&imports).unwrap();
        let catalog = embedded.with_imports(&imports).unwrap();
        let ix = catalog.release(release).unwrap();
        let view = catalog.at(ix);
        for (id, read) in &reading.objects {
            let Status::Current(lifetime) = view.status(id) else {
                panic!("{id} of {file} is not there")
            };
            assert_eq!(view.name(id), Some(read.name.as_str()));
            assert_eq!(view.parent(id), read.parent.as_deref(), "{id}");
            assert_eq!(view.tactics(id), read.tactics, "{id}");
            assert_eq!(
                view.employs(id),
                read.employs.clone().unwrap_or_default(),
                "{id}"
            );
            assert_eq!(
                view.mitigates(id),
                read.mitigates.clone().unwrap_or_default(),
                "{id}"
            );
            for (held, read) in [
                (&lifetime.maturity, &read.maturity),
                (&lifetime.created, &read.created),
                (&lifetime.modified, &read.modified),
                (&lifetime.incident_date, &read.incident_date),
                (&lifetime.granularity, &read.granularity),
                (&lifetime.study_type, &read.study_type),
            ] {
                if read.is_some() {
                    let held = at(held, ix).unwrap();
                    assert_eq!(
                        (Some(&held.value), held.official),
                        (read.as_ref(), true),
                        "{id}"
                    );
                }
            }
        }
        let gaps = &catalog.release_at(ix).unwrap().gaps;
        for object in catalog.objects().iter().filter(|o| !gaps.contains(&o.kind)) {
            let there = matches!(view.status(&object.id), Status::Current(_));
            assert_eq!(
                there,
                reading.objects.contains_key(&object.id),
                "{}",
                object.id
            );
        }
    }
}

fn a_file_before_v6_that_is_cut_off_between_case_studies_is_refused() {
    let atlas = &shared("atlas");
    let whole =
        text(&atlas.join("legacy/ATLAS-5.6.0.yaml")).replace("version: 5.6.0", "version: 5.7.0");
    let place = |id: &str| whole.find(&format!("- id: {id}\n")).unwrap();
    let read = |text: &str| import(Catalog::embedded(), &Catalog::default(), &read(text));
    let import = read(&whole).unwrap().unwrap();
    assert_eq!(import.release, "2026.04.2");
    assert_eq!(
        import.catalog.release("5.7.0"),
        import.catalog.release("2026.04.2")
    );
    let error = read(&whole[..place("AML.CS0040")]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the file is cut off: it ends with AML.CS0039, and ATLAS 2026.04 has 17 case studies after it"
    );
    let error = official::read(&whole[..place("AML.CS0040") + 90]).unwrap_err();
    assert!(error.to_string().contains("cut off"), "{error}");
    // One may have been taken back.
    assert!(read(&whole[..place("AML.CS0056")]).unwrap().is_some());
}
