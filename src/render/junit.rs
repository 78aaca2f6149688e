//! A JUnit report, for build servers that show test results: one failed case a finding.
//!
//! It contains no times, so two runs over the same input write the same bytes.

use std::collections::HashMap;
use std::io::{self, Write};

use super::command::marked;
use super::context::Context;
use super::escape;
use super::hidden_note::why_hidden;
use crate::diagnostic::Diagnostic;
use crate::text::FileId;

/// Writes all findings, or one case that passed.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(out: &mut dyn Write, cx: &Context<'_>) -> io::Result<()> {
    let hidden = cx.diagnostics.iter().filter(|d| d.hidden.is_some()).count();
    let failures = cx.diagnostics.len() - hidden;
    // A report without a case that ran is taken for a run that did not happen.
    let passed = usize::from(failures == 0);
    let counts = format!(
        "tests=\"{}\" failures=\"{failures}\" errors=\"0\"",
        cx.diagnostics.len() + passed
    );
    let vault = xml(&escape::plain(cx.vault));
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"atlas-lint\" {counts}>")?;
    writeln!(
        out,
        "  <testsuite name=\"{vault}\" {counts} skipped=\"{hidden}\">"
    )?;
    let mut seen: HashMap<(FileId, &str, &str), usize> = HashMap::new();
    for diagnostic in cx.diagnostics {
        let key = (
            diagnostic.primary.file,
            diagnostic.rule,
            diagnostic.about.as_str(),
        );
        let nth = seen.entry(key).or_default();
        *nth += 1;
        case(out, cx, diagnostic, *nth)?;
    }
    if passed > 0 {
        writeln!(
            out,
            "    <testcase name=\"no findings\" classname=\"{vault}\"/>"
        )?;
    }
    writeln!(out, "  </testsuite>\n</testsuites>")
}

/// Writes a test case. Its name is the subject of the finding, not its place: servers identify tests by name, and keep one of several
/// with the same name.
fn case(
    out: &mut dyn Write,
    cx: &Context<'_>,
    diagnostic: &Diagnostic,
    nth: usize,
) -> io::Result<()> {
    let again = if nth > 1 {
        format!(" ({nth})")
    } else {
        String::new()
    };
    let path = cx.path_in_repository(diagnostic.primary.file);
    let path = xml(&escape::plain(&path));
    writeln!(
        out,
        "    <testcase name=\"{}: {}{again}\" classname=\"{path}\" file=\"{path}\" line=\"{}\">",
        xml(diagnostic.rule),
        xml(&escape::plain(diagnostic.about.as_str())),
        cx.region(&diagnostic.primary).start.line,
    )?;
    if let Some(hidden) = &diagnostic.hidden {
        writeln!(
            out,
            "      <skipped message=\"{}\"/>",
            xml(&why_hidden(hidden, escape::plain))
        )?;
    } else {
        writeln!(
            out,
            "      <failure type=\"{}\" message=\"{}\">{}</failure>",
            diagnostic.severity.as_str(),
            xml(&escape::plain(&diagnostic.message)),
            xml(&cx.in_words(diagnostic)),
        )?;
    }
    writeln!(out, "    </testcase>")
}

/// Escapes a text for XML, in an attribute or between tags. A prefix of a CI command is broken by a character reference. Characters that
/// XML cannot hold have been escaped before.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (c, is_command) in marked(text) {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            c if is_command => out += &format!("&#{};", u32::from(c)),
            c => out.push(c),
        }
    }
    out
}
