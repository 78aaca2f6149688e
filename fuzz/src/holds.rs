//! What holds for the findings of any run.

use std::io;
use std::time::Duration;

use atlas_lint::catalog::Catalog;
use atlas_lint::catalog::View;
use atlas_lint::check::Checked;
use atlas_lint::diagnostic::{Diagnostic, Label};
use atlas_lint::render::{self, Context, Counts};
use atlas_lint::text::Sources;

/// Returns the release that the words of an input name, or the newest.
pub fn view(words: &str) -> View<'static> {
    let catalog = Catalog::embedded();
    let named = words
        .split_whitespace()
        .find_map(|word| catalog.release(word));
    catalog.at(named.unwrap_or(catalog.newest()))
}

/// That each place of a finding is one of its file, each edit too, and none of them is a defect of this program.
pub fn places(sources: &Sources, found: &[Diagnostic]) {
    for finding in found {
        assert_ne!(finding.rule, "internal-error", "{finding:?}");
        place(sources, finding, &finding.primary);
        for label in &finding.related {
            place(sources, finding, label);
        }
        let mut free = 0;
        let mut edits: Vec<_> = finding.fix.iter().flat_map(|fix| &fix.edits).collect();
        edits.sort_by_key(|edit| edit.span);
        for edit in edits {
            let label = Label::new(finding.primary.file, edit.span, "");
            place(sources, finding, &label);
            assert!(free <= edit.span.start, "edits overlap: {finding:?}");
            free = edit.span.end;
        }
    }
}

fn place(sources: &Sources, finding: &Diagnostic, label: &Label) {
    let text = sources.get(label.file).text();
    let slice = text.get(label.span.range());
    assert!(slice.is_some(), "{:?} in {finding:?}", label.span);
}

/// What a CI system obeys wherever it stands. The program has a table of its own.
pub const ANYWHERE: [&str; 5] = [
    "##[",
    "##vso[",
    "##teamcity[",
    "section_start:",
    "section_end:",
];

/// What opens a group at the start of a line.
pub const GROUPS: [&str; 4] = ["--- ", "+++ ", "~~~ ", "^^^ +++"];

/// Returns whether a system takes a command from a line.
pub fn is_obeyed(line: &str) -> bool {
    line.trim_start().starts_with("::")
        || ANYWHERE.iter().any(|prefix| line.contains(prefix))
        || GROUPS.iter().any(|prefix| line.starts_with(prefix))
}

type Write = fn(&mut dyn io::Write, &Context<'_>) -> io::Result<()>;

/// That no format prints what a terminal or a CI system obeys.
pub fn inert(sources: &Sources, found: &[Diagnostic]) {
    let context = Context {
        sources,
        diagnostics: found,
        total: Counts::of(found),
        causes: "",
        pages: sources.files().len(),
        checked: Checked::default(),
        unchecked: &[],
        vault: "content",
        prefix: "content/",
        inside: "",
        release: "2026.05",
        dialects: "obsidian",
        pinned: true,
        version: "0.0.0",
        incomplete: false,
        elapsed: Duration::ZERO,
        width: 80,
        interactive: false,
        color: false,
        links: None,
        unicode: false,
        docs_url: &atlas_lint::rules::docs_url,
    };
    // Not SARIF: it holds the docs of all rules, so that each input would cost ten times as much.
    let formats: [(&str, Write); 6] = [
        ("full", render::full::write),
        ("concise", render::concise::write),
        ("json", render::json::write),
        ("gitlab", render::gitlab::write),
        ("junit", render::junit::write),
        ("github", render::github::write),
    ];
    for (name, write) in formats {
        let mut out = Vec::new();
        write(&mut out, &context).expect("a vector takes all");
        let text = String::from_utf8(out).expect("formats are UTF-8");
        assert!(
            !text.contains(|c: char| c.is_control() && c != '\n'),
            "{name}: {text:?}"
        );
        for line in text.lines() {
            let own = name == "github" && line.starts_with("::");
            let line = if own { &line[2..] } else { line };
            assert!(!is_obeyed(line), "{name}: {line}");
        }
        if matches!(name, "json" | "gitlab") {
            let read: Result<serde_json::Value, _> = serde_json::from_str(&text);
            assert!(read.is_ok(), "{name}: {read:?}");
        }
    }
}
