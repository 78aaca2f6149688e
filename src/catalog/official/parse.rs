//! YAML to typed values.

use serde::de::{DeserializeOwned, IgnoredAny};

use super::error::ReadError;
use crate::catalog::redact::redacted;

/// Parses YAML. The error tells apart whether the text is not YAML or not a release.
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, ReadError> {
    serde_yaml::from_str(text).map_err(|error| {
        let line = error.location().map(|location| location.line());
        if serde_yaml::from_str::<IgnoredAny>(text).is_err() {
            let last_line = text.lines().count();
            return ReadError::NotYaml {
                line,
                is_at_end: line.is_some_and(|line| line >= last_line),
            };
        }
        // The parser repeats the position.
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        ReadError::NotRelease {
            line,
            reason: redacted(message),
        }
    })
}
