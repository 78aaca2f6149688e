//! Misspelled keys: unknown, and within a few edits of a known key that is absent.

use foldhash::{HashMap, HashSet};
use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::folded::{Folded, MAX_EDITS};
use super::keys::{KeySet, Keys, NodeIndex};
use super::pointer::join;
use crate::text::is_invisible;

/// A misspelled key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Misspelling {
    /// The pointer to the mapping.
    pub(super) pointer: String,
    /// The key as written.
    pub(super) written: String,
    /// The intended key.
    pub(super) known: String,
}

/// Lookup of the misspelled keys of an instance.
#[derive(Debug, Default)]
pub(super) struct Misspellings {
    written: HashSet<(String, String)>,
    /// The intended keys, by the pointer to the mapping.
    intended: HashMap<String, BTreeSet<String>>,
}

impl Misspellings {
    pub(super) fn new(all: Vec<Misspelling>) -> Self {
        let mut asked = Self::default();
        for key in all {
            let intended = asked.intended.entry(key.pointer.clone()).or_default();
            intended.insert(key.known);
            asked.written.insert((key.pointer, key.written));
        }
        asked
    }

    /// Returns whether a key of the mapping at a pointer is misspelled.
    pub(super) fn is_written(&self, pointer: &str, key: &str) -> bool {
        // The set can only be asked with owned strings, so ask only if it is not empty.
        !self.written.is_empty() && self.written.contains(&(pointer.to_owned(), key.to_owned()))
    }

    /// Returns the intended keys of the mapping at a pointer, each once.
    pub(super) fn intended_in(&self, pointer: &str) -> impl Iterator<Item = &str> {
        let intended = self.intended.get(pointer).into_iter().flatten();
        intended.map(String::as_str)
    }
}

/// Finds the misspelled keys of an instance.
pub(super) fn find(keys: &Keys, json: &Value) -> Vec<Misspelling> {
    let mut found = Vec::new();
    visit(keys, 0, json, &Pointer::Root, &mut found);
    found
}

/// JSON pointer as a linked list. It becomes a string only when something is found.
enum Pointer<'p> {
    Root,
    Key(&'p Pointer<'p>, &'p str),
    Entry(&'p Pointer<'p>, usize),
}

impl Pointer<'_> {
    fn spelled(&self) -> String {
        match self {
            Self::Root => String::new(),
            Self::Key(parent, key) => join(&parent.spelled(), key),
            Self::Entry(parent, at) => format!("{}/{at}", parent.spelled()),
        }
    }
}

fn visit(
    keys: &Keys,
    place: NodeIndex,
    json: &Value,
    at: &Pointer<'_>,
    found: &mut Vec<Misspelling>,
) {
    let known = keys.at(place);
    match json {
        Value::Object(map) => {
            if let Some(properties) = &known.properties {
                near_misses(keys, (known, properties), map, at, found);
            }
            for (key, value) in map {
                if let Some(child) = known.child(key) {
                    visit(keys, child, value, &Pointer::Key(at, key), found);
                }
            }
        }
        Value::Array(items) => {
            for (nth, value) in items.iter().enumerate() {
                if let Some(child) = known.items {
                    visit(keys, child, value, &Pointer::Entry(at, nth), found);
                }
            }
        }
        _ => {}
    }
}

fn near_misses(
    keys: &Keys,
    (known, properties): (&KeySet, &HashMap<String, NodeIndex>),
    map: &Map<String, Value>,
    at: &Pointer<'_>,
    found: &mut Vec<Misspelling>,
) {
    for written in map.keys().filter(|key| !properties.contains_key(*key)) {
        let child = known.child(written);
        if child.is_some_and(|child| !keys.at(child).is_boolean) {
            continue;
        }
        let seen = written.replace(is_invisible, "");
        let folded = Folded::of(&seen);
        // Few names are near a key, and whether the mapping has a name costs more than that.
        let near = known.names.iter().filter_map(|name| {
            let distance = folded.distance(&name.folded)?;
            let limit = limit(&seen, &name.written, name.is_required);
            let is_near = distance <= limit && !map.contains_key(&name.key);
            is_near.then_some((distance, &name.written))
        });
        if let Some((_, known)) = near.min() {
            found.push(Misspelling {
                pointer: at.spelled(),
                written: written.clone(),
                known: known.clone(),
            });
        }
    }
}

/// Returns the maximum distance to a known key. A missing required key is an error anyway; an optional one is only suggested
/// when it is the likely intention.
fn limit(written: &str, known: &str, required: bool) -> usize {
    if written.eq_ignore_ascii_case(known) {
        return 1;
    }
    let shorter = written.chars().count().min(known.chars().count());
    match (shorter, required) {
        (0..=2, false) => 0,
        (0..=3, _) | (4, false) => 1,
        (4, true) | (5.., _) => MAX_EDITS,
    }
}

#[cfg(test)]
mod tests {
    use super::{Keys, find};
    use serde_json::{Value, json};

    fn found(instance: &Value) -> Vec<(String, String, String)> {
        let schema = json!({
            "required": ["Owner"],
            "properties": {
                "Owner": {"x-aliases": ["Responsible"]},
                "tag": {},
                "parts": {"items": {"properties": {"a/name": {}}}}
            }
        });
        find(&Keys::of(&schema), instance)
            .into_iter()
            .map(|key| (key.pointer, key.written, key.known))
            .collect()
    }

    fn key(pointer: &str, written: &str, known: &str) -> (String, String, String) {
        (pointer.to_owned(), written.to_owned(), known.to_owned())
    }

    #[test]
    fn a_key_within_a_few_edits_of_an_absent_one_is_misspelled() {
        assert_eq!(found(&json!({"Onwer": 1})), [key("", "Onwer", "Owner")]);
        assert_eq!(found(&json!({"owner": 1})), [key("", "owner", "Owner")]);
        assert_eq!(
            found(&json!({"Responsibel": 1})),
            [key("", "Responsibel", "Responsible")]
        );
        assert_eq!(found(&json!({"Onwer": 1, "Owner": 1})), []);
        assert_eq!(found(&json!({"Color": 1})), []);
        assert_eq!(found(&json!({"tab": 1})), [key("", "tab", "tag")]);
        assert_eq!(found(&json!({"cab": 1})), []);
    }

    #[test]
    fn the_pointer_leads_to_the_mapping_of_a_misspelled_key() {
        let instance = json!({"parts": [{}, {"a/nme": 1}]});
        assert_eq!(found(&instance), [key("/parts/1", "a/nme", "a/name")]);
    }
}
