//! Builds the catalog from `../shared/atlas`, and holds the compiled-in files to the result.

use std::path::Path;
use std::sync::OnceLock;
use std::{env, fs};

use atlas_lint::catalog::{Catalog, ReleaseSnapshot, official};

use super::{facts, source};
use crate::needs::{self, shared, tests};

tests! {
    needs::ATLAS =>
        the_compiled_in_catalog_is_that_of_its_sources;
}

pub fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// Returns the versions in the names `ATLAS-<version>.yaml` of a folder, oldest first.
pub fn versions(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| {
            let name = entry.unwrap().file_name().into_string().unwrap();
            Some(
                name.strip_prefix("ATLAS-")?
                    .strip_suffix(".yaml")?
                    .to_owned(),
            )
        })
        .collect();
    names.sort_by_key(|name| {
        name.split('.')
            .map(|part| part.parse::<u32>().unwrap())
            .collect::<Vec<u32>>()
    });
    names
}

/// Returns each official release with its number before v6. The 32 legacy files are the first 32
/// releases in order; `at_release.rs` checks that by their content.
pub fn pairs(atlas: &Path) -> Vec<(String, Option<String>)> {
    let mut legacy = versions(&atlas.join("legacy")).into_iter();
    versions(&atlas.join("v6"))
        .into_iter()
        .map(|name| (name, legacy.next()))
        .collect()
}

/// Reads the official files, oldest first, once a test run.
pub fn snapshots(atlas: &Path) -> &'static [ReleaseSnapshot] {
    static READ: OnceLock<Vec<ReleaseSnapshot>> = OnceLock::new();
    READ.get_or_init(|| {
        let read = pairs(atlas).into_iter().map(|(name, legacy)| {
            let mut snapshot =
                official::read(&text(&atlas.join(format!("v6/ATLAS-{name}.yaml")))).unwrap();
            assert_eq!(snapshot.release.as_ref(), Some(&name));
            if let Some(legacy) = &legacy {
                let at_release =
                    official::read(&text(&atlas.join(format!("legacy/ATLAS-{legacy}.yaml"))))
                        .unwrap();
                for (id, object) in &mut snapshot.objects {
                    object.other_maturity = at_release
                        .objects
                        .get(id)
                        .and_then(|other| other.maturity.clone());
                }
                snapshot.files.extend(at_release.files);
            }
            snapshot.legacy = legacy;
            snapshot
        });
        read.collect()
    })
}

/// Builds the catalog from the sources, once a test run.
pub fn built(atlas: &Path) -> &'static Catalog {
    static BUILT: OnceLock<Catalog> = OnceLock::new();
    BUILT.get_or_init(|| {
        let mut catalog = Catalog::default();
        for snapshot in snapshots(atlas) {
            catalog = catalog.extended_by(snapshot).unwrap();
        }
        let facts = serde_json::from_str(&text(&atlas.join("2026-09.facts.json"))).unwrap();
        for snapshot in &facts::snapshots(&facts, &catalog) {
            catalog = catalog.extended_by(snapshot).unwrap();
        }
        catalog
    })
}

fn the_compiled_in_catalog_is_that_of_its_sources() {
    let atlas = &shared("atlas");
    let catalog = built(atlas);
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/catalog"));
    if env::var_os("UPDATE_CATALOG").is_some() {
        fs::write(folder.join("atlas.bin"), catalog.to_binary().unwrap()).unwrap();
    }
    let files = [
        ("atlas.jsonl", catalog.to_jsonl()),
        ("SOURCE.md", source::describe(atlas, catalog)),
    ];
    for (name, wanted) in files {
        let path = folder.join(name);
        if env::var_os("UPDATE_CATALOG").is_some() {
            fs::write(&path, &wanted).unwrap();
            eprintln!("wrote {} ({} bytes)", path.display(), wanted.len());
            continue;
        }
        let held = text(&path).replace("\r\n", "\n");
        let drift = held
            .lines()
            .zip(wanted.lines())
            .find(|(held, wanted)| held != wanted);
        assert!(
            held == wanted,
            "src/catalog/{name} differs from what ../shared gives, first in {drift:?}; \
             to write it anew: UPDATE_CATALOG=1 cargo test --test corpus catalog"
        );
    }
}
