//! Breaks a text into lines of at most so many columns.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Wraps `text` into lines of at most `width` columns. Line ends stay. Paths, ids and URLs are never broken, so a longer one gets its own
/// line. Text in backticks stays on one line if it fits in one.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let lines = text.split('\n');
    lines
        .flat_map(|line| fill(&parts(line, width), width))
        .collect()
}

/// Returns lines of at most `width` columns of parts, each with the blank after it. A part is not broken between words.
fn fill(parts: &[&str], width: usize) -> Vec<String> {
    let mut out = Vec::new();
    let mut current = String::new();
    let mut used = 0;
    for &part in parts {
        let mut part = part;
        while used + columns(part.trim_end()) > width {
            if used > 0 {
                out.push(take(&mut current));
                used = 0;
                continue;
            }
            let at = break_at(part, width);
            if at == part.len() {
                break;
            }
            let (head, tail) = part.split_at(at);
            out.push(head.to_owned());
            part = tail;
        }
        current += part;
        used += columns(part);
    }
    out.push(take(&mut current));
    out
}

/// Returns `text` with line breaks between words, so that no terminal of `width` columns breaks it inside one.
#[must_use]
pub fn wrapped(text: &str, width: usize) -> String {
    wrap(text, width).join("\n")
}

/// Returns `text` between words in lines of `width` columns, all but the first behind `indent` blanks.
#[must_use]
pub fn hanging(text: &str, width: usize, indent: usize) -> String {
    let lines = wrap(text, width.saturating_sub(indent));
    lines.join(&format!("\n{:indent$}", ""))
}

/// The least columns of a second column whose lines are broken inside it.
const LEAST_COLUMN: usize = 24;

