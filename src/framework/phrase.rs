//! Words of a text as names are compared: in lower case, without accents, `&` and "or" as "and".

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Its bytes.
    pub(super) start: usize,
    pub(super) end: usize,
    /// The word as it is compared.
    pub(super) plain: String,
}

/// Returns the words of a text. Letters and digits make words, and `&` is one.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let length = if c == '&' {
            1
        } else {
            let rest = &text[at..];
            rest.find(|c: char| !c.is_alphanumeric())
                .unwrap_or(rest.len())
        };
        if length == 0 {
            at += c.len_utf8();
            continue;
        }
        let end = at + length;
        found.push(Word {
            start: at,
            end,
            plain: plain(&text[at..end]),
        });
        // An ampersand as Markdown and HTML may write it.
        let entity = c == '&' && text[end..].starts_with("amp;");
        at = if entity { end + "amp;".len() } else { end };
    }
    found
}

fn plain(word: &str) -> String {
    // Editions of a list differ in "and" and "or" between the same words.
    if word == "&" || word.eq_ignore_ascii_case("or") {
        return "and".to_owned();
    }
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Returns a text as names are compared: its words, with one space between them.
pub(super) fn normalized(text: &str) -> String {
    joined(&words(text))
}

pub(super) fn joined(words: &[Word]) -> String {
    let words: Vec<&str> = words.iter().map(|word| word.plain.as_str()).collect();
    words.join(" ")
}

/// Returns a name without what stands in brackets: "XML External Entities (XXE)".
pub(super) fn without_brackets(name: &str) -> Option<&str> {
    let (before, _) = name.split_once(" (")?;
    Some(before.trim_end())
}

/// Returns whether the words of `part` are words of `whole`, in their order. A plural is its singular.
pub(super) fn is_part(part: &str, whole: &str) -> bool {
    let mut rest = whole.split(' ').map(singular);
    part.split(' ')
        .map(singular)
        .all(|word| rest.any(|other| other == word))
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// Returns whether the normalized `text` has the normalized `name` in it, as whole words.
pub(super) fn has_phrase(text: &str, name: &str) -> bool {
    !name.is_empty()
        && text.match_indices(name).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let after = text[at + name.len()..].chars().next();
            before.is_none_or(|c| c == ' ') && after.is_none_or(|c| c == ' ')
        })
}

#[cfg(test)]
mod tests {
    use super::{has_phrase, is_part, normalized};

    #[test]
    fn case_accents_and_signs_do_not_count() {
        for (text, expected) in [
            ("Memory & Context Poisoning", "memory and context poisoning"),
            (
                "Memory &amp; Context-Poisoning",
                "memory and context poisoning",
            ),
            ("XML External Entities (XXE)", "xml external entities xxe"),
            ("\u{c9}vasion na\u{ef}ve", "evasion naive"),
            ("", ""),
        ] {
            assert_eq!(normalized(text), expected, "{text}");
        }
    }

    #[test]
    fn parts_keep_the_order_of_words() {
        assert!(is_part("memory poisoning", "memory and context poisoning"));
        assert!(!is_part("poisoning memory", "memory and context poisoning"));
        assert!(has_phrase("use of phishing here", "phishing"));
        assert!(!has_phrase("spearphishing here", "phishing"));
        assert!(!has_phrase("any", ""));
    }
}
