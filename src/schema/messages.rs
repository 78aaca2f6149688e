//! The message of a violation, at the exact node.

use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::{JsonType, ValidationError};
use serde_json::Value;

use super::misspelling::{Misspelling, Misspellings};
use super::phrases::{
    date_message, either, label, limit_words, listed, part_noun, shown, type_of, type_words,
};
use super::places::Places;
use super::pointer::{join, unescape};
use super::violation::Violation;
use crate::diagnostic::{self, Applicability, Fix};
use crate::nearest::nearest;

/// Data that messages are made from.
pub(super) struct MessageBuilder<'a, 't, 's> {
    pub(super) schema: &'a Value,
    pub(super) places: &'a Places<'a, 't, 's>,
    pub(super) misspelled: Misspellings,
}

/// Returns the violation for a misspelled key.
pub(super) fn misspelled(key: &Misspelling, places: &Places<'_, '_, '_>) -> Violation {
    let pointer = join(&key.pointer, &key.written);
    let span = places.locate(&pointer).key;
    let noun = part_noun(&key.pointer);
    Violation {
        span,
        label: "misspelt".into(),
        message: format!(
            "unknown {noun} `{}`, a misspelling of `{}`",
            key.written, key.known
        ),
        help: Some(format!("write `{}`", key.known)),
        about: diagnostic::Subject::value(&pointer, "misspelt"),
        about_value: false,
        is_missing: false,
        fix: Some(Fix::replace(Applicability::Unsafe, span, key.known.clone())),
    }
}

/// Returns a text where a list is expected, in quotes.
fn lone_item(error: &ValidationError<'_>) -> Option<String> {
    let Kind::Type { kind } = error.kind() else {
        return None;
    };
    let text = error
        .instance()
        .as_str()
        .filter(|text| !text.contains('\n'))?;
    let is_list = matches!(kind, TypeKind::Single(JsonType::Array));
    is_list.then(|| Value::from(text).to_string())
}