/// Returns `text` with each line that is too wide broken between words. Its other lines are below its second column, if the line has one
/// behind two blanks or more and there is room; else a little further in than the line.
#[must_use]
pub fn hung(text: &str, width: usize) -> String {
    let lines = text.split('\n').map(|line| {
        if columns(line) <= width {
            return line.to_owned();
        }
        let words = line.trim_start_matches(' ');
        let indent = line.len() - words.len();
        let below = |text: &str, indent: usize| {
            let lines = hanging(text, width.saturating_sub(indent), HANGING);
            let margin = format!("\n{:indent$}", "");
            format!("{:indent$}{}", "", lines.replace('\n', &margin))
        };
        let Some((head, rest)) = words.split_once("  ") else {
            return below(words, indent);
        };
        let rest = rest.trim_start_matches(' ');
        let column = columns(line) - columns(rest);
        if column + LEAST_COLUMN <= width {
            let before = &line[..line.len() - rest.len()];
            let lines = wrap(rest, width - column);
            return format!("{before}{}", lines.join(&format!("\n{:column$}", "")));
        }
        let column = indent + 2 * HANGING;
        let margin = format!("\n{:column$}", "");
        let rest = wrap(rest, width.saturating_sub(column)).join(&margin);
        format!("{}{margin}{rest}", below(head, indent))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Blanks before the other lines of a line that is broken.
const HANGING: usize = 2;

/// Does as [`hanging`] with parts that are not broken, such as paths with blanks, and with the words of a text after them.
#[must_use]
pub fn hanging_parts(whole: &[String], text: &str, width: usize, indent: usize) -> String {
    let width = width.saturating_sub(indent);
    let whole: Vec<String> = whole.iter().map(|part| format!("{part} ")).collect();
    let whole = whole.iter().map(String::as_str);
    let parts: Vec<&str> = whole.chain(parts(text, width)).collect();
    fill(&parts, width).join(&format!("\n{:indent$}", ""))
}

/// Returns the columns that a text takes, in which escape sequences of ours take none.
#[must_use]
pub fn columns(text: &str) -> usize {
    let mut sequences = text.split('\u{1b}');
    let first = sequences.next().map_or(0, UnicodeWidthStr::width);
    let rest = sequences.map(|part| match part.as_bytes().first() {
        Some(b'[') => part.split_once('m').map_or(0, |(_, text)| text.width()),
        // The URL of a link, up to the escape character of its end.
        Some(b']') => 0,
        Some(b'\\') => part[1..].width(),
        _ => part.width(),
    });
    first + rest.sum::<usize>()
}

/// Splits a line into words with the blanks after them. Text in backticks is one word, unless it is wider than a line.
fn parts(line: &str, width: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        let mut end = word(rest);
        let is_open = |end: usize| rest[..end].matches('`').count() % 2 == 1;
        if is_open(end)
            && let Some(close) = rest[end..].find('`')
        {
            let whole = end + close + 1;
            let whole = whole + word(&rest[whole..]);
            if columns(rest[..whole].trim_end()) <= width && !is_open(whole) {
                end = whole;
            }
        }
        let (part, tail) = rest.split_at(end);
        parts.push(part);
        rest = tail;
    }
    parts
}

/// Returns the end of the first word of a text, including the blank after it.
fn word(text: &str) -> usize {
    text.find(' ').map_or(text.len(), |at| at + 1)
}

fn take(line: &mut String) -> String {
    let full = std::mem::take(line);
    full.trim_end().to_owned()
}

/// Returns where to break a word wider than `width`: after at least one character, and only next to a character that is not ASCII, as in a script
/// without blanks between its words.
fn break_at(word: &str, width: usize) -> usize {
    let mut used = 0;
    let mut end = word.len();
    let mut before = None;
    for (at, c) in word.char_indices() {
        let is_joint = before.is_some_and(|before: char| !before.is_ascii() || !c.is_ascii());
        if is_joint && (used <= width || end == word.len()) {
            end = at;
        }
        used += c.width().unwrap_or(0);
        if used > width && end < word.len() {
            break;
        }
        before = Some(c);
    }
    if word[..end].contains('\u{1b}') {
        word.len()
    } else {
        end
    }
}

#[cfg(test)]
mod tests {
    use super::{columns, hanging, hanging_parts, hung, wrap};

    #[test]
    fn lines_fit_and_lose_nothing() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("", 8), [""]);
        assert_eq!(wrap("a\n\n  b", 8), ["a", "", "  b"]);
        assert_eq!(wrap("日本語", 4), ["日本", "語"]);
        assert_eq!(wrap("日本", 0), ["日", "本"]);
        assert_eq!(wrap("日本abcdef", 4), ["日本", "abcdef"]);
        assert_eq!(hanging("one two three", 9, 2), "one two\n  three");
    }

    #[test]
    fn the_lines_of_a_broken_line_hang() {
        for (text, width, broken) in [
            ("one two\n\n  three", 9, "one two\n\n  three"),
            ("one two three", 9, "one two\n  three"),
            ("  one two three", 11, "  one two\n    three"),
            (
                "  2  not written: a step without a tactic",
                32,
                "  2  not written: a step without\n     a tactic",
            ),
            (
                "  atlas-lint sync       what would change",
                32,
                "  atlas-lint sync\n      what would change",
            ),
            (
                "  a --long command of five      and what it does there",
                20,
                "  a --long command\n    of five\n      and what it\n      does there",
            ),
            (
                "\u{1b}[1mone\u{1b}[0m two three",
                9,
                "\u{1b}[1mone\u{1b}[0m two\n  three",
            ),
        ] {
            let hung = hung(text, width);
            assert_eq!(hung, broken);
            assert!(hung.lines().all(|line| columns(line) <= width), "{hung}");
        }
    }

    #[test]
    fn paths_and_ids_stay_whole() {
        assert_eq!(wrap("x abcd/efgh-ijk", 6), ["x", "abcd/efgh-ijk"]);
        assert_eq!(
            wrap("write AML.T0051.000: it", 9),
            ["write", "AML.T0051.000:", "it"]
        );
        assert_eq!(
            wrap("see `a b/c.md`, or d", 12),
            ["see", "`a b/c.md`,", "or d"]
        );
        assert_eq!(
            wrap("see `a b/c d.md` now", 6),
            ["see `a", "b/c", "d.md`", "now"]
        );
        assert_eq!(wrap("an odd ` and a b", 8), ["an odd `", "and a b"]);
    }

    #[test]
    fn parts_with_blanks_stay_whole() {
        let parts = ["x", "a b/c d.md:1:"].map(str::to_owned);
        let lines = "x\n  a b/c d.md:1:\n  one two\n  three";
        assert_eq!(hanging_parts(&parts, "one two three", 11, 2), lines);
        assert_eq!(
            hanging_parts(&[], "one two three", 11, 2),
            "one two\n  three"
        );
    }

    #[test]
    fn escape_sequences_take_no_columns() {
        let painted =
            "\u{1b}[31;1mone\u{1b}[0m \u{1b}]8;;https://x\u{1b}\\two\u{1b}]8;;\u{1b}\\ three";
        assert_eq!(columns(painted), 13);
        let lines = wrap(painted, 8);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[1], "three");
    }
}
