//! What is expected of an example: findings, pictures and fixed files, each in a fence of its own.

use atlas_lint::diagnostic::Diagnostic;
use atlas_lint::fix::Repaired;
use atlas_lint::render::full;
use atlas_lint::text::Sources;

use super::document::{Block, Section};
use super::example::{Example, context};

/// Returns the blocks of a section, with actual results in place of the expected ones.
pub fn run_section(section: &Section) -> Vec<Block> {
    let Some(example) = Example::of(section) else {
        return section.blocks.clone();
    };
    let sources = example.sources();
    let mut report = example.check(&sources);
    report.diagnostics.retain(|found| found.hidden.is_none());
    let mut repaired: Option<Repaired> = None;
    let mut actual = section.blocks.clone();
    for block in &mut actual {
        if block.is("diagnostics") {
            block.body = report
                .diagnostics
                .iter()
                .map(|found| concise(&sources, found))
                .collect();
        } else if block.is("full") {
            block.body = pictures(&sources, &report.diagnostics, example.release());
        } else if block.is("pairs") {
            block.body = example.pairs(&sources);
        } else if block.is("fixed") {
            let path = block.path.clone().expect("a `fixed` fence has a path");
            let repaired = repaired.get_or_insert_with(|| example.repair(example.sources(), true));
            let file = repaired.sources.find(&path);
            let file = file.unwrap_or_else(|| panic!("no file {path}"));
            block.body = in_a_fence(repaired.sources.get(file).text());
            if block.has("crlf") {
                // The document itself has LF; that every line end is still CRLF is what the word says.
                assert_eq!(
                    block.body.matches('\n').count(),
                    block.body.matches("\r\n").count(),
                    "{path}"
                );
                block.body = block.body.replace("\r\n", "\n");
            }
        }
    }
    actual
}

fn concise(sources: &Sources, found: &Diagnostic) -> String {
    let source = sources.get(found.primary.file);
    let at = source.position(found.primary.span.start as usize);
    format!(
        "{}:{}:{}: {}[{}] {}\n",
        source.path(),
        at.line,
        at.column,
        found.severity.as_str(),
        found.rule,
        found.message
    )
}

fn pictures(sources: &Sources, found: &[Diagnostic], release: &str) -> String {
    let context = context(sources, found, release);
    let mut out = Vec::new();
    full::write(&mut out, &context).expect("pictures can be drawn");
    let text = String::from_utf8(out).expect("pictures are UTF-8");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_end().to_owned() + "\n"
}

/// Converts a text to what a fence can hold: without byte-order mark, with LF, and with a final
/// line end.
fn in_a_fence(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    if text.ends_with('\n') {
        text
    } else {
        text + "\n"
    }
}
