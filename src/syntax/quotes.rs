//! Quoting of YAML values in the quotes that the rest of the document uses.

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

/// Returns `value` as a single-quoted YAML scalar.
#[must_use]
pub fn single_quoted(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}

/// Returns `value` as a double-quoted YAML scalar. Control characters are not escaped.
#[must_use]
pub fn double_quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::Quotes;

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
}
