//! Quotes around a value of YAML.

/// A value in quotes, of the kind that most quoted values of the YAML around it have; double ones where nothing tells.
/// As it is written between them it means what it meant without them.
#[must_use]
pub fn quoted(value: &str, yaml: &str) -> String {
    let single = || format!("'{}'", value.replace('\'', "''"));
    let double = || format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""));
    let awkward = |marks: &[char]| value.contains(marks);
    match (
        prefers_single(yaml),
        awkward(&['\'']),
        awkward(&['"', '\\']),
    ) {
        (true, false, _) | (_, _, true) => single(),
        _ => double(),
    }
}

/// Whether more values stand in single quotes than in double ones.
fn prefers_single(yaml: &str) -> bool {
    let (mut single, mut double) = (0, 0);
    for line in yaml.lines() {
        let value = line
            .split_once(": ")
            .map_or(line, |(_, value)| value)
            .trim_start_matches([' ', '-', '[']);
        single += usize::from(value.starts_with('\''));
        double += usize::from(value.starts_with('"'));
    }
    single > double
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn quotes_are_those_of_the_values_around() {
        assert_eq!(quoted("no", "a: no\n"), "\"no\"");
        assert_eq!(quoted("no", "a: no\nb: 'x'\n"), "'no'");
        assert_eq!(quoted("no", "a: no\nb: 'x'\nc: \"y\"\n"), "\"no\"");
        assert_eq!(quoted("no", "- 'x'\n- no\n"), "'no'");
        assert_eq!(quoted("it's", "b: 'x'\n"), "\"it's\"");
        assert_eq!(quoted("a \"b\"", ""), "'a \"b\"'");
        assert_eq!(quoted("it's \"b\"", ""), "'it''s \"b\"'");
    }
}
