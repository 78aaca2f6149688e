//! What `explain` and `rules` say.

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use atlas_lint::rules::{RULES, Theme, of_theme};

use crate::support::Run;

fn explained(rule: &str, columns: &str) -> String {
    let run = Run::new(&["explain", rule]).env("COLUMNS", columns);
    run.go().stdout
}

// Diffs, code, paths and the URL are what they are; everything else fits, and nothing of the documents' test fences is shown.
#[test]
fn every_rule_is_explained_to_a_person_in_40_columns() {
    for rule in RULES {
        let shown = explained(rule.name, "40");
        for part in ["What it finds", "Why it matters", "What to do"] {
            assert!(shown.contains(&format!("\n{part}\n\n  ")), "{shown}");
        }
        assert!(!shown.contains("```"), "{shown}");
        let (prose, example) = shown.split_once("\nExample: ").unwrap_or((&shown, ""));
        assert_eq!(example.is_empty(), rule.name == "internal-error");
        let picture = example.split("\n--- a/").next().unwrap_or_default();
        let lines = prose.lines().chain(picture.lines());
        let is_free = |line: &&str| {
            !line.starts_with("      ") && !line.contains("https:") && !line.contains("─[")
        };
        for line in lines.filter(is_free) {
            assert!(line.width() <= 40, "{}: {line}", rule.name);
        }
    }
}

#[test]
fn an_explanation_ends_in_a_picture_and_the_fix() {
    let shown = explained("wrong-name", "100");
    let end = "  help: write \"LLM Prompt Injection\": the linked page prompt-injection.md agrees\n\n\
               Its fix (unsafe)\n\n--- a/notes.md\n+++ b/notes.md\n@@ -1,1 +1,1 @@\n\
               -See [[prompt-injection|AML.T0051: LLM Jailbreak]].\n\
               +See [[prompt-injection|AML.T0051: LLM Prompt Injection]].\n\n\
               https://github.com/atlas-lint/atlas-lint/blob/main/docs/rules/wrong-name.md\n";
    assert!(shown.ends_with(end), "{shown}");
    let colored = Run::new(&["explain", "wrong-name", "--color", "always"]).go();
    assert!(
        colored.stdout.contains("\u{1b}[31m-See"),
        "{}",
        colored.stdout
    );
    // What people do not see is not printed.
    assert!(!explained("invisible-character", "100").contains('\u{e0053}'));
}

#[test]
fn without_a_name_the_rules_are_listed_by_theme() {
    let shown = Run::new(&["explain"]).go().stdout;
    let mut rest = shown.as_str();
    for theme in Theme::ALL {
        let rules = of_theme(theme).map(|rule| rule.name);
        for word in std::iter::once(theme.name()).chain(rules) {
            let line = format!("\n{word}");
            let at = format!("\n{rest}").find(&line);
            rest = &rest[at.unwrap_or_else(|| panic!("{word} is missing in {rest}"))..];
        }
    }
}

#[test]
fn programs_get_json() {
    let json = |args: &[&str]| -> Value {
        serde_json::from_str(&Run::new(args).go().stdout).expect("JSON")
    };
    let rule = json(&["explain", "wrong-name", "--format", "json"]);
    assert_eq!(rule["theme"], "Ids and names");
    assert_eq!(rule["example"]["fix"]["safety"], "unsafe");
    assert_eq!(rule["example"]["files"][0]["path"], "notes.md");
    let themes = json(&["explain", "--format", "json"]);
    let themes = themes.as_array().expect("themes").iter();
    let rules = themes.map(|theme| theme["rules"].as_array().map_or(0, Vec::len));
    assert_eq!(rules.sum::<usize>(), RULES.len());
    assert_eq!(json(&["rules", "--format", "json"])[0]["theme"], "Links");
}

/// A title that promises two cases shows two.
#[test]
fn an_example_of_two_cases_shows_both() {
    for (rule, pictures, fix) in [
        ("cyclic-procedure", 2, None),
        ("missing-backlink", 2, None),
        ("malformed-id", 2, Some("Fix of the first (safe)\n")),
        ("wrong-name", 1, Some("Its fix (unsafe)\n")),
        // Both say the same.
        ("retired-id", 1, Some("Its fix (safe)\n")),
    ] {
        let text = Run::new(&["explain", rule]).go().stdout;
        let shown = text.matches(&format!("[{rule}]")).count();
        assert_eq!(shown, pictures, "{text}");
        assert!(fix.is_none_or(|fix| text.contains(fix)), "{text}");
    }
}
