//! Tables in HTML blocks.

use super::super::blocks::Table;
use super::html_tags::{find, tag_end, tag_name};
use crate::text::Span;

/// Returns the tables of an HTML block, which starts at `base`. A row that the block cuts off is left out.
pub(super) fn tables(html: &str, base: usize) -> Vec<Table> {
    let mut found = Vec::new();
    let mut table = Table::default();
    let mut row = Row::default();
    let mut at = 0;
    while let Some(open) = find(html, "<", at) {
        let rest = html.get(open..).unwrap_or_default();
        let length = if rest.starts_with("<!--") {
            find(rest, "-->", 4).map(|end| end + 3)
        } else {
            tag_end(rest)
        };
        let Some(end) = length.map(|length| open + length) else {
            break;
        };
        at = end;
        let inner = rest.get(1..).unwrap_or_default();
        let (closes, name) = match inner.strip_prefix('/') {
            Some(inner) => (true, tag_name(inner)),
            None => (false, tag_name(inner)),
        };
        let is = |tag: &str| name.eq_ignore_ascii_case(tag);
        let is_cell = is("td") || is("th");
        if is_cell || is("tr") || is("table") {
            row.close_cell(html, base, open);
        }
        if is_cell && !closes {
            row.open = Some(end);
            row.has_data |= is("td");
        } else if is("tr") || is("table") {
            row.close(&mut table);
        }
        if is("table") && closes {
            finish(&mut table, &mut found);
        }
    }
    row.close(&mut table);
    finish(&mut table, &mut found);
    found
}

/// The row that is being read.
#[derive(Default)]
struct Row {
    cells: Vec<Span>,
    /// Whether it has a `<td>`. A row without is a header.
    has_data: bool,
    /// The start of the open cell.
    open: Option<usize>,
}

impl Row {
    fn close_cell(&mut self, html: &str, base: usize, end: usize) {
        let Some(start) = self.open.take() else {
            return;
        };
        let text = html.get(start..end).unwrap_or_default();
        let from = base + start + text.len() - text.trim_start().len();
        self.cells.push(Span::new(from, from + text.trim().len()));
    }

    fn close(&mut self, table: &mut Table) {
        let row = std::mem::take(self);
        if row.cells.is_empty() {
            return;
        }
        if row.has_data {
            table.rows.push(row.cells);
        } else if table.rows.is_empty() {
            table.header = row.cells;
        }
    }
}

fn finish(table: &mut Table, found: &mut Vec<Table>) {
    let table = std::mem::take(table);
    let mut cells = table.header.iter().chain(table.rows.iter().flatten());
    let Some(first) = cells.next() else { return };
    let last = cells.next_back().unwrap_or(first);
    let span = Span {
        start: first.start,
        end: last.end,
    };
    found.push(Table { span, ..table });
}

#[cfg(test)]
mod tests {
    use super::tables;

    #[test]
    fn rows_are_read_with_their_cells() {
        let html = "<table><tr><th>ID</th><th> Name </th></tr>\n<tr><td>a<td>b<tr><TD x=\">\">c</TD></tr></table><td>d";
        let read: Vec<(Vec<&str>, Vec<Vec<&str>>)> = tables(html, 0)
            .into_iter()
            .map(|table| {
                let texts = |cells: Vec<crate::text::Span>| {
                    cells.into_iter().map(|cell| &html[cell.range()]).collect()
                };
                (
                    texts(table.header),
                    table.rows.into_iter().map(texts).collect(),
                )
            })
            .collect();
        assert_eq!(
            read,
            [(vec!["ID", "Name"], vec![vec!["a", "b"], vec!["c"]])]
        );
        assert!(tables("<p>a", 0).is_empty());
    }
}
