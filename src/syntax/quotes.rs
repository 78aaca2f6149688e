//! Quoting of YAML values in the quotes that the rest of the document uses.

use super::yaml;
use crate::date::Date;

/// Quote style of a YAML document.
#[derive(Clone, Copy, Debug)]
pub struct Quotes {
    single: bool,
}

impl Quotes {
    /// Returns the quotes of most quoted values, or double quotes on a tie. Reads the whole document: call it once for all
    /// values to quote.
    #[must_use]
    pub fn of(yaml: &str) -> Self {
        let (mut single, mut double) = (0, 0);
        for line in yaml.lines() {
            let value = line
                .split_once(": ")
                .map_or(line, |(_, value)| value)
                .trim_start_matches([' ', '-', '[']);
            single += usize::from(value.starts_with('\''));
            double += usize::from(value.starts_with('"'));
        }
        Self {
            single: single > double,
        }
    }

    /// Returns `value` in quotes that leave its meaning as it is, in this style where possible.
    #[must_use]
    pub fn around(self, value: &str) -> String {
        let awkward = |marks: &[char]| value.contains(marks);
        match (self.single, awkward(&['\'']), awkward(&['"', '\\'])) {
            (true, false, _) | (_, _, true) => single_quoted(value),
            _ => double_quoted(value),
        }
    }
}

/// Returns `value` as a YAML scalar that reads back as `value`: without quotes if the quote is None and every reader of YAML takes it
/// for this text, else in this quote, else in double quotes. It is not for flow collections such as `[a, b]`.
#[must_use]
pub fn quoted(value: &str, quote: Option<char>) -> String {
    let reads_back = |written: &String| yaml::scalar(written).as_deref() == Some(value);
    let preferred = match quote {
        None => is_text(value).then(|| value.to_owned()),
        Some('\'') => Some(single_quoted(value)),
        Some(_) => None,
    };
    preferred
        .filter(reads_back)
        .unwrap_or_else(|| double_quoted(value))
}

/// Returns whether readers of YAML 1.1 and 1.2 take a plain scalar for text, if it is a scalar at all.
fn is_text(value: &str) -> bool {
    // Some readers take these for booleans, and `2019-08-22` for a day.
    let is_bool = matches!(value, "y" | "Y" | "n" | "N");
    let is_day = Date::parse(value).is_some();
    let is_number = yaml::has_leading_zero(value);
    !is_bool && !is_day && !is_number && yaml::disagreement(value).is_none()
}

/// Returns `value` as a single-quoted YAML scalar.
#[must_use]
pub fn single_quoted(value: &str) -> String {
    format!("'{}'", inside(value, '\''))
}

/// Returns `value` as a double-quoted YAML scalar.
#[must_use]
pub fn double_quoted(value: &str) -> String {
    format!("\"{}\"", inside(value, '"'))
}

/// Returns `value` as it is written inside this quote.
#[must_use]
pub fn inside(value: &str, quote: char) -> String {
    if quote == '\'' {
        value.replace('\'', "''")
    } else {
        value.replace('\\', "\\\\").replace('"', "\\\"")
    }
}

#[cfg(test)]
mod tests {
    use super::{Quotes, quoted, yaml};

    #[test]
    fn quotes_are_those_of_the_values_around() {
        let quoted = |value, yaml| Quotes::of(yaml).around(value);
        assert_eq!(quoted("no", "a: no\n"), "\"no\"");
        assert_eq!(quoted("no", "a: no\nb: 'x'\n"), "'no'");
        assert_eq!(quoted("no", "a: no\nb: 'x'\nc: \"y\"\n"), "\"no\"");
        assert_eq!(quoted("no", "- 'x'\n- no\n"), "'no'");
        assert_eq!(quoted("it's", "b: 'x'\n"), "\"it's\"");
        assert_eq!(quoted("a \"b\"", ""), "'a \"b\"'");
        assert_eq!(quoted("it's \"b\"", ""), "'it''s \"b\"'");
    }

    #[test]
    fn values_are_quoted_where_a_reader_would_take_something_else() {
        for text in [
            "Cost Harvesting",
            "it's",
            "A & B",
            "a-b",
            "3D models",
            "C#",
            "a, b",
            "a [b]",
        ] {
            assert_eq!(quoted(text, None), text);
        }
        for text in [
            "yes",
            "No",
            "on",
            "y",
            "null",
            "~",
            "12",
            "007",
            "1:30",
            "1_000",
            "0x1f",
            "2019-08-22",
            "2019-08",
            "- a",
            "[a",
            "{a}",
            "*a",
            "&a",
            "!a",
            "|",
            "> a",
            "%a",
            "@a",
            "`a`",
            "? a",
            "a:",
            "a: b",
            "a #b",
            "#a",
            "\"a\"",
            "'a'",
            " a",
            "a ",
            "",
            "a: \"b\"",
            "\"\\",
        ] {
            for quote in [None, Some('\''), Some('"')] {
                let written = quoted(text, quote);
                let opening = written.chars().next();
                assert_eq!(opening, quote.or(Some('"')), "{text:?}");
                assert_eq!(yaml::scalar(&written).as_deref(), Some(text));
            }
        }
        assert_eq!(quoted("it's", Some('\'')), "'it''s'");
    }
}
