//! One line a finding: `path:line:column: severity[rule] message`.

use std::io::{self, Write};

use super::context::Context;
use super::escape;
use super::hidden_note::hidden_note;

/// Writes all findings.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(out: &mut dyn Write, cx: &Context<'_>) -> io::Result<()> {
    for diagnostic in cx.diagnostics {
        writeln!(
            out,
            "{}: {}[{}] {}{}",
            cx.place(diagnostic.primary.file, diagnostic.primary.span.start),
            diagnostic.severity.as_str(),
            diagnostic.rule,
            escape::text(&diagnostic.message),
            hidden_note(diagnostic, escape::text),
        )?;
    }
    Ok(())
}
