//! GitLab's code quality report: a list that the merge request shows.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::context::Context;
use super::escape;
use super::hidden_note::hidden_note;
use super::stream::{self, Each};
use crate::diagnostic::{Diagnostic, Severity};
use crate::fingerprint::Fingerprints;

/// Writes all findings.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(out: &mut dyn Write, cx: &Context<'_>) -> io::Result<()> {
    stream::write(out, &Each { cx, make: finding })
}

fn finding(cx: &Context<'_>, diagnostic: &Diagnostic, names: &mut Fingerprints) -> Value {
    let path = cx.path_in_repository(diagnostic.primary.file);
    let region = cx.region(&diagnostic.primary);
    let message = escape::plain(&diagnostic.message);
    let mut finding = json!({
        "description": format!("{message}{}", hidden_note(diagnostic, escape::plain)),
        "check_name": diagnostic.rule,
        // Of the path from the git root: reports of two vaults of a repository are shown as one.
        "fingerprint": names.next(diagnostic.rule, &path, diagnostic.about.as_str()),
        "severity": match diagnostic.severity {
            _ if diagnostic.hidden.is_some() => "info",
            Severity::Error => "major",
            Severity::Warning => "minor",
        },
        "location": {
            "path": path,
            "lines": { "begin": region.start.line, "end": region.last_line },
        },
    });
    if let Some(help) = &diagnostic.help {
        finding["content"] = json!({ "body": escape::plain_lines(help) });
    }
    finding
}
