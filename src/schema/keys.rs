//! The keys that a schema knows at each place, computed once for all pages.

use foldhash::{HashMap, HashSet};

use regex::Regex;
use serde_json::Value;

use super::folded::Folded;
use super::patterns;
use crate::syntax::tree::Part;

/// Index of a place in [`Keys`].
pub(super) type NodeIndex = usize;

/// All places of a schema, the root first.
#[derive(Debug, Default)]
pub(super) struct Keys(Vec<KeySet>);

/// The keys of one place.
#[derive(Debug, Default)]
pub(super) struct KeySet {
    /// The place of each property; None if the schema lists none here.
    pub(super) properties: Option<HashMap<String, NodeIndex>>,
    /// All names of all properties, aliases included.
    pub(super) names: Vec<Name>,
    /// The places of keys that match a pattern, in schema order.
    patterns: Vec<(Regex, NodeIndex)>,
    /// The place of any other key.
    others: Option<NodeIndex>,
    /// The place of list items.
    pub(super) items: Option<NodeIndex>,
    /// Whether the schema here is just `true` or `false`.
    pub(super) is_boolean: bool,
    /// Whether the schema says nothing of values whose keys it does not know.
    is_open: bool,
}

/// A name under which a key may be written.
#[derive(Debug)]
pub(super) struct Name {
    pub(super) written: String,
    pub(super) key: String,
    pub(super) is_required: bool,
    pub(super) folded: Folded,
}

impl Keys {
    /// Computes the keys of a schema document.
    pub(super) fn of(document: &Value) -> Self {
        let mut builder = Builder {
            document,
            places: HashMap::default(),
            patterns: HashMap::default(),
            known: Vec::new(),
            left: Vec::new(),
        };
        builder.place(document);
        // A loop, not recursion: a chain of `$ref`s may be as long as the document.
        while let Some((place, node)) = builder.left.pop() {
            builder.known[place] = builder.known_at(node);
        }
        Self(builder.known)
    }

    pub(super) fn at(&self, place: NodeIndex) -> &KeySet {
        &self.0[place]
    }
}

/// The parts of an instance that a schema constrains, from one place on.
#[derive(Clone, Copy)]
pub(super) struct Constrained<'k> {
    keys: &'k Keys,
    /// None if all parts may be.
    place: Option<NodeIndex>,
}

impl<'k> Constrained<'k> {
    /// Returns the parts that a schema constrains.
    pub(super) fn by(keys: &'k Keys) -> Self {
        let place = Some(0);
        Self { keys, place }
    }

    /// Returns the place with what is known of it. None if all parts below it may be constrained.
    fn open(self) -> Option<&'k KeySet> {
        let known = self.keys.at(self.place?);
        known.is_open.then_some(known)
    }

    fn at(self, place: Option<NodeIndex>) -> Self {
        Self { place, ..self }
    }
}

impl Part for Constrained<'_> {
    fn value(self, key: &str) -> Option<Self> {
        let Some(known) = self.open() else {
            return Some(self.at(None));
        };
        let child = known.child(key)?;
        // Several schemas may apply to a key that a pattern matches.
        let place = known.patterns.is_empty().then_some(child);
        Some(self.at(place))
    }

    fn item(self) -> Option<Self> {
        let Some(known) = self.open() else {
            return Some(self.at(None));
        };
        known.items.map(|items| self.at(Some(items)))
    }
}

impl KeySet {
    /// Returns the place of the value of a key.
    pub(super) fn child(&self, key: &str) -> Option<NodeIndex> {
        let named = self.properties.as_ref().and_then(|all| all.get(key));
        let matching = || {
            let mut patterns = self.patterns.iter();
            patterns.find(|(pattern, _)| pattern.is_match(key))
        };
        named
            .copied()
            .or_else(|| matching().map(|(_, place)| *place))
            .or(self.others)
    }
}

struct Builder<'v> {
    document: &'v Value,
    /// The place of each part of the document, by address: `$ref`s can form cycles.
    places: HashMap<*const Value, NodeIndex>,
    patterns: HashMap<&'v str, Option<Regex>>,
    known: Vec<KeySet>,
    /// The places still to visit.
    left: Vec<(NodeIndex, &'v Value)>,
}

