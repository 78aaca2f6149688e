//! Breaks a text into lines of at most so many columns.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The lines of `text`, each at most `width` columns. Line ends in the text are kept. A word that is too long is broken, after
/// a `/` or `-` if there is one.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut out = Vec::new();
    for line in text.split('\n') {
        let mut current = String::new();
        let mut used = 0;
        for word in line.split_inclusive(' ') {
            let mut word = word;
            while used + word.trim_end().width() > width {
                if used > 0 {
                    out.push(take(&mut current));
                    used = 0;
                    continue;
                }
                let at = break_at(word, width);
                if at == word.len() {
                    break;
                }
                let (head, tail) = word.split_at(at);
                out.push(head.to_owned());
                word = tail;
            }
            current += word;
            used += word.width();
        }
        out.push(take(&mut current));
    }
    out
}

/// Returns `text` with line breaks between words, so that no terminal of `width` columns breaks it inside one.
#[must_use]
pub fn wrapped(text: &str, width: usize) -> String {
    wrap(text, width).join("\n")
}

fn take(line: &mut String) -> String {
    let full = std::mem::take(line);
    full.trim_end().to_owned()
}

/// Where to break a word wider than `width`: at least one character in.
fn break_at(word: &str, width: usize) -> usize {
    let mut used = 0;
    let mut end = 0;
    for (at, c) in word.char_indices() {
        used += c.width().unwrap_or(0);
        if used > width && at > 0 {
            break;
        }
        end = at + c.len_utf8();
    }
    match word[..end].rfind(['/', '-']) {
        Some(joint) if joint >= end / 2 => joint + 1,
        _ => end,
    }
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn lines_fit_and_lose_nothing() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("", 8), [""]);
        assert_eq!(wrap("a\n\n  b", 8), ["a", "", "  b"]);
        assert_eq!(wrap("x abcd/efgh", 6), ["x", "abcd/", "efgh"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("日本語", 4), ["日本", "語"]);
        assert_eq!(wrap("日本", 0), ["日", "本"]);
    }
}
