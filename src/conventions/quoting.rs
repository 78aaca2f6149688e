//! Writes values of front matter.

use std::borrow::Cow;

use crate::syntax::double_quoted;

/// Returns a value as YAML has it between these quotes.
pub(crate) fn inside(value: &str, quote: Option<char>) -> Cow<'_, str> {
    if quote == Some('\'') && value.contains('\'') {
        Cow::Owned(value.replace('\'', "''"))
    } else {
        Cow::Borrowed(value)
    }
}

/// Returns a value without quotes, or in double quotes if YAML would read it as a mapping or comment.
pub(crate) fn plain(value: &str) -> Cow<'_, str> {
    if value.contains(": ") || value.contains(" #") {
        Cow::Owned(double_quoted(value))
    } else {
        Cow::Borrowed(value)
    }
}

#[cfg(test)]
mod tests {
    use super::{inside, plain};

    #[test]
    fn values_are_quoted_where_yaml_would_read_something_else() {
        assert_eq!(plain("Cost Harvesting"), "Cost Harvesting");
        assert_eq!(plain("AML.T0034: Cost"), "\"AML.T0034: Cost\"");
        assert_eq!(plain("Cost #1"), "\"Cost #1\"");
        assert_eq!(plain("a: \"b\""), "\"a: \\\"b\\\"\"");
        assert_eq!(inside("it's", Some('\'')), "it''s");
        assert_eq!(inside("it's", Some('"')), "it's");
        assert_eq!(inside("it's", None), "it's");
    }
}
