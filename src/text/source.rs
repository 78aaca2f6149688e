//! A file and the positions in it.

use std::sync::{Arc, OnceLock};

use super::condition::Condition;
use super::content::{Content, FirstReading, Reader};
use super::ends::boundary_before;
use super::span::{Span, clamp};
use super::stamp::Stamp;

/// A position in a file as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// From 1. Lines end at LF or CRLF.
    pub line: usize,
    /// From 1, in Unicode code points. A byte-order mark does not count.
    pub column: usize,
    /// In bytes, from 0. A byte-order mark counts.
    pub offset: usize,
}

/// The byte-order mark, which may start a UTF-8 file.
pub const BOM: char = '\u{feff}';

/// Reason why the text of a file cannot be had again.
const CHANGED: &str = "it changed during the run; run again";

/// A file: its path and its text.
#[derive(Clone, Debug)]
pub struct Source {
    path: Box<str>,
    content: OnceLock<Box<Content>>,
    /// The reader of the text, if it need not stay in memory.
    reader: Option<Arc<dyn Reader>>,
    first: OnceLock<FirstReading>,
    /// Set when another text was read than the first time.
    changed: OnceLock<()>,
    hidden: bool,
    included: bool,
    derived: OnceLock<Box<Derived>>,
}

/// What follows from a text, computed on first use. Most files of a large vault have none of it, so that it is not part of them.
#[derive(Clone, Debug, Default)]
struct Derived {
    lines: OnceLock<Box<[u32]>>,
    counts: OnceLock<Box<[u32]>>,
    /// The text that is parsed in place of this one.
    read_as: OnceLock<Box<Source>>,
}

/// Bytes between two stored counts of code points.
const STEP: usize = 4096;

impl Source {
    /// Makes a file at `path`, which is relative to the vault and has `/` between its parts.
    #[must_use]
    pub fn new(path: impl Into<Box<str>>, text: impl Into<Box<str>>) -> Self {
        Self {
            content: OnceLock::from(Box::new(Content {
                text: text.into(),
                condition: Condition::Sound,
            })),
            ..Self::empty(path.into())
        }
    }

    /// Makes a file without a text.
    fn empty(path: Box<str>) -> Self {
        Self {
            path,
            content: OnceLock::new(),
            reader: None,
            first: OnceLock::new(),
            changed: OnceLock::new(),
            hidden: false,
            included: false,
            derived: OnceLock::new(),
        }
    }

    /// Makes a file whose text is read when it is needed. Each invalid byte becomes `?`.
    #[must_use]
    pub fn deferred(path: impl Into<Box<str>>, reader: Arc<dyn Reader>) -> Self {
        Self {
            reader: Some(reader),
            ..Self::empty(path.into())
        }
    }

    /// Returns the file with its text in memory. If the text is read for this, `keeps` decides by its length in bytes whether this file keeps
    /// it; otherwise only the returned copy has it.
    pub fn opened(self: &Arc<Self>, keeps: impl FnOnce(usize) -> bool) -> Arc<Self> {
        if !self.is_let_go() {
            return Arc::clone(self);
        }
        let content = Box::new(self.read());
        if keeps(content.text.len()) {
            self.content.get_or_init(|| content);
            return Arc::clone(self);
        }
        Arc::new(Self {
            content: OnceLock::from(content),
            hidden: self.hidden,
            included: self.included,
            ..Self::empty(self.path.clone())
        })
    }

    /// Returns what shows that the file has changed, if it is one that can be read again.
    #[must_use]
    pub fn stamp(&self) -> Option<Stamp> {
        let reader = self.reader.as_ref().filter(|_| self.is_let_go())?;
        reader.stamp(&self.path)
    }

    /// Returns the number that tells the text that was read from others, if it was read and is sound text.
    #[must_use]
    pub fn first_digest(&self) -> Option<u64> {
        let first = self.first.get()?;
        (first.condition == Condition::Sound).then_some(first.digest)
    }

    /// Takes a text as read which an earlier run found sound, by its [`Self::first_digest`].
    pub fn take_as_read(&self, digest: u64) {
        self.first.get_or_init(|| FirstReading {
            digest,
            condition: Condition::Sound,
        });
    }

    /// Returns whether the text is not in memory, but can be read.
    pub(super) fn is_let_go(&self) -> bool {
        self.content.get().is_none() && self.reader.is_some()
    }

