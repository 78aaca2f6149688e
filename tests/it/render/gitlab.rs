use std::collections::HashSet;

use atlas_lint::render::gitlab;
use serde_json::{Value, json};

use super::hostile::{Hostile, clean};

#[test]
fn a_report_has_what_gitlab_reads() {
    let report = Hostile::new().printed(gitlab::write);
    assert!(report.contains(r"\u0023#[error]"), "{report}");
    let report: Value = serde_json::from_str(&report).unwrap();
    let report = report.as_array().unwrap();
    assert_eq!(
        report[1],
        json!({
            "description": "`[t](1)` ##[error]\\n::x::5% \\x1b\\u{ffff} `<b>|` @me",
            "check_name": "wrong-name",
            "fingerprint": report[1]["fingerprint"],
            "severity": "major",
            "location": {"path": "content/a, 5%\n::error::b.md", "lines": {"begin": 1, "end": 1}},
            "content": {"body": "link to\n::y"},
        })
    );
    assert_eq!(
        report[3]["location"]["lines"],
        json!({"begin": 1, "end": 2}),
        "a line's end belongs to its line"
    );
    let all =
        |key: &str| -> Vec<&str> { report.iter().filter_map(|one| one[key].as_str()).collect() };
    assert_eq!(all("severity"), ["info", "major", "major", "minor"]);
    assert_eq!(HashSet::<&str>::from_iter(all("fingerprint")).len(), 4);
    assert_eq!(report[0]["location"]["path"], "list.jsonl");
    assert_eq!(clean(gitlab::write), "[]\n");
}
