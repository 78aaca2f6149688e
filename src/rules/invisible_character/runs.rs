//! Finds runs of invisible characters that have no function where they are.

use std::ops::Range;

use super::scripts::{
    breaks_without_spaces, is_east_asian, is_emoji, is_han, is_hangul, is_mongolian,
    is_right_to_left, spells_with_joiners,
};
use crate::text::{is_invisible, is_selector};

/// The longest run that any writing system needs. Hidden messages are longer.
const LONGEST: usize = 3;

/// Number of bytes that are skipped at once if all are ASCII.
const BLOCK: usize = 64;

/// Maximum distance of a right-to-left letter from a direction mark, in characters.
const REACH: usize = 64;

/// Returns the runs in `text`, starting at byte `from`.
pub(super) fn runs(text: &str, from: usize) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = from;
    while let Some(start) = candidate(bytes, at) {
        let run = run_at(text, start);
        // The byte may start another character; go on after it.
        at = run.end.max(start + 1);
        if !run.is_empty() {
            add_needless(text, run, &mut found);
        }
    }
    found
}

/// Returns the next byte that may start an invisible character. Most pages have no such byte, so this is the fast path.
fn candidate(bytes: &[u8], from: usize) -> Option<usize> {
    let may_start = |byte: &u8| matches!(byte, 0xcd | 0xd8 | 0xe1 | 0xe2 | 0xe3 | 0xef | 0xf3);
    let mut at = from;
    for block in bytes.get(from..)?.chunks(BLOCK) {
        let inside = if block.is_ascii() {
            None
        } else {
            block.iter().position(may_start)
        };
        if let Some(inside) = inside {
            return Some(at + inside);
        }
        at += block.len();
    }
    None
}

/// Returns the run of invisible characters at `start`, which may be empty.
fn run_at(text: &str, start: usize) -> Range<usize> {
    let rest = text.get(start..).unwrap_or_default();
    let length = rest.find(|c| !is_invisible(c)).unwrap_or(rest.len());
    start..start + length
}

/// Adds the parts of a run that have no function.
fn add_needless(text: &str, run: Range<usize>, found: &mut Vec<Range<usize>>) {
    let before = text[..run.start].chars().next_back();
    let after = text[run.end..].chars().next();
    let start = run.start + flag(before, &text[run.clone()]);
    let hidden = &text[start..run.end];
    if hidden.is_empty() {
        return;
    }
    let around = Around {
        before: before.filter(|c| !c.is_whitespace()),
        after,
        selectors: hidden.chars().filter(|&c| is_selector(c)).count(),
    };
    if hidden.chars().nth(LONGEST).is_some() || around.selectors >= LONGEST {
        found.push(start..run.end);
        return;
    }
    for (at, c) in hidden.char_indices() {
        let this = start + at..start + at + c.len_utf8();
        if around.needs(c) || (is_direction_mark(c) && near_right_to_left(text, &run)) {
            continue;
        }
        match found.last_mut() {
            Some(last) if last.end == this.start => last.end = this.end,
            _ => found.push(this),
        }
    }
}

/// Returns the length of an emoji tag sequence after a black flag, such as `gbsct` and the end tag.
/// <https://unicode.org/reports/tr51/#emoji_tag_sequence>
fn flag(before: Option<char>, run: &str) -> usize {
    let tags = run
        .chars()
        .take_while(|c| matches!(c, '\u{e0030}'..='\u{e0039}' | '\u{e0061}'..='\u{e007a}'))
        .count();
    let ends = run.chars().nth(tags) == Some('\u{e007f}');
    if before == Some('\u{1f3f4}') && (3..=6).contains(&tags) && ends {
        (tags + 1) * '\u{e007f}'.len_utf8()
    } else {
        0
    }
}

/// The characters around a run.
struct Around {
    before: Option<char>,
    after: Option<char>,
    selectors: usize,
}

impl Around {
    fn any(&self, is: impl Fn(char) -> bool) -> bool {
        self.before.is_some_and(&is) || self.after.is_some_and(&is)
    }

    /// Returns whether the text needs the invisible character `c` here.
    fn needs(&self, c: char) -> bool {
        match c {
            '\u{fe0e}' | '\u{fe0f}' => self.before.is_some(),
            '\u{fe00}'..='\u{fe0d}' => {
                self.selectors == 1 && self.before.is_some_and(|c| !c.is_ascii_alphabetic())
            }
            '\u{e0100}'..='\u{e01ef}' => self.selectors == 1 && self.before.is_some_and(is_han),
            '\u{180b}'..='\u{180f}' => self.any(is_mongolian),
            '\u{200b}' => self.any(breaks_without_spaces) || self.parts_marks(),
            '\u{200c}' => self.any(spells_with_joiners),
            '\u{200d}' => {
                let emoji = self.before.is_some_and(is_emoji) && self.after.is_some_and(is_emoji);
                emoji || self.any(spells_with_joiners)
            }
            // Function application: `cos(x)`.
            '\u{2061}' => self.before.is_some_and(char::is_alphabetic) && self.after == Some('('),
            '\u{34f}' => self.before.is_some_and(|c| !c.is_ascii()),
            '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => self.any(is_hangul),
            _ => false,
        }
    }

    /// Returns whether Markdown needs a zero-width space for its marks: between an emphasis mark and East Asian text, to close `**...**`;
    /// between two brackets, which would open a wiki-link; and as all of a code span.
    fn parts_marks(&self) -> bool {
        let is_between = |c: char| self.before == Some(c) && self.after == Some(c);
        if is_between('[') || is_between('`') {
            return true;
        }
        let mark = |c: char| matches!(c, '*' | '_' | '~' | '`' | '=');
        let pair =
            |a: Option<char>, b: Option<char>| a.is_some_and(mark) && b.is_some_and(is_east_asian);
        pair(self.before, self.after) || pair(self.after, self.before)
    }
}

/// Returns whether `c` is a direction mark, which text in two directions needs.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// Returns whether a right-to-left letter is near the run, on the same line.
fn near_right_to_left(text: &str, run: &Range<usize>) -> bool {
    let line = |c: &char| *c != '\n';
    let before = text[..run.start].chars().rev().take(REACH).take_while(line);
    let after = text[run.end..].chars().take(REACH).take_while(line);
    before.chain(after).any(is_right_to_left)
}

/// Decodes the hidden text of a run: each tag character is one ASCII character, each variation selector one byte.
pub(super) fn spelled(run: &str) -> Option<String> {
    let tags = run.chars().filter_map(|c| match c {
        '\u{e0020}'..='\u{e007e}' => char::from_u32(c as u32 - 0xe_0000),
        _ => None,
    });
    let tags: String = tags.collect();
    if !tags.trim().is_empty() {
        return Some(tags);
    }
    let bytes: Vec<u8> = run.chars().filter_map(selector_byte).collect();
    let text = String::from_utf8(bytes).ok()?;
    let is_text = text.chars().count() > LONGEST && !text.contains(char::is_control);
    is_text.then_some(text)
}

/// Returns the byte that a variation selector encodes in a hidden message.
fn selector_byte(c: char) -> Option<u8> {
    let byte = match c {
        '\u{fe00}'..='\u{fe0f}' => c as u32 - 0xfe00,
        '\u{e0100}'..='\u{e01ef}' => c as u32 - 0xe_0100 + 16,
        _ => return None,
    };
    u8::try_from(byte).ok()
}
