//! Rows of an answer on a terminal, in a pipe or in a log.

use unicode_width::UnicodeWidthStr;

use super::escape;
use super::palette::{Palette, Style};
use super::wrap::{columns, wrap};
use crate::text::{Row, RowStyle, Rows};

/// Below this many columns, values have no column of their own.
const NARROW: usize = 60;

/// The deepest indentation below [`NARROW`] columns.
const DEEPEST: usize = 4;

/// The blanks before all lines of a value but the first, where other values follow or none has a column.
const HANGING: usize = 2;

/// Returns rows, safe to print. With a width, lines are broken between words: below the value, or on a narrow terminal a little further
/// in than the label.
#[must_use]
pub fn rows(rows: &Rows, width: Option<usize>, palette: Palette) -> String {
    laid_out(rows, palette, |layout| match width {
        _ if layout.row.values.is_empty() => layout.label_alone(width.unwrap_or(usize::MAX)),
        Some(width) if width < NARROW || layout.has_no_room(width) => layout.narrow(width),
        width => layout.wide(width.unwrap_or(usize::MAX)),
    })
}

/// Does as [`rows`] with rows that are one list: all of them have a column for their values, or none, whatever the room of each.
#[must_use]
pub fn list(rows: &Rows, width: Option<usize>, palette: Palette) -> String {
    let has_no_room = |width: usize| {
        let mut layouts = rows.0.iter().map(|row| Layout::of(row, palette));
        width < NARROW || layouts.any(|layout| layout.is_broken(width))
    };
    let narrow = width.filter(|width| has_no_room(*width));
    laid_out(rows, palette, |layout| match narrow {
        Some(width) => layout.narrow(width),
        None => layout.wide(usize::MAX),
    })
}

fn laid_out(rows: &Rows, palette: Palette, lines: impl Fn(&Layout<'_>) -> Vec<String>) -> String {
    let lines = rows
        .0
        .iter()
        .flat_map(|row| lines(&Layout::of(row, palette)));
    let text: String = lines.map(|line| line + "\n").collect();
    // A line that begins within a value may be one that a CI job takes for a command.
    escape::no_commands(&text)
}

struct Layout<'r> {
    row: &'r Row,
    palette: Palette,
    /// The label, escaped.
    label: String,
}

impl<'r> Layout<'r> {
    fn of(row: &'r Row, palette: Palette) -> Self {
        Self {
            row,
            palette,
            label: escape::plain(&row.label).into_owned(),
        }
    }

    /// Returns whether a value is too wide for one line of its column.
    fn is_broken(&self, width: usize) -> bool {
        let column = self.row.indent + self.row.values_at(self.label.width());
        let mut values = self.row.values.iter();
        values.any(|value| column + escape::plain(value).width() > width)
    }

    fn paint(&self, text: &str) -> String {
        // A sequence before a command would hide it from the function that looks for commands.
        let text = escape::no_commands(text);
        match self.row.style {
            RowStyle::Title | RowStyle::Name => self.palette.paint(Style::Strong, &text),
            RowStyle::Fact => self.palette.paint(Style::Note, &text),
            RowStyle::Added => self.palette.paint(Style::Added, &text),
            RowStyle::Removed => self.palette.paint(Style::Removed, &text),
            RowStyle::Plain => text,
        }
    }

    fn label_alone(&self, width: usize) -> Vec<String> {
        let indent = self.row.indent;
        let lines = broken(&self.label, width.saturating_sub(indent), HANGING);
        let line = |(deeper, line): (usize, String)| {
            format!("{:1$}{2}", "", indent + deeper, self.paint(&line))
        };
        lines.map(line).collect()
    }

    /// Returns whether a word of a value does not fit into the column of the values.
    fn has_no_room(&self, width: usize) -> bool {
        let column = self.row.indent + self.row.values_at(self.label.width());
        let mut words = self.row.values.iter().flat_map(|value| value.split(' '));
        words.any(|word| column + word.width() > width)
    }

    fn wide(&self, width: usize) -> Vec<String> {
        let indent = self.row.indent;
        let label = self.label.width();
        let column = self.row.values_at(label);
        let room = width.saturating_sub(indent + column).max(1);
        let is_list = self.row.values.len() > 1;
        let values = self.row.values.iter();
        let lines = values.flat_map(|value| {
            let value = escape::plain(value);
            // In a list, a hanging indent separates the lines of one value from the next value.
            let deeper = if is_list { HANGING } else { 0 };
            broken(&value, room, deeper).collect::<Vec<_>>()
        });
        let line = |(nth, (deeper, line)): (usize, (usize, String))| match (nth, line.is_empty()) {
            (0, _) => {
                let gap = if line.is_empty() { 0 } else { column - label };
                let label = self.paint(&self.label);
                format!("{:indent$}{label}{:gap$}{line}", "", "")
            }
            (_, true) => String::new(),
            (_, false) => format!("{:1$}{line}", "", indent + column + deeper),
        };
        lines.enumerate().map(line).collect()
    }

