//! YAML to typed values.

use serde::de::{DeserializeOwned, IgnoredAny};

use crate::catalog::error::ReadError;
use crate::catalog::redact::redacted;

/// Parses YAML, and says apart whether the text is no YAML or no release.
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, ReadError> {
    serde_yaml::from_str(text).map_err(|error| {
        let is_yaml = serde_yaml::from_str::<IgnoredAny>(text).is_ok();
        let line = error.location().map(|place| place.line());
        let last_line = text.lines().count();
        let message = if is_yaml {
            // The parser repeats the place.
            let why = error.to_string();
            let why = why.split(" at line ").next().unwrap_or_default();
            let why = redacted(why);
            format!("this is no ATLAS release, or only a part of one: {why}")
        } else if line.is_some_and(|line| line >= last_line) {
            "this is not YAML, or it is cut off".to_owned()
        } else {
            "this is not YAML".to_owned()
        };
        ReadError { message, line }
    })
}

pub(super) fn cut_off(section: &str) -> ReadError {
    ReadError::new(format!("this release is cut off: it has no `{section}`"))
}
