//! Regular expressions from the vault's own page types and schemas.

use std::fmt;

use regex::Regex;
use regex_syntax::hir::{Hir, HirKind};
use serde_json::Value;

use super::pointer::escape;

/// Maximum compiled size in bytes. Ten times as much takes a second to match a heading.
const MOST: usize = 1 << 20;

/// Estimated size of a state in a compiled pattern: a byte, a character class, a choice. The tables of classes are not counted;
/// they take 50 kB for each `\w` and no time.
const STATE: usize = 36;

/// Compiles a regular expression.
///
/// # Errors
///
/// The pattern is invalid or too large.
pub fn pattern(text: &str) -> Result<Regex, PatternError> {
    if is_too_large(text) {
        return Err(PatternError::TooLarge);
    }
    Regex::new(text).map_err(|_| PatternError::Invalid)
}

/// The reason why a pattern is rejected. It prints as the predicate of a sentence whose subject is the pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternError {
    Invalid,
    /// It compiles to more than [`MOST`] bytes.
    TooLarge,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Invalid => "is not a valid regular expression",
            Self::TooLarge => "compiles to more than 1 MiB",
        })
    }
}

impl std::error::Error for PatternError {}

fn is_too_large(text: &str) -> bool {
    let parsed = regex_syntax::parse(text).map(|parsed| states(&parsed));
    // The validator also accepts escapes of ECMAScript, such as `\cA`; without them the pattern has the same size. If that
    // cannot be parsed either, the estimate is an upper bound.
    let states = parsed.unwrap_or_else(|_| {
        let plain = text.replace("\\c", "c");
        regex_syntax::parse(&plain).map_or_else(|_| at_most(text), |parsed| states(&parsed))
    });
    states.saturating_mul(STATE) > MOST
}

/// Returns an upper bound for a pattern that cannot be parsed: its length times every number in it.
fn at_most(text: &str) -> usize {
    let numbers = text.split(|c: char| !c.is_ascii_digit());
    let numbers = numbers.filter_map(|number| number.parse::<usize>().ok());
    let factors = numbers.filter(|&number| number > 1);
    factors.fold(text.len(), usize::saturating_mul)
}

/// Returns the number of states that a pattern compiles to. Repetitions count as often as they may repeat.
fn states(pattern: &Hir) -> usize {
    let sum = |parts: &[Hir]| {
        let each = parts.iter().map(|part| states(part).saturating_add(1));
        each.fold(0, usize::saturating_add)
    };
    match pattern.kind() {
        HirKind::Empty | HirKind::Class(_) | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Capture(capture) => states(&capture.sub).saturating_add(2),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => sum(parts),
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(repetition.min.saturating_add(1));
            let each = states(&repetition.sub).saturating_add(1);
            each.saturating_mul(usize::try_from(most).unwrap_or(usize::MAX))
        }
    }
}

/// Returns the pointer and the error of the first pattern in a schema that is too large. The validator reports invalid
/// patterns.
pub(super) fn too_large(schema: &Value, pointer: &str) -> Option<(String, String)> {
    let check = |text: &str, at: &dyn Fn() -> String| {
        let words = || format!("the pattern `{text}` compiles to more than 1 MiB");
        is_too_large(text).then(|| (at(), words()))
    };
    match schema {
        Value::Object(map) => map.iter().find_map(|(key, value)| {
            let at = || format!("{pointer}/{}", escape(key));
            match (key.as_str(), value) {
                ("pattern", Value::String(text)) => check(text, &at),
                ("patternProperties", Value::Object(patterns)) => patterns
                    .keys()
                    .find_map(|text| check(text, &|| format!("{}/{}", at(), escape(text))))
                    .or_else(|| too_large(value, &at())),
                _ => too_large(value, &at()),
            }
        }),
        Value::Array(items) => (0..)
            .zip(items)
            .find_map(|(at, value): (usize, _)| too_large(value, &format!("{pointer}/{at}"))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{PatternError, pattern, too_large};

    #[test]
    fn what_people_write_passes_and_what_multiplies_does_not() {
        for text in [
            r"\w{1,200}",
            r"^[\p{L}\p{N} ]{1,80}$",
            "^AML\\.CS\\d{4}: ",
            "(a{1,50}){1,50}",
        ] {
            assert!(pattern(text).is_ok(), "{text}");
        }
        for text in [
            "^(a{1,50}){1,300}$",
            r"(\w{1,50}){1,500}",
            "((a?){100}){200}",
            "(a{1,50}){0,300}|é",
        ] {
            assert_eq!(pattern(text).err(), Some(PatternError::TooLarge), "{text}");
        }
        assert_eq!(pattern("(").err(), Some(PatternError::Invalid));
    }

    #[test]
    fn every_pattern_of_a_schema_is_found() {
        let large = "(a{1,50}){1,300}";
        let schema = serde_json::json!({
            "properties": { "a/b": { "anyOf": [{ "pattern": "x" }, { "pattern": large }] } },
        });
        let found = too_large(&schema, "").unwrap();
        assert_eq!(found.0, "/properties/a~1b/anyOf/1/pattern");
        let schema = serde_json::json!({ "patternProperties": { (large): {} } });
        assert!(too_large(&schema, "").is_some());
        assert!(too_large(&serde_json::json!({ "pattern": "(" }), "").is_none());
    }
}
