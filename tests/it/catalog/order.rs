//! The order of the catalog's modules, as the documentation of `src/catalog/mod.rs` states it.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::files_below;

/// Returns each module with its layer, read from the table in the documentation.
fn layers(documentation: &str) -> BTreeMap<String, usize> {
    let table = documentation.split("```text").nth(1).expect("a table");
    let table = table.split("```").next().expect("its end");
    let mut layers = BTreeMap::new();
    for row in table.lines().filter_map(|line| line.strip_prefix("//!")) {
        let row = row.trim();
        let Some((layer, modules)) = row.split_once(' ') else {
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

/// Returns the modules of the catalog that a source file names in its code.
fn imports(text: &str, is_top: bool) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or("");
    let code: String = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| format!("{line}\n"))
        .collect();
    let starts: &[&str] = if is_top {
        &["crate::catalog::", "super::"]
    } else {
        &["crate::catalog::"]
    };
    let word = |rest: &str| -> String {
        rest.chars()
            .take_while(|c| c.is_ascii_lowercase() || *c == '_')
            .collect()
    };
    starts
        .iter()
        .flat_map(|start| code.split(start).skip(1).map(word))
        .collect()
}

#[test]
fn modules_import_only_from_lower_layers() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/catalog"));
    let read = |path: &Path| std::fs::read_to_string(path).expect("a source file can be read");
    let layers = layers(&read(&folder.join("mod.rs")));
    let mut edges = 0;
    let mut seen = Vec::new();
    for path in files_below(folder) {
        let below = path.strip_prefix(folder).expect("it is below the folder");
        let name = below.to_string_lossy().replace('\\', "/");
        if name == "mod.rs" || path.extension().is_none_or(|end| end != "rs") {
            continue;
        }
        let own = name
            .split('/')
            .next()
            .unwrap_or(&name)
            .trim_end_matches(".rs");
        let layer = *layers
            .get(own)
            .unwrap_or_else(|| panic!("{own} is missing in the table of src/catalog/mod.rs"));
        seen.push(own.to_owned());
        assert!(
            !read(&path).contains("super::super::"),
            "{name}: import by `crate::catalog::`, so that this test can read it"
        );
        for import in imports(&read(&path), !name.contains('/')) {
            assert!(
                !import.is_empty() && layers.contains_key(&import),
                "{name}: import by the module's own path, so that this test can read it: {import:?}"
            );
            edges += 1;
            assert!(
                import == own || layers[&import] < layer,
                "{name} imports {import}, which is not below it"
            );
        }
    }
    for module in layers.keys() {
        assert!(seen.contains(module), "{module} does not exist");
    }
    assert!(edges > 50, "only {edges} imports were found");
}
