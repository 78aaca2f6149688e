//! Quotes around a value of YAML.

/// The kind of quotes that the values of some YAML stand in.
#[derive(Clone, Copy, Debug)]
pub struct Quotes {
    single: bool,
}

impl Quotes {
    /// Those of most quoted values; double ones where nothing tells. Reads all of the YAML: once for all values to be quoted.
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

    /// A value in quotes, of this kind where it can be. As it is written between them it means what it meant without them.
    #[must_use]
    pub fn around(self, value: &str) -> String {
        let single = || format!("'{}'", value.replace('\'', "''"));
        let double = || format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""));
        let awkward = |marks: &[char]| value.contains(marks);
        match (self.single, awkward(&['\'']), awkward(&['"', '\\'])) {
            (true, false, _) | (_, _, true) => single(),
            _ => double(),
        }
    }
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
