//! What holds for every finding, whatever the rule: its spans slice the text, its edits apply, and what was fixed stays fixed.

use serde_json::Value;

use crate::corpus;
use crate::support::{Run, Scratch};

/// The findings of a run, as JSON.
fn report(run: Run) -> Vec<Value> {
    let outcome = run.go();
    let report: Value = serde_json::from_str(&outcome.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", outcome.stderr));
    report["diagnostics"].as_array().cloned().expect("a list")
}

fn offset(place: &Value) -> usize {
    usize::try_from(place["offset"].as_u64().expect("an offset")).expect("it fits")
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("it fits")
}

/// Checks every span and edit of a finding against the text of its file.
fn check_places(finding: &Value, read: &dyn Fn(&str) -> String) {
    let related = finding["related"].as_array().cloned().unwrap_or_default();
    let places = related.iter().map(|label| &label["location"]);
    for location in std::iter::once(&finding["location"]).chain(places) {
        let text = read(location["path"].as_str().expect("a path"));
        let (start, end) = (offset(&location["start"]), offset(&location["end"]));
        assert!(text.get(start..end).is_some(), "{finding} does not slice");
        let line = text[..start].matches('\n').count() + 1;
        assert_eq!(number(&location["start"]["line"]), line, "{finding}");
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let column = text[line_start..start]
            .chars()
            .filter(|c| *c != '\u{feff}')
            .count()
            + 1;
        assert_eq!(number(&location["start"]["column"]), column, "{finding}");
    }
    let mut last = 0;
    for edit in finding["fix"]["edits"].as_array().into_iter().flatten() {
        let text = read(edit["path"].as_str().expect("a path"));
        let (start, end) = (number(&edit["start"]), number(&edit["end"]));
        assert!(
            last <= start && text.get(start..end).is_some(),
            "{finding} has edits that overlap or do not slice"
        );
        last = end;
    }
}

#[test]
fn every_span_of_real_and_seeded_findings_slices_its_text() {
    let Some(shared) = corpus::shared() else {
        return;
    };
    let vault = shared.join("vaults/kb-seed");
    let read = |path: &str| std::fs::read_to_string(vault.join(path)).expect("a page");
    let mut seen = 0;
    for release in ["2021.05", "2023.10", "2026.02", "2026.09"] {
        let run = Run::new(&[
            "check",
            &vault.to_string_lossy(),
            "--format",
            "json",
            "--catalog",
            release,
        ]);
        for finding in report(run) {
            check_places(&finding, &read);
            seen += 1;
        }
    }
    assert!(seen > 1_000, "only {seen} findings");
}

/// A page with a defect for every rule that has a safe fix, in awkward company.
const DEFECTS: &str = "\u{feff}# Notes\r\n\r\n日本 AML-T0051 and aml.t0020, [[targets/prompt|AML.T0054: LLM Jailbreak]], [[PROMPT]].\r\n\r\n\
    [AML.T0043: Craft Adversarial Data](targets/craft.md), [[targets/prompt|AML.T0051: LLM Prompt Injection]].\r\n\r\n\
    AML.T0045 is gone. [[targets/jailbreak|AML.T0020: Poison Training Data]] and [[twice]].\r\n\r\n\
    [[targets/craft|AML.T0000: Search for Victim's Publicly Available Research Materials]]\r\n";

fn seeded() -> Scratch {
    let vault = Scratch::new("properties");
    vault
        .write("notes.md", DEFECTS)
        .write("targets/prompt.md", "# AML.T0051: LLM Prompt Injection\n")
        .write("targets/jailbreak.md", "# AML.T0054: LLM Jailbreak\n")
        .write("targets/craft.md", "# AML.T0043: Craft Adversarial Data\n")
        .write("targets/poison.md", "# AML.T0020: Poison Training Data\n")
        .write(
            "targets/search.md",
            "# AML.T0000: Search Open Technical Databases\n",
        )
        .write("a/twice.md", "")
        .write("b/twice.md", "");
    vault
}

/// Applies the safe fixes of one run to notes.md; of edits that overlap the first counts. Gives how many were applied.
fn fix_once(vault: &Scratch) -> usize {
    let file = vault.path().join("notes.md");
    let mut text = std::fs::read_to_string(&file).expect("the page");
    let args = ["check", "--format", "json", "--catalog", "2026.05"];
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    for finding in report(Run::new(&args).at(vault.path())) {
        check_places(&finding, &|path| {
            std::fs::read_to_string(vault.path().join(path)).expect("a page")
        });
        if finding["fix"]["safety"] != "safe" {
            continue;
        }
        for edit in finding["fix"]["edits"].as_array().into_iter().flatten() {
            let replacement = edit["replacement"].as_str().expect("text").to_owned();
            edits.push((number(&edit["start"]), number(&edit["end"]), replacement));
        }
    }
    edits.sort();
    edits.dedup();
    let mut free = 0;
    edits.retain(|(start, end, _)| {
        let keep = *start >= free;
        free = free.max(*end);
        keep
    });
    for (start, end, replacement) in edits.iter().rev() {
        text.replace_range(start..end, replacement);
    }
    std::fs::write(&file, text).expect("the page can be written");
    edits.len()
}

#[test]
fn what_was_fixed_stays_fixed() {
    let vault = seeded();
    let first = fix_once(&vault);
    assert!(first >= 6, "only {first} safe fixes");
    let mut rounds = 1;
    while fix_once(&vault) > 0 {
        rounds += 1;
        assert!(rounds < 5, "the fixes chase one another");
    }
    let text = std::fs::read_to_string(vault.path().join("notes.md")).expect("the page");
    assert!(
        text.starts_with("\u{feff}# Notes\r\n"),
        "the mark and the line ends stay"
    );
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    for wanted in [
        "日本 AML.T0051 and AML.T0020",
        "[[targets/jailbreak|AML.T0054: LLM Jailbreak]]",
        "[[a/twice]]",
        "AML.T0048.004 is gone",
    ] {
        assert!(text.contains(wanted), "{wanted} is not in {text}");
    }
}
