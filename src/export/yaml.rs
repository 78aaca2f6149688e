//! Writes YAML byte for byte as `PyYAML` does with its default settings. ATLAS's own tools use it, so an object in ATLAS's data
//! and one written here differ only where their facts do.
//!
//! The rules are those of `PyYAML`'s `emitter.py`: lines fold after column 80; a text is plain if possible, else in single
//! quotes, else in double quotes; lists in mappings are not indented.

mod styles;
mod value;

pub use styles::Escaping;
use styles::{Styles, needs_escape};
pub(super) use value::Mapping;
pub use value::Value;

/// The column after which a line folds at the next space.
const WIDTH: usize = 80;

/// Writes a mapping as a document.
#[must_use]
pub fn write(entries: &[(String, Value)], escaping: Escaping) -> String {
    let mut writer = Writer {
        out: String::new(),
        column: 0,
        escaping,
    };
    writer.map(entries, 0, false);
    writer.out
}

struct Writer {
    out: String,
    column: usize,
    escaping: Escaping,
}

impl Writer {
    fn put(&mut self, text: &str) {
        self.out.push_str(text);
        self.column += text.chars().count();
    }

    fn line_break(&mut self) {
        self.out.push('\n');
        self.column = 0;
    }

    fn indent(&mut self, indent: usize) {
        if self.column > indent {
            self.line_break();
        }
        while self.column < indent {
            self.put(" ");
        }
    }

    /// Writes a mapping. If it is `inline`, its first key follows the dash of a list.
    fn map(&mut self, entries: &[(String, Value)], indent: usize, inline: bool) {
        for (at, (key, value)) in entries.iter().enumerate() {
            if at > 0 || !inline {
                self.indent(indent);
            }
            self.scalar(key, indent, true);
            self.put(":");
            match value {
                Value::Map(inner) if !inner.is_empty() => {
                    self.line_break();
                    self.map(inner, indent + 2, false);
                }
                // A list in a mapping is not indented.
                Value::List(items) if !items.is_empty() => {
                    self.line_break();
                    self.list(items, indent, false);
                }
                value => {
                    self.put(" ");
                    self.leaf(value, indent);
                }
            }
        }
    }

    fn list(&mut self, items: &[Value], indent: usize, inline: bool) {
        for (at, item) in items.iter().enumerate() {
            if at > 0 || !inline {
                self.indent(indent);
            }
            self.put("- ");
            match item {
                Value::Map(entries) if !entries.is_empty() => self.map(entries, indent + 2, true),
                Value::List(items) if !items.is_empty() => self.list(items, indent + 2, true),
                item => self.leaf(item, indent),
            }
        }
    }

    /// Writes a scalar or an empty collection, and ends its line.
    fn leaf(&mut self, value: &Value, indent: usize) {
        match value {
            Value::Text(text) => self.scalar(text, indent + 2, false),
            Value::Raw(text) => self.put(text),
            Value::List(_) => self.put("[]"),
            Value::Map(_) => self.put("{}"),
        }
        self.line_break();
    }

    fn scalar(&mut self, text: &str, indent: usize, key: bool) {
        let styles = Styles::of(text, self.escaping);
        if styles.plain {
            self.plain(text, indent, !key);
        } else if styles.single && !(key && text.contains('\n')) {
            self.single(text, indent, !key);
        } else {
            self.double(text, indent, !key);
        }
    }

    fn plain(&mut self, text: &str, indent: usize, fold: bool) {
        self.words(text, indent, fold, false);
    }

    fn single(&mut self, text: &str, indent: usize, fold: bool) {
        self.put("'");
        let mut rest = text;
        loop {
            let end = rest.find('\n').unwrap_or(rest.len());
            let (line, after) = rest.split_at(end);
            if !line.is_empty() {
                // Spaces at the start and the end of the text never fold.
                self.words(line, indent, fold, true);
            }
            if after.is_empty() {
                break;
            }
            let breaks = after.len() - after.trim_start_matches('\n').len();
            for _ in 0..=breaks {
                self.line_break();
            }
            self.indent(indent);
            rest = after.get(breaks..).unwrap_or_default();
        }
        self.put("'");
    }

