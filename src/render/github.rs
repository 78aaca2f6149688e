//! Commands to GitHub's runner, which makes an annotation of each: `::error file=...,line=...::message`.
//!
//! A command is one line. Text from a page is escaped twice: as in any log, and as the runner expects it in data and properties.
//! So it can neither end the line nor start another property.

use std::io::{self, Write};

use super::context::Context;
use super::escape;
use crate::diagnostic::{Diagnostic, Severity};

/// The longest message, in UTF-16 units. The runner cuts at 4,096.
const LONGEST: usize = 3500;

/// Writes one command a finding.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(out: &mut dyn Write, cx: &Context<'_>) -> io::Result<()> {
    for diagnostic in cx.diagnostics {
        writeln!(out, "{}", command(cx, diagnostic))?;
    }
    Ok(())
}

fn command(cx: &Context<'_>, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        _ if diagnostic.hidden.is_some() => "notice",
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let path = cx.path_in_repository(diagnostic.primary.file);
    let region = cx.region(&diagnostic.primary);
    let mut properties = format!(
        "file={},line={},endLine={}",
        property(&escape::lines(&path)),
        region.start.line,
        region.last_line
    );
    // The runner drops the columns of a span over several lines, with a warning of its own.
    if region.start.line == region.end.line {
        properties += &format!(
            ",col={},endColumn={}",
            region.start.column, region.end.column
        );
    }
    format!(
        "::{level} {properties},title=atlas-lint({})::{}",
        property(diagnostic.rule),
        // The message starts with the place, because the log of the job does not show the properties.
        data(&cut(&escape::no_commands(&cx.in_words(diagnostic))))
    )
}

/// Returns the command for an error that is not about a line of a page.
#[must_use]
pub fn error(message: &str) -> String {
    let message = cut(&escape::no_commands(&escape::plain_lines(message)));
    format!("::error title=atlas-lint::{}", data(&message))
}

/// Shortens a text to what an annotation holds.
fn cut(text: &str) -> String {
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= LONGEST
    };
    let head: String = text.chars().take_while(fits).collect();
    let dots = if head.len() < text.len() { "..." } else { "" };
    head + dots
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
