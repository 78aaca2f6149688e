//! A violation as one sentence at the exact node.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::Violation;
use super::instance::{Instance, Rename};
use super::load::unescape;
use super::misspelt::{Misspelt, join};
use crate::diagnostic::{Fix, Safety};
use crate::nearest::nearest;

/// What a sentence is made from.
pub(super) struct Subject<'a, 't, 's> {
    pub(super) schema: &'a Value,
    pub(super) instance: Instance<'t, 's>,
    pub(super) rename: &'a Rename<'a>,
    pub(super) misspelt: &'a [Misspelt],
}

/// A key that is a misspelling of a known one.
pub(super) fn misspelt(
    key: &Misspelt,
    instance: Instance<'_, '_>,
    rename: &Rename<'_>,
) -> Violation {
    let pointer = join(&key.pointer, &key.written);
    let span = instance.locate(&pointer, rename).key;
    let noun = part_noun(&key.pointer);
    Violation {
        span,
        message: format!(
            "unknown {noun} `{}`, a misspelling of `{}`",
            key.written, key.known
        ),
        help: Some(format!("write `{}`", key.known)),
        about: format!("{pointer} misspelt"),
        about_value: false,
        fix: Some(Fix::replace(Safety::Unsafe, span, key.known.clone())),
    }
}

