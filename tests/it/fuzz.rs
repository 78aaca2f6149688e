//! The functions of the fuzzers, over the inputs that are kept: the examples of the rules, and what fuzzing has found.
//!
//! `UPDATE_SEEDS=1 cargo test --test it fuzz` writes the first kind anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use atlas_lint::disk::is_page;
use atlas_lint::syntax::document::{is_data, looks_official};

use crate::fuzz_targets::{config, filter, official, vault, yaml};
use crate::support::files_below;

/// Panics if what is to hold of an input does not.
type Run = fn(&[u8]);

/// The targets, by the folder of their seeds.
const TARGETS: [(&str, Run); 5] = [
    ("vault", vault::run),
    ("yaml", yaml::run),
    ("config", config::run),
    ("official", official::run),
    ("filter", filter::run),
];

/// How many seeds of each rule a target has. The folder is committed, and the gate runs each of its files.
const MOST: [(&str, usize); 5] = [
    ("vault", 2),
    ("yaml", 1),
    ("config", 2),
    ("official", 2),
    ("filter", 6),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds")
}

/// Runs a target over its seeds, each on its own: of several that fail, all are named.
fn replay(target: &str) {
    let (_, run) = TARGETS
        .iter()
        .find(|(name, _)| *name == target)
        .expect("a target");
    let seeds = files_below(&root().join(target));
    assert!(seeds.len() >= 5, "{target} has {} seeds", seeds.len());
    let failed = atlas_lint::parallel::map(2, seeds.len(), |at| {
        let data = std::fs::read(&seeds[at]).expect("a seed");
        let failed = std::panic::catch_unwind(|| run(&data)).is_err();
        failed.then(|| seeds[at].display().to_string())
    });
    let failed: Vec<String> = failed.into_iter().flatten().collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn seeds_of_vault() {
    replay("vault");
}

#[test]
fn seeds_of_yaml() {
    replay("yaml");
}

#[test]
fn seeds_of_config() {
    replay("config");
}

#[test]
fn seeds_of_official() {
    replay("official");
}

#[test]
fn seeds_of_filter() {
    replay("filter");
}

// Every target has a binary, and every binary a target.
#[test]
fn every_target_is_replayed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets");
    let binaries: BTreeSet<String> = files_below(&folder)
        .iter()
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .collect();
    let targets = TARGETS.iter().map(|(name, _)| (*name).to_owned());
    assert_eq!(binaries, targets.collect());
}

/// An example of a rule: the words of its title, and its files.
struct Example {
    rule: String,
    files: Vec<(String, String)>,
    words: String,
}

/// Returns the examples in the rules' docs.
fn examples(folder: &Path) -> Vec<Example> {
    let mut examples = Vec::new();
    let docs = files_below(folder);
    for path in docs
        .iter()
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
    {
        let rule = path.file_stem().expect("a name").to_string_lossy();
        let text = std::fs::read_to_string(path).expect("a doc");
        for section in text.split("\n## ").skip(1) {
            let (files, words) = files_of(section);
            if !files.is_empty() {
                examples.push(Example {
                    rule: rule.clone().into_owned(),
                    files,
                    words,
                });
            }
        }
    }
    examples
}

/// Returns the files of a section, and its release.
fn files_of(section: &str) -> (Vec<(String, String)>, String) {
    let (mut files, mut words) = (Vec::new(), String::new());
    let mut path = None;
    let mut lines = section.lines();
    while let Some(line) = lines.next() {
        let fence = line.len() - line.trim_start_matches('`').len();
        if let Some(name) = line
            .strip_prefix('`')
            .and_then(|name| name.strip_suffix("`:"))
        {
            path = Some(name.to_owned());
        } else if fence >= 3 {
            let (fence, info) = line.split_at(fence);
            let inside = lines.by_ref().take_while(|line| *line != fence);
            let body: String = inside.map(|line| format!("{line}\n")).collect();
            let info: Vec<&str> = info.split(' ').collect();
            let release = info.iter().find_map(|word| word.strip_prefix("catalog="));
            if let Some(release) = release {
                release.clone_into(&mut words);
            }
            match (info[0], path.take()) {
                ("config", _) => files.push(("atlas-lint.yaml".to_owned(), body)),
                ("fixed" | "full" | "diagnostics", _) | (_, None) => {}
                (_, Some(path)) => files.push((path, body)),
            }
        }
    }
    (files, words)
}

impl Example {
    /// Returns the example as an input of a fuzz target.
    fn input(&self) -> String {
        let mut text = format!("{}\n", self.words);
        for (path, body) in &self.files {
            let _ = write!(text, "=== {path}\n{body}");
        }
        text
    }
}

/// Returns the YAML of a file: all of it, or its front matter.
fn yaml_of(path: &str, body: &str) -> Option<String> {
    if is_page(path) {
        let rest = body.strip_prefix("---\n")?;
        return Some(rest.split("\n---").next()?.to_owned());
    }
    is_data(path).then(|| body.to_owned())
}

/// Writes the first examples of each rule, if the variable is set.
#[test]
fn examples_are_seeds_of_every_target() {
    let root_of = |folder| Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut examples = examples(&root_of("src/rules"));
    examples.extend(self::examples(&root_of("tests/rules")));
    let mut done: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut seeds: BTreeMap<&str, BTreeMap<String, String>> = BTreeMap::new();
    for example in &examples {
        let input = example.input();
        let mut add = |target: &'static str, text: &str| {
            let (_, most) = MOST
                .iter()
                .find(|(name, _)| *name == target)
                .expect("a target");
            let nth = done.entry((target, &example.rule)).or_default();
            *nth += 1;
            if *nth <= *most {
                let name = format!("{}-{nth}", example.rule);
                let seeds = seeds.entry(target).or_default();
                seeds.insert(name, text.to_owned());
            }
        };
        add("vault", &input);
        if input.contains("atlas-lint:") {
            add("filter", &input);
        }
        for (path, body) in &example.files {
            if path == "atlas-lint.yaml" {
                add("config", &input);
            }
            if let Some(text) = yaml_of(path, body) {
                add("yaml", &text);
                if looks_official(&text) {
                    add("official", &text);
                }
            }
        }
    }
    for (target, _) in TARGETS {
        let seeds = seeds.get(target).map_or(0, BTreeMap::len);
        assert!(seeds >= 5, "{target} gets {seeds} seeds from examples");
    }
    if std::env::var_os("UPDATE_SEEDS").is_some() {
        write(&seeds);
    }
}

/// Writes seeds, by target and name.
fn write(seeds: &BTreeMap<&str, BTreeMap<String, String>>) {
    for (target, seeds) in seeds {
        let folder = root().join(target);
        std::fs::create_dir_all(&folder).expect("a folder");
        for (name, text) in seeds {
            std::fs::write(folder.join(name), text).expect("a seed");
        }
    }
}
