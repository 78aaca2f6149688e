//! Files, spans and positions: the only place that does byte, character and line arithmetic.

mod decode;

use std::cmp::Ordering;
use std::sync::OnceLock;

/// A file of the run: an index into [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

impl FileId {
    /// The index of this file in [`Sources::files`].
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A range of bytes in one file, counted from 0, a byte-order mark included; `end` is exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`, in bytes. An end before the start gives an empty span.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let start = clamp(start);
        Self {
            start,
            end: clamp(end).max(start),
        }
    }

    /// An empty span before the byte at `offset`.
    #[must_use]
    pub fn empty(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// The bytes of this span as a range.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether the span holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside this span.
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share a byte.
    #[must_use]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The span without its first and last byte, if `narrow`.
    #[must_use]
    pub fn narrowed(self, narrow: bool) -> Self {
        if narrow && self.end - self.start >= 2 {
            Self {
                start: self.start + 1,
                end: self.end - 1,
            }
        } else {
            self
        }
    }

    /// The same span, moved right by `bytes`.
    #[must_use]
    pub fn shift(self, bytes: usize) -> Self {
        Self::new(self.start as usize + bytes, self.end as usize + bytes)
    }
}

/// Files of 4 GiB and more are refused when they are read, so this never loses anything.
fn clamp(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// A place in a file as people read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, counted from 1. Lines end at LF or CRLF.
    pub line: usize,
    /// The column, counted from 1, in Unicode code points. A byte-order mark is no column.
    pub column: usize,
    /// The byte, counted from 0. A byte-order mark counts.
    pub offset: usize,
}

/// The byte-order mark that a UTF-8 file may start with.
pub const BOM: char = '\u{feff}';

/// Whether a file could be read as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// It could.
    Sound,
    /// Its bytes are no text: the first bad ones, and why.
    Damaged {
        /// The first bad bytes.
        span: Span,
        /// Why they are bad.
        why: Damage,
    },
    /// Its bytes could not be had: why, in the system's words.
    Unreadable(String),
}

/// What is wrong with the bytes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// A byte that UTF-8 does not have here.
    NotUtf8(u8),
    /// UTF-16, by its byte-order mark or its zero bytes.
    Utf16,
    /// A zero byte.
    Nul,
}

/// One file that was read: its path and its text.
#[derive(Debug)]
pub struct Source {
    path: Box<str>,
    text: Box<str>,
    condition: Condition,
    hidden: bool,
    lines: OnceLock<Box<[u32]>>,
    counts: OnceLock<Box<[u32]>>,
}

/// How many bytes lie between two counts of code points.
const STEP: usize = 4096;

impl Source {
    /// A file at `path`, relative to the vault and with `/` between its parts.
    #[must_use]
    pub fn new(path: impl Into<Box<str>>, text: impl Into<Box<str>>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
            condition: Condition::Sound,
            hidden: false,
            lines: OnceLock::new(),
            counts: OnceLock::new(),
        }
    }

    /// A file by its bytes. Of bytes that are no text every bad one becomes `?`, so that offsets and lines stay right.
    #[must_use]
    pub fn from_bytes(path: impl Into<Box<str>>, bytes: Vec<u8>) -> Self {
        let (text, condition) = decode::decode(bytes);
        Self {
            condition,
            ..Self::new(path, text)
        }
    }

    /// A file whose bytes could not be had.
    #[must_use]
    pub fn unreadable(path: impl Into<Box<str>>, why: impl Into<String>) -> Self {
        Self {
            condition: Condition::Unreadable(why.into()),
            ..Self::new(path, "")
        }
    }

    /// Marks the file as known, but not to be reported: links may lead to it.
    #[must_use]
    pub fn hide(self, hidden: bool) -> Self {
        Self { hidden, ..self }
    }

    /// Whether the file is known only for links to it.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.hidden
    }

    /// Whether it could be read as text.
    #[must_use]
    pub fn condition(&self) -> &Condition {
        &self.condition
    }

    /// The path relative to the vault, with `/` between its parts.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text, a byte-order mark included.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many bytes a byte-order mark takes at the start: 3 or 0.
    #[must_use]
    pub fn bom_len(&self) -> usize {
        if self.text.starts_with(BOM) {
            BOM.len_utf8()
        } else {
            0
        }
    }

    /// The text of a span. A span that does not fit the text gives "".
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Where each line starts, in bytes.
    pub fn line_starts(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            std::iter::once(0)
                .chain(memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|at| clamp(at + 1)))
                .collect()
        })
    }

    /// The line that holds `offset`, counted from 0.
    #[must_use]
    pub fn line_index(&self, offset: usize) -> usize {
        self.line_starts()
            .partition_point(|&start| start as usize <= offset)
            .saturating_sub(1)
    }

    /// The bytes of a line, counted from 0, without its line end. Past the last line it is empty.
    #[must_use]
    pub fn line_span(&self, line: usize) -> Span {
        let starts = self.line_starts();
        let Some(&start) = starts.get(line) else {
            return Span::empty(self.text.len());
        };
        let end = starts
            .get(line + 1)
            .map_or(self.text.len(), |&next| next as usize);
        let body = self.text.get(start as usize..end).unwrap_or_default();
        let body = body.strip_suffix('\n').unwrap_or(body);
        let body = body.strip_suffix('\r').unwrap_or(body);
        Span::new(start as usize, start as usize + body.len())
    }

    /// How many code points lie between two bytes. In a line of megabytes with a finding in every word, counting from the line's
    /// start each time would be quadratic, so far ones are counted once, in steps.
    fn code_points(&self, start: usize, end: usize) -> usize {
        let bytes = self.text.as_bytes();
        let count = |from: usize, to: usize| {
            let first = |&&byte: &&u8| byte & 0xc0 != 0x80;
            bytes[from..to].iter().filter(first).count()
        };
        if end - start <= STEP {
            return count(start, end);
        }
        let counts = self.counts.get_or_init(|| {
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

    /// The line and column of a byte. Offsets past the end count as the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let mut at = offset.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
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

/// Everything a run looks at: the files that were read, and the paths of those that were not.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
    others: Vec<String>,
}

impl Sources {
    /// The files to read and check, and the other files of the vault, which links may point at. Both are sorted by path here.
    #[must_use]
    pub fn new(mut files: Vec<Source>, mut others: Vec<String>) -> Self {
        files.sort_by(|a, b| path_order(&a.path, &b.path));
        others.sort_by(|a, b| path_order(a, b));
        Self { files, others }
    }

    /// The files with text, sorted by path. A [`FileId`] is an index into them.
    #[must_use]
    pub fn files(&self) -> &[Source] {
        &self.files
    }

    /// Paths of files of the vault whose text is not needed: images, documents.
    #[must_use]
    pub fn others(&self) -> &[String] {
        &self.others
    }

    /// The file of an id.
    ///
    /// # Panics
    /// On an id of another run.
    #[must_use]
    pub fn get(&self, id: FileId) -> &Source {
        &self.files[id.index()]
    }

    /// Every id, in the order of the paths.
    pub fn ids(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..clamp(self.files.len())).map(FileId)
    }

    /// The id of the file at `path`.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.files
            .binary_search_by(|file| path_order(&file.path, path))
            .ok()
            .map(|at| FileId(clamp(at)))
    }
}

/// The order of paths in all output: by bytes.
fn path_order(a: &str, b: &str) -> Ordering {
    a.as_bytes().cmp(b.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_code_points_and_no_bom() {
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
    fn files_are_found_by_path() {
        let files = ["b.md", "a/z.md", "a.md"].map(|path| Source::new(path, ""));
        let sources = Sources::new(files.into(), Vec::new());
        for id in sources.ids() {
            assert_eq!(sources.find(sources.get(id).path()), Some(id));
        }
        assert_eq!(sources.find("c.md"), None);
    }
}