impl Subject<'_, '_, '_> {
    /// The sentence for an error; none where a misspelt key already says it.
    pub(super) fn violation(&self, error: &ValidationError<'_>) -> Option<Violation> {
        let pointer = error.instance_path().to_string();
        let keyword = error.kind().keyword();
        match error.kind() {
            Kind::Required { property } => self.missing(&pointer, property.as_str()?, error),
            Kind::AdditionalProperties { unexpected }
            | Kind::UnevaluatedProperties { unexpected } => {
                let key = unexpected
                    .iter()
                    .find(|key| !self.is_misspelt(&pointer, key))?;
                Some(self.unknown_key(&pointer, key, keyword, error))
            }
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
                // The branch that fits best says what is meant.
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

    fn is_misspelt(&self, pointer: &str, written: &str) -> bool {
        self.misspelt
            .iter()
            .any(|key| key.pointer == pointer && key.written == written)
    }

    /// The schema that holds the keyword which failed.
    fn subschema(&self, error: &ValidationError<'_>) -> Option<&Value> {
        let path = error.schema_path().to_string();
        let (parent, _) = path.rsplit_once('/')?;
        self.schema.pointer(parent)
    }

    fn word(&self, error: &ValidationError<'_>, word: &str) -> Option<&str> {
        self.subschema(error)?.get(word)?.as_str()
    }

    fn help(&self, error: &ValidationError<'_>) -> Option<String> {
        self.word(error, "description").map(str::to_owned)
    }

    fn expected(&self, error: &ValidationError<'_>) -> Option<String> {
        self.word(error, "title").map(str::to_owned)
    }

    fn missing(&self, pointer: &str, key: &str, error: &ValidationError<'_>) -> Option<Violation> {
        let renamed = self.misspelt.iter().any(|near| {
            near.pointer == pointer && (near.known == key || self.is_alias(error, key, &near.known))
        });
        if renamed {
            return None;
        }
        let schema = self
            .subschema(error)?
            .get("properties")
            .and_then(|all| all.get(key));
        let schema = schema.map(|schema| self.follow(schema));
        let word = |word: &str| schema.and_then(|s| s.get(word)).and_then(Value::as_str);
        let whole = self.container(pointer);
        let required: Vec<String> = schema
            .and_then(|schema| schema.get("required"))
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(|key| format!("`{key}`"))
            .collect();
        let message = match key {
            "frontmatter" if pointer.is_empty() => "the page has no front matter".to_owned(),
            "fields" | "sections" if !required.is_empty() => {
                let noun = if key == "fields" { "field" } else { "section" };
                let s = if required.len() == 1 { "" } else { "s" };
                format!("{whole} lacks the {noun}{s} {}", required.join(", "))
            }
            "fields" | "sections" | "items" | "tables" | "text" => {
                format!("{whole} has no {}", word("title").unwrap_or(key))
            }
            _ => format!("{whole} lacks the {} `{key}`", part_noun(pointer)),
        };
        let inner = || {
            let only = schema?.get("required")?.as_array()?;
            let [only] = only.as_slice() else { return None };
            schema?
                .get("properties")?
                .get(only.as_str()?)?
                .get("description")?
                .as_str()
        };
        let help = word("description")
            .or_else(inner)
            .or_else(|| self.word(error, "description"));
        let located = self.instance.locate(pointer, self.rename);
        Some(Violation {
            span: located.anchor,
            message,
            help: help.map(str::to_owned),
            about: format!("{pointer} required {key}"),
            about_value: false,
            fix: None,
        })
    }

    fn is_alias(&self, error: &ValidationError<'_>, key: &str, name: &str) -> bool {
        self.subschema(error)
            .and_then(|schema| {
                schema
                    .get("properties")?
                    .get(key)?
                    .get("x-aliases")?
                    .as_array()
            })
            .is_some_and(|aliases| aliases.iter().any(|alias| alias == name))
    }

    fn follow<'v>(&'v self, schema: &'v Value) -> &'v Value {
        let target = schema.get("$ref").and_then(Value::as_str);
        target
            .and_then(|target| self.schema.pointer(target.strip_prefix('#')?))
            .unwrap_or(schema)
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
        violation.span = self.instance.locate(&pointer, self.rename).key;
        violation
    }

    /// An error about the value itself.
    fn value(&self, pointer: &str, error: &ValidationError<'_>) -> Violation {
        let value = error.instance().as_ref();
        let name = self.name(pointer);
        let help = self.help(error);
        if value.is_null() && matches!(error.kind(), Kind::Type { .. }) {
            let message = if pointer == "/heading" {
                "the page has no heading".to_owned()
            } else {
                format!("{name} has no value")
            };
            return self.at(pointer, error.kind().keyword(), message, help);
        }
        let shown = shown(value);
        let expected = self.expected(error);
        let (message, options): (String, Vec<&str>) = match error.kind() {
            Kind::Enum { options } => {
                let options: Vec<&str> = options
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                    .collect();
                (
                    format!("{name} is {shown}, expected {}", either(&options)),
                    options,
                )
            }
            Kind::Constant { expected_value } => (
                format!(
                    "{name} is {shown}, expected {}",
                    self::shown(expected_value)
                ),
                Vec::new(),
            ),
            Kind::Pattern { pattern } => {
                let examples: Vec<&str> = self
                    .subschema(error)
                    .and_then(|schema| schema.get("examples")?.as_array())
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                    .collect();
                let what = expected.unwrap_or_else(|| match examples.as_slice() {
                    [] => format!("text that matches `{pattern}`"),
                    examples => either(examples),
                });
                (format!("{name} is {shown}, expected {what}"), examples)
            }
            Kind::Format { format } if format == "atlas-date" => {
                (date_message(&name, value), Vec::new())
            }
            Kind::Format { format } => (
                format!("{name} is {shown}, which is no {format}"),
                Vec::new(),
            ),
            Kind::Type { kind } => {
                let expected = expected.unwrap_or_else(|| type_words(&format!("{kind:?}")));
                (
                    format!("{name} is {}, expected {expected}", type_of(value)),
                    Vec::new(),
                )
            }
            Kind::Contains => (
                format!(
                    "{} has no {}",
                    self.container(pointer),
                    expected.as_deref().unwrap_or("matching item")
                ),
                Vec::new(),
            ),
            Kind::Not { .. } | Kind::FalseSchema => match expected {
                Some(expected) => (format!("{name} is not {expected}"), Vec::new()),
                None => (format!("{name} is not allowed here"), Vec::new()),
            },
            _ => (format!("{name}: {error}"), Vec::new()),
        };
        let mut violation = self.at(pointer, error.kind().keyword(), message, help);
        if let Some(near) = value
            .as_str()
            .and_then(|text| nearest(text, options.iter().copied(), 4))
        {
            violation.help = Some(format!("write `{near}`"));
            violation.fix = Some(Fix::replace(Safety::Unsafe, violation.span, near));
        }
        violation
    }

    fn at(&self, pointer: &str, keyword: &str, message: String, help: Option<String>) -> Violation {
        let located = self.instance.locate(pointer, self.rename);
        // A section is shown by its heading, a value by itself, nothing by where it belongs.
        let container = pointer.rsplit('/').nth(1) == Some("sections");
        let span = if container || located.value.is_empty() {
            located.anchor
        } else {
            located.value
        };
        Violation {
            span,
            message,
            help,
            about: format!("{pointer} {keyword}"),
            about_value: !container && !located.value.is_empty(),
            fix: None,
        }
    }

    /// What holds the parts at a pointer: the page, its front matter, a section.
    fn container(&self, pointer: &str) -> String {
        let structural = ["fields", "sections", "order", "items", "tables", "text"];
        let mut parts: Vec<String> = pointer.split('/').skip(1).map(unescape).collect();
        if parts
            .last()
            .is_some_and(|last| structural.contains(&last.as_str()))
        {
            parts.pop();
        }
        match parts.last() {
            None => self.instance.noun().to_owned(),
            Some(last) if last == "frontmatter" && parts.len() == 1 => {
                "the front matter".to_owned()
            }
            Some(last) => format!("`{last}`"),
        }
    }

    /// What a value is called: its key, an item by its list.
    fn name(&self, pointer: &str) -> String {
        let parts: Vec<String> = pointer.split('/').skip(1).map(unescape).collect();
        match parts.as_slice() {
            [] => self.instance.noun().to_owned(),
            [only] if only == "frontmatter" => "the front matter".to_owned(),
            [.., list, at] if at.bytes().all(|b| b.is_ascii_digit()) => {
                format!("an item of `{list}`")
            }
            [.., last] => format!("`{}`", last.split('#').next().unwrap_or(last)),
        }
    }
}

/// What the keys of a mapping are called.
fn part_noun(pointer: &str) -> &'static str {
    match pointer.rsplit('/').next() {
        Some("fields") => "field",
        Some("sections") => "section",
        _ => "key",
    }
}

