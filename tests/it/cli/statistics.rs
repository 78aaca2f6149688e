//! Findings counted by rule and by cause.

use serde_json::Value;

use crate::support::{Scratch, fails};

#[test]
fn statistics_and_limits() {
    let vault = Scratch::new("statistics");
    vault.write("a.md", "[[x1]] [[x2]] [[]]\n");
    assert_eq!(
        vault.run(&["--statistics"]).stdout,
        "     2  unresolved-link\n     1  malformed-wiki-link\n"
    );
    let cut = vault.run(&["--max-findings", "1"]);
    assert_eq!(cut.stdout.lines().count(), 1);
    assert!(cut.stderr.contains("1 of 3"), "{}", cut.stderr);
}

#[test]
fn large_counts_are_grouped() {
    let vault = Scratch::new("statistics-large");
    let links: String = (0..1200)
        .map(|n| format!("[[]] [[gone]] {n}\n\n"))
        .collect();
    vault.write("a.md", links);
    let run = vault.run(&["--statistics"]);
    for part in [" 1,200  malformed-wiki-link\n", " 1,200  unresolved-link: "] {
        assert!(run.stdout.contains(part), "{}", run.stdout);
    }
    assert!(
        run.stderr.contains("1 page, 2,400 errors"),
        "{}",
        run.stderr
    );
    let json = vault.run(&["--statistics", "--format", "json"]).stdout;
    assert!(json.contains("1200"), "{json}");
}

#[test]
fn statistics_go_with_text_and_json_only() {
    let vault = Scratch::new("statistics-formats");
    vault.write("a.md", "[[x]]\n");
    for format in ["sarif", "gitlab", "junit", "github"] {
        let run = vault.run(&["--statistics", "--format", format]);
        fails(&run, &["--statistics", "`--format json`", format]);
    }
    fails(
        &vault.run(&["--statistics", "--diff"]),
        &["--statistics", "--diff"],
    );
    assert_eq!(vault.run(&["--statistics", "--format", "full"]).code, 1);
}

#[test]
fn statistics_are_by_rule_and_by_cause() {
    let vault = Scratch::new("causes");
    vault.write("a.md", "[[x]] [[x]] [[y]] [[]]\n");
    vault.write("b.md", "[[x]]\n\n- **AML.T0044** - Full ML Model Access\n");
    let text = vault.run(&["--statistics", "--catalog", "2026.05"]).stdout;
    let (rules, causes) = text.split_once("\n\n").expect("two lists");
    let rows: Vec<&str> = rules.lines().map(str::trim_end).collect();
    assert_eq!(
        rows,
        [
            "     4  unresolved-link",
            "     1  malformed-wiki-link",
            "     1  outdated-name        [*] 1",
        ]
    );
    assert_eq!(
        causes,
        "by cause:\n     3  unresolved-link: the wiki-link `x` leads to no file\n"
    );
    let json = vault.run(&["--statistics", "--catalog", "2026.05", "--format", "json"]);
    let json: Value = serde_json::from_str(&json.stdout).expect("JSON");
    let rule = &json["rules"][0];
    assert_eq!(
        (
            &rule["rule"],
            &rule["findings"],
            &rule["causes"],
            &rule["pages"]
        ),
        (&"unresolved-link".into(), &4.into(), &2.into(), &2.into())
    );
    let cause = &json["causes"][0];
    assert_eq!(
        (&cause["rule"], &cause["about"], &cause["findings"]),
        (&"unresolved-link".into(), &"x".into(), &3.into())
    );
    assert_eq!(json["causes"].as_array().map(Vec::len), Some(4));
    assert_eq!(json["rules"][2]["fixable"], 1);
    assert_eq!(json["summary"]["fixable"], 1);
}