impl<'v> Builder<'v> {
    fn place(&mut self, node: &'v Value) -> NodeIndex {
        if let Some(&place) = self.places.get(&std::ptr::from_ref(node)) {
            return place;
        }
        let place = self.known.len();
        self.places.insert(std::ptr::from_ref(node), place);
        self.known.push(KeySet::default());
        self.left.push((place, node));
        place
    }

    fn known_at(&mut self, unresolved: &'v Value) -> KeySet {
        let node = self.resolve(unresolved);
        let of = |key: &str| node.get(key).and_then(Value::as_object);
        let properties = of("properties");
        let required = node.get("required").and_then(Value::as_array);
        let required: HashSet<&str> = required
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let is_reference = !std::ptr::eq(node, unresolved);
        let mut known = KeySet {
            is_boolean: unresolved.is_boolean(),
            is_open: is_open(node) && (!is_reference || self.only_refers(unresolved)),
            ..KeySet::default()
        };
        for (key, child) in properties.into_iter().flatten() {
            known
                .names
                .extend(names(key, child, required.contains(key.as_str())));
            let place = self.place(child);
            let properties = known.properties.get_or_insert_default();
            properties.insert(key.clone(), place);
        }
        for (pattern, child) in of("patternProperties").into_iter().flatten() {
            if let Some(pattern) = self.pattern(pattern) {
                known.patterns.push((pattern, self.place(child)));
            }
        }
        let mut place = |key: &str| node.get(key).map(|child| self.place(child));
        known.others = place("additionalProperties");
        known.items = place("items");
        known
    }

    /// Returns whether a schema only refers to another one that is not itself a reference.
    fn only_refers(&self, schema: &Value) -> bool {
        let fits = |key: &String| key == "$ref" || is_note(key);
        let target = schema.get("$ref").and_then(Value::as_str);
        let target = target.and_then(|target| self.document.pointer(target.strip_prefix('#')?));
        schema.as_object().is_some_and(|all| all.keys().all(fits))
            && target.is_some_and(|target| target.get("$ref").is_none())
    }

    /// Compiles a pattern. The validator has already rejected patterns that do not compile.
    fn pattern(&mut self, pattern: &'v str) -> Option<Regex> {
        let compiled = self.patterns.entry(pattern);
        compiled
            .or_insert_with(|| patterns::pattern(pattern).ok())
            .clone()
    }

    /// Follows `$ref`s, up to a limit on the length of the chain.
    fn resolve(&self, mut node: &'v Value) -> &'v Value {
        for _ in 0..16 {
            let target = node
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|target| target.strip_prefix('#'))
                .and_then(|pointer| self.document.pointer(pointer));
            match target {
                Some(target) if node.get("properties").is_none() => node = target,
                _ => break,
            }
        }
        node
    }
}

/// Keywords by which a schema constrains a value itself, or the values of keys that it names.
const OF_NAMED: [&str; 13] = [
    "type",
    "required",
    "properties",
    "patternProperties",
    "additionalProperties",
    "items",
    "minItems",
    "maxItems",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "enum",
];

/// Keywords that constrain nothing. `$id` is not one of them: `#/...` below it leads to places of that part of the schema.
const NOTES: [&str; 8] = [
    "$schema",
    "$defs",
    "$comment",
    "title",
    "description",
    "examples",
    "default",
    "deprecated",
];

/// Returns whether a schema says nothing of values whose keys it does not name.
fn is_open(schema: &Value) -> bool {
    let scalar = |value: &Value| !value.is_array() && !value.is_object();
    let fits = |(key, value): (&String, &Value)| match key.as_str() {
        "enum" => value.as_array().is_some_and(|all| all.iter().all(scalar)),
        key => OF_NAMED.contains(&key) || is_note(key),
    };
    schema.as_object().is_some_and(|all| all.iter().all(fits))
}

fn is_note(keyword: &str) -> bool {
    NOTES.contains(&keyword) || keyword.starts_with("x-")
}

/// Returns the names of a property, aliases included.
fn names<'v>(
    key: &'v str,
    property: &'v Value,
    is_required: bool,
) -> impl Iterator<Item = Name> + 'v {
    let aliases = property.get("x-aliases").and_then(Value::as_array);
    let aliases = aliases.into_iter().flatten().filter_map(Value::as_str);
    std::iter::once(key)
        .chain(aliases)
        .map(move |written| Name {
            written: written.to_owned(),
            key: key.to_owned(),
            is_required,
            folded: Folded::of(written),
        })
}

#[cfg(test)]
mod tests;