    /// Reads the text. What differs from the first reading is not taken, as spans of that reading do not fit it.
    fn read(&self) -> Content {
        let Some(reader) = &self.reader else {
            return Content::unreadable(String::new());
        };
        let content = Content::of(reader.read(&self.path));
        let now = FirstReading::of(&content);
        if *self.first.get_or_init(|| now.clone()) == now {
            content
        } else {
            self.changed.get_or_init(|| ());
            Content::unreadable(CHANGED)
        }
    }

    fn derived(&self) -> &Derived {
        self.derived.get_or_init(Box::default)
    }

    fn content(&self) -> &Content {
        self.content.get_or_init(|| Box::new(self.read()))
    }

    /// Returns whether both files have the same text, as far as it was read.
    #[must_use]
    pub fn has_text_of(&self, other: &Self) -> bool {
        match (self.content.get(), other.content.get()) {
            (Some(one), Some(two)) => one.text == two.text,
            _ => self.digest() == other.digest(),
        }
    }

    fn digest(&self) -> u64 {
        match (self.content.get(), self.first.get()) {
            (None, Some(first)) => first.digest,
            _ => self.content().digest(),
        }
    }

    /// Calls `work` with the file. If its text was let go and is read again for this, it does not stay.
    pub fn lent<T>(&self, work: impl FnOnce(&Self) -> T) -> T {
        if !self.is_let_go() {
            return work(self);
        }
        let lent = Self {
            reader: self.reader.clone(),
            first: self.first.clone(),
            hidden: self.hidden,
            included: self.included,
            ..Self::empty(self.path.clone())
        };
        let result = work(&lent);
        if lent.has_changed() {
            self.changed.get_or_init(|| ());
        }
        result
    }

    /// Returns whether the text had to be read again and was another one.
    #[must_use]
    pub fn has_changed(&self) -> bool {
        self.changed.get().is_some()
    }

    /// Returns another text of the same length that is parsed in place of this one, made once.
    pub fn read_as(&self, make: impl FnOnce() -> String) -> &Self {
        self.derived()
            .read_as
            .get_or_init(|| Box::new(self.with_text(&make())))
    }

    /// Makes a file from its bytes. Each invalid byte becomes `?`, so that offsets and lines stay right.
    #[must_use]
    pub fn from_bytes(path: impl Into<Box<str>>, bytes: Vec<u8>) -> Self {
        Self {
            content: OnceLock::from(Box::new(Content::of(Ok(bytes)))),
            ..Self::empty(path.into())
        }
    }

    /// Makes a file that could not be read.
    #[must_use]
    pub fn unreadable(path: impl Into<Box<str>>, why: impl Into<String>) -> Self {
        Self {
            content: OnceLock::from(Box::new(Content::unreadable(why))),
            ..Self::empty(path.into())
        }
    }

    /// Returns a copy with its text replaced.
    #[must_use]
    pub fn with_text(&self, text: &str) -> Self {
        Self {
            hidden: self.hidden,
            included: self.included,
            ..Self::new(self.path.clone(), text)
        }
    }

    /// Sets whether the file is known only as a target of links, and not reported on.
    #[must_use]
    pub fn hide(self, hidden: bool) -> Self {
        Self { hidden, ..self }
    }

