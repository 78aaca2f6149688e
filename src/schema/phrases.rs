//! Short phrases for messages about schema violations.

use jsonschema::JsonType;
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use serde_json::Value;

use crate::text::shortened;

/// Returns the label of a violation, by its keyword.
pub(super) fn label(keyword: &str) -> &'static str {
    match keyword {
        "contains" => "missing here",
        "type" => "wrong type",
        "enum" | "const" | "pattern" => "not accepted",
        "format" => "wrong form",
        "additionalProperties" | "unevaluatedProperties" | "not" => "not allowed",
        _ => "",
    }
}

/// Returns the message for a count, length or number beyond its limit.
pub(super) fn limit_words(kind: &Kind, value: &Value, whole: &str, name: &str) -> Option<String> {
    let plural = |count: u64, one: &str| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {one}s"),
    };
    let items = value.as_array().map_or(0, Vec::len) as u64;
    let characters = value.as_str().map_or(0, |text| text.chars().count()) as u64;
    Some(match kind {
        Kind::MinItems { limit } => format!(
            "{whole} has {}, expected at least {limit}",
            plural(items, "item")
        ),
        Kind::MaxItems { limit } => format!(
            "{whole} has {}, expected at most {limit}",
            plural(items, "item")
        ),
        Kind::UniqueItems => format!("{whole} has an item twice"),
        Kind::MinLength { limit } => format!(
            "{name} has {}, expected at least {limit}",
            plural(characters, "character")
        ),
        Kind::MaxLength { limit } => format!(
            "{name} has {}, expected at most {limit}",
            plural(characters, "character")
        ),
        Kind::Minimum { limit } => format!("{name} is {value}, expected at least {limit}"),
        Kind::Maximum { limit } => format!("{name} is {value}, expected at most {limit}"),
        Kind::ExclusiveMinimum { limit } => format!("{name} is {value}, expected over {limit}"),
        Kind::ExclusiveMaximum { limit } => format!("{name} is {value}, expected under {limit}"),
        Kind::MultipleOf { multiple_of } => {
            format!("{name} is {value}, expected a multiple of {multiple_of}")
        }
        _ => return None,
    })
}

/// Returns the noun for the keys of a mapping.
pub(super) fn part_noun(pointer: &str) -> &'static str {
    match pointer.rsplit('/').next() {
        Some("fields") => "field",
        Some("sections") => "section",
        _ => "key",
    }
}

pub(super) fn date_message(name: &str, value: &Value) -> String {
    let shown = shown(value);
    let looks_right = value.as_str().is_some_and(|text| {
        let parts: Vec<usize> = text.split('-').map(str::len).collect();
        matches!(parts.as_slice(), [4] | [4, 2] | [4, 2, 2])
            && text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
    });
    if looks_right {
        format!("{name} is {shown}, which is not a calendar date")
    } else {
        format!("{name} is {shown}, expected a date such as `2019-08-22`, `2019-08` or `2019`")
    }
}

pub(super) fn shown(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(_) => return "a list".to_owned(),
        Value::Object(_) => return "a mapping".to_owned(),
        other => other.to_string(),
    };
    format!("`{}`", shortened(&text, 60))
}

pub(super) fn type_of(value: &Value) -> String {
    match value {
        Value::Null => "empty".to_owned(),
        Value::Bool(value) => format!("`{value}`"),
        Value::Number(number) => format!("the number {number}"),
        Value::String(_) => "text".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a mapping".to_owned(),
    }
}

/// Returns the types that a schema allows, in words.
pub(super) fn type_words(kind: &TypeKind) -> String {
    const WORDS: [(JsonType, &str); 7] = [
        (JsonType::String, "text"),
        (JsonType::Integer, "a whole number"),
        (JsonType::Number, "a number"),
        (JsonType::Boolean, "`true` or `false`"),
        (JsonType::Array, "a list"),
        (JsonType::Object, "a mapping"),
        (JsonType::Null, "nothing"),
    ];
    let is_allowed = |of: JsonType| match kind {
        TypeKind::Single(one) => *one == of,
        TypeKind::Multiple(all) => all.contains(of),
    };
    let found = WORDS.iter().filter(|(of, _)| is_allowed(*of));
    let words: Vec<&str> = found.map(|(_, words)| *words).collect();
    words.join(" or ")
}

pub(super) fn either(options: &[&str]) -> String {
    let quoted: Vec<String> = options.iter().map(|option| format!("`{option}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => "nothing".to_owned(),
    }
}

pub(super) fn listed(options: &[&str]) -> String {
    options
        .iter()
        .map(|option| format!("`{option}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::{date_message, either};
    use serde_json::json;

    #[test]
    fn options_are_joined_by_or() {
        assert_eq!(either(&[]), "nothing");
        assert_eq!(either(&["a"]), "`a`");
        assert_eq!(either(&["a", "b", "c"]), "`a`, `b` or `c`");
    }

    #[test]
    fn a_day_that_does_not_exist_differs_from_a_text_that_is_not_a_date() {
        let of = |text: &str| date_message("the date", &json!(text));
        assert!(of("2019-02-31").ends_with("which is not a calendar date"));
        assert!(of("31.2.2019").contains("expected a date"));
        assert!(of("2019-2-31").contains("expected a date"));
    }
}
