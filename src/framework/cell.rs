//! Cells of tables.

use crate::syntax::blocks::{Blocks, Table};
use crate::text::Span;

/// A cell of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell<'p> {
    pub(super) table: &'p Table,
    /// The row; None for the header.
    pub(super) row: Option<usize>,
    pub(super) column: usize,
}

impl<'p> Cell<'p> {
    /// Returns the cell over a column. A table in HTML may have its header in its first row.
    pub(super) fn header(&self, column: usize) -> Option<Span> {
        let first = self.table.rows.first().filter(|_| self.row != Some(0));
        let header = Some(&self.table.header).filter(|header| !header.is_empty());
        header.or(first)?.get(column).copied()
    }

    /// Returns the cells of its row.
    pub(super) fn cells(&self) -> &'p [Span] {
        match self.row {
            Some(row) => self.table.rows.get(row).map_or(&[], Vec::as_slice),
            None => &self.table.header,
        }
    }
}

/// Returns the cell with an id.
pub(super) fn cell(blocks: &Blocks, id: Span) -> Option<Cell<'_>> {
    let of = |tables: &'_ [Table]| -> Option<usize> {
        let after = tables.partition_point(|table| table.span.start <= id.start);
        let at = after.checked_sub(1)?;
        tables[at].span.contains(id).then_some(at)
    };
    let table = of(&blocks.tables)
        .map(|at| &blocks.tables[at])
        .or_else(|| of(&blocks.html_tables).map(|at| &blocks.html_tables[at]))?;
    let column = |cells: &[Span]| {
        let after = cells.partition_point(|cell| cell.start <= id.start);
        let at = after.checked_sub(1)?;
        cells[at].contains(id).then_some(at)
    };
    if let Some(column) = column(&table.header) {
        return Some(Cell {
            table,
            row: None,
            column,
        });
    }
    let after = table
        .rows
        .partition_point(|row| row.first().is_none_or(|cell| cell.start <= id.start));
    let row = after.checked_sub(1)?;
    let column = column(table.rows.get(row)?)?;
    Some(Cell {
        table,
        row: Some(row),
        column,
    })
}

pub(super) fn row_span(cells: &[Span], own: Span) -> Span {
    let start = cells.first().map_or(own.start, |cell| cell.start);
    let end = cells.last().map_or(own.end, |cell| cell.end);
    Span {
        start: start.min(own.start),
        end: end.max(own.end),
    }
}
