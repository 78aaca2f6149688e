//! Names of files after objects.

/// Ways to name a file by the id and name of its object.
pub(crate) const SCHEMES: [fn(&str, &str) -> String; 7] = [
    |_, name| slug(name),
    |_, name| file_name(name),
    |id, _| id.to_owned(),
    |id, _| id.to_ascii_lowercase(),
    |id, name| format!("{id} {}", file_name(name)),
    |id, name| format!("{id} - {}", file_name(name)),
    |id, name| format!("{id}-{}", slug(name)),
];

/// Returns `Evasion of C&C Traffic` as `evasion-of-c-c-traffic`.
pub(crate) fn slug(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-").to_lowercase()
}

/// Returns a name without the characters that a path or a link cannot hold.
fn file_name(name: &str) -> String {
    let spaced = |c: char| {
        let bad = c.is_control() || "/\\:*?\"<>|#^[]%".contains(c);
        if bad { ' ' } else { c }
    };
    let spaced: String = name.chars().map(spaced).collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    words.join(" ").trim_matches(['.', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::SCHEMES;

    #[test]
    fn names_of_files_hold_only_what_links_can_hold() {
        let names: Vec<String> = SCHEMES
            .iter()
            .map(|scheme| scheme("AML.T0001", "C&C: \"Traffic\" [#2]."))
            .collect();
        assert_eq!(
            names,
            [
                "c-c-traffic-2",
                "C&C Traffic 2",
                "AML.T0001",
                "aml.t0001",
                "AML.T0001 C&C Traffic 2",
                "AML.T0001 - C&C Traffic 2",
                "AML.T0001-c-c-traffic-2",
            ]
        );
    }
}