    /// Puts a value behind the label, and several below it.
    fn narrow(&self, width: usize) -> Vec<String> {
        let indent = self.row.indent.min(DEEPEST);
        let painted = self.paint(&self.label);
        let is_list = self.row.values.len() > 1 && !painted.is_empty();
        // A command would run into the words about it.
        let is_command = self.row.style == RowStyle::Name && self.label.contains(' ');
        let mut lines = Vec::new();
        let (before, inside) = if is_command {
            lines.extend(self.label_alone(width));
            ("", indent + 2 * HANGING)
        } else if is_list {
            lines.push(format!("{:indent$}{painted}", ""));
            ("", indent + 2)
        } else {
            (painted.as_str(), indent)
        };
        for value in &self.row.values {
            let value = escape::plain(value);
            let words = std::iter::once(before).chain(value.split(' '));
            let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
            let words = words.join(" ");
            let deeper = if painted.is_empty() { 0 } else { HANGING };
            let broken = broken(&words, width.saturating_sub(inside), deeper);
            lines.extend(broken.map(|(deeper, line)| match line.as_str() {
                "" => line,
                words => format!("{:1$}{words}", "", inside + deeper),
            }));
        }
        lines
    }
}

/// Breaks a text between words into lines, each with its indentation: none for the first, `deeper` for the others.
fn broken(text: &str, width: usize, deeper: usize) -> impl Iterator<Item = (usize, String)> {
    let lines = if columns(text) <= width {
        vec![text.to_owned()]
    } else {
        wrap(text, width.saturating_sub(deeper).max(1))
    };
    let indent = move |nth: usize| if nth == 0 { 0 } else { deeper };
    let lines = lines.into_iter().enumerate();
    lines.map(move |(nth, line)| (indent(nth), line))
}

#[cfg(test)]
mod tests {
    use super::{list, rows};
    use crate::render::{Palette, columns};
    use crate::text::{Row, RowStyle, Rows};

    const COLOR: Palette = Palette {
        color: true,
        links: false,
    };

    fn fact(label: &str, values: &[&str]) -> Row {
        Row {
            style: RowStyle::Fact,
            indent: 2,
            label: label.to_owned(),
            column: 17,
            values: values.iter().map(|&value| value.to_owned()).collect(),
        }
    }

    #[test]
    fn values_are_below_each_other() {
        let mut all = Rows::default();
        all.title("A title");
        all.add(fact("names:", &["one: two", "three"]));
        all.line("");
        all.line("a: line");
        let text = "A title\n  names:           one: two\n                   three\n\na: line\n";
        assert_eq!(all.to_string(), text);
        assert_eq!(rows(&all, None, Palette::PLAIN), text);
        assert_eq!(rows(&all, Some(60), Palette::PLAIN), text);
        let narrow = "A title\n  names:\n    one: two\n    three\n\na: line\n";
        assert_eq!(rows(&all, Some(40), Palette::PLAIN), narrow);
        let one = Rows(vec![fact("names:", &["2025.04    one two three"])]);
        assert_eq!(
            rows(&one, Some(20), Palette::PLAIN),
            "  names: 2025.04\n    one two three\n"
        );
    }

    #[test]
    fn the_lines_of_a_value_hang_below_its_first() {
        let words = "word ".repeat(12);
        let mut all = Rows(vec![fact("names:", &[words.trim_end(), "next"])]);
        all.add(fact("one:", &[words.trim_end()]));
        all.line(words.trim_end());
        let text = rows(&all, Some(60), Palette::PLAIN);
        let indents = text
            .lines()
            .map(|line| line.len() - line.trim_start().len());
        assert_eq!(indents.collect::<Vec<_>>(), [2, 21, 19, 2, 19, 0]);
        let text = rows(&all, Some(40), Palette::PLAIN);
        let indents = text
            .lines()
            .map(|line| line.len() - line.trim_start().len());
        assert_eq!(indents.collect::<Vec<_>>(), [2, 4, 6, 4, 2, 4, 0, 0]);
    }

