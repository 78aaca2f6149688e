//! What holds for every finding, whatever the rule: its spans slice the text, its edits apply, and what was fixed stays fixed.

use crate::support::places::{check_places, number, report};
use crate::support::{Run, Scratch};

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
