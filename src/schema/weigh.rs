//! How much a schema grows when its references are followed.

use foldhash::HashMap;

use serde_json::Value;

/// The most `$ref`s in a schema and the files it takes in.
pub(super) const MAX_REFS: usize = 500;
/// The most nodes a schema may expand to when every `$ref` is followed.
pub(super) const MAX_EXPANDED: usize = 100_000;

/// Counts what a schema expands to, each target once, so that a chain of doublings is counted and not followed.
pub(super) struct Weigher<'v> {
    root: &'v Value,
    known: HashMap<&'v str, Option<usize>>,
    /// How often a target refers back to itself.
    recursions: usize,
    /// How often it does so where the same part of a page may be looked at by another branch too.
    overlapping: usize,
}

impl<'v> Weigher<'v> {
    pub(super) fn new(root: &'v Value) -> Self {
        Self {
            root,
            known: HashMap::default(),
            recursions: 0,
            overlapping: 0,
        }
    }

    /// How many nodes the whole schema expands to.
    pub(super) fn weigh_all(&mut self) -> usize {
        self.weigh(self.root, 0, true)
    }

    /// Whether the schema looks at the same nested part of a page more than once at every level: the work then doubles with each
    /// level of the page.
    pub(super) fn branches_without_end(&self) -> bool {
        self.overlapping > 0 && self.recursions > 1
    }

    /// `apart` while only keywords were passed whose branches look at different parts of a page.
    fn weigh(&mut self, value: &'v Value, depth: usize, apart: bool) -> usize {
        if depth > MAX_REFS {
            return MAX_EXPANDED + 1;
        }
        match value {
            Value::Object(map) => map.iter().fold(1, |sum: usize, (key, value)| {
                let weight = match (key.as_str(), value) {
                    ("$ref", Value::String(target)) => self.target(target, depth, apart),
                    // Definitions weigh where they are used.
                    ("$defs" | "definitions", _) => 0,
                    ("properties", Value::Object(properties)) => {
                        properties.values().fold(1, |sum: usize, property| {
                            sum.saturating_add(self.weigh(property, depth + 1, apart))
                        })
                    }
                    ("items", value) => self.weigh(value, depth + 1, apart),
                    ("additionalProperties", value) => {
                        let apart = apart && !map.contains_key("patternProperties");
                        self.weigh(value, depth + 1, apart)
                    }
                    (_, value) => self.weigh(value, depth + 1, false),
                };
                sum.saturating_add(weight)
            }),
            Value::Array(items) => items.iter().fold(1, |sum: usize, value| {
                sum.saturating_add(self.weigh(value, depth + 1, false))
            }),
            _ => 1,
        }
    }

    fn target(&mut self, target: &'v str, depth: usize, apart: bool) -> usize {
        match self.known.get(target) {
            Some(Some(weight)) => return *weight,
            // A target inside itself is recursion, which the validator follows as deep as the page.
            Some(None) => {
                self.recursions += 1;
                self.overlapping += usize::from(!apart);
                return 1;
            }
            None => {}
        }
        let Some(value) = target.strip_prefix('#').and_then(|p| self.root.pointer(p)) else {
            return 1;
        };
        self.known.insert(target, None);
        let weight = self.weigh(value, depth + 1, apart);
        self.known.insert(target, Some(weight));
        weight
    }
}
