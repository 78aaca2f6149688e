//! The part of a file that a picture shows: a few lines, made printable and cut to the width.
//!
//! A picture must not depend on what the page holds. So the text that is drawn is built here, bounded, and the spans are carried
//! over into it.

use std::ops::Range;

use super::line::{Cut, Frame, cell, columns};
use crate::text::{BOM, Source, Span, boundary_after, boundary_before};

/// A part of a file, ready to be drawn.
#[derive(Debug)]
pub(super) struct Window {
    /// The lines, each with a line feed at its end.
    pub text: String,
    /// The first of them, counted from 0.
    pub first: usize,
    /// The marks, in bytes of `text`, in the order given.
    pub marks: Vec<Mark>,
}

/// A span in a window.
#[derive(Debug)]
pub(super) struct Mark {
    /// The bytes in the window's text.
    pub range: Range<usize>,
    /// Columns available for the label below the mark.
    pub room: usize,
}

/// A span to be marked.
pub(super) struct MarkedSpan {
    /// The bytes in the file, [`snap`]ped.
    pub span: Span,
    /// Width of its label in columns.
    pub words: usize,
}

/// The columns between a mark and its words: `╰── `.
const HOOK: usize = 4;

/// Words of a mark get at least this many columns, if they need them, before they are wrapped.
const WORDS: usize = 24;

/// Returns the span to mark for a span of a finding: inside the text, at character boundaries, without the byte-order mark and a trailing
/// line end, and from the first visible character on.
pub(super) fn snap(source: &Source, span: Span) -> Span {
    let text = source.text();
    let mut start = boundary_before(text, span.start as usize);
    let mut end = boundary_after(text, span.end as usize);
    let line = source.line_span(source.line_index(start)).range();
    start = start
        .max(source.bom_len())
        .min(line.end.max(source.bom_len()));
    let mut marked = text.get(start..end).unwrap_or_default();
    while let Some(body) = marked.strip_suffix('\n') {
        marked = body.strip_suffix('\r').unwrap_or(body);
    }
    end = start + marked.len();
    end = end.min(source.line_span(source.line_index(end)).range().end);
    // A combining character is drawn on the one before it. Of very many, the last few are enough.
    let begin = line.start.max(source.bom_len());
    for _ in 0..8 {
        let after = text.get(start..line.end).unwrap_or_default();
        let before = text.get(begin..start).unwrap_or_default();
        match (before.chars().next_back(), after.chars().next()) {
            (Some(b), Some(c)) if cell(&mut String::new(), 0, Some(b), after, c) == 0 => {
                start -= b.len_utf8();
            }
            _ => break,
        }
    }
    Span::new(start, end)
}

impl Window {
    /// Creates the window around spans of a file. They should be close together, because every line between them is shown.
    pub(super) fn new(source: &Source, wanted: &[MarkedSpan], frame: Frame<'_>) -> Self {
        let lines = lines_to_show(source, wanted);
        let first = lines.start;
        let mut window = Self {
            text: String::new(),
            first,
            marks: wanted
                .iter()
                .map(|_| Mark {
                    range: 0..0,
                    room: frame.columns.saturating_sub(2),
                })
                .collect(),
        };
        for index in lines {
            window.push_line(source, index, wanted, frame);
        }
        window
    }

    fn push_line(
        &mut self,
        source: &Source,
        index: usize,
        wanted: &[MarkedSpan],
        frame: Frame<'_>,
    ) {
        let span = source.line_span(index);
        let skip = if index == 0 { source.bom_len() } else { 0 };
        let start = span.start as usize + skip;
        let line = source
            .text()
            .get(start..span.end as usize)
            .unwrap_or_default();
        // The part of each span on this line.
        let inside = |at: u32| span.start <= at && at <= span.end;
        let local = |at: u32| (at as usize).saturating_sub(start);
        let focus = wanted
            .iter()
            .flat_map(|w| [w.span.start, w.span.end])
            .filter(|&at| inside(at))
            .map(local);
        let focus = focus.clone().min().unwrap_or(0)..focus.max().unwrap_or(0);
        let reach = wanted
            .iter()
            .filter(|w| inside(w.span.start) && inside(w.span.end))
            .map(|w| {
                reach(
                    line,
                    focus.start,
                    local(w.span.start)..local(w.span.end),
                    w.words,
                    frame,
                )
            })
            .max()
            .unwrap_or(0);
        let cut = Cut::new(line, &focus, reach, frame);
        let base = self.text.len();
        for (mark, w) in self.marks.iter_mut().zip(wanted) {
            let (from, to) = (cut.find(local(w.span.start)), cut.find(local(w.span.end)));
            if inside(w.span.start) {
                mark.range = base + from.out..base + from.out;
            }
            if inside(w.span.end) {
                mark.range.end = base + to.out;
                if inside(w.span.start) {
                    let middle = usize::midpoint(from.column, to.column.max(from.column + 1));
                    mark.room = frame.columns.saturating_sub(middle + HOOK);
                }
            }
        }
        self.text += &cut.text;
        self.text.push('\n');
    }
}

/// Returns the lines of the spans, with one more on each side unless it is blank.
fn lines_to_show(source: &Source, wanted: &[MarkedSpan]) -> Range<usize> {
    let line = |at: u32| source.line_index(at as usize);
    let first = wanted.iter().map(|w| line(w.span.start)).min().unwrap_or(0);
    let last = wanted.iter().map(|w| line(w.span.end)).max().unwrap_or(0);
    let blank = |index| {
        let text = source.slice(source.line_span(index));
        // A look at the start is enough: a line may be megabytes of blanks.
        text.chars()
            .take(200)
            .all(|c| c.is_whitespace() || c == BOM)
    };
    let before = first.checked_sub(1).filter(|&index| !blank(index));
    before.unwrap_or(first)..if blank(last + 1) { last + 1 } else { last + 2 }
}

/// Returns the columns that a mark and its label need, from `focus` on.
fn reach(line: &str, focus: usize, mark: Range<usize>, words: usize, frame: Frame<'_>) -> usize {
    let start = columns(line, focus..mark.start, frame.columns);
    let end = columns(line, focus..mark.end, frame.columns).max(start + 1);
    if words == 0 {
        return end;
    }
    end.max(usize::midpoint(start, end) + HOOK + words.min(WORDS))
}
