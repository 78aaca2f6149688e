//! Finds invisible characters that are shown on purpose, as a sample of an attack: the text around them names them.

use std::ops::Range;

use crate::text::Source;

/// Words and spellings that name invisible characters, in lower case.
const NAMES: [&str; 46] = [
    "zero-width",
    "zero width",
    "zerowidth",
    "zwsp",
    "zwnj",
    "zwj",
    "word joiner",
    "word-joiner",
    "u+200",
    "u+202",
    "u+206",
    "u+feff",
    "u+e00",
    "\\u200",
    "\\u202",
    "\\u206",
    "\\ufeff",
    "\\u{200",
    "\\u{202",
    "\\u{206",
    "\\u{e00",
    "&#8203;",
    "&#x200",
    "invisible char",
    "invisible unicode",
    "hidden char",
    "hidden unicode",
    "unicode tag",
    "tag character",
    "ascii smuggling",
    "unicode smuggling",
    "unicode obfuscation",
    "unicode trick",
    "homoglyph",
    "variation selector",
    "soft hyphen",
    "bidirectional",
    "bidi control",
    "bidi override",
    "right-to-left override",
    "rtl override",
    // Chinese, Japanese and Korean.
    "零宽",
    "零寬",
    "不可见字符",
    "ゼロ幅",
    "제로폭",
];

/// The lines of a page that name invisible characters.
pub(super) struct Named<'c> {
    source: &'c Source,
    lines: Vec<Line>,
    /// The first and last line of each fenced block of code, in text order.
    fences: Vec<Range<usize>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    /// Nothing but white space and marks, such as a fence.
    Blank,
    Other,
    Names,
}

/// Maximum number of lines from code to the line that introduces it.
const REACH: usize = 3;

impl<'c> Named<'c> {
    /// Reads the lines of a page once, as one line may hold many runs.
    pub(super) fn new(source: &'c Source) -> Self {
        let lines = 0..source.line_starts().len();
        let texts = lines.map(|line| source.slice(source.line_span(line)));
        let mut lines = Vec::new();
        let mut fences = Vec::new();
        // The line and the marks of the fence that is open.
        let mut open: Option<(usize, &str)> = None;
        for (at, text) in texts.enumerate() {
            lines.push(Line::of(text));
            let marks = fence(text);
            match open {
                None if !marks.is_empty() => open = Some((at, marks)),
                Some((first, opened)) if marks.starts_with(opened) && marks == text.trim() => {
                    fences.push(first..at);
                    open = None;
                }
                _ => {}
            }
        }
        fences.extend(open.map(|(first, _)| first..lines.len().saturating_sub(1)));
        Self {
            source,
            lines,
            fences,
        }
    }

    /// Returns whether a run is a sample: its own line or the one before or after it names invisible characters. For fenced code, the
    /// text around it and the heading above it may name them too, as they introduce all of it. They do not speak for prose, where
    /// hidden text may have been added to the page.
    pub(super) fn is_around(&self, run: &Range<usize>) -> bool {
        let lines = self.source.line_index(run.start)..self.source.line_index(run.end);
        if self.is_near(&lines, 1) {
            return true;
        }
        let after = self
            .fences
            .partition_point(|code| code.start <= lines.start);
        let code = after.checked_sub(1).map(|last| &self.fences[last]);
        code.filter(|code| code.end >= lines.end)
            .is_some_and(|code| {
                self.lines[code.clone()].contains(&Line::Names)
                    || self.is_near(code, REACH)
                    || self.is_below_heading(code.start)
            })
    }

    /// Returns whether the first or last of some lines names them, or the next one before or after that says anything, if it is
    /// within `reach` lines.
    fn is_near(&self, lines: &Range<usize>, reach: usize) -> bool {
        let says = |line: &&Line| **line != Line::Blank;
        let before = self.lines[..lines.start]
            .iter()
            .rev()
            .take(reach)
            .find(says);
        let after = self.lines.iter().skip(lines.end + 1).take(reach).find(says);
        let own = [&self.lines[lines.start], &self.lines[lines.end]];
        let mut around = own.into_iter().chain(before).chain(after);
        around.any(|line| *line == Line::Names)
    }

    /// Returns whether the nearest heading above a line names them.
    fn is_below_heading(&self, line: usize) -> bool {
        let mut above = (line.saturating_sub(MOST_BELOW)..line).rev();
        above
            .find(|&line| self.is_heading(line))
            .is_some_and(|line| self.lines[line] == Line::Names)
    }

    /// Returns whether a line is a heading. In code it is a comment.
    fn is_heading(&self, line: usize) -> bool {
        let text = self.source.slice(self.source.line_span(line));
        let marks = text.bytes().take_while(|byte| *byte == b'#').count();
        let after = self.fences.partition_point(|code| code.start <= line);
        let last = after.checked_sub(1).map(|last| &self.fences[last]);
        (1..=6).contains(&marks)
            && text[marks..].starts_with(' ')
            && last.is_none_or(|code| code.end < line)
    }
}

/// Maximum number of lines from a heading to the code below it.
const MOST_BELOW: usize = 200;

/// Returns the marks at the start of a line that open or close a fence. Marks that recur on the line are those of a code span.
fn fence(line: &str) -> &str {
    let line = line.trim_start();
    let mark = if line.starts_with("~~~") { '~' } else { '`' };
    let rest = line.trim_start_matches(mark);
    let length = line.len() - rest.len();
    if length < 3 || rest.contains('`') {
        ""
    } else {
        &line[..length]
    }
}

impl Line {
    fn of(text: &str) -> Self {
        if !fence(text).is_empty() || !text.contains(char::is_alphanumeric) {
            return Self::Blank;
        }
        let text = text.to_ascii_lowercase();
        if NAMES.iter().any(|name| text.contains(name)) {
            Self::Names
        } else {
            Self::Other
        }
    }
}