impl MessageBuilder<'_, '_, '_> {
    /// Returns the violation for an error, or None if a misspelled key already covers it.
    pub(super) fn violation(&self, error: &ValidationError<'_>) -> Option<Violation> {
        let pointer = error.instance_path().to_string();
        let keyword = error.kind().keyword();
        match error.kind() {
            Kind::Required { property } => self.missing(&pointer, property.as_str()?, error),
            Kind::AdditionalProperties { unexpected }
            | Kind::UnevaluatedProperties { unexpected } => {
                let key = unexpected
                    .iter()
                    .find(|key| !self.misspelled.is_written(&pointer, key))?;
                Some(self.unknown_key(&pointer, key, keyword, error))
            }
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
                // The branch with the fewest errors is the intended one.
                let best = context.iter().min_by_key(|branch| branch.len())?;
                best.iter().find_map(|error| self.violation(error))
            }
            Kind::PropertyNames { error: inner } => {
                let key = inner.instance().as_str().unwrap_or_default().to_owned();
                let pointer = join(&pointer, &key);
                let expected = self.expected(inner).unwrap_or_else(|| inner.to_string());
                let message = format!("`{key}` is not {expected}");
                Some(self.at(&pointer, keyword, message, self.help(inner)))
            }
            _ => Some(self.value(&pointer, error)),
        }
    }

    /// Returns the schema that holds the failed keyword.
    pub(super) fn subschema(&self, error: &ValidationError<'_>) -> Option<&Value> {
        let path = error.schema_path().to_string();
        let (parent, _) = path.rsplit_once('/')?;
        self.schema.pointer(parent)
    }

    pub(super) fn word(&self, error: &ValidationError<'_>, word: &str) -> Option<&str> {
        self.subschema(error)?.get(word)?.as_str()
    }

    fn help(&self, error: &ValidationError<'_>) -> Option<String> {
        self.word(error, "description").map(str::to_owned)
    }

    fn expected(&self, error: &ValidationError<'_>) -> Option<String> {
        self.word(error, "title").map(str::to_owned)
    }

    fn unknown_key(
        &self,
        pointer: &str,
        key: &str,
        keyword: &str,
        error: &ValidationError<'_>,
    ) -> Violation {
        let known: Vec<&str> = self
            .subschema(error)
            .and_then(|schema| schema.get("properties")?.as_object())
            .map(|all| all.keys().map(String::as_str).collect())
            .unwrap_or_default();
        let help = nearest(key, known.iter().copied(), 3).map_or_else(
            || (!known.is_empty()).then(|| format!("known are {}", listed(&known))),
            |near| Some(format!("did you mean `{near}`?")),
        );
        let pointer = join(pointer, key);
        let message = format!("unknown {} `{key}`", part_noun(&pointer));
        let mut violation = self.at(&pointer, keyword, message, help);
        violation.span = self.places.locate(&pointer).key;
        violation
    }

    /// Returns the violation for an error about the value itself.
    fn value(&self, pointer: &str, error: &ValidationError<'_>) -> Violation {
        let value = error.instance().as_ref();
        let keyword = error.kind().keyword();
        let of_value = matches!(
            error.kind(),
            Kind::Type { .. } | Kind::Enum { .. } | Kind::Constant { .. }
        );
        if value.is_null() && of_value {
            let message = match pointer {
                "/heading" => "the page has no heading".to_owned(),
                "/frontmatter" => "the front matter is empty".to_owned(),
                _ => format!("{} has no value", self.name(pointer)),
            };
            let mut violation = self.at(pointer, keyword, message, self.help(error));
            violation.label = "missing here".into();
            return violation;
        }
        let options = self.options(error);
        let message = self.sentence(pointer, error, &options);
        let mut violation = self.at(pointer, keyword, message, self.help(error));
        if let (None, Some(item)) = (&violation.help, lone_item(error)) {
            violation.help = Some(format!("write `[{item}]`"));
        }
        if let Some(near) = value
            .as_str()
            .and_then(|text| nearest(text, options.iter().copied(), 4))
        {
            violation.help = Some(format!("write `{near}`"));
            violation.fix = Some(Fix::replace(Applicability::Unsafe, violation.span, near));
        }
        violation
    }

    /// Returns the values that the failed keyword allows: those of an `enum`, or the `examples` of a `pattern`.
    fn options<'e>(&'e self, error: &'e ValidationError<'_>) -> Vec<&'e str> {
        let list = match error.kind() {
            Kind::Enum { options } => options.as_array(),
            Kind::Pattern { .. } => self
                .subschema(error)
                .and_then(|schema| schema.get("examples")?.as_array()),
            _ => None,
        };
        list.into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect()
    }

    /// Returns the message about a value.
    fn sentence(&self, pointer: &str, error: &ValidationError<'_>, options: &[&str]) -> String {
        let value = error.instance().as_ref();
        let name = self.name(pointer);
        let expected = self.expected(error);
        let is = format!("{name} is {}", shown(value));
        match error.kind() {
            Kind::Enum { .. } => format!("{is}, expected {}", either(options)),
            Kind::Constant { expected_value } => {
                format!("{is}, expected {}", shown(expected_value))
            }
            Kind::Pattern { pattern } => {
                let what = expected.unwrap_or_else(|| match options {
                    [] => format!("text that matches `{pattern}`"),
                    examples => either(examples),
                });
                format!("{is}, expected {what}")
            }
            Kind::Format { format } if format == "atlas-date" => date_message(&name, value),
            Kind::Format { format } => format!("{is}, which is not a valid {format}"),
            Kind::Type { kind } => {
                let expected = expected.unwrap_or_else(|| type_words(kind));
                format!("{name} is {}, expected {expected}", type_of(value))
            }
            Kind::Contains => {
                let what = expected.as_deref().unwrap_or("matching item");
                format!("{} has no {what}", self.container(pointer))
            }
            Kind::Not { .. } | Kind::FalseSchema => match expected {
                Some(expected) => format!("{name} is not {expected}"),
                None => format!("{name} is not allowed here"),
            },
            kind => limit_words(kind, value, &self.container(pointer), &name)
                .unwrap_or_else(|| format!("{name}: {error}")),
        }
    }

    fn at(&self, pointer: &str, keyword: &str, message: String, help: Option<String>) -> Violation {
        let located = self.places.locate(pointer);
        // The span of a section is its heading, of a value the value, of a missing part its anchor.
        let container = pointer.rsplit('/').nth(1) == Some("sections");
        let span = if container || located.value.is_empty() {
            located.anchor
        } else {
            located.value
        };
        Violation {
            span,
            label: label(keyword).into(),
            message,
            help,
            about: diagnostic::Subject::value(pointer, keyword),
            // `not` forbids the node itself, whatever its value.
            about_value: !container && !located.value.is_empty() && keyword != "not",
            is_missing: false,
            fix: None,
        }
    }

    /// Returns the noun for the mapping at a pointer: the page, its front matter, a section.
    pub(super) fn container(&self, pointer: &str) -> String {
        let structural = ["fields", "sections", "order", "items", "tables", "text"];
        let mut parts: Vec<String> = pointer.split('/').skip(1).map(unescape).collect();
        let mut whole = pointer;
        if parts
            .last()
            .is_some_and(|last| structural.contains(&last.as_str()))
        {
            parts.pop();
            whole = pointer.rsplit_once('/').map_or("", |(whole, _)| whole);
        }
        match parts.last() {
            None => self.places.instance.noun().to_owned(),
            Some(last) if last == "frontmatter" && parts.len() == 1 => {
                "the front matter".to_owned()
            }
            Some(last) => match (parts.len().checked_sub(2), last.parse::<usize>()) {
                (Some(around), Ok(at)) => format!("item {} of `{}`", at + 1, parts[around]),
                (None, Ok(at)) => format!("item {} of {}", at + 1, self.places.instance.noun()),
                _ => format!("`{}`", self.written_key(whole, last)),
            },
        }
    }

    /// Returns the name of a value: its key, or for an item that of its list.
    fn name(&self, pointer: &str) -> String {
        let parts: Vec<String> = pointer.split('/').skip(1).map(unescape).collect();
        match parts.as_slice() {
            [] => self.places.instance.noun().to_owned(),
            [only] if only == "frontmatter" => "the front matter".to_owned(),
            [.., list, at] if at.bytes().all(|b| b.is_ascii_digit()) => {
                format!("an item of `{list}`")
            }
            [.., last] => format!("`{}`", self.written_key(pointer, last)),
        }
    }

    /// Returns a key as it is written. In a pointer, the second of two equal keys is `Key#2`.
    fn written_key<'k>(&self, pointer: &str, key: &'k str) -> &'k str {
        let nth = self.places.locate(pointer).nth;
        let number = (nth > 1).then(|| format!("#{nth}"));
        let written = number.and_then(|number| key.strip_suffix(&number));
        written.unwrap_or(key)
    }
}

