//! Keys that are near misses: unknown, and within a few edits of a known one that is absent.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::{Map, Value};

use super::Schema;
use crate::text::is_invisible;

/// A misspelt key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Misspelt {
    /// The pointer to the mapping that holds it.
    pub(super) pointer: String,
    /// As it is written.
    pub(super) written: String,
    /// The known key.
    pub(super) known: String,
}

/// The misspelt keys of an instance, to be asked for.
#[derive(Debug, Default)]
pub(super) struct Known {
    written: HashSet<(String, String)>,
    /// The keys that they are meant for, by the pointer to the mapping.
    meant: HashMap<String, BTreeSet<String>>,
}

impl Known {
    pub(super) fn new(all: Vec<Misspelt>) -> Self {
        let mut known = Self::default();
        for key in all {
            let meant = known.meant.entry(key.pointer.clone()).or_default();
            meant.insert(key.known);
            known.written.insert((key.pointer, key.written));
        }
        known
    }

    /// Whether a key of the mapping at a pointer is a misspelling.
    pub(super) fn is_written(&self, pointer: &str, key: &str) -> bool {
        // The pair is only borrowed by the set where it is owned.
        !self.written.is_empty() && self.written.contains(&(pointer.to_owned(), key.to_owned()))
    }

    /// What the misspelt keys of the mapping at a pointer are meant for, each once.
    pub(super) fn meant_in(&self, pointer: &str) -> impl Iterator<Item = &str> {
        let meant = self.meant.get(pointer).into_iter().flatten();
        meant.map(String::as_str)
    }
}

/// The misspelt keys of an instance.
pub(super) fn find(schema: &Schema, json: &Value) -> Vec<Misspelt> {
    let mut found = Vec::new();
    visit(schema, &schema.document, json, "", &mut found);
    found
}

/// `$ref`s are followed as far as chains of them make sense.
fn resolve<'v>(schema: &'v Schema, mut node: &'v Value) -> &'v Value {
    for _ in 0..16 {
        let target = node
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|target| target.strip_prefix('#'))
            .and_then(|pointer| schema.document.pointer(pointer));
        match target {
            Some(target) if node.get("properties").is_none() => node = target,
            _ => break,
        }
    }
    node
}

fn visit(schema: &Schema, node: &Value, json: &Value, pointer: &str, found: &mut Vec<Misspelt>) {
    let node = resolve(schema, node);
    match json {
        Value::Object(map) => {
            let properties = node.get("properties").and_then(Value::as_object);
            if let Some(properties) = properties {
                near_misses(schema, node, properties, map, pointer, found);
            }
            for (key, value) in map {
                let Some(child) = child(schema, node, key) else {
                    continue;
                };
                visit(schema, child, value, &join(pointer, key), found);
            }
        }
        Value::Array(items) => {
            if let Some(child) = node.get("items") {
                for (at, value) in items.iter().enumerate() {
                    visit(schema, child, value, &format!("{pointer}/{at}"), found);
                }
            }
        }
        _ => {}
    }
}

pub(super) fn join(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", super::load::escape(key))
}

/// The schema of a key.
fn child<'v>(schema: &Schema, node: &'v Value, key: &str) -> Option<&'v Value> {
    let named = node.get("properties").and_then(|all| all.get(key));
    named
        .or_else(|| {
            let patterns = node.get("patternProperties")?.as_object()?;
            let (_, child) = patterns.iter().find(|(pattern, _)| {
                schema
                    .patterns
                    .get(*pattern)
                    .is_some_and(|p| p.is_match(key))
            })?;
            Some(child)
        })
        .or_else(|| node.get("additionalProperties"))
}

fn near_misses(
    schema: &Schema,
    node: &Value,
    properties: &Map<String, Value>,
    map: &Map<String, Value>,
    pointer: &str,
    found: &mut Vec<Misspelt>,
) {
    let required = node.get("required").and_then(Value::as_array);
    let is_required = |key: &str| required.is_some_and(|all| all.iter().any(|one| one == key));
    let absent: Vec<(&str, &str)> = properties
        .iter()
        .filter(|(key, _)| !map.contains_key(*key))
        .flat_map(|(key, property)| {
            let aliases = property.get("x-aliases").and_then(Value::as_array);
            let aliases = aliases.into_iter().flatten().filter_map(Value::as_str);
            std::iter::once((key.as_str(), key.as_str()))
                .chain(aliases.map(|alias| (alias, key.as_str())))
        })
        .collect();
    if absent.is_empty() {
        return;
    }
    for written in map.keys().filter(|key| !properties.contains_key(*key)) {
        let seen = written.replace(is_invisible, "");
        if child(schema, node, written).is_some_and(|child| !child.is_boolean()) {
            continue;
        }
        let near = absent
            .iter()
            .filter_map(|&(name, key)| {
                let distance = distance(&seen, name)?;
                (distance <= limit(&seen, name, is_required(key))).then_some((distance, name))
            })
            .min();
        if let Some((_, known)) = near {
            found.push(Misspelt {
                pointer: pointer.to_owned(),
                written: written.clone(),
                known: known.to_owned(),
            });
        }
    }
}

/// The edit distance of two keys; one for a difference of case alone.
fn distance(written: &str, known: &str) -> Option<usize> {
    if written.chars().count().abs_diff(known.chars().count()) > 2 {
        return None;
    }
    let lower = strsim::osa_distance(&written.to_lowercase(), &known.to_lowercase());
    Some(if lower == 0 { 1 } else { lower })
}

/// How far a key may be from a known one. A required key that is absent is wrong anyway; an optional one is only claimed when
/// little else could be meant.
fn limit(written: &str, known: &str, required: bool) -> usize {
    if written.eq_ignore_ascii_case(known) {
        return 1;
    }
    let shorter = written.chars().count().min(known.chars().count());
    match (shorter, required) {
        (0..=2, false) => 0,
        (0..=3, _) | (4, false) => 1,
        (4, true) | (5.., _) => 2,
    }
}
