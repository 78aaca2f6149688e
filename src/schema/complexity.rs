//! Size of a schema with its references followed.

use foldhash::HashMap;

use serde_json::Value;

/// Maximum number of `$ref`s in a schema and the files it refers to.
pub(super) const MAX_REFS: usize = 500;
/// Maximum number of nodes after every `$ref` is followed.
pub(super) const MAX_EXPANDED: usize = 100_000;

/// Counter of expanded nodes. It counts each target once, so a chain of doublings is not followed.
pub(super) struct Weigher<'v> {
    root: &'v Value,
    known: HashMap<&'v str, Option<usize>>,
    /// Number of targets that refer back to themselves.
    recursions: usize,
    /// Number of those where another branch may look at the same part of a page.
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

    /// Returns the expanded number of nodes of the schema.
    pub(super) fn total_complexity(&mut self) -> usize {
        self.complexity_of(self.root, 0, true)
    }

    /// Returns whether the schema looks at the same nested part of a page more than once per level. The work would then double
    /// with each level of the page.
    pub(super) fn branches_without_end(&self) -> bool {
        self.overlapping > 0 && self.recursions > 1
    }

    /// Counts the nodes of `value`. `apart` holds as long as all keywords on the way apply their branches to different parts of
    /// a page.
    fn complexity_of(&mut self, value: &'v Value, depth: usize, apart: bool) -> usize {
        if depth > MAX_REFS {
            return MAX_EXPANDED + 1;
        }
        match value {
            Value::Object(map) => map.iter().fold(1, |sum: usize, (key, value)| {
                let weight = match (key.as_str(), value) {
                    ("$ref", Value::String(target)) => self.target(target, depth, apart),
                    // Definitions are counted where they are used.
                    ("$defs" | "definitions", _) => 0,
                    ("properties", Value::Object(properties)) => {
                        properties.values().fold(1, |sum: usize, property| {
                            sum.saturating_add(self.complexity_of(property, depth + 1, apart))
                        })
                    }
                    ("items", value) => self.complexity_of(value, depth + 1, apart),
                    ("additionalProperties", value) => {
                        let apart = apart && !map.contains_key("patternProperties");
                        self.complexity_of(value, depth + 1, apart)
                    }
                    (_, value) => self.complexity_of(value, depth + 1, false),
                };
                sum.saturating_add(weight)
            }),
            Value::Array(items) => items.iter().fold(1, |sum: usize, value| {
                sum.saturating_add(self.complexity_of(value, depth + 1, false))
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
        let weight = self.complexity_of(value, depth + 1, apart);
        self.known.insert(target, Some(weight));
        weight
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_EXPANDED, Weigher};
    use serde_json::{Value, json};

    fn doublings(count: usize) -> Value {
        let mut defs = serde_json::Map::new();
        defs.insert("d0".to_owned(), json!({}));
        for n in 1..=count {
            let target = json!({"$ref": format!("#/$defs/d{}", n - 1)});
            defs.insert(format!("d{n}"), json!({"allOf": [target, target]}));
        }
        json!({"$ref": format!("#/$defs/d{count}"), "$defs": defs})
    }

    #[test]
    fn every_use_of_a_definition_counts() {
        let few = Weigher::new(&doublings(3)).total_complexity();
        let more = Weigher::new(&doublings(4)).total_complexity();
        assert!(more > 2 * few - 4 && more < 3 * few, "{few} {more}");
        assert!(Weigher::new(&doublings(40)).total_complexity() > MAX_EXPANDED);
    }

    #[test]
    fn recursion_from_branches_over_the_same_part_has_no_end() {
        let node = |keyword: &str| {
            let own = json!({"$ref": "#/$defs/n"});
            let branches = if keyword == "properties" {
                json!({"left": own, "right": own})
            } else {
                json!([own, own])
            };
            json!({"$ref": "#/$defs/n", "$defs": {"n": {keyword: branches}}})
        };
        let is_endless = |schema: &Value| {
            let mut weigher = Weigher::new(schema);
            weigher.total_complexity();
            weigher.branches_without_end()
        };
        assert!(is_endless(&node("anyOf")));
        assert!(!is_endless(&node("properties")), "a tree");
    }
}
