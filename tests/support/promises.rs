//! What every fix promises, tried on every example of every rule.

use std::collections::BTreeMap;

use atlas_lint::diagnostic::{Diagnostic, Fix, Severity};
use atlas_lint::fix::{Applied, Repaired, Skipped};
use atlas_lint::text::{FileId, Sources};

use super::Example;

/// How often each finding is there, by file, rule, what it is about and what it says.
type Counts<'d> = BTreeMap<Key<'d>, usize>;
type Key<'d> = (FileId, &'static str, &'d str, &'d str);

fn key(found: &Diagnostic) -> Key<'_> {
    (
        found.primary.file,
        found.rule,
        found.about.as_str(),
        &found.message,
    )
}

fn counts(found: &[Diagnostic], only: impl Fn(&Diagnostic) -> bool) -> Counts<'_> {
    let mut counts = Counts::new();
    for found in found.iter().filter(|found| only(found)) {
        *counts.entry(key(found)).or_default() += 1;
    }
    counts
}

/// Returns the text of a file after one fix, whose edits are applied here independently of `fix`.
fn edited(text: &str, fix: &Fix) -> Result<String, String> {
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let (mut out, mut done) = (String::new(), 0);
    for edit in edits {
        let range = edit.span.range();
        let kept = text.get(done..range.start);
        let kept = kept.ok_or_else(|| format!("{:?} overlaps or splits a character", edit.span))?;
        text.get(range.clone())
            .ok_or_else(|| format!("{:?} does not slice the text", edit.span))?;
        out += kept;
        out += &edit.replacement;
        done = range.end;
    }
    Ok(out + &text[done..])
}

/// Returns the promises that an example breaks, in words.
pub fn broken(example: &Example<'_>) -> Vec<String> {
    let mut broken = Vec::new();
    let sources = example.sources();
    let report = example.check(&sources);
    for found in &report.diagnostics {
        if let Some(fix) = &found.fix {
            let place = sources
                .get(found.primary.file)
                .position(found.primary.span.start as usize);
            let say =
                |what: String| format!("{}:{} {}: {what}", place.line, place.column, found.rule);
            broken.extend(
                alone(example, &sources, &report.diagnostics, found, fix)
                    .into_iter()
                    .map(say),
            );
        }
    }
    for unsafe_too in [false, true] {
        let flags = if unsafe_too {
            "--fix --unsafe-fixes"
        } else {
            "--fix"
        };
        let once = example.repair(example.sources(), unsafe_too);
        let unsettled = once
            .left
            .iter()
            .filter(|(_, left)| **left != Skipped::Conflicts);
        broken.extend(unsettled.map(|left| format!("{flags} leaves {left:?}")));
        // A fix that needs a look may write a key that is there already; then it is taken back.
        if !unsafe_too {
            broken.extend(added(&report.diagnostics, &once));
            let taken_back = once.taken_back.iter();
            broken.extend(taken_back.map(|made| format!("{flags} takes back {made:?}")));
        }
        // What waits for a review of another fix is made once that one is in the text.
        let stacked = once.stacked.clone();
        let waits = |made: &&Applied| {
            let same =
                |stacked: &Applied| stacked.rule == made.rule && stacked.message == made.message;
            stacked.iter().any(same)
        };
        let twice = example.repair(once.sources, unsafe_too);
        let again = twice.made.iter().filter(|made| !waits(made));
        broken.extend(again.map(|made| format!("{flags} is not done: {made:?}")));
    }
    broken
}

/// What one finding hides another tells once it is mended: the rule that is mended, and the one that then finds.
const HIDDEN: [(&str, &str); 8] = [
    ("malformed-id", "wrong-object-type"),
    ("retired-id", "wrong-object-type"),
    ("retired-id", "technique-outside-tactic"),
    // White space around a URL is reported before what is wrong with the URL: ` https:// ` has no host either.
    ("malformed-url", "malformed-url"),
    ("misnumbered-step", "schema-violation"),
    ("ambiguous-link", "unresolved-anchor"),
    ("yaml-trap", "unresolved-link"),
    ("yaml-trap", "unresolved-anchor"),
];

/// Returns the errors that safe fixes add, except those that a fixed finding hid before.
fn added(before: &[Diagnostic], repaired: &Repaired) -> Vec<String> {
    let is_error = |found: &Diagnostic| found.severity == Severity::Error;
    let had = counts(before, is_error);
    let has = counts(&repaired.report.diagnostics, is_error);
    let mended = |file: FileId, rule: &str| {
        let made = repaired.made.iter().filter(|made| made.file == file);
        made.map(|made| made.rule)
            .any(|made| HIDDEN.contains(&(made, rule)))
    };
    has.into_iter()
        .filter(|(key, count)| *count > had.get(key).copied().unwrap_or_default())
        .filter(|((file, rule, ..), _)| !mended(*file, rule))
        .map(|(key, _)| format!("--fix adds {key:?}"))
        .collect()
}

/// Returns the promises that one fix breaks when it is applied alone.
fn alone(
    example: &Example<'_>,
    sources: &Sources,
    before: &[Diagnostic],
    found: &Diagnostic,
    fix: &Fix,
) -> Vec<String> {
    let file = found.primary.file;
    let text = match edited(sources.get(file).text(), fix) {
        Ok(text) => text,
        Err(why) => return vec![why],
    };
    let mut fixed = example.sources();
    fixed.rewrite(file, &text);
    let after = example.check(&fixed).diagnostics;
    let mut broken = Vec::new();
    let (had, has) = (counts(before, |_| true), counts(&after, |_| true));
    if has.get(&key(found)) >= had.get(&key(found)) {
        broken.push(format!("`{}` does not mend its own finding", fix.message));
    }
    broken
}
