//! The help, and the commands that teach.

use serde_json::Value;

use crate::support::{Run, Scratch, fails};

// On a terminal of 80 columns, which `-h` fills at most with 45 lines.
#[test]
fn short_help_fits_on_a_screen() {
    let help = |args: &[&str]| Run::new(args).env("COLUMNS", "80").go().stdout;
    let short = help(&["-h"]);
    assert!(short.contains("\n  explain "), "{short}");
    assert!(!short.contains("--unsafe-fixes"), "{short}");
    assert!(help(&["--help"]).contains("--unsafe-fixes"));
    assert!(help(&["check", "-h"]).contains("--unsafe-fixes"));
    assert!(help(&["check", "--help"]).contains("--jobs"));
    for option in ["--color", "--show-suppressed"] {
        assert!(help(&["check", "-h"]).contains(option), "{option}");
    }
    let commands = short.split("Commands:\n").nth(1).expect("commands");
    let commands = commands.lines().take_while(|line| !line.is_empty());
    let commands = commands.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    let commands: Vec<&str> = commands.filter(|name| !name.is_empty()).collect();
    assert!(commands.contains(&"completions"), "{commands:?}");
    for args in commands
        .iter()
        .map(|name| vec![*name, "-h"])
        .chain([vec!["-h"]])
    {
        let help = help(&args);
        assert!(help.lines().count() <= 45, "{args:?}: {help}");
        let is_wide = |line: &&str| line.chars().count() > 80;
        assert_eq!(help.lines().find(is_wide), None, "{args:?}");
    }
}

#[test]
fn help_teaches() {
    let help = Run::new(&["--help"]).go();
    assert_eq!(help.code, 0);
    for word in [
        "Examples:",
        "atlas-lint content",
        "Exit codes:",
        "--catalog",
    ] {
        assert!(help.stdout.contains(word), "{word}");
    }
    let rules: Value =
        serde_json::from_str(&Run::new(&["rules", "--format", "json"]).go().stdout).expect("JSON");
    assert_eq!(
        rules.as_array().map(Vec::len),
        Some(atlas_lint::rules::RULES.len())
    );
    assert!(
        Run::new(&["explain", "wrong-name"])
            .go()
            .stdout
            .starts_with("wrong-name\n\n  level  error\n")
    );
    assert!(
        Run::new(&["completions", "bash"])
            .go()
            .stdout
            .contains("atlas-lint")
    );
    assert!(
        Run::new(&["catalog", "show", "AML.T0045"])
            .go()
            .stdout
            .contains("AML.T0048.004")
    );
    assert!(
        Run::new(&["catalog", "diff", "2023.04", "2023.10"])
            .go()
            .stdout
            .contains("AML.T0045")
    );
}

#[test]
fn init_writes_a_config_that_works() {
    let vault = Scratch::new("init");
    vault.write("a.md", "");
    assert_eq!(vault.run(&["init"]).code, 0);
    let outcome = vault.run(&[]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("(pinned)"), "{}", outcome.stderr);
    fails(&vault.run(&["init"]), &["atlas-lint.yaml"]);
}

/// At 80 columns each command of an example is on one line, and what it does in one column. At 40 it is told from what it does.
#[test]
fn examples_of_the_help_are_not_broken() {
    for command in [
        &["-h"][..],
        &["--help"],
        &["check", "-h"],
        &["check", "--help"],
        &["export", "-h"],
        &["sync", "-h"],
        &["init", "-h"],
        &["new", "case-study", "-h"],
        &["catalog", "show", "-h"],
        &["catalog", "search", "-h"],
        &["catalog", "diff", "-h"],
        &["catalog", "import", "-h"],
    ] {
        let starts = |line: &str| {
            ["atlas-lint", "git ", "$EDITOR"]
                .iter()
                .any(|start| line.starts_with(start))
        };
        for (columns, most) in [("80", 80), ("40", 40)] {
            let help = Run::new(command).env("COLUMNS", columns).go().stdout;
            let lines = help.lines().skip_while(|line| !line.starts_with("Example"));
            let lines = lines.skip(1).take_while(|line| !line.is_empty());
            for line in lines {
                let words = line.trim_start();
                let indent = line.len() - words.len();
                let is_fine = match most {
                    80 => (indent == 2 && starts(words)) || indent > 20,
                    _ => (indent == 2) == starts(words) && !words.contains("  "),
                };
                assert!(is_fine, "{command:?} at {columns}: {line:?}");
            }
            let codes = help.lines().skip_while(|line| *line != "Exit codes:");
            for line in codes.skip(1).take_while(|line| !line.is_empty()) {
                let is_code = line[2..].starts_with(|c: char| c.is_ascii_digit());
                assert!(
                    is_code || line.starts_with("     "),
                    "{command:?}: {line:?}"
                );
            }
            let is_wide = |line: &&str| line.chars().count() > most && !line.starts_with("Usage: ");
            assert_eq!(help.lines().find(is_wide), None, "{command:?}");
        }
    }
}