    #[test]
    fn a_long_word_has_a_line_of_its_own() {
        let word = "w".repeat(50);
        let all = Rows(vec![fact("page:", &[&word, "b"])]);
        let wide = format!("  page:            {word}\n                   b\n");
        assert_eq!(rows(&all, Some(69), Palette::PLAIN), wide);
        let narrow = format!("  page:\n    {word}\n    b\n");
        assert_eq!(rows(&all, Some(68), Palette::PLAIN), narrow);
    }

    /// A colon or two blanks in a value once made a label of what is before them.
    #[test]
    fn only_labels_have_colors_where_lines_break() {
        let words = "kind: of  a  value, added  and retired  again: words ".repeat(4);
        let all = Rows(vec![fact("names:", &[words.trim_end(), "status:  x"])]);
        for width in [None, Some(20), Some(40), Some(60), Some(80)] {
            let painted = rows(&all, width, COLOR);
            assert_eq!(painted.matches('\u{1b}').count(), 2, "{painted:?}");
            assert!(
                painted.starts_with("  \u{1b}[36;1mnames:\u{1b}[0m"),
                "{painted:?}"
            );
            let fits = |line: &str| width.is_none_or(|width| columns(line) <= width);
            assert!(painted.lines().all(fits), "{painted}");
        }
    }

    /// Without colors, nothing else would tell where a command ends.
    #[test]
    fn a_command_is_told_from_the_words_about_it() {
        let command = |label: &str| Row {
            style: RowStyle::Name,
            label: label.to_owned(),
            column: 24,
            ..fact("", &["what it does"])
        };
        let all = Rows(vec![
            command("check --all"),
            command("sync --check --catalog latest"),
        ]);
        let narrow = rows(&all, Some(28), Palette::PLAIN);
        let lines = "  check --all\n      what it does\n  sync --check --catalog\n    latest\n      what it does\n";
        assert_eq!(narrow, lines);
        let id = rows(&Rows(vec![command("AML.T0051")]), Some(28), Palette::PLAIN);
        assert_eq!(id, "  AML.T0051 what it does\n");
    }

    /// A list where some rows have a column and others do not is hard to scan.
    #[test]
    fn the_rows_of_a_list_look_alike() {
        let row = |value: &str| Row {
            indent: 0,
            column: 14,
            ..fact("would update", &[value])
        };
        let long = format!("{}.md (AML.T0051)", "w".repeat(50));
        let short = list(
            &Rows(vec![row("a.md (AML.T0051)")]),
            Some(80),
            Palette::PLAIN,
        );
        assert_eq!(short, "would update  a.md (AML.T0051)\n");
        let all = Rows(vec![row("a.md (AML.T0051)"), row(&long), row("b.md")]);
        let wide = list(&all, Some(80), Palette::PLAIN);
        assert!(
            wide.lines().all(|line| line.starts_with("would update  ")),
            "{wide}"
        );
        let narrow = list(&all, Some(70), Palette::PLAIN);
        let long = long.replace(' ', "\n  ");
        let lines =
            format!("would update a.md (AML.T0051)\nwould update {long}\nwould update b.md\n");
        assert_eq!(narrow, lines);
        assert_eq!(list(&all, None, Palette::PLAIN), all.to_string());
    }

    #[test]
    fn a_long_title_is_one_title() {
        let mut all = Rows::default();
        all.title("one two three");
        assert_eq!(
            rows(&all, Some(8), COLOR),
            "\u{1b}[1mone\u{1b}[0m\n  \u{1b}[1mtwo\u{1b}[0m\n  \u{1b}[1mthree\u{1b}[0m\n"
        );
    }

    #[test]
    fn no_value_and_no_label_is_a_command() {
        let mut all = Rows(vec![fact("names:", &["\u{1b}[2J word ::error::x"])]);
        all.title("::error::x");
        all.add(Row {
            indent: 0,
            column: 0,
            ..fact("", &["::error::x"])
        });
        for width in [None, Some(21), Some(61)] {
            for palette in [Palette::PLAIN, COLOR] {
                let text = rows(&all, width, palette);
                assert!(
                    !text.contains("[2J word") || text.contains("\\x1b[2J"),
                    "{text:?}"
                );
                let mut lines = text.lines().map(str::trim_start);
                assert!(!lines.any(|line| line.starts_with("::")), "{text:?}");
                assert!(text.contains("\\x3a:error::x"), "{text:?}");
                assert!(!text.contains("m::error"), "{text:?}");
            }
        }
    }
}
