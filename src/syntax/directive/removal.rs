//! What to remove together with a directive, so that the page parses as before. Parsers see a directive as a blank.

use super::{Comment, Container};
use crate::text::{Source, Span};

/// Returns the bytes to remove. `whole`: the comment has its lines to itself.
pub(super) fn removal(source: &Source, comment: &Comment, whole: bool) -> Option<Span> {
    let span = comment.span;
    if whole {
        return Some(if takes_its_lines(source, comment) {
            lines(source, span)
        } else {
            blanked(source, span)
        });
    }
    let line = source.line_span(source.line_index(span.start as usize));
    let end = source.line_span(source.line_index(span.end as usize)).end;
    let before = source.slice(Span::new(line.start as usize, span.start as usize));
    let after = source.slice(Span::new(span.end as usize, end as usize));
    let kept = before.trim_end();
    let with_blanks = line.start as usize + kept.len();
    if after.trim().is_empty() {
        // A line of dashes would become a fence.
        let is_fence = matches!(kept.trim(), "---" | "...");
        let start = if kept.is_empty() {
            span.start as usize
        } else {
            with_blanks
        };
        return (!is_fence).then(|| Span::new(start, end as usize));
    }
    if kept.is_empty() {
        // What follows a comment at the start of a line is HTML; without the comment it would be text.
        return None;
    }
    let blank_before = kept.len() < before.len();
    let blank_after = after.starts_with([' ', '\t']);
    match (blank_before, blank_after) {
        (true, true) => Some(Span::new(with_blanks, span.end as usize)),
        (true, false) | (false, true) => Some(span),
        // The words on both sides would become one.
        (false, false) => None,
    }
}

/// Returns whether the lines of a comment can be removed too. Otherwise a blank line stays, or the blocks around it would
/// merge.
fn takes_its_lines(source: &Source, comment: &Comment) -> bool {
    if comment.container != Container::Text {
        return true;
    }
    let first = source.line_index(comment.span.start as usize);
    let last = source.line_index(comment.span.end as usize);
    let text = |line: usize| {
        source
            .slice(source.line_span(line))
            .trim_start_matches('\u{feff}')
    };
    let next = text(last + 1);
    let Some(before) = first.checked_sub(1).map(text) else {
        return !next.trim_end().starts_with("---");
    };
    let is_blank = |line: &str| line.chars().all(|c| c.is_whitespace() || c == '>');
    let is_heading = |line: &str| {
        let marks = line.trim_start_matches('#');
        line.starts_with('#') && (marks.is_empty() || marks.starts_with(' '))
    };
    // A comment that is not HTML is part of the paragraph around it.
    !source.slice(comment.span).starts_with("<!--")
        || is_blank(before)
        || is_blank(next)
        || is_heading(before)
        || is_heading(next)
        || next.starts_with("```")
        || is_bullet(next)
        || (is_item(next) && (is_item(before) || before.starts_with("  ")))
}

/// Returns a comment and the blanks around it, but not the line end.
fn blanked(source: &Source, span: Span) -> Span {
    let line = source.line_span(source.line_index(span.start as usize));
    let before = source.slice(Span::new(line.start as usize, span.start as usize));
    let end = source.line_span(source.line_index(span.end as usize)).end;
    Span::new(line.start as usize + before.trim_end().len(), end as usize)
}

/// Returns whether a line starts a bulleted item with text, which can interrupt a paragraph.
fn is_bullet(line: &str) -> bool {
    let marks = ["- ", "* ", "+ "];
    let rest = marks.iter().find_map(|mark| line.strip_prefix(mark));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '[' || c == '*'))
}

/// Returns whether a line starts a list item.
fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..).unwrap_or_default();
    let marks: &[&str] = if digits > 0 {
        &[". ", ") "]
    } else {
        &["- ", "* ", "+ "]
    };
    marks.iter().any(|mark| rest.starts_with(mark))
}

fn lines(source: &Source, span: Span) -> Span {
    let first = source.line_index(span.start as usize);
    let last = source.line_index(span.end as usize);
    let starts = source.line_starts();
    // Keep a byte-order mark.
    let start = (starts[first] as usize).max(if first == 0 { source.bom_len() } else { 0 });
    let next = starts.get(last + 1).map(|&next| next as usize);
    Span::new(start, next.unwrap_or(source.line_span(last).end as usize))
}
