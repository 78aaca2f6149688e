//! Pictures, lines and JSON of hand-made findings, pinned.

mod every_span;
mod github;
mod gitlab;
mod hostile;
mod json;
mod junit;
mod overview;
mod picture;
mod sarif;
mod summary;
mod summary_line;
mod terminal;
mod width;

use std::time::Duration;

use atlas_lint::check::Checked;
use atlas_lint::diagnostic::{Diagnostic, Label, Severity};
use atlas_lint::render::{Context, Counts, full};
use atlas_lint::text::{FileId, Source, Sources, Span};

const A: FileId = FileId(0);

const B: FileId = FileId(1);

fn sources(texts: &[&str]) -> Sources {
    let paths = ["a.md", "b.md"];
    let files = paths
        .iter()
        .zip(texts)
        .map(|(&path, &text)| Source::new(path, text));
    Sources::new(files.collect(), Vec::new())
}

fn context<'a>(sources: &'a Sources, diagnostics: &'a [Diagnostic]) -> Context<'a> {
    Context {
        sources,
        diagnostics,
        total: Counts::of(diagnostics),
        causes: "",
        pages: sources.files().len(),
        checked: Checked::default(),
        unchecked: &[],
        vault: "content",
        prefix: "v/",
        inside: "",
        release: "2026.02",
        pinned: true,
        dialects: "obsidian",
        version: "1.2.3",
        incomplete: false,
        elapsed: Duration::from_millis(12),
        width: 80,
        interactive: false,
        color: false,
        links: None,
        unicode: true,
        docs_url: &|rule| format!("https://docs/{rule}"),
    }
}

/// Returns the span of `part` in `text`.
fn at(text: &str, part: &str) -> Span {
    let start = text.find(part).unwrap();
    Span::new(start, start + part.len())
}

fn error(span: Span, label: &str) -> Diagnostic {
    Diagnostic::new(
        "rule",
        Severity::Error,
        Label::new(A, span, label),
        "message",
    )
}

/// Draws the picture of a finding in a context that `change` adjusts.
fn drawn(texts: &[&str], finding: &Diagnostic, change: impl Fn(&mut Context<'_>)) -> String {
    let sources = sources(texts);
    let mut cx = context(&sources, std::slice::from_ref(finding));
    change(&mut cx);
    full::one(&cx, finding).unwrap()
}

/// Text that a test pins.
trait Pinned {
    fn is(&self, expected: &str);
}

impl Pinned for String {
    #[track_caller]
    fn is(&self, expected: &str) {
        let expected = expected.trim_start_matches('\n');
        assert!(self == expected, "expected:\n{expected}\nactual:\n{self}");
    }
}
