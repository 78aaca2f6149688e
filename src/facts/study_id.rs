//! Ids of case studies, those of ATLAS and a vault's own.

use std::sync::OnceLock;

use regex::Regex;

/// Returns the prefix and the number of the case study's id at the start of a text, and the length of the id.
#[must_use]
pub fn leading_study_id(text: &str) -> Option<(&str, u32, usize)> {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    // The form of ids in ATLAS's own schema.
    let pattern = PATTERN.get_or_init(|| Regex::new(r"^((?:[A-Z]+[0-9]*\.)+)CS([0-9]{4})\b").ok());
    let found = pattern.as_ref()?.captures(text)?;
    let (whole, prefix, number) = (found.get(0)?, found.get(1)?, found.get(2)?);
    Some((prefix.as_str(), number.as_str().parse().ok()?, whole.len()))
}

#[cfg(test)]
mod tests {
    use super::leading_study_id as leading;

    #[test]
    fn ids_have_the_form_of_atlas() {
        assert_eq!(leading("LOCAL.CS0001: A"), Some(("LOCAL.", 1, 12)));
        assert_eq!(leading("ACME.SOC2.CS0104"), Some(("ACME.SOC2.", 104, 16)));
        for other in ["local.CS0001", "CS0001", "LOCAL.CS00011", "LOCAL.CS001", ""] {
            assert_eq!(leading(other), None, "{other}");
        }
    }
}
