//! Colors change nothing but the color, whatever a command prints.

use std::collections::BTreeSet;

use regex::Regex;

use crate::support::{Outcome, Run, Scratch};

/// Commands that print for people, each run in a copy of the vault.
const COMMANDS: &[&[&str]] = &[
    &[],
    &["--format", "full"],
    &["--format", "concise", "--show-suppressed"],
    &["--statistics"],
    &["--diff"],
    &["--fix"],
    &["--fix", "--unsafe-fixes"],
    &["--select", "malformed-url"],
    &["check", "--baseline", "b.jsonl", "--write-baseline"],
    &["check", "--select", "wrong-nam"],
    &["check", "no-such-page.md"],
    &["check", "--verbose"],
    &["chek"],
    &["-h"],
    &["--help"],
    &["check", "-h"],
    &["export", "-h"],
    &["sync", "-h"],
    &["new", "case-study", "-h"],
    &["new"],
    &["explain"],
    &["explain", "wrong-name"],
    &["explain", "missing-backlink"],
    &["explain", "wrong-nam"],
    &["rules"],
    &["show", "study.md"],
    &["export", "study.md", "--to", "v6"],
    &["export", "study.md", "--to", "submission"],
    &["export", "--check"],
    &["catalog", "show", "AML.T0048.004"],
    &["catalog", "show", "AML.T9999"],
    &["catalog", "show", "latest"],
    &["catalog", "search", "poison"],
    &["catalog", "search", "nothing of the kind"],
    &["catalog", "releases"],
    &["catalog", "diff", "2026.05", "2026.09"],
    &["catalog", "import", "study.md"],
    &["sync", "--check", "--catalog", "latest"],
    &["sync", "--diff"],
    &["sync"],
    &["new", "case-study", "A name"],
    &["new", "case-study", "A name", "--dry-run"],
    &["new", "technique", "AML.T0000"],
    &["new", "technique", "AML.T9999"],
    &["new", "page-type", "playbook"],
    &["new", "vault", "other/wiki"],
    &["init"],
    &["init", "sub"],
    &["config"],
    &["config", "study.md"],
    &["--config", "broken.yaml"],
    &["completions", "bash"],
];

fn vault(name: &str) -> Scratch {
    let folder = Scratch::new(name);
    folder
        .write(
            "study.md",
            "---\ntype: case-study\n---\n\n# AML.CS0099: A study\n\n**AML.T0044** - Full ML Model Access\n\nSee [[nothing]], [[nothing]] and <https://x.y/ >, AML.T0051 LLM Jailbreak.\n",
        )
        .write(
            "impact.md",
            "# AML.TA0011: Impact\n\nHarm.\n\n## Metadata\n\n- **Tactic ID:** AML.TA0011\n\n## Techniques (0)\n",
        )
        .write("t51.md", "# AML.T0051: LLM Prompt Injection\n\n[[impact]]\n")
        .write("data.py", "T = 'AML.T0051'\n")
        .write("sub/page.md", "# A page\n")
        .write("broken.yaml", "rulez:\n  wrong-name: off\n")
        .write(".atlas-version", "2026.02\n");
    folder
}

/// Returns what a command prints in a fresh copy of the vault.
fn printed(name: &str, args: &[&str], color: &str) -> Outcome {
    let folder = vault(name);
    let mut all = args.to_vec();
    all.extend(["--color", color]);
    let run = Run::new(&all).at(folder.path()).env("COLUMNS", "80");
    let mut outcome = run.go();
    let time = Regex::new(r" in (under )?[0-9.,]+ (ms|s|min)\b").expect("a pattern");
    for text in [&mut outcome.stdout, &mut outcome.stderr] {
        *text = time.replace_all(text, " in 12 ms").into_owned();
    }
    outcome
}

#[test]
fn colors_change_nothing_but_the_color() {
    let codes = Regex::new("\u{1b}\\[[0-9;]*m").expect("a pattern");
    for (nth, args) in COMMANDS.iter().enumerate() {
        let name = format!("colors-{nth}");
        let plain = printed(&name, args, "never");
        let painted = printed(&name, args, "always");
        assert_eq!(plain.code, painted.code, "{args:?}: {}", painted.stderr);
        for (plain, painted) in [
            (&plain.stdout, &painted.stdout),
            (&plain.stderr, &painted.stderr),
        ] {
            assert!(!plain.contains('\u{1b}'), "{args:?}: {plain:?}");
            assert_eq!(codes.replace_all(painted, ""), **plain, "{args:?}");
            assert!(!painted.contains("\\x1b"), "{args:?}: {painted:?}");
        }
    }
}

/// A command that is not listed above is not tested.
#[test]
fn the_colors_of_each_command_are_tested() {
    let tested: BTreeSet<&str> = COMMANDS
        .iter()
        .filter_map(|args| args.first().copied())
        .collect();
    let help = Run::new(&["-h"]).go().stdout;
    let commands = help.split("Commands:\n").nth(1).expect("commands");
    let commands = commands.lines().take_while(|line| !line.is_empty());
    let names = commands.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    let missing: Vec<&str> = names
        .filter(|name| !name.is_empty() && *name != "help" && !tested.contains(name))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
