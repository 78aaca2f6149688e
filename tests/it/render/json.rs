//! The JSON report.

use atlas_lint::diagnostic::{Applicability, Fix};
use atlas_lint::render::{Counts, json};
use atlas_lint::text::Span;

use super::{B, Pinned, at, context, error, sources};

#[test]
fn json_has_the_promised_shape() {
    let text = "\u{feff}é [[x]]\n";
    let mut finding = error(at(text, "x"), "unseen");
    finding
        .about("x")
        .help("link to \u{9b}y")
        .related(B, Span::new(0, 1), "there");
    finding.fix(Fix::replace(Applicability::Unsafe, at(text, "x"), "y"));
    let findings = [finding.clone(), finding];
    let sources = sources(&[text, "# Y\n"]);
    let mut cx = context(&sources, &findings[..1]);
    cx.total = Counts::of(&findings);
    let mut out = Vec::new();
    json::write(&mut out, &cx).unwrap();
    String::from_utf8(out).unwrap().is(r#"
{
  "version": 1,
  "tool": {
    "name": "atlas-lint",
    "version": "1.2.3"
  },
  "catalog": {
    "release": "2026.02"
  },
  "vault": "content",
  "diagnostics": [
    {
      "rule": "rule",
      "severity": "error",
      "message": "message",
      "help": "link to \u009by",
      "url": "https://docs/rule",
      "about": "x",
      "fingerprint": "725283f45117f15e",
      "location": {
        "path": "a.md",
        "start": {
          "line": 1,
          "column": 5,
          "offset": 8
        },
        "end": {
          "line": 1,
          "column": 6,
          "offset": 9
        }
      },
      "related": [
        {
          "message": "there",
          "location": {
            "path": "b.md",
            "start": {
              "line": 1,
              "column": 1,
              "offset": 0
            },
            "end": {
              "line": 1,
              "column": 2,
              "offset": 1
            }
          }
        }
      ],
      "fix": {
        "message": "write `y`",
        "safety": "unsafe",
        "edits": [
          {
            "path": "a.md",
            "start": 8,
            "end": 9,
            "replacement": "y"
          }
        ]
      }
    }
  ],
  "summary": {
    "pages": 2,
    "errors": 2,
    "warnings": 0,
    "suppressed": 0,
    "baselined": 0,
    "fixable": 0,
    "unsafe_fixable": 2
  }
}
"#);
}
