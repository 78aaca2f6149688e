//! GitLab's code quality report: a list that the merge request shows.

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::{Context, escape, hidden_note, stream};
use crate::diagnostic::{Diagnostic, Severity};
use crate::fingerprint::Fingerprints;

/// Writes all findings.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(out: &mut dyn Write, cx: &Context<'_>) -> io::Result<()> {
    stream::write(out, &Findings(cx))
}

/// The findings, each made when it is written.
struct Findings<'a>(&'a Context<'a>);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let cx = self.0;
        let mut names = Fingerprints::default();
        let findings = cx.diagnostics.iter();
        serializer.collect_seq(findings.map(|diagnostic| finding(cx, diagnostic, &mut names)))
    }
}

fn finding(cx: &Context<'_>, diagnostic: &Diagnostic, names: &mut Fingerprints) -> Value {
    let path = cx.path_in_repository(diagnostic.primary.file);
    let region = cx.region(&diagnostic.primary);
    let message = escape::plain(&diagnostic.message);
    let mut finding = json!({
        "description": format!("{message}{}", hidden_note(diagnostic, escape::plain)),
        "check_name": diagnostic.rule,
        // Of the path from the git root: reports of two vaults of a repository are shown as one.
        "fingerprint": names.next(diagnostic.rule, &path, &diagnostic.about),
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
