//! Places without offsets.

use crate::text::Span;

/// A part of a text that holds none of a list of offsets: the one behind the run that was asked for last. As runs are asked for in
/// text order and most hold no offset, the next one is mostly in it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Gap(Span);

impl Gap {
    /// Returns the offsets that are inside a span. `offsets` are sorted, and the same each time.
    #[inline]
    pub(super) fn within<'o>(&mut self, offsets: &'o [u32], span: Span) -> &'o [u32] {
        if self.0.contains(span) {
            return &[];
        }
        self.search(offsets, span)
    }

    #[inline(never)]
    fn search<'o>(&mut self, offsets: &'o [u32], span: Span) -> &'o [u32] {
        let first = offsets.partition_point(|&at| at < span.start);
        let (before, rest) = offsets.split_at(first);
        let count = rest.iter().take_while(|&&at| at < span.end).count();
        let (inside, behind) = rest.split_at(count);
        self.0 = Span {
            start: inside.last().or(before.last()).map_or(0, |at| at + 1),
            end: behind.first().copied().unwrap_or(u32::MAX),
        };
        inside
    }
}

#[cfg(test)]
mod tests {
    use super::Gap;
    use crate::text::Span;

    #[test]
    fn offsets_are_found_in_any_order() {
        let offsets = [1, 4, 5, 9];
        let mut gap = Gap::default();
        for (start, end, expected) in [
            (0, 1, &[][..]),
            (1, 5, &[1, 4]),
            (1, 6, &[1, 4, 5]),
            (6, 8, &[]),
            (6, 9, &[]),
            (5, 5, &[]),
            (6, 20, &[9]),
            (10, 20, &[]),
            (0, 20, &offsets),
            (20, 30, &[]),
            (4, 5, &[4]),
        ] {
            let span = Span::new(start, end);
            assert_eq!(gap.within(&offsets, span), expected, "{span:?}");
        }
        assert!(Gap::default().within(&[], Span::new(0, 9)).is_empty());
    }
}
