//! One line a finding: `path:line:column: severity[rule] message`.
//!
//! Programs read it from a pipe, so only a terminal shows marks of fixes.

use std::io::{self, Write};

use super::context::Context;
use super::escape;
use super::hidden_note::hidden_note;
use super::mark::mark;
use super::palette::Style;

/// Writes all findings.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(out: &mut dyn Write, cx: &Context<'_>) -> io::Result<()> {
    let palette = cx.palette();
    for diagnostic in cx.diagnostics {
        let place = cx.place(diagnostic.primary.file, diagnostic.primary.span.start);
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
