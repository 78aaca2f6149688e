//! Files and ranges of bytes.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Index of a file in [`Sources::files`](super::Sources::files).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

impl FileId {
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Range of bytes in one file, from 0, in which a byte-order mark counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub start: u32,
    /// The byte after the last one of the span.
    pub end: u32,
}

impl Span {
    /// Makes a span from `start` to `end`. It is empty if the end is before the start.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let start = clamp(start);
        Self {
            start,
            end: clamp(end).max(start),
        }
    }

    /// Makes an empty span before the byte at `offset`.
    #[must_use]
    pub fn empty(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Returns whether `other` lies wholly inside this span.
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Returns the span without its first and last byte if `narrow`, and otherwise as it is.
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

    /// Returns the span as counted from a byte.
    #[must_use]
    pub fn counted_from(self, start: u32) -> Self {
        Self {
            start: self.start.wrapping_sub(start),
            end: self.end.wrapping_sub(start),
        }
    }

    /// Returns the span whose bytes were [counted from](Self::counted_from) one.
    #[must_use]
    pub fn counted_up(self, start: u32) -> Self {
        Self {
            start: self.start.wrapping_add(start),
            end: self.end.wrapping_add(start),
        }
    }

    /// Returns the span moved right by `bytes`.
    #[must_use]
    pub fn shift(self, bytes: usize) -> Self {
        Self::new(self.start as usize + bytes, self.end as usize + bytes)
    }
}

/// As start and length, as the length is the shorter number.
impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.start, self.end.wrapping_sub(self.start)).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (start, length) = <(u32, u32)>::deserialize(deserializer)?;
        let end = start.wrapping_add(length);
        Ok(Self { start, end })
    }
}

/// Converts an offset. Files of 4 GiB and more are not read, so every offset fits.
pub(super) fn clamp(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn a_span_never_ends_before_its_start() {
        assert_eq!(Span::new(5, 3), Span::empty(5));
        assert_eq!(Span::new(5, 3).range(), 5..5);
        assert_eq!(Span::new(usize::MAX, 0).end, u32::MAX);
    }

    #[test]
    fn only_a_span_of_two_bytes_or_more_is_narrowed() {
        assert_eq!(Span::new(2, 6).narrowed(true), Span::new(3, 5));
        assert_eq!(Span::new(2, 4).narrowed(true), Span::empty(3));
        assert_eq!(Span::new(2, 3).narrowed(true), Span::new(2, 3));
        assert_eq!(Span::new(2, 6).narrowed(false), Span::new(2, 6));
    }

    #[test]
    fn a_span_contains_itself_and_what_lies_inside() {
        let span = Span::new(2, 6);
        assert!(span.contains(span) && span.contains(Span::empty(6)));
        assert!(!span.contains(Span::new(1, 3)) && !span.contains(Span::new(5, 7)));
    }
}
