//! Official files as `--catalog` takes them.

use atlas_lint::catalog::{Catalog, Status, official};

use super::build::{pairs, text};
use crate::needs::{self, shared, tests};

tests! {
    needs::ATLAS =>
        every_official_file_is_read_as_its_own_release,
        a_release_read_again_changes_nothing_before_it,
        an_older_release_read_again_opens_the_lives_that_ended_after_it;
}

/// Files that say no version or a wrong one, and the release they are taken for once a comment has
/// made other files of them. Files with equal facts cannot be told apart: the newest of them is named.
const BY_CONTENT: [(&str, &str); 4] = [
    ("2.0.0", "2.1.0"),
    ("2.0.1", "2.1.0"),
    ("2.2.1", "2.3.0"),
    ("4.5.2", "4.5.1"),
];

fn every_official_file_is_read_as_its_own_release() {
    let atlas = &shared("atlas");
    let embedded = Catalog::embedded();
    for (name, legacy) in pairs(atlas) {
        let mut files = vec![(format!("v6/ATLAS-{name}.yaml"), "", name.clone())];
        if let Some(legacy) = legacy {
            let taken = BY_CONTENT
                .iter()
                .find(|(file, _)| *file == legacy)
                .map_or(legacy.as_str(), |(_, taken)| taken);
            let taken = embedded
                .release_name(embedded.release(taken).unwrap())
                .to_owned();
            let file = format!("legacy/ATLAS-{legacy}.yaml");
            files.push((file.clone(), "", name.clone()));
            files.push((file, "# one more line\n", taken));
        }
        for (file, more, taken) in files {
            let reading = official::read(&(text(&atlas.join(&file)) + more))
                .unwrap_or_else(|why| panic!("{file}: {why}"));
            let objects: Vec<String> = reading.objects.keys().cloned().collect();
            let catalog = embedded
                .extended_by(&reading)
                .unwrap_or_else(|why| panic!("{file}: {why}"));
            let view = catalog.at(catalog.newest());
            assert_eq!(catalog.release_name(view.pinned), taken, "{file}");
            for id in objects {
                assert!(
                    matches!(view.status(&id), Status::Current(_)),
                    "{id} of {file}"
                );
            }
        }
    }
}

fn a_release_read_again_changes_nothing_before_it() {
    let atlas = &shared("atlas");
    let embedded = Catalog::embedded();
    // The newest official release again: the unverified ones after it are dropped, and with them
    // the ends of lifetimes that only they showed.
    let reading = official::read(&text(&atlas.join("v6/ATLAS-2026.05.yaml"))).unwrap();
    let catalog = embedded.extended_by(&reading).unwrap();
    let built = super::build::built(atlas);
    let newest = built.release("2026.05").unwrap();
    assert_eq!(catalog.newest(), newest);
    for object in catalog.objects() {
        let other = built.object(&object.id).unwrap();
        assert_eq!(
            object.lifetimes.len(),
            other.lifetimes.len(),
            "{}",
            object.id
        );
        for (a, b) in object.lifetimes.iter().zip(&other.lifetimes) {
            assert_eq!(
                (a.first, a.last),
                (b.first, b.last.filter(|last| *last < newest)),
                "{}",
                object.id
            );
            assert_eq!(a.names[..], b.names[..a.names.len()], "{}", object.id);
            assert_eq!(
                a.modified[..],
                b.modified[..a.modified.len()],
                "{}",
                object.id
            );
        }
    }
    assert!(
        matches!(catalog.at(newest).status("AML.T0104"), Status::Current(lifetime) if lifetime.successors.is_empty())
    );
}

fn an_older_release_read_again_opens_the_lives_that_ended_after_it() {
    let atlas = &shared("atlas");
    let file = atlas.join("v6/ATLAS-2023.04.yaml");
    let reading = official::read(&text(&file)).unwrap();
    let catalog = Catalog::embedded().extended_by(&reading).unwrap();
    let lifetimes = &catalog.object("AML.T0045").unwrap().lifetimes;
    assert_eq!(
        (
            lifetimes.len(),
            lifetimes[0].last,
            lifetimes[0].successors.len()
        ),
        (1, None, 0)
    );
    assert!(catalog.object("AML.T0048.004").is_none());
}
