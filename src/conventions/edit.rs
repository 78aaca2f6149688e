//! Edits of one text.

use crate::text::{Span, splice};

/// A replacement of a part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) span: Span,
    pub(crate) text: String,
    /// Whether its facts are not in any official release.
    pub(crate) unverified: bool,
}

impl Edit {
    pub(crate) fn new(span: Span, text: impl Into<String>) -> Self {
        Self {
            span,
            text: text.into(),
            unverified: false,
        }
    }

    pub(crate) fn unverified(self, unverified: bool) -> Self {
        Self { unverified, ..self }
    }
}

/// Sorts edits, and drops duplicates and those that overlap an earlier one. The next round finds the latter again.
pub(crate) fn resolve_overlaps(mut edits: Vec<Edit>) -> Vec<Edit> {
    edits.sort_by_key(|edit| edit.span);
    let mut kept: Vec<Edit> = Vec::new();
    for edit in edits {
        let clear = kept.last().is_none_or(|last| {
            last.span.end < edit.span.start
                || (last.span.end == edit.span.start && last.span != edit.span)
        });
        if clear {
            kept.push(edit);
        }
    }
    kept
}

/// Applies edits that are sorted and do not overlap.
pub(crate) fn apply(text: &str, edits: &[Edit]) -> String {
    splice(
        text,
        edits.iter().map(|edit| (edit.span, edit.text.as_str())),
    )
}

#[cfg(test)]
mod tests {
    use super::{Edit, apply, resolve_overlaps};
    use crate::text::Span;

    #[test]
    fn duplicates_and_overlaps_are_dropped() {
        let edit = |start, end, text: &str| Edit::new(Span::new(start, end), text);
        let edits = resolve_overlaps(vec![
            edit(6, 9, "c"),
            edit(0, 3, "a"),
            edit(0, 3, "a"),
            edit(2, 5, "b"),
            edit(3, 6, "B"),
        ]);
        assert_eq!(
            edits,
            [edit(0, 3, "a"), edit(3, 6, "B"), edit(6, 9, "c")],
            "the first of two that overlap stays, and neighbors do not overlap"
        );
        assert_eq!(apply("000111222333", &edits), "aBc333");
    }
}
