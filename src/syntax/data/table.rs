//! CSV and TSV as a table with a header.

use std::sync::Arc;

use super::text::ids_in_cells;
use crate::syntax::blocks::{Blocks, Table, TextBlock, TextKind};
use crate::syntax::document::{Document, Form};
use crate::syntax::page::Page;
use crate::text::{Source, Span};

/// Files with more columns are read cell by cell.
const MAX_COLUMNS: usize = 64;

/// Reads a table. The first row is its header; further rows are as long as it.
pub(super) fn read(source: &Source, separator: char) -> Page<'_> {
    let text = source.text();
    let start = source.bom_len();
    let separator = separator_of(&text[start..], separator);
    let rows = rows(text, start, separator);
    let cells: Vec<Span> = rows.iter().flatten().copied().collect();
    let ids = ids_in_cells(text, &cells);
    let texts = cells.iter().filter(|cell| !cell.is_empty());
    let texts = texts.map(|&span| TextBlock {
        kind: TextKind::Cell,
        span,
    });
    let blocks = Blocks {
        texts: texts.collect(),
        tables: table(rows, Span::new(start, text.len()))
            .into_iter()
            .collect(),
        ..Blocks::default()
    };
    Page {
        blocks: Arc::new(blocks),
        ids: Arc::new(ids),
        document: Some(Document {
            form: Form::Table(separator),
            sound: true,
            ..Document::default()
        }),
        ids_only: true,
        ..Page::empty(source)
    }
}

/// Returns the rows as a table, each as long as the header. None with more columns than a table of people has: to make each row as long
/// could take any amount of memory.
fn table(rows: Vec<Vec<Span>>, span: Span) -> Option<Table> {
    let mut rows = rows.into_iter();
    let header = rows.next().filter(|header| header.len() <= MAX_COLUMNS)?;
    let rows = rows.map(|mut row| {
        let end = row.last().map_or(0, |cell| cell.end as usize);
        row.resize(header.len(), Span::empty(end));
        row
    });
    Some(Table {
        span,
        rows: rows.collect(),
        header,
    })
}

/// Returns the separator of a table. In many countries, spreadsheets write CSV with semicolons.
fn separator_of(text: &str, separator: char) -> char {
    let first = text.lines().next().unwrap_or_default();
    let count = |c: char| first.matches(c).count();
    if separator == ',' && count(';') > count(',') {
        ';'
    } else {
        separator
    }
}

/// Returns the cells of each row, without quotes and the white space around them. Blank rows are left out.
fn rows(text: &str, start: usize, separator: char) -> Vec<Vec<Span>> {
    let bytes = text.as_bytes();
    let separator = separator as u8;
    let (mut rows, mut row) = (Vec::new(), Vec::new());
    let mut at = start;
    while at < bytes.len() {
        let (cell, end) = cell(text, at, separator);
        row.push(cell);
        at = end + 1;
        if bytes.get(end) != Some(&separator) {
            if row.iter().any(|cell: &Span| !cell.is_empty()) {
                rows.push(std::mem::take(&mut row));
            }
            row.clear();
        }
    }
    if row.iter().any(|cell| !cell.is_empty()) {
        rows.push(row);
    }
    rows
}

/// Returns the cell that starts at `at`, and the position of what ends it.
fn cell(text: &str, at: usize, separator: u8) -> (Span, usize) {
    let bytes = text.as_bytes();
    let to_end = |from: usize| {
        let rest = &bytes[from..];
        memchr::memchr2(separator, b'\n', rest).map_or(bytes.len(), |length| from + length)
    };
    if bytes.get(at) == Some(&b'"')
        && let Some(close) = closing(bytes, at + 1)
    {
        return (trimmed(text, at + 1, close), to_end(close + 1));
    }
    let end = to_end(at);
    (trimmed(text, at, end), end)
}

/// Returns the quote that closes a cell whose text starts at `at`. A doubled one stands for itself.
fn closing(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr(b'"', &bytes[at..])?;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let part = text.get(start..end).unwrap_or_default();
    let lead = part.len() - part.trim_start().len();
    let start = start + lead.min(part.len());
    Span::new(start, start + part.trim().len())
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn cells_have_their_bytes() {
        let text = "id,name\r\n AML.T0051 ,\"a, \"\"b\"\"\nc\"\n\n,\nx;y,\"open\n";
        let cells: Vec<Vec<&str>> = rows(text, 0, ',')
            .iter()
            .map(|row| row.iter().map(|cell| &text[cell.range()]).collect())
            .collect();
        assert_eq!(
            cells,
            [
                vec!["id", "name"],
                vec!["AML.T0051", "a, \"\"b\"\"\nc"],
                vec!["x;y", "\"open"]
            ]
        );
    }
}
