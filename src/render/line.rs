//! One line of a page as a picture shows it: printable, every character as wide as it is counted, and cut to the width.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use super::chars::is_printed_selector;
use super::escape;

/// Limits of a drawn line.
#[derive(Clone, Copy)]
pub(super) struct Frame<'a> {
    /// Maximum width of a line in columns.
    pub columns: usize,
    /// The mark in place of the part that was cut.
    pub ellipsis: &'a str,
}

/// The columns between two tab stops.
const TAB: usize = 4;

/// Returns the columns that a part of a line takes when drawn, or a number above `most` if it takes more.
pub(super) fn columns(line: &str, range: Range<usize>, most: usize) -> usize {
    let mut scratch = String::new();
    let mut column = 0;
    let part = line.get(range.clone()).unwrap_or_default();
    for (n, (at, c)) in part.char_indices().enumerate() {
        if column > most || n > most_characters(most) {
            return most + 1;
        }
        scratch.clear();
        let at = range.start + at;
        column += cell(&mut scratch, column, last(&line[..at]), &line[at..], c);
    }
    column
}

/// A line as it is drawn.
pub(super) struct Cut {
    pub text: String,
    cells: Vec<Cell>,
}

/// Position of a character of a line in the cut line.
#[derive(Clone, Copy, Default)]
pub(super) struct Cell {
    /// The byte in the line of the file.
    source: usize,
    /// The byte in the cut line.
    pub out: usize,
    /// The column in the cut line, counted from 0.
    pub column: usize,
}

impl Cut {
    /// Cuts a line on both sides so that `reach` columns from the start of `focus` are visible.
    pub(super) fn new(line: &str, focus: &Range<usize>, reach: usize, frame: Frame<'_>) -> Self {
        let most = frame.columns;
        let dots = frame.ellipsis.chars().count();
        // The text right of the focus gets a quarter of the line.
        let behind = columns(line, focus.end..line.len(), most / 4).min(most / 4);
        let reach = reach.max(columns(line, focus.clone(), most) + behind);
        let lead = most.saturating_sub(reach).max(most / 8);
        let from = match walk_back(line, focus.start, lead) {
            0 => 0,
            _ => walk_back(line, focus.start, lead.saturating_sub(dots)),
        };
        Self::fill(line, from, frame, dots)
    }

    fn fill(line: &str, from: usize, frame: Frame<'_>, dots: usize) -> Self {
        let mut text = String::new();
        let mut column = 0;
        if from > 0 {
            text += frame.ellipsis;
            column = dots;
        }
        let mut cells = Vec::new();
        for (at, c) in line[from..].char_indices() {
            let source = from + at;
            cells.push(Cell {
                source,
                out: text.len(),
                column,
            });
            let before = last(&line[..source]);
            column += cell(&mut text, column, before, &line[source..], c);
            if column > frame.columns || cells.len() > most_characters(frame.columns) {
                while cells.len() > 1 && column_of(&cells) + dots > frame.columns {
                    cells.pop();
                }
                text.truncate(cells.last().map_or(0, |cell| cell.out));
                text += frame.ellipsis;
                return Self { text, cells };
            }
        }
        cells.push(Cell {
            source: line.len(),
            out: text.len(),
            column,
        });
        Self { text, cells }
    }

    /// Returns the column of the character at `offset` of the line. A character that was cut off has the column of the cut.
    pub(super) fn find(&self, offset: usize) -> Cell {
        let at = self.cells.partition_point(|cell| cell.source < offset);
        let cell = self.cells.get(at).or(self.cells.last());
        cell.copied().unwrap_or_default()
    }
}

fn column_of(cells: &[Cell]) -> usize {
    cells.last().map_or(0, |cell| cell.column)
}

/// Returns the most characters to read for a number of columns. Characters without width could make a line endless; real text never has as
/// many.
fn most_characters(columns: usize) -> usize {
    columns * 4
}

/// Returns the offset at most `columns` columns before `from`, and not before the start of the line.
fn walk_back(line: &str, from: usize, columns: usize) -> usize {
    let mut scratch = String::new();
    let mut used = 0;
    let mut place = from;
    let before = line.get(..from).unwrap_or_default();
    for (at, c) in before.char_indices().rev().take(most_characters(columns)) {
        scratch.clear();
        used += cell(&mut scratch, 0, last(&line[..at]), &line[at..], c);
        if used > columns {
            break;
        }
        place = at;
    }
    place
}

/// Draws the character `c`, which `text` starts with, at `column`, and returns its width in columns. The width must not depend
/// on the terminal: selectors and skin tones, which terminals draw in several ways, are left out.
pub(super) fn cell(
    out: &mut String,
    column: usize,
    before: Option<char>,
    text: &str,
    c: char,
) -> usize {
    let after = text.get(c.len_utf8()..).unwrap_or_default();
    if c == '\t' {
        let width = TAB - column % TAB;
        out.extend(std::iter::repeat_n(' ', width));
        return width;
    }
    if escape::unsafe_here(before, c, after) {
        let start = out.len();
        escape::push(out, c);
        return out.len() - start;
    }
    if is_printed_selector(c) || (before.is_some() && matches!(c, '\u{1f3fb}'..='\u{1f3ff}')) {
        return 0;
    }
    out.push(c);
    c.width().unwrap_or(0)
}

fn last(text: &str) -> Option<char> {
    text.chars().next_back()
}