#[cfg(test)]
mod tests {
    use crate::schema::{Instance, Schema};
    use crate::syntax::yaml;

    /// Returns the bytes of each violation of a YAML text, with its message.
    fn violations(schema: &str, text: &str) -> Vec<(String, String)> {
        let schema = Schema::built_in("test", schema).expect("a schema");
        let (tree, _) = yaml::parse(text, 0);
        let found = schema.violations(Instance::Document(&tree));
        found
            .into_iter()
            .map(|it| (text[it.span.range()].to_owned(), it.message))
            .collect()
    }

    fn only(schema: &str, text: &str) -> (String, String) {
        let mut found = violations(schema, text);
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0)
    }

    #[test]
    fn the_branch_with_the_fewest_errors_is_the_intended_one() {
        let schema = r#"{"anyOf": [
            {"required": ["x", "y"], "properties": {"b": {"type": "null"}}},
            {"required": ["a"], "properties": {"b": {"enum": ["one", "two"]}}}
        ]}"#;
        assert_eq!(
            only(schema, "a: 1\nb: three\n"),
            (
                "three".to_owned(),
                "`b` is `three`, expected `one` or `two`".to_owned()
            )
        );
    }

    #[test]
    fn a_value_has_one_violation_whatever_fails() {
        let schema =
            r#"{"properties": {"a": {"pattern": "^x", "minLength": 5, "enum": ["xxxxx"]}}}"#;
        let (place, _) = only(schema, "a: no\n");
        assert_eq!(place, "no");
        let two = violations(
            r#"{"properties": {"a": {"type": "null"}, "b": {"type": "null"}}}"#,
            "b: 1\na: 2\n",
        );
        assert_eq!(two.len(), 2);
        assert_eq!(two[0].0, "1", "in the order of the page");
    }

    #[test]
    fn an_item_is_named_by_its_list_and_a_repeated_key_without_its_number() {
        let list = r#"{"properties": {"a": {"items": {"type": "integer"}}}}"#;
        let (place, message) = only(list, "a: [1, x]\n");
        assert_eq!(place, "x");
        assert!(message.starts_with("an item of `a` is "), "{message}");
        let lacks = r#"{"properties": {"a": {"items": {"required": ["b"]}}}}"#;
        let (_, message) = only(lacks, "a:\n- b: 1\n- c: 1\n");
        assert!(message.starts_with("item 2 of `a` lacks"), "{message}");
    }

    #[test]
    fn a_forbidden_name_is_shown_at_the_key() {
        let schema = r#"{"propertyNames": {"pattern": "^[a-z]+$", "title": "a word"}}"#;
        let (_, message) = only(schema, "ok: 1\nA1: 1\n");
        assert_eq!(message, "`A1` is not a word");
    }
}
