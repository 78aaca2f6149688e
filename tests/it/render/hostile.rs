//! Findings in which everything is a stranger's: what each format must keep harmless.

use atlas_lint::diagnostic::{Applicability, Diagnostic, Fix, Hidden, Label, Severity};
use atlas_lint::text::{FileId, Source, Sources, Span};

use super::{at, context};
use atlas_lint::render::Context;

/// Beside the vault `content`, as a baseline is.
const BESIDE: &str = "../list.jsonl";
const PAGE: &str = "a, 5%\n::error::b.md";
const TEXT: &str = "\u{feff}é [[x]]\r\n::error::\u{1b}y\n";

/// What a message may hold.
const WORDS: &str = "`[t](1)` ##[error]\n::x::5% \u{1b}\u{ffff} `<b>|` @me";

pub struct Hostile {
    sources: Sources,
    pub findings: Vec<Diagnostic>,
}

impl Hostile {
    /// Creates an error with all parts, a copy of it, a warning over two lines, and a hidden
    /// finding.
    pub fn new() -> Self {
        let files = [Source::new(PAGE, TEXT), Source::new(BESIDE, "{}\n")];
        let sources = Sources::new(files.into(), Vec::new());
        let file = |path| sources.find(path).unwrap();
        let (page, beside) = (file(PAGE), file(BESIDE));
        let finding = |file: FileId, span, severity, words: &str| {
            Diagnostic::new("wrong-name", severity, Label::new(file, span, ""), words)
        };
        let mut first = finding(page, at(TEXT, "x"), Severity::Error, WORDS);
        first
            .about("x")
            .help("link to\n::y")
            .related(beside, Span::new(0, 1), "[a](2)")
            .fix(Fix::replace(
                Applicability::Unsafe,
                at(TEXT, "[[x]]\r\n"),
                "\u{1b}",
            ));
        let mut second = first.clone();
        second.related.clear();
        second.fix = None;
        let tall = Span::new(7, TEXT.len());
        let third = finding(page, tall, Severity::Warning, "two lines");
        let mut hidden = finding(beside, Span::new(0, 2), Severity::Error, "hidden");
        hidden.hidden = Some(Hidden::Allowed("it's \u{1b} <fine>".to_owned()));
        Self {
            sources,
            findings: vec![hidden, first, second, third],
        }
    }

    pub fn context(&self) -> Context<'_> {
        context(&self.sources, &self.findings)
    }

    /// Returns the output of a format, after asserting that no line is a command to a CI job.
    pub fn printed(
        &self,
        write: fn(&mut dyn std::io::Write, &Context<'_>) -> std::io::Result<()>,
    ) -> String {
        let mut out = Vec::new();
        write(&mut out, &self.context()).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.contains("##["), "{text}");
        let is_forged = |line: &str| {
            let line = line.trim_start();
            ["::x", "::y", "::error::"]
                .iter()
                .any(|command| line.starts_with(command))
        };
        assert!(!text.lines().any(is_forged), "{text}");
        assert!(
            !text.contains(|c: char| c.is_control() && c != '\n'),
            "{text}"
        );
        text
    }
}

/// Returns the output of a run without findings.
pub fn clean(write: fn(&mut dyn std::io::Write, &Context<'_>) -> std::io::Result<()>) -> String {
    let sources = Sources::new(vec![Source::new("a.md", "")], Vec::new());
    let mut out = Vec::new();
    write(&mut out, &context(&sources, &[])).unwrap();
    String::from_utf8(out).unwrap()
}
