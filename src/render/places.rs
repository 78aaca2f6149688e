//! The places of a finding, and which of them share a picture.

use std::borrow::Cow;

use super::context::Context;
use super::escape;
use super::line;
use super::window::{self, MarkedSpan};
use crate::diagnostic::{Diagnostic, Label};
use crate::text::{FileId, Span};

/// Labels at most this many lines apart share a picture.
const CLOSE: usize = 3;

/// A span over more lines than this is drawn up to there.
const TALL: usize = 5;

/// Maximum number of related places that are drawn. A repeated id may have thousands.
pub(super) const MOST_RELATED: usize = 8;

/// Narrower than this, a terminal wraps by itself.
pub(super) const NARROW: usize = 24;

/// A label that can be drawn.
pub(super) struct PlacedLabel<'a> {
    /// The file.
    pub file: FileId,
    /// The marked span.
    pub span: Span,
    /// Where the finding says that it is.
    pub offset: u32,
    /// Its first and last line.
    pub lines: (usize, usize),
    /// The text of the label.
    pub words: Cow<'a, str>,
    /// Whether this is the primary place of the finding.
    pub primary: bool,
}

/// Labels that share a picture, the one that names it first.
pub(super) type Group<'a> = Vec<PlacedLabel<'a>>;

/// Groups the labels of a finding into pictures, the one of its own place first.
pub(super) fn groups<'a>(cx: &Context<'_>, diagnostic: &'a Diagnostic) -> Vec<Group<'a>> {
    let mut groups = vec![vec![place(cx, &diagnostic.primary, true)]];
    for label in diagnostic.related.iter().take(MOST_RELATED) {
        let place = place(cx, label, false);
        match groups.iter_mut().find(|group| fits(cx, group, &place)) {
            Some(group) => group.push(place),
            None => groups.push(vec![place]),
        }
    }
    groups
}

fn place<'a>(cx: &Context<'_>, label: &'a Label, primary: bool) -> PlacedLabel<'a> {
    let source = &*cx.sources.opened(label.file);
    let mut span = window::snap(source, label.span);
    let line = |at: u32| source.line_index(at as usize);
    let (first, mut last) = (line(span.start), line(span.end));
    let mut words = escape::text(&label.message);
    if last - first >= TALL {
        let note = format!("to line {}", last + 1);
        words = match &*words {
            "" => note.into(),
            some => format!("{some} ({note})").into(),
        };
        last = first + TALL - 1;
        span = Span::new(span.start as usize, source.line_span(last).end as usize);
    }
    PlacedLabel {
        file: label.file,
        span,
        offset: label.span.start,
        lines: (first, last),
        words,
        primary,
    }
}

/// Returns whether a label can be drawn in the picture of others: close to them, on one line, and clear of all of them.
fn fits(cx: &Context<'_>, group: &Group<'_>, place: &PlacedLabel<'_>) -> bool {
    let source = &*cx.sources.opened(place.file);
    // An empty span takes a column too.
    let end = |span: Span| span.end.max(span.start + 1);
    let clear = |other: &PlacedLabel<'_>| {
        if other.lines.0 != other.lines.1 {
            return false;
        }
        if other.lines.0 != place.lines.0 {
            return true;
        }
        let apart = end(other.span) < place.span.start || end(place.span) < other.span.start;
        let line = source.line_span(place.lines.0).start;
        let from = other.span.start.min(place.span.start) - line;
        let to = other.span.end.max(place.span.end) - line;
        let most = cx.width.max(NARROW) / 2;
        let text = source.slice(source.line_span(place.lines.0));
        apart && line::columns(text, from as usize..to as usize, most) <= most
    };
    let close = |other: &PlacedLabel<'_>| other.lines.0.abs_diff(place.lines.0) <= CLOSE;
    place.lines.0 == place.lines.1
        && group
            .iter()
            .all(|other| other.file == place.file && clear(other))
        && group.iter().any(close)
}

impl PlacedLabel<'_> {
    /// Returns the span that the window marks.
    pub(super) fn wanted(&self) -> MarkedSpan {
        MarkedSpan {
            span: self.span,
            words: unicode_width::UnicodeWidthStr::width(&*self.words),
        }
    }
}