fn date_message(name: &str, value: &Value) -> String {
    let shown = shown(value);
    let looks_right = value.as_str().is_some_and(|text| {
        let parts: Vec<usize> = text.split('-').map(str::len).collect();
        matches!(parts.as_slice(), [4] | [4, 2] | [4, 2, 2])
            && text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
    });
    if looks_right {
        format!("{name} is {shown}, which is no date of the calendar")
    } else {
        format!("{name} is {shown}, expected a date such as `2019-08-22`, `2019-08` or `2019`")
    }
}

/// `2019-08-22`, `2019-08` or `2019`, and a real date.
pub(super) fn is_date(text: &str) -> bool {
    let digits =
        |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    let mut parts = text.split('-');
    let year = parts.next().filter(|year| digits(year, 4));
    let month = parts.next();
    let day = parts.next();
    let (Some(year), None) = (year.and_then(|year| year.parse::<u32>().ok()), parts.next()) else {
        return false;
    };
    let number = |part: Option<&str>| match part {
        None => Some(1),
        Some(part) => digits(part, 2).then(|| part.parse::<u32>().ok()).flatten(),
    };
    let (Some(month), Some(day)) = (number(month), number(day)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

fn shown(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(_) => return "a list".to_owned(),
        Value::Object(_) => return "a mapping".to_owned(),
        other => other.to_string(),
    };
    match text.char_indices().nth(60) {
        Some((cut, _)) => format!("`{}...`", &text[..cut]),
        None => format!("`{text}`"),
    }
}

fn type_of(value: &Value) -> String {
    match value {
        Value::Null => "empty".to_owned(),
        Value::Bool(value) => format!("`{value}`"),
        Value::Number(number) => format!("the number {number}"),
        Value::String(_) => "text".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a mapping".to_owned(),
    }
}

/// The types that a schema allows, in words. `kind` is their debug form: `Single(String)`, `Multiple(...)`.
fn type_words(kind: &str) -> String {
    let words = [
        ("String", "text"),
        ("Integer", "a whole number"),
        ("Number", "a number"),
        ("Boolean", "`true` or `false`"),
        ("Array", "a list"),
        ("Object", "a mapping"),
        ("Null", "nothing"),
    ];
    let found: Vec<&str> = words
        .iter()
        .filter(|(name, _)| kind.contains(name))
        .map(|(_, word)| *word)
        .collect();
    found.join(" or ")
}

fn either(options: &[&str]) -> String {
    let quoted: Vec<String> = options.iter().map(|option| format!("`{option}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => "nothing".to_owned(),
    }
}

fn listed(options: &[&str]) -> String {
    options
        .iter()
        .map(|option| format!("`{option}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
