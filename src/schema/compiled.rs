//! A schema, ready for pages.

use foldhash::{HashMap, HashSet};
use std::borrow::Cow;

use jsonschema::{Draft, PatternOptions, Validator};
use serde_json::Value;

use super::bundle;
use super::instance::Instance;
use super::keys::{self, Keys};
use super::load::{self, LoadError, Loader, SchemaError};
use super::messages;
use super::misspelling;
use super::patterns;
use super::places;
use super::violation::Violation;
use crate::date::Date;
use crate::syntax::tree::Entry;
use crate::text::Span;

#[derive(Debug)]
pub struct Schema {
    document: Value,
    validator: Validator,
    /// Maps other names of keys to the keys.
    aliases: HashMap<String, String>,
    keys: Keys,
}

impl Schema {
    /// Compiles the schema at `path`, relative to the vault, with the files of the vault that it refers to.
    ///
    /// # Errors
    ///
    /// A file cannot be read or is outside the vault, or the schema is invalid or too large.
    pub fn load(path: &str, load: &Loader<'_>) -> Result<Self, SchemaError> {
        let text = load(path).map_err(|why| SchemaError {
            path: path.to_owned(),
            text: String::new(),
            span: Span::empty(0),
            message: format!("the schema cannot be read: {why}"),
            help: None,
        })?;
        let document = bundle::bundle(load::Document::read(path, text)?, load)?;
        if let Some((pointer, message)) = patterns::too_large(&document.value, "") {
            return Err(document.error(&pointer, message));
        }
        Self::compile(document)
    }

    /// Compiles a built-in schema, which has no external references.
    ///
    /// # Errors
    ///
    /// Never in a build whose tests pass.
    pub fn built_in(name: &str, text: &str) -> Result<Self, SchemaError> {
        let document = load::Document::read(&format!("{name}.schema.json"), text.to_owned())?;
        let alone = |_: &str| Err(LoadError::BuiltIn);
        Self::compile(bundle::bundle(document, &alone)?)
    }

    fn compile(document: bundle::Bundle) -> Result<Self, SchemaError> {
        let validator = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .offline()
            .with_pattern_options(PatternOptions::regex())
            .with_format("atlas-date", |text: &str| Date::parse(text).is_some())
            .should_validate_formats(true)
            .build(&document.value)
            .map_err(|error| {
                let pointer = error.instance_path().to_string();
                document.error(&pointer, format!("not a valid JSON Schema: {error}"))
            })?;
        let mut schema = Self {
            document: Value::Null,
            validator,
            aliases: HashMap::default(),
            keys: Keys::of(&document.value),
        };
        schema.collect(&document.value);
        schema.document = document.value;
        Ok(schema)
    }

    /// Collects aliases.
    fn collect(&mut self, value: &Value) {
        match value {
            Value::Object(map) => {
                if let Some(Value::Object(properties)) = map.get("properties") {
                    for (key, property) in properties {
                        let aliases = property.get("x-aliases").and_then(Value::as_array);
                        for alias in aliases.into_iter().flatten().filter_map(Value::as_str) {
                            self.aliases.insert(alias.to_owned(), key.clone());
                        }
                    }
                }
                map.values().for_each(|value| self.collect(value));
            }
            Value::Array(items) => items.iter().for_each(|value| self.collect(value)),
            _ => {}
        }
    }

    /// Returns the canonical name of each key that is written under another name, or an empty list if there is none.
    fn canonical(&self, entries: &[Entry<'_>]) -> Vec<Option<String>> {
        let aliased = |entry: &Entry<'_>| self.aliases.get(entry.key.as_ref());
        if !entries.iter().any(|entry| aliased(entry).is_some()) {
            return Vec::new();
        }
        let keys: HashSet<Cow<'_, str>> = entries.iter().map(Entry::shown).collect();
        let name = |entry: &Entry<'_>| {
            let canonical = aliased(entry).filter(|name| !keys.contains(name.as_str()))?;
            Some(match entry.nth {
                1 => canonical.clone(),
                nth => format!("{canonical}#{nth}"),
            })
        };
        entries.iter().map(name).collect()
    }

    /// Returns the schema as it is written, with the files that it refers to.
    #[must_use]
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// Returns all violations, in page order.
    #[must_use]
    pub fn violations(&self, instance: Instance<'_, '_>) -> Vec<Violation> {
        let rename = |entries: &[Entry<'_>]| self.canonical(entries);
        // Most pages are valid, and a page has much more text than a schema constrains.
        let json = instance.part_as_json(&rename, keys::Constrained::by(&self.keys));
        if self.validator.is_valid(&json) && misspelling::find(&self.keys, &json).is_empty() {
            return Vec::new();
        }
        let json = instance.json(&rename);
        let places = places::Places::new(instance, &rename);
        let misspelled = misspelling::find(&self.keys, &json);
        let mut found: Vec<Violation> = misspelled
            .iter()
            .map(|key| messages::misspelled(key, &places))
            .collect();
        let subject = messages::MessageBuilder {
            schema: &self.document,
            places: &places,
            misspelled: misspelling::Misspellings::new(misspelled),
        };
        for error in self.validator.iter_errors(&json) {
            found.extend(subject.violation(&error));
        }
        found.retain(|violation| {
            let pointer = violation.about.as_value().map(|(pointer, _)| pointer);
            !pointer.is_some_and(|pointer| instance.is_unread(pointer))
        });
        found.sort_by(|a, b| (a.span, &a.about).cmp(&(b.span, &b.about)));
        // Keep one violation per value, even if several keywords fail.
        found.dedup_by(|next, first| {
            let pointer = |of: &Violation| Some(of.about.as_value()?.0.to_owned());
            let both = next.about_value && first.about_value;
            next == first || (both && next.span == first.span && pointer(next) == pointer(first))
        });
        found
    }
}

#[cfg(test)]
mod tests {
    use super::Schema;
    use crate::syntax::yaml;

    #[test]
    fn another_name_of_a_key_stands_for_it_unless_the_key_is_written() {
        let schema = r#"{"properties": {"ID": {"x-aliases": ["Case Study ID"]}}}"#;
        let schema = Schema::built_in("test", schema).expect("a schema");
        let names = |text: &str| {
            let (tree, _) = yaml::parse(text, 0);
            schema.canonical(tree.entries(tree.root().expect("a mapping")))
        };
        let name = |name: &str| Some(name.to_owned());
        assert_eq!(names("Case Study ID: a\nx: b\n"), [name("ID"), None]);
        assert_eq!(names("x: a\n"), [], "nothing is renamed");
        assert_eq!(names("ID: a\nCase Study ID: b\n"), [None, None]);
    }
}
