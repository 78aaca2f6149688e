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

/// Below this many columns a row has no column of labels.
const NARROW: usize = 60;

/// Returns rows of a label and a value with line breaks between words. What follows stands below the value; on a narrow terminal, a
/// little further in than the label.
#[must_use]
pub fn wrapped_rows(text: &str, width: usize) -> String {
    let rows = text.lines().flat_map(|line| {
        if width < NARROW {
            narrow_row(line, width)
        } else {
            wide_row(line, width)
        }
    });
    rows.map(|row| row + "\n").collect()
}

fn wide_row(line: &str, width: usize) -> Vec<String> {
    if line.width() <= width {
        return vec![line.to_owned()];
    }
    let (label, value) = line.split_at(value_at(line));
    let column = label.width().clamp(2, width / 2);
    let below = " ".repeat(column);
    let parts = wrap(
        value,
        width.saturating_sub(label.width().max(column)).max(1),
    );
    let parts = parts.into_iter().enumerate();
    parts
        .map(|(nth, part)| format!("{}{part}", if nth == 0 { label } else { &below }))
        .collect()
}

fn narrow_row(line: &str, width: usize) -> Vec<String> {
    const DEEPEST: usize = 4;
    let words = line.trim_start_matches(' ');
    let indent = (line.len() - words.len()).min(DEEPEST);
    let words: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).collect();
    let words = words.join(" ");
    if indent + words.width() <= width {
        return vec![format!("{:indent$}{words}", "")];
    }
    let column = indent + 2;
    let parts = wrap(&words, width.saturating_sub(column).max(1));
    let parts = parts.into_iter().enumerate();
    parts
        .map(|(nth, part)| {
            let before = if nth == 0 { indent } else { column };
            format!("{:before$}{part}", "")
        })
        .collect()
}

/// Returns where the value of a row starts: behind the first gap of two spaces, or where the row itself does.
fn value_at(line: &str) -> usize {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let Some(gap) = line[indent..].find("  ") else {
        return indent;
    };
    line.len() - line[indent + gap..].trim_start_matches(' ').len()
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
    use super::{wrap, wrapped_rows};

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
    #[test]
    fn values_of_rows_stand_below_each_other() {
        let row = format!("  names:    {}", "word ".repeat(12).trim_end());
        assert_eq!(wrapped_rows(&row, 80), format!("{row}\n"));
        let wide = wrapped_rows(&row, 62);
        assert!(wide.starts_with("  names:    word ") && wide.contains("\n            word"));
        let value = "                   2025.04    a value of several words";
        assert_eq!(
            wrapped_rows(value, 20),
            "    2025.04 a\n      value of\n      several words\n"
        );
        assert_eq!(wrapped_rows("  names:    one", 40), "  names: one\n");
        assert_eq!(wrapped_rows("one two", 5), "one\n  two\n");
        assert_eq!(wrapped_rows("", 5), "\n");
        for width in 20..100 {
            let rows = wrapped_rows(&format!("{row}\n{value}\n"), width);
            assert!(rows.lines().all(|line| line.len() <= width), "{rows}");
        }
    }
}
