//! Names made comparable.

use unicode_normalization::UnicodeNormalization;

/// A name reduced to what counts when names are compared: NFKC, lower case, `&` read as "and",
/// every run of characters that are neither letters nor digits as one space, no space at the ends.
///
/// "Data from Information Repositories: `RAG`" and "data from information-repositories rag" are
/// the same name.
#[must_use]
pub fn normalize_name(text: &str) -> String {
    // The name in hand is nearly always ASCII, where NFKC changes nothing.
    if text.is_ascii() {
        return normalize_ascii(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfkc().flat_map(spelled).flat_map(char::to_lowercase) {
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

fn normalize_ascii(text: &str) -> String {
    // Room for an `&` that becomes a word.
    let mut out: Vec<u8> = Vec::with_capacity(text.len() + 4);
    let mut gap = false;
    for byte in text.bytes() {
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

/// What each byte counts for in a name: a letter in lower case, a digit, an `&`, or nothing.
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

/// `&` as a word of its own, any other character as itself.
fn spelled(c: char) -> impl Iterator<Item = char> {
    let word = if c == '&' {
        [Some(' '), Some('a'), Some('n'), Some('d'), Some(' ')]
    } else {
        [Some(c), None, None, None, None]
    };
    word.into_iter().flatten()
}

/// Whether two names are one.
pub(super) fn same_name(a: &str, b: &str) -> bool {
    normalize_name(a) == normalize_name(b)
}

#[cfg(test)]
mod tests {
    use super::normalize_name;

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

    /// What takes the short way reads as what takes the long one.
    #[test]
    fn ascii_reads_as_everything_else() {
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
            let long = normalize_name(&format!("{text} \u{e9}"));
            let short = normalize_name(&format!("{text} e"));
            assert_eq!(
                long.trim_end_matches('\u{e9}'),
                short.trim_end_matches('e'),
                "{text}"
            );
        }
    }
}
