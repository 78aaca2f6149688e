//! Files and ranges of bytes.

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
pub(super) fn clamp(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
