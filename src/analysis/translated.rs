//! Names in other languages.

use crate::text::path::{name_of, parent_of};

/// Returns whether a text is a name in a script other than Latin: it has a word of other letters, or a letter of a script
/// without case, which has no spaces between words. A word in which look-alike letters replace some Latin ones does not count.
pub(super) fn is_translated(text: &str) -> bool {
    let other = |c: char| c.is_alphabetic() && !is_latin(c);
    let caseless = |c: char| other(c) && !c.is_lowercase() && !c.is_uppercase();
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    text.contains(caseless)
        || words.any(|word| word.chars().nth(1).is_some() && word.chars().all(other))
}

/// Codes of languages other than English that pages are often translated to.
const LANGUAGES: [&str; 28] = [
    "ar", "bg", "bn", "cn", "da", "de", "el", "es", "fa", "fi", "fr", "he", "hi", "hu", "it", "ja",
    "jp", "ko", "nl", "pl", "pt", "ro", "ru", "sv", "th", "tr", "uk", "vi",
];

/// Returns whether a path is that of a translated page: in a folder `translations`, in a folder that is a language code, or with
/// one at the end of its name: `de/a.md`, `pt-BR/a.md`, `README.ja.md`, `README_zh-CN.md`.
pub(super) fn is_translation(path: &str) -> bool {
    let (folders, name) = (parent_of(path), name_of(path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let last = stem
        .rsplit(['.', '_'])
        .next()
        .filter(|last| last.len() < stem.len());
    let is_folder =
        |folder: &str| ["translations", "i18n"].contains(&folder) || is_language(folder);
    folders.split('/').any(is_folder) || last.is_some_and(is_language) || is_language(stem)
}

/// Returns whether a text is the code of a language other than English: `de`, `zh-CN`.
fn is_language(code: &str) -> bool {
    let (language, region) = match code.split_once(['-', '_']) {
        Some((language, region)) => (language, Some(region)),
        None => (code, None),
    };
    let is_code = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic());
    let is_known = language.len() == 2 && (LANGUAGES.contains(&language) || language == "zh");
    match region {
        None => is_known,
        Some(region) => {
            (is_code(region) || region.len() == 4)
                && region.starts_with(|c: char| c.is_ascii_uppercase())
                && is_known
        }
    }
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
    use super::{is_translated, is_translation};

    #[test]
    fn paths_of_translations() {
        for path in [
            "translations/a.md",
            "docs/de/a.md",
            "pt-BR/a.md",
            "README.ja.md",
            "README_zh-CN.md",
            "zh-Hans/a.md",
        ] {
            assert!(is_translation(path), "{path}");
        }
        for path in [
            "en/a.md",
            "en-US/a.md",
            "docs/a.md",
            "ai/ml.md",
            "cs/a.md",
            "a.b.md",
        ] {
            assert!(!is_translation(path), "{path}");
        }
    }

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
