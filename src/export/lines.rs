//! Lines of a page, and where the text behind a heading starts.

use crate::syntax::Heading;
use crate::text::Source;

/// Where the line around a byte starts.
pub(super) fn line_start(source: &Source, at: usize) -> usize {
    source.line_span(source.line_index(at)).start as usize
}

/// Where the next line starts.
pub(super) fn line_end(source: &Source, at: usize) -> usize {
    let next = source.line_index(at) + 1;
    source
        .line_starts()
        .get(next)
        .map_or(source.text().len(), |&start| start as usize)
}

/// Where the text behind a heading starts: after its line, and after the line below it if that underlines it.
pub(super) fn after_heading(source: &Source, heading: &Heading<'_>) -> usize {
    let line = source.slice(source.line_span(source.line_index(heading.span.start as usize)));
    let next = line_end(source, heading.span.end as usize);
    if without_markers(line).starts_with('#') {
        next
    } else {
        line_end(source, next)
    }
}

/// A line without the marks of quotes and lists that it starts with.
pub(super) fn without_markers(line: &str) -> &str {
    line.trim_start_matches(|c: char| {
        c.is_whitespace() || c.is_ascii_digit() || ">-*+.)".contains(c)
    })
}

/// A text without the empty lines before it and the white space behind it, which a page does not keep.
pub(super) fn trim(text: &str) -> &str {
    let mut rest = text.trim_end();
    while let Some((line, after)) = rest.split_once('\n') {
        if !line.trim().is_empty() {
            break;
        }
        rest = after;
    }
    rest
}