    /// Writes the words of one line. It folds at a single space between two words if the line is too long before it.
    fn words(&mut self, line: &str, indent: usize, fold: bool, quoted: bool) {
        let mut rest = line;
        let mut first = true;
        while !rest.is_empty() {
            let word_end = rest.find(' ').unwrap_or(rest.len());
            let (word, after) = rest.split_at(word_end);
            if quoted {
                self.put(&word.replace('\'', "''"));
            } else {
                self.put(word);
            }
            let spaces = after.len() - after.trim_start_matches(' ').len();
            rest = after.get(spaces..).unwrap_or_default();
            let at_edge = rest.is_empty() || (first && word.is_empty());
            if spaces == 1 && !at_edge && fold && self.column > WIDTH {
                self.line_break();
                self.indent(indent);
            } else {
                self.put(&" ".repeat(spaces));
            }
            first = false;
        }
    }

    fn double(&mut self, text: &str, indent: usize, fold: bool) {
        self.put("\"");
        let chars: Vec<char> = text.chars().collect();
        // Start of what is not written yet.
        let mut start = 0;
        for end in 0..=chars.len() {
            let c = chars.get(end).copied();
            let escaped = c.and_then(|c| self.escape(c, &chars, end));
            if c.is_none() || escaped.is_some() {
                self.run(&chars, &mut start, end);
                if let Some(escaped) = escaped {
                    self.put(&escaped);
                    start = end + 1;
                }
            }
            let at_end = end == 0 || end + 1 >= chars.len();
            let may_fold = c == Some(' ') || start >= end;
            // After an escape nothing is pending, and PyYAML does not count its last column.
            let column = (self.column + end).saturating_sub(start);
            if fold && !at_end && may_fold && column > WIDTH {
                self.run(&chars, &mut start, end);
                self.put("\\");
                self.line_break();
                self.indent(indent);
                if chars.get(start) == Some(&' ') {
                    self.put("\\");
                }
            }
        }
        self.put("\"");
    }

    fn run(&mut self, chars: &[char], start: &mut usize, end: usize) {
        if *start < end {
            let run: String = chars.get(*start..end).unwrap_or_default().iter().collect();
            self.put(&run);
            *start = end;
        }
    }

    /// Returns the escape of a character in double quotes, if it needs one.
    fn escape(&self, c: char, chars: &[char], at: usize) -> Option<String> {
        let next = chars.get(at + 1).copied();
        // For `[[` and `AML` it is enough to escape the first character.
        let misleading = (c == '[' && next == Some('['))
            || (c.eq_ignore_ascii_case(&'a')
                && next.is_some_and(|next| next.eq_ignore_ascii_case(&'m'))
                && chars
                    .get(at + 2)
                    .is_some_and(|c| c.eq_ignore_ascii_case(&'l')));
        let hide = misleading && self.escaping == Escaping::FrontMatter;
        if !matches!(c, '"' | '\\' | '\n') && !needs_escape(c, self.escaping) && !hide {
            return None;
        }
        let short = match c {
            '\0' => '0',
            '\u{7}' => 'a',
            '\u{8}' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\u{b}' => 'v',
            '\u{c}' => 'f',
            '\r' => 'r',
            '\u{1b}' => 'e',
            '"' => '"',
            '\\' => '\\',
            '\u{85}' => 'N',
            '\u{a0}' => '_',
            '\u{2028}' => 'L',
            '\u{2029}' => 'P',
            c => {
                let number = u32::from(c);
                return Some(match number {
                    0..=0xff => format!("\\x{number:02X}"),
                    0x100..=0xffff => format!("\\u{number:04X}"),
                    _ => format!("\\U{number:08X}"),
                });
            }
        };
        Some(format!("\\{short}"))
    }
}
