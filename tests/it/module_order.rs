//! The order of the modules of a folder, as the documentation of its `mod.rs` states it.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::files_below;

/// Returns each module with its layer, read from the table in the documentation.
fn layers(documentation: &str) -> BTreeMap<String, usize> {
    let table = documentation.split("```text").nth(1).expect("a table");
    let table = table.split("```").next().expect("its end");
    let mut layers = BTreeMap::new();
    for row in table.lines().filter_map(|line| line.strip_prefix("//!")) {
        let Some((layer, modules)) = row.trim().split_once(' ') else {
            continue;
        };
        let layer: usize = layer.parse().expect("a row starts with its layer");
        let modules = modules.trim().split("  ").next().expect("names");
        for module in modules.split(", ") {
            let before = layers.insert(module.to_owned(), layer);
            assert_eq!(before, None, "{module} is listed twice");
        }
    }
    layers
}

/// Returns the modules of the folder that a source file names in its code.
fn imports(text: &str, folder: &str, is_top: bool) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or("");
    let code: String = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| format!("{line}\n"))
        .collect();
    let mut starts = vec![format!("crate::{folder}::")];
    if is_top {
        starts.push("super::".to_owned());
    }
    let word = |rest: &str| -> String {
        rest.chars()
            .take_while(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '_')
            .collect()
    };
    starts
        .iter()
        .flat_map(|start| code.split(start.as_str()).skip(1).map(word))
        .collect()
}

#[test]
fn modules_import_only_from_lower_layers() {
    let folders = [
        "analysis",
        "catalog",
        "cli",
        "config",
        "conventions",
        "dialect",
        "disk",
        "export",
        "facts",
        "filter",
        "fix",
        "git",
        "readback",
        "render",
        "scaffold",
        "schema",
        "sync",
        "syntax",
        "text",
        "vault",
    ];
    for folder in folders {
        check(folder);
    }
}

fn check(folder: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src")
        .join(folder);
    let read = |path: &Path| std::fs::read_to_string(path).expect("a source file can be read");
    let layers = layers(&read(&root.join("mod.rs")));
    let mut edges = 0;
    let mut seen = Vec::new();
    for path in files_below(&root) {
        let below = path.strip_prefix(&root).expect("it is below the folder");
        let name = below.to_string_lossy().replace('\\', "/");
        let is_test = name.ends_with("tests.rs") || name == "test_support.rs";
        if is_test || name == "mod.rs" || !name.ends_with("rs") {
            continue;
        }
        let own = name
            .split('/')
            .next()
            .unwrap_or(&name)
            .trim_end_matches(".rs");
        let layer = *layers
            .get(own)
            .unwrap_or_else(|| panic!("{own} is missing in the table of src/{folder}/mod.rs"));
        seen.push(own.to_owned());
        assert!(
            !read(&path).contains("super::super::"),
            "{name}: import by `crate::{folder}::`, so that this test can read it"
        );
        for import in imports(&read(&path), folder, !name.contains('/')) {
            assert!(
                layers.contains_key(&import),
                "{name}: import by the module's own path, so that this test can read it: {import:?}"
            );
            edges += 1;
            assert!(
                import == own || layers[&import] < layer,
                "{folder}/{name} imports {import}, which is not below it"
            );
        }
    }
    for module in layers.keys() {
        assert!(seen.contains(module), "{folder}/{module} does not exist");
    }
    assert!(edges > 0, "only {edges} imports of {folder} were found");
}
