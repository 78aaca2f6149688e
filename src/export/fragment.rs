//! A text parsed on its own, before it is part of a page.

use std::cmp::Reverse;
use std::ops::Range;

use crate::syntax::{self, Page, ReadOptions};
use crate::text::{Source, Span};

/// Ranges of a text and their replacements.
pub(super) type Edits = Vec<(Range<usize>, String)>;

/// Returns the source of a text. A line break in front keeps a first line `---` from opening front matter.
pub(super) fn source(text: &str) -> Source {
    Source::new("a.md", format!("\n{text}"))
}

/// Parses what [`source`] returned.
pub(super) fn parse(source: &Source) -> Option<Page<'_>> {
    syntax::read(source, &ReadOptions::default())
}

/// Returns the range in the text of a span in its source.
pub(super) fn range(span: Span) -> Range<usize> {
    span.start as usize - 1..span.end as usize - 1
}

/// Returns whether a byte of the text lies in code, HTML or math.
pub(super) fn is_opaque(page: &Page<'_>, at: usize) -> bool {
    page.blocks.is_opaque(Span::empty(at + 1).start)
}

/// Applies edits to a text. An edit inside the range of another one is dropped.
pub(super) fn apply(text: &str, mut edits: Edits) -> String {
    edits.sort_by_key(|(range, _)| (range.start, Reverse(range.end)));
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (range, new) in edits {
        if range.start < done {
            continue;
        }
        out.push_str(text.get(done..range.start).unwrap_or_default());
        out.push_str(&new);
        done = range.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}
