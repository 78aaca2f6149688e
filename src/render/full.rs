//! Pictures for people: each finding with its lines, and both places of it where there are two.
//!
//! The only file that knows `miette`, which draws the frame around the lines. Everything that goes into a frame is built and
//! bounded in `window.rs`: `miette` itself lets escape characters through, never cuts a line, draws overlapping labels
//! wrong, loses labels at the end of a file, and reads a file from its start for every label. The first line and the help are
//! written here, as `miette` would put the help before the second place.

use std::fmt::{self, Write as _};
use std::io;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};

use super::context::Context;
use super::escape;
use super::hidden_note::hidden_note;
use super::line::Frame;
use super::mark::mark;
use super::palette::Style;
use super::places::{Group, MOST_RELATED, NARROW, PlacedLabel, groups};
use super::summary_line::count;
use super::window::{MarkedSpan, Window};
use super::wrap::wrap;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Position;

/// Writes the picture of every finding, a blank line after each.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(out: &mut dyn io::Write, cx: &Context<'_>) -> io::Result<()> {
    for diagnostic in cx.diagnostics {
        let picture = one(cx, diagnostic).map_err(io::Error::other)?;
        writeln!(out, "{picture}")?;
    }
    Ok(())
}

/// Draws the picture of one finding.
///
/// # Errors
/// If a frame cannot be drawn. No input causes this.
pub fn one(cx: &Context<'_>, diagnostic: &Diagnostic) -> Result<String, fmt::Error> {
    let palette = cx.palette();
    let mut out = String::new();

    let message = format!(
        "{}{}: {}{}",
        cx.title(diagnostic),
        mark(diagnostic, palette),
        escape::text(&diagnostic.message),
        hidden_note(diagnostic, escape::text)
    );
    for line in wrap(&message, cx.width.max(NARROW)) {
        writeln!(out, "{}", escape::no_commands(&line))?;
    }

    for group in groups(cx, diagnostic) {
        draw(&mut out, cx, diagnostic.severity, &group)?;
    }
    let more = diagnostic.related.len().saturating_sub(MOST_RELATED);
    if more > 0 {
        writeln!(out, "  and {}", count(more, "more place"))?;
    }

    let fix = diagnostic.fix.as_ref().map(|fix| &fix.message);
    if let Some(help) = diagnostic.help.as_ref().or(fix) {
        let width = cx.width.max(NARROW).saturating_sub(HELP.len());
        for (n, line) in wrap(&escape::lines(help), width).iter().enumerate() {
            let line = escape::no_commands(line);
            match n {
                0 => writeln!(out, "{}{line}", palette.paint(Style::Note, HELP))?,
                _ if line.is_empty() => writeln!(out)?,
                _ => writeln!(out, "{:1$}{line}", "", HELP.len())?,
            }
        }
    }
    Ok(out)
}

const HELP: &str = "  help: ";

/// The columns around the place in the first line of a frame, without those of a line number: `  ╭─[]`.
const HEADER: usize = 6;

/// Words of a label are broken where there is less room than this, and may then stick out.
const LEAST_ROOM: usize = 8;

/// Draws one frame with the lines of a group.
fn draw(
    out: &mut String,
    cx: &Context<'_>,
    severity: Severity,
    group: &Group<'_>,
) -> Result<(), fmt::Error> {
    let Some(lead) = group.first() else {
        return Ok(());
    };
    let source = &*cx.sources.opened(lead.file);
    let mut sorted: Vec<&PlacedLabel<'_>> = group.iter().collect();
    sorted.sort_by_key(|place| place.span);
    let wanted: Vec<MarkedSpan> = sorted.iter().map(|place| place.wanted()).collect();

    let window = Window::new(source, &wanted, frame(cx, group));

    let mut styles = styles(cx, severity);
    let (ours, others) = (styles.error, styles.advice);
    let paint = |place: &&PlacedLabel<'_>| if place.primary { ours } else { others };
    styles.highlights = sorted.iter().map(paint).collect();
    let labels = sorted.iter().zip(&window.marks).map(|(place, mark)| {
        let words = wrap(&place.words, mark.room.max(LEAST_ROOM)).join("\n");
        let words = Some(words).filter(|words| !words.is_empty());
        if std::ptr::eq(*place, lead) {
            LabeledSpan::new_primary_with_span(words, mark.range.clone())
        } else {
            LabeledSpan::new_with_span(words, mark.range.clone())
        }
    });
    let place = source.position(lead.offset as usize);
    let behind = format!(":{}:{}", place.line, place.column);
    let room = cx
        .width
        .max(NARROW)
        .saturating_sub(number_width(group) + HEADER + behind.len());
    let path = cx.path_within(lead.file, room);
    let shown = format!("{path}{behind}");
    let picture = Picture {
        labels: labels.collect(),
        code: Code {
            path,
            place,
            window,
        },
    };
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme {
        characters: if cx.unicode {
            ThemeCharacters::unicode()
        } else {
            ThemeCharacters::ascii()
        },
        styles,
    })
    .with_links(false)
    .with_width(cx.width)
    .without_syntax_highlighting();
    let mut drawn = String::new();
    handler.render_report(&mut drawn, &picture)?;
    // The first line is the message, which the picture has none of. The second one holds the place.
    for (n, line) in drawn.lines().skip(1).enumerate() {
        let line = line.trim_end();
        if n == 0 {
            out.push_str(&line.replacen(&shown, &cx.link_to_file(lead.file, &shown), 1));
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    Ok(())
}

/// Returns the maximum width of the lines of a group: the width without line numbers and the arrows of a tall span.
fn frame(cx: &Context<'_>, group: &Group<'_>) -> Frame<'static> {
    let tall = group.iter().any(|place| place.lines.0 != place.lines.1);
    let margin = number_width(group) + 4 + if tall { 4 } else { 0 };
    Frame {
        columns: cx.width.saturating_sub(margin).max(NARROW - 8),
        ellipsis: cx.ellipsis(),
    }
}

/// Returns the maximum width of the line numbers of a group.
fn number_width(group: &Group<'_>) -> usize {
    let number = group.iter().map(|place| place.lines.1 + 2).max();
    number.unwrap_or(0).to_string().len()
}

/// Returns the colors; `error` is that of the severity.
fn styles(cx: &Context<'_>, severity: Severity) -> ThemeStyles {
    if !cx.color {
        return ThemeStyles::none();
    }
    let mut styles = ThemeStyles::ansi();
    styles.error = match severity {
        Severity::Error => styles.error.bold(),
        // As `Style::Warning` has it.
        Severity::Warning => styles.warning,
    };
    styles.advice = styles.advice.bold();
    styles.link = styles.help;
    styles
}

/// A group as `miette` wants it.
#[derive(Debug)]
struct Picture {
    code: Code,
    labels: Vec<LabeledSpan>,
}

impl fmt::Display for Picture {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Picture {}

impl miette::Diagnostic for Picture {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.code)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// The lines of a group. Whatever span `miette` asks for, it gets all of them.
#[derive(Debug)]
struct Code {
    path: String,
    place: Position,
    window: Window,
}

impl SourceCode for Code {
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        lines_before: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        // Without context `miette` asks where the first label is, else which lines to draw.
        let (line, column) = if lines_before == 0 {
            (self.place.line - 1, self.place.column - 1)
        } else {
            (self.window.first, 0)
        };
        let text = &self.window.text;
        Ok(Box::new(MietteSpanContents::new_named(
            self.path.clone(),
            text.as_bytes(),
            (0, text.len()).into(),
            line,
            column,
            text.lines().count(),
        )))
    }
}
