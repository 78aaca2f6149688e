//! Tables in HTML blocks.

use super::html_tags::{find, tag_end, tag_name};
use crate::syntax::blocks::Table;
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
        let (lead, inner) = unwrapped(text);
        let from = base + start + lead;
        self.cells.push(Span::new(from, from + inner.len()));
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

/// Elements that only format the whole text of a cell. Code is not a name.
const WRAPPERS: [&str; 9] = ["a", "b", "em", "i", "p", "small", "span", "strong", "u"];
/// Upper bound on the elements around the text of a cell.
const MAX_WRAPPERS: usize = 8;

/// Removes white space, the elements around the whole text of a cell, and a line break at its end. Also returns the start of
/// the rest in `text`. A link is removed only if it leads to another site: one to a page of the vault says what the text is.
fn unwrapped(text: &str) -> (usize, &str) {
    let mut inner = text.trim_start();
    let mut lead = text.len() - inner.len();
    inner = inner.trim_end();
    for _ in 0..MAX_WRAPPERS {
        for end in ["<br>", "<br/>", "<br />"] {
            inner = inner.strip_suffix(end).unwrap_or(inner).trim_end();
        }
        let Some((at, shorter)) = within(inner) else {
            break;
        };
        lead += at;
        inner = shorter;
    }
    (lead, inner)
}

/// Returns the text in the element that is a whole text, and its start.
fn within(text: &str) -> Option<(usize, &str)> {
    let name = tag_name(text.strip_prefix('<')?);
    let is_wrapper = WRAPPERS.iter().any(|tag| name.eq_ignore_ascii_case(tag));
    let (tag, rest) = text.split_at_checked(tag_end(text)?)?;
    let (rest, close) = rest.split_at_checked(rest.rfind("</")?)?;
    let closes = tag_name(close.strip_prefix("</")?).eq_ignore_ascii_case(name);
    let is_local = name.eq_ignore_ascii_case("a") && !tag.contains("://");
    // `<b>a</b> or <b>b</b>` is not one element.
    let is_whole = !rest.contains(&format!("</{name}"));
    let own = rest.trim_start();
    let at = tag.len() + rest.len() - own.len();
    (is_wrapper && closes && !is_local && close.ends_with('>') && is_whole)
        .then(|| (at, own.trim_end()))
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
    use super::{tables, unwrapped};

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

    #[test]
    fn elements_around_a_whole_text_are_no_part_of_it() {
        for (text, inner) in [
            (" <b>AML.T0051</b> ", "AML.T0051"),
            ("<p class=\">\">x <EM>y</p>", "x <EM>y"),
            ("<a href=\"https://example.org\">x</a><br/>", "x"),
            ("x<br>", "x"),
            ("<a href=\"https://x.example\"> <b>x</b></a>", "x"),
            ("<a href=\"x\">y</a>", "<a href=\"x\">y</a>"),
            ("<b>x</b> or <b>y</b>", "<b>x</b> or <b>y</b>"),
            ("<b>x</i>", "<b>x</i>"),
            ("<div>x</div>", "<div>x</div>"),
            ("<", "<"),
            ("<b></b>", ""),
        ] {
            let (lead, found) = unwrapped(text);
            assert_eq!(
                (found, &text[lead..lead + found.len()]),
                (inner, inner),
                "{text}"
            );
        }
    }
}
