//! One line a finding: `path:line:column: severity[rule] message`.
//!
//! Programs read it from a pipe, so only a terminal shows marks of fixes.

use std::io::{self, Write};

use super::context::Context;
use super::escape;
use super::hidden_note::hidden_note;
use super::mark::mark;
use super::palette::Style;
use crate::text::FileId;

/// Writes all findings.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(out: &mut dyn Write, cx: &Context<'_>) -> io::Result<()> {
    let palette = cx.palette();
    // Findings come by file.
    let mut last: Option<(FileId, String)> = None;
    for diagnostic in cx.diagnostics {
        let (file, start) = (diagnostic.primary.file, diagnostic.primary.span.start);
        let (_, path) = match last.take() {
            Some(known) if known.0 == file => last.insert(known),
            _ => last.insert((file, cx.path(file))),
        };
        let place = if let Some((line, column)) = diagnostic.position {
            format!("{path}:{line}:{column}")
        } else {
            let at = cx.sources.opened(file).position(start as usize);
            format!("{path}:{}:{}", at.line, at.column)
        };
        let place = palette.paint(Style::Place, &place);
        let mark = if cx.interactive {
            mark(diagnostic, palette)
        } else {
            String::new()
        };
        writeln!(
            out,
            "{}: {} {}{}{mark}",
            cx.link_to_file(diagnostic.primary.file, &place),
            cx.title(diagnostic),
            escape::text(&diagnostic.message),
            hidden_note(diagnostic, escape::text),
        )?;
    }
    Ok(())
}
