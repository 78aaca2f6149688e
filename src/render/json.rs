//! The findings for programs, in the shape that version 1 of the format promises.

use std::io;

use serde::Serialize;

use super::context::Context;
use super::stream::{self, Each};
use crate::diagnostic::{Diagnostic, Hidden, Label};
use crate::fingerprint::Fingerprints;
use crate::text::{Position, Source};

/// The version of the format.
pub(super) const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    tool: Tool<'a>,
    catalog: Catalog<'a>,
    vault: &'a str,
    diagnostics: Each<'a, 'a, Finding<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    unchecked: &'a [String],
    summary: Summary,
}

#[derive(Serialize)]
pub(super) struct Tool<'a> {
    name: &'a str,
    version: &'a str,
}

#[derive(Serialize)]
pub(super) struct Catalog<'a> {
    release: &'a str,
}

impl<'a> Tool<'a> {
    pub(super) fn of(cx: &Context<'a>) -> Self {
        Self {
            name: "atlas-lint",
            version: cx.version,
        }
    }
}

impl<'a> Catalog<'a> {
    pub(super) fn of(cx: &Context<'a>) -> Self {
        Self {
            release: cx.release,
        }
    }
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    url: String,
    about: &'a str,
    fingerprint: String,
    location: Location<'a>,
    related: Vec<Related<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Fix<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressed: Option<Suppressed<'a>>,
}

/// Reason why a finding is not reported. Only `--show-suppressed` shows such findings.
#[derive(Serialize)]
struct Suppressed<'a> {
    by: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    reason: &'a str,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
    offset: usize,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Fix<'a> {
    message: &'a str,
    #[serde(rename = "safety")]
    applicability: &'a str,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    path: &'a str,
    start: u32,
    end: u32,
    replacement: &'a str,
}

#[derive(Serialize)]
pub(super) struct Summary {
    pages: usize,
    errors: usize,
    warnings: usize,
    suppressed: usize,
    baselined: usize,
    fixable: usize,
    unsafe_fixable: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    unchecked: Option<usize>,
}

impl Summary {
    pub(super) fn of(cx: &Context<'_>) -> Self {
        Self {
            pages: cx.pages,
            errors: cx.total.errors,
            warnings: cx.total.warnings,
            suppressed: cx.total.suppressed,
            baselined: cx.total.baselined,
            fixable: cx.total.fixable,
            unsafe_fixable: cx.total.unsafe_fixable,
            unchecked: Some(cx.unchecked.len()).filter(|count| *count > 0),
        }
    }
}

/// Writes all findings and the summary.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(out: &mut dyn io::Write, cx: &Context<'_>) -> io::Result<()> {
    let document = Document {
        version: VERSION,
        tool: Tool::of(cx),
        catalog: Catalog::of(cx),
        vault: cx.vault,
        diagnostics: Each { cx, make: finding },
        unchecked: cx.unchecked,
        summary: Summary::of(cx),
    };
    stream::write(out, &document)
}

fn finding<'a>(cx: &Context<'a>, d: &'a Diagnostic, names: &mut Fingerprints) -> Finding<'a> {
    let path = cx.sources.get(d.primary.file).path();
    Finding {
        rule: d.rule,
        severity: d.severity.as_str(),
        message: &d.message,
        help: d.help.as_deref(),
        url: (cx.docs_url)(d.rule),
        about: d.about.as_str(),
        fingerprint: names.next(d.rule, path, d.about.as_str()),
        location: location(cx, &d.primary),
        related: d
            .related
            .iter()
            .map(|label| Related {
                message: &label.message,
                location: location(cx, label),
            })
            .collect(),
        fix: d.fix.as_ref().map(|fix| Fix {
            message: &fix.message,
            applicability: fix.applicability.as_str(),
            edits: fix
                .edits
                .iter()
                .map(|edit| Edit {
                    path,
                    start: edit.span.start,
                    end: edit.span.end,
                    replacement: &edit.replacement,
                })
                .collect(),
        }),
        suppressed: d.hidden.as_ref().map(suppressed),
    }
}

fn suppressed(hidden: &Hidden) -> Suppressed<'_> {
    let (by, reason) = match hidden {
        Hidden::Allowed(reason) => ("comment", reason.as_str()),
        Hidden::Baselined => ("baseline", ""),
        Hidden::Older => ("revision", ""),
    };
    Suppressed { by, reason }
}

fn location<'a>(cx: &Context<'a>, label: &Label) -> Location<'a> {
    let source = cx.sources.opened(label.file);
    Location {
        path: cx.sources.get(label.file).path(),
        start: place(&source, label.span.start),
        end: place(&source, label.span.end),
    }
}

fn place(source: &Source, offset: u32) -> Place {
    let Position {
        line,
        column,
        offset,
    } = source.position(offset as usize);
    Place {
        line,
        column,
        offset,
    }
}
