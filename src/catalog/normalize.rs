//! Normalizes names for comparison.

use unicode_normalization::UnicodeNormalization;

/// Normalizes a name: NFKC, lower case, `&` and `&amp;` as "and", each run of other characters than letters and
/// digits as one space, and no space at the ends.
///
/// "Data from Information Repositories: `RAG`" and "data from information-repositories rag" are
/// the same name.
#[must_use]
pub fn normalize_name(text: &str) -> String {
    // Nearly all names are ASCII, which NFKC leaves as it is.
    if text.is_ascii() {
        return normalize_ascii(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text
        .replace(AMPERSAND, "&")
        .nfkc()
        .flat_map(ampersand_as_word)
        .flat_map(char::to_lowercase)
    {
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        } else {
            gap = true;
        }
    }
    out
}

/// Returns whether a text, normalized, is `plain`, without normalizing all of one that is not.
#[must_use]
pub fn normalizes_to(text: &str, plain: &str) -> bool {
    if !text.is_ascii() {
        return normalize_name(text) == plain;
    }
    let mut rest = plain.as_bytes();
    let mut gap = false;
    for byte in ascii_bytes(text) {
        let letter = LETTERS[usize::from(byte)];
        if letter == 0 {
            gap = true;
            continue;
        }
        let is_and = letter == b'&';
        if (gap || is_and) && rest.len() != plain.len() {
            let Some(behind) = rest.strip_prefix(b" ") else {
                return false;
            };
            rest = behind;
        }
        let word: &[u8] = if is_and { b"and" } else { &[letter] };
        let Some(behind) = rest.strip_prefix(word) else {
            return false;
        };
        rest = behind;
        gap = is_and;
    }
    rest.is_empty()
}

/// Returns whether a text, normalized, is `plain`, which may lack spaces of it.
#[must_use]
pub fn has_letters_of(text: &str, plain: &str) -> bool {
    if normalizes_to(text, plain) {
        return true;
    }
    let mut rest = plain.chars();
    let mut is_start = true;
    for c in text.chars().flat_map(char::to_lowercase) {
        if !c.is_alphanumeric() {
            is_start = true;
            continue;
        }
        let mut next = rest.next();
        if next == Some(' ') && is_start {
            next = rest.next();
        }
        if next != Some(c) {
            return false;
        }
        is_start = false;
    }
    rest.next().is_none()
}

/// An ampersand as Markdown and HTML may write it.
const AMPERSAND: &str = "&amp;";

/// Returns the bytes of a text, with `&` for `&amp;`.
fn ascii_bytes(text: &str) -> impl Iterator<Item = u8> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let byte = *bytes.get(at)?;
        let is_entity = byte == b'&' && bytes[at..].starts_with(AMPERSAND.as_bytes());
        at += if is_entity { AMPERSAND.len() } else { 1 };
        Some(byte)
    })
}

fn normalize_ascii(text: &str) -> String {
    // Room for an `&` that becomes a word.
    let mut out: Vec<u8> = Vec::with_capacity(text.len() + 4);
    let mut gap = false;
    for byte in ascii_bytes(text) {
        let letter = LETTERS[usize::from(byte)];
        if letter == 0 {
            gap = true;
            continue;
        }
        let is_and = letter == b'&';
        if (gap || is_and) && !out.is_empty() {
            out.push(b' ');
        }
        if is_and {
            out.extend_from_slice(b"and");
        } else {
            out.push(letter);
        }
        gap = is_and;
    }
    String::from_utf8(out).unwrap_or_default()
}

/// Each ASCII byte as normalized: a letter in lower case, a digit, an `&`, or 0 for anything else.
const LETTERS: [u8; 256] = {
    let mut letters = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() || byte == b'&' {
            letters[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    letters
};

/// Returns `&` as a word of its own, and any other character as it is.
fn ampersand_as_word(c: char) -> impl Iterator<Item = char> {
    let word = if c == '&' {
        [Some(' '), Some('a'), Some('n'), Some('d'), Some(' ')]
    } else {
        [Some(c), None, None, None, None]
    };
    word.into_iter().flatten()
}

/// Returns whether two names are the same once normalized.
pub(super) fn same_name(a: &str, b: &str) -> bool {
    normalize_name(a) == normalize_name(b)
}

#[cfg(test)]
mod tests {
    use super::{has_letters_of, normalize_name, normalizes_to};

    #[test]
    fn a_name_may_lack_spaces_but_not_move_them() {
        for (name, written, expected) in [
            (
                "Exfiltration via AI Inference API",
                "exfiltration via ai inferenceapi",
                true,
            ),
            (
                "Exfiltration via AI Inference API",
                "exfiltration via ai inference api",
                true,
            ),
            ("User Harm", "use rharm", false),
            ("User Harm", "user har m", false),
            ("User Harm", "user harms", false),
            ("User Harm", "user har", false),
        ] {
            assert_eq!(has_letters_of(name, written), expected, "{written}");
        }
    }

    #[test]
    fn a_name_is_compared_as_it_would_be_normalized() {
        let texts = [
            "LLM Prompt Injection: Direct",
            " -a&b- ",
            "&",
            "C&C  Traffic!",
            "",
            "--",
            "\u{c9}vasion",
            "a b",
            "ab",
            "a",
        ];
        for text in texts {
            for other in texts {
                let plain = normalize_name(other);
                assert_eq!(
                    normalizes_to(text, &plain),
                    normalize_name(text) == plain,
                    "{text:?} {plain:?}"
                );
            }
        }
    }

    #[test]
    fn only_letters_and_digits_count_in_a_name() {
        assert_eq!(
            normalize_name("  Evasion of ML: C&C  Traffic! "),
            "evasion of ml c and c traffic"
        );
        assert_eq!(
            normalize_name("Hacking ChatGPT\u{2019}s Memories"),
            normalize_name("Hacking ChatGPT's Memories")
        );
        assert_eq!(normalize_name("ＬＬＭ ﬁne-tuning É"), "llm fine tuning é");
        assert_eq!(normalize_name("\u{1b}[31m&"), "31m and");
        assert_eq!(normalize_name(" -- "), "");
        assert_eq!(normalize_name("&"), "and");
        assert_eq!(normalize_name("a&&b & c"), "a and and b and c");
    }

    // The fast path for ASCII gives what the general one does.
    #[test]
    fn ascii_normalizes_like_other_text() {
        for text in [
            "",
            "&",
            " a",
            "a ",
            "A-b&C",
            "&&",
            "- & -",
            "x&",
            "AT&T: \"q\"",
        ] {
            let general = normalize_name(&format!("{text} \u{e9}"));
            let ascii = normalize_name(&format!("{text} e"));
            assert_eq!(
                general.trim_end_matches('\u{e9}'),
                ascii.trim_end_matches('e'),
                "{text}"
            );
        }
    }
}
