//! Lines of a text.

use crate::syntax::Heading;
use crate::text::Source;

/// Returns the start of the line that holds a byte.
pub(super) fn line_start(source: &Source, at: usize) -> usize {
    source.line_span(source.line_index(at)).start as usize
}

/// Returns the start of the next line.
pub(super) fn line_end(source: &Source, at: usize) -> usize {
    let next = source.line_index(at) + 1;
    source
        .line_starts()
        .get(next)
        .map_or(source.text().len(), |&start| start as usize)
}

/// Returns the start of the text after a heading, and after the underline of one in the setext form.
pub(super) fn after_heading(source: &Source, heading: &Heading) -> usize {
    let line = source.slice(source.line_span(source.line_index(heading.span.start as usize)));
    let next = line_end(source, heading.span.end as usize);
    if without_markers(line).starts_with('#') {
        next
    } else {
        line_end(source, next)
    }
}

/// Strips white space and the markers of quotes and lists from the start of a line.
pub(super) fn without_markers(line: &str) -> &str {
    line.trim_start_matches(|c: char| {
        c.is_whitespace() || c.is_ascii_digit() || ">-*+.)".contains(c)
    })
}

/// Strips blank lines from the start of a text and white space from its end. A page does not preserve either.
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
