//! Replacement of parts of a text.

use super::span::Span;

/// Returns a text with parts replaced. `edits` are in text order and do not overlap.
pub fn splice<'t>(text: &str, edits: impl IntoIterator<Item = (Span, &'t str)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (span, new) in edits {
        let range = span.range();
        out += text.get(done..range.start).unwrap_or_default();
        out += new;
        done = range.end;
    }
    out + text.get(done..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::splice;
    use crate::text::Span;

    #[test]
    fn parts_are_replaced_inserted_and_removed() {
        let edits = [
            (Span::new(0, 1), "A"),
            (Span::new(2, 2), "-"),
            (Span::new(3, 5), ""),
        ];
        assert_eq!(splice("abcdef", edits), "Ab-cf");
        assert_eq!(splice("abc", []), "abc");
    }
}
