//! Splits text into words as names are compared: letters and digits, and `&` as a word.

use crate::catalog::normalize_name;
use crate::text::Span;

#[derive(Clone, Debug)]
pub(super) struct Word {
    pub span: Span,
    pub plain: String,
    /// Whether only white space and emphasis separate it from the word before.
    pub joined: bool,
    /// Whether emphasis starts or ends between it and the word before.
    pub marked: bool,
    pub capital: bool,
}

/// A word, or something that no name extends beyond.
pub(super) enum Step {
    Word(Word),
    Barrier,
}

/// The gap between two words.
#[derive(Clone, Copy, Default)]
struct Gap {
    /// Only white space and emphasis so far, after a word.
    joined: bool,
    /// Contains emphasis.
    marked: bool,
    /// Only white space since a line break.
    line_start: bool,
}

/// Passes the words of `text`, which starts at `base`, and the gaps between them to `take` until it returns false.
pub(super) fn scan(text: &str, base: usize, take: &mut dyn FnMut(Step) -> bool) {
    let mut rest = text;
    let mut gap = Gap::default();
    while let Some(c) = rest.chars().next() {
        let at = base + text.len() - rest.len();
        let length = match c {
            '&' => 1,
            c if c.is_alphanumeric() => rest
                .find(|c: char| !c.is_alphanumeric())
                .unwrap_or(rest.len()),
            _ => 0,
        };
        if length == 0 {
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
            if !gap.goes_on(c, rest) && !take(Step::Barrier) {
                return;
            }
            continue;
        }
        let (written, after) = rest.split_at(length);
        let plain = normalize_name(written);
        rest = after;
        if c == '&' {
            rest = rest.strip_prefix("amp;").unwrap_or(rest);
        }
        let word = Word {
            span: Span::new(at, at + length),
            plain,
            joined: gap.joined,
            marked: gap.marked,
            capital: c != '&' && !c.is_lowercase(),
        };
        if !take(Step::Word(word)) {
            return;
        }
        gap = Gap {
            joined: true,
            ..Gap::default()
        };
    }
}

impl Gap {
    /// Reads a character between words; `rest` follows it. Returns false if no name extends beyond it.
    fn goes_on(&mut self, c: char, rest: &str) -> bool {
        match c {
            '\n' => self.line_start = true,
            c if c.is_whitespace() => {}
            // The mark of a block quote on its next line.
            '>' if self.line_start => {}
            '*' | '_' | '~' => self.marked = true,
            // A hyphen before a space is a dash.
            '-' if rest.starts_with(char::is_whitespace) => {
                self.joined = false;
                return false;
            }
            '-' | '\u{2010}' | '\u{2011}' | '\'' | '\u{2019}' | '/' | ':' | ',' | '"'
            | '\u{201c}' | '\u{201d}' | '\\' => self.joined = false,
            // The dot of "ID.me" does not end a sentence.
            '.' if rest.starts_with(char::is_alphanumeric) => self.joined = false,
            _ => {
                self.joined = false;
                return false;
            }
        }
        true
    }
}
