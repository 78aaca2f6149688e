//! Names in other languages.

/// Returns whether a text is a name in a script other than Latin: it has a word of other letters, or a letter of a script
/// without case, which has no spaces between words. A word in which look-alike letters replace some Latin ones does not count.
pub(super) fn is_translated(text: &str) -> bool {
    let other = |c: char| c.is_alphabetic() && !is_latin(c);
    let caseless = |c: char| other(c) && !c.is_lowercase() && !c.is_uppercase();
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    text.contains(caseless)
        || words.any(|word| word.chars().nth(1).is_some() && word.chars().all(other))
}

/// Returns whether `c` is a Latin letter, full width included.
fn is_latin(c: char) -> bool {
    matches!(c,
        'A'..='Z' | 'a'..='z' | '\u{aa}' | '\u{ba}' | '\u{c0}'..='\u{2b8}' | '\u{1e00}'..='\u{1eff}'
        | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}' | '\u{ff21}'..='\u{ff3a}'
        | '\u{ff41}'..='\u{ff5a}')
}

#[cfg(test)]
mod tests {
    use super::is_translated;

    #[test]
    fn a_translation_has_words_of_other_letters() {
        for text in [
            "成本滥用",
            "ML サプライチェーンの危機",
            "AIモデル回避",
            "Внедрение промпта LLM",
            "حقن الأوامر",
        ] {
            assert!(is_translated(text), "{text}");
        }
        for text in [
            "Evade ML Model",
            "Évasion",
            "Ev\u{430}de ML Model",
            "1. 2",
            "",
        ] {
            assert!(!is_translated(text), "{text}");
        }
    }
}