    /// Returns whether the file is known only as a target of links.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.hidden
    }

    /// Sets whether the configuration includes the YAML or JSON file, so that it is checked whatever its shape.
    #[must_use]
    pub fn include(self, included: bool) -> Self {
        Self { included, ..self }
    }

    /// Returns whether the configuration includes the file, so that it is checked whatever its shape.
    #[must_use]
    pub fn is_included(&self) -> bool {
        self.included
    }

    #[must_use]
    pub fn condition(&self) -> &Condition {
        match (self.content.get(), self.first.get()) {
            (None, Some(first)) => &first.condition,
            _ => &self.content().condition,
        }
    }

    /// Returns the path relative to the vault, with `/` between its parts. Only the path of a file outside the vault starts with `../`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the whole text, including a byte-order mark.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.content().text
    }

    /// Returns the length of the byte-order mark at the start: 3 bytes, or 0 without one.
    #[must_use]
    pub fn bom_len(&self) -> usize {
        if self.text().starts_with(BOM) {
            BOM.len_utf8()
        } else {
            0
        }
    }

    /// Returns the text of a span, or "" if the span does not fit the text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text().get(span.range()).unwrap_or_default()
    }

    /// Returns the offset of each line.
    pub fn line_starts(&self) -> &[u32] {
        self.derived().lines.get_or_init(|| {
            std::iter::once(0)
                .chain(memchr::memchr_iter(b'\n', self.text().as_bytes()).map(|at| clamp(at + 1)))
                .collect()
        })
    }

    /// Returns the line that holds `offset`, from 0.
    #[must_use]
    pub fn line_index(&self, offset: usize) -> usize {
        self.line_starts()
            .partition_point(|&start| start as usize <= offset)
            .saturating_sub(1)
    }

    /// Returns the span of a line, from 0, without its line end. Past the last line it is empty.
    #[must_use]
    pub fn line_span(&self, line: usize) -> Span {
        let starts = self.line_starts();
        let Some(&start) = starts.get(line) else {
            return Span::empty(self.text().len());
        };
        let end = starts
            .get(line + 1)
            .map_or(self.text().len(), |&next| next as usize);
        let body = self.text().get(start as usize..end).unwrap_or_default();
        let body = body.strip_suffix('\n').unwrap_or(body);
        let body = body.strip_suffix('\r').unwrap_or(body);
        Span::new(start as usize, start as usize + body.len())
    }

    /// Counts the code points between two offsets. A line may have megabytes and a finding in every word; counting from its start each
    /// time would take quadratic time. So for long distances it uses counts that are stored every [`STEP`] bytes.
    fn code_points(&self, start: usize, end: usize) -> usize {
        let bytes = self.text().as_bytes();
        let count = |from: usize, to: usize| {
            let first = |&&byte: &&u8| byte & 0xc0 != 0x80;
            bytes[from..to].iter().filter(first).count()
        };
        if end - start <= STEP {
            return count(start, end);
        }
        let counts = self.derived().counts.get_or_init(|| {
            let mut sum = 0;
            (0..=bytes.len() / STEP)
                .map(|step| {
                    let before = sum;
                    sum += count(step * STEP, bytes.len().min((step + 1) * STEP));
                    clamp(before)
                })
                .collect()
        });
        let before = |at: usize| counts[at / STEP] as usize + count(at / STEP * STEP, at);
        before(end) - before(start)
    }

    /// Returns the position of an offset. Offsets past the end count as the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let at = boundary_before(self.text(), offset);
        let line = self.line_index(at);
        let start = self.line_starts()[line] as usize;
        let bom = usize::from(line == 0 && at >= BOM.len_utf8() && self.bom_len() > 0);
        Position {
            line: line + 1,
            column: self.code_points(start, at) - bom + 1,
            offset: at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{STEP, Source};

    #[test]
    fn columns_count_code_points_without_the_byte_order_mark() {
        let source = Source::new("a.md", "\u{feff}é\u{1f600}x\r\nab\n");
        let place = |at| {
            let p = source.position(at);
            (p.line, p.column)
        };
        assert_eq!(place(0), (1, 1));
        assert_eq!(place(3), (1, 1), "the first character after the mark");
        assert_eq!(
            place(9),
            (1, 3),
            "after a two-byte and a four-byte character"
        );
        assert_eq!(place(6), (1, 2), "inside a character counts as its start");
        assert_eq!(place(12), (2, 1));
        assert_eq!(place(99), (3, 1), "past the end is the end");
        assert_eq!(source.slice(source.line_span(0)), "\u{feff}é\u{1f600}x");
        assert_eq!(source.slice(source.line_span(1)), "ab");
        assert_eq!(source.slice(source.line_span(7)), "");
    }

    #[test]
    fn counts_of_long_lines_agree_with_counting_each_character() {
        let text = "é\u{1f600}x".repeat(3 * STEP);
        let source = Source::new("a.md", text.as_str());
        for offset in [0, 2, 6, 7, STEP, STEP + 1, 5 * STEP, text.len()] {
            let start = (0..=offset)
                .rev()
                .find(|at| text.is_char_boundary(*at))
                .unwrap();
            let column = text[..start].chars().count() + 1;
            assert_eq!(source.position(offset).column, column, "{offset}");
        }
    }
}
