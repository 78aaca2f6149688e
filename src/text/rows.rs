//! An answer as rows. Where it is printed, the rows get line breaks and colors; as text, each is on one line.

use std::fmt;

/// Role of the label of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowStyle {
    /// A heading.
    Title,
    /// The name of a thing that is listed.
    Name,
    /// The label of a fact.
    Fact,
    Added,
    Removed,
    Plain,
}

/// A label, and one value or a list of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub style: RowStyle,
    /// Blanks before the label.
    pub indent: usize,
    pub label: String,
    /// Columns from the start of the label to the values, where there is room for it.
    pub column: usize,
    pub values: Vec<String>,
}

/// Rows in the order in which they are printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows(pub Vec<Row>);

impl Rows {
    /// Adds a row.
    pub fn add(&mut self, row: Row) {
        self.0.push(row);
    }

    /// Adds a heading.
    pub fn title(&mut self, title: &str) {
        self.add(Row {
            style: RowStyle::Title,
            indent: 0,
            label: title.to_owned(),
            column: 0,
            values: Vec::new(),
        });
    }

    /// Adds a paragraph, or an empty line.
    pub fn line(&mut self, text: &str) {
        self.add(Row {
            style: RowStyle::Plain,
            indent: 0,
            label: String::new(),
            column: 0,
            values: vec![text.to_owned()],
        });
    }

    /// Adds a row of a fact, whose values are in one column with those of other facts.
    pub fn fact(&mut self, label: &str, values: Vec<String>) {
        self.add(Row {
            style: RowStyle::Fact,
            indent: 2,
            label: format!("{label}:"),
            column: 17,
            values,
        });
    }

    /// Adds the rows of another answer.
    pub fn append(&mut self, other: Rows) {
        self.0.extend(other.0);
    }
}

impl Row {
    /// Returns the columns from the start of the label to the values, if the label takes `label`.
    #[must_use]
    pub fn values_at(&self, label: usize) -> usize {
        match label {
            0 => self.column,
            label => self.column.max(label + 1),
        }
    }
}

impl fmt::Display for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for row in &self.0 {
            let indent = row.indent;
            if row.values.is_empty() {
                writeln!(f, "{:indent$}{}", "", row.label)?;
            }
            let column = row.values_at(row.label.chars().count());
            for (nth, value) in row.values.iter().enumerate() {
                let label = if nth == 0 { row.label.as_str() } else { "" };
                writeln!(f, "{:indent$}{label:column$}{value}", "")?;
            }
        }
        Ok(())
    }
}
