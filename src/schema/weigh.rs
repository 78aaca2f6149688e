//! How much a schema grows when its references are followed.

use std::collections::HashMap;

use serde_json::Value;

/// The most `$ref`s in a schema and the files it takes in.
pub(super) const MAX_REFS: usize = 500;
/// The most nodes a schema may expand to when every `$ref` is followed.
pub(super) const MAX_EXPANDED: usize = 100_000;

/// Counts what a schema expands to, each target once, so that a chain of doublings is counted and not followed.
pub(super) struct Weigher<'v> {
    root: &'v Value,
    known: HashMap<&'v str, Option<usize>>,
}

impl<'v> Weigher<'v> {
    pub(super) fn new(root: &'v Value) -> Self {
        Self {
            root,
            known: HashMap::new(),
        }
    }

    pub(super) fn weigh(&mut self, value: &'v Value, depth: usize) -> usize {
        if depth > MAX_REFS {
            return MAX_EXPANDED + 1;
        }
        match value {
            Value::Object(map) => map.iter().fold(1, |sum: usize, (key, value)| {
                let weight = match value {
                    Value::String(target) if key == "$ref" => self.target(target, depth),
                    // Definitions weigh where they are used.
                    _ if key == "$defs" || key == "definitions" => 0,
                    value => self.weigh(value, depth + 1),
                };
                sum.saturating_add(weight)
            }),
            Value::Array(items) => items.iter().fold(1, |sum: usize, value| {
                sum.saturating_add(self.weigh(value, depth + 1))
            }),
            _ => 1,
        }
    }

    fn target(&mut self, target: &'v str, depth: usize) -> usize {
        match self.known.get(target) {
            Some(Some(weight)) => return *weight,
            // A target inside itself is recursion, which the validator follows only as deep as the page.
            Some(None) => return 1,
            None => {}
        }
        let Some(value) = target.strip_prefix('#').and_then(|p| self.root.pointer(p)) else {
            return 1;
        };
        self.known.insert(target, None);
        let weight = self.weigh(value, depth + 1);
        self.known.insert(target, Some(weight));
        weight
    }
}
