use atlas_lint::check::Checked;
use atlas_lint::diagnostic::{Applicability, Diagnostic, Fix, Label, Severity};
use atlas_lint::render::summary::{MOST, markdown};
use atlas_lint::render::{Context, Counts};
use atlas_lint::text::Span;

use super::hostile::Hostile;
use super::{A, Pinned, context, sources};

#[test]
fn words_of_a_page_are_inert_in_the_summary_of_a_job() {
    markdown(&Hostile::new().context(), Some("https://h/o/r/blob/abc/")).is(
        r#"
### atlas-lint

<p>2 pages, 2 errors, 1 warning (1 fixable with --fix --unsafe-fixes), 1 suppressed in 12 ms, against ATLAS 2026.02 (pinned), dialect obsidian</p>

| rule | findings | fixable | finds |
| --- | --- | --- | --- |
| [wrong-name](https://docs/wrong-name) | 2 errors, 1 warning, 1 hidden finding | 1 after review | an id paired with the name of another object, and which half is wrong |

<details open>
<summary><b>wrong-name</b>: 2 errors, 1 warning, 1 hidden finding</summary>
<table>
<tr><th>page</th><th>line</th><th>message</th><th>help</th></tr>
<tr><td>list.jsonl</td><td><a href="https://h/o/r/blob/abc/list.jsonl?plain=1#L1">1</a></td><td>hidden (suppressed: it's \x1b &lt;fine&gt;)</td><td></td></tr>
<tr><td>content/a, 5%\n::error::b.md</td><td><a href="https://h/o/r/blob/abc/content/a%2C%205%25%0A%3A%3Aerror%3A%3Ab.md?plain=1#L1">1</a></td><td><code>[t](1)</code> \x23#<!-- -->[error]\n::x::5% \x1b\u{ffff} <code>&lt;b&gt;|</code> @<!-- -->me</td><td>link to<br>::y</td></tr>
<tr><td>content/a, 5%\n::error::b.md</td><td><a href="https://h/o/r/blob/abc/content/a%2C%205%25%0A%3A%3Aerror%3A%3Ab.md?plain=1#L1">1</a></td><td><code>[t](1)</code> \x23#<!-- -->[error]\n::x::5% \x1b\u{ffff} <code>&lt;b&gt;|</code> @<!-- -->me</td><td>link to<br>::y</td></tr>
<tr><td>content/a, 5%\n::error::b.md</td><td><a href="https://h/o/r/blob/abc/content/a%2C%205%25%0A%3A%3Aerror%3A%3Ab.md?plain=1#L1">1</a></td><td>two lines</td><td></td></tr>
</table>
</details>

"#,
    );
}

#[test]
fn no_word_of_a_page_ends_a_block() {
    let mut hostile = Hostile::new();
    for finding in &mut hostile.findings {
        finding.message =
            "</td></details>\n\n# x\n\n<img src=x>[a](b) @me #1 `@me \n\n`".to_owned();
        finding.help = Some("a\n\n</table>\n\n\n* b".to_owned());
    }
    let text = markdown(&hostile.context(), None);
    let (_, blocks) = text.split_once("<details").expect("details");
    for block in blocks.trim_end().split("\n\n") {
        assert!(block.ends_with("</details>"), "{block}");
        assert!(!block.contains("<img") && !block.contains("\n#"), "{block}");
    }
    assert_eq!(
        text.matches("</details>").count(),
        text.matches("<details").count()
    );
    assert!(text.contains("@<!-- -->me #<!-- -->1 <code>@me "), "{text}");
}

#[test]
fn a_clean_run_is_one_line() {
    let hostile = Hostile::new();
    let mut cx = Context {
        diagnostics: &[],
        total: Counts::default(),
        checked: Checked {
            ids: 3,
            links: 2,
            studies: 1,
            rules: None,
        },
        ..hostile.context()
    };
    let line = "<p><b>atlas-lint</b>: No findings: 2 pages, 3 ids, 2 links, 1 case study agree with ATLAS 2026.02 (pinned)</p>\n\n";
    assert_eq!(markdown(&cx, None), line);
    cx.incomplete = true;
    assert!(markdown(&cx, None).contains("Not everything could be checked"));
}

/// Returns `n` findings of three rules in one page.
fn many(n: usize) -> Vec<Diagnostic> {
    let rules = ["orphan-page", "unresolved-link", "wrong-name"];
    let finding = |at: usize| {
        let rule = rules[at % 3];
        let severity = match rule {
            "orphan-page" => Severity::Warning,
            _ => Severity::Error,
        };
        let label = Label::new(A, Span::new(0, 1), "");
        let mut finding = Diagnostic::new(rule, severity, label, "wrong ".repeat(20));
        if rule == "wrong-name" {
            finding.fix(Fix::replace(Applicability::Safe, Span::new(0, 1), "b"));
        }
        finding
    };
    (0..n).map(finding).collect()
}

#[test]
fn a_table_of_the_rules_comes_first() {
    let sources = sources(&["a"]);
    let findings = many(5);
    let text = markdown(&context(&sources, &findings), None);
    let (_, table) = text.split_once("\n\n| rule").expect("a table");
    let (table, details) = table.split_once("\n\n").expect("its end");
    let rows: Vec<&str> = table.lines().skip(2).collect();
    let starts = [
        "| [unresolved-link](https://docs/unresolved-link) | 2 errors |  | ",
        "| [wrong-name](https://docs/wrong-name) | 1 error | 1 | ",
        "| [orphan-page](https://docs/orphan-page) | 2 warnings |  | ",
    ];
    assert_eq!(rows.len(), 3, "{table}");
    for (row, start) in rows.iter().zip(starts) {
        assert!(
            row.starts_with(start) && row.len() > start.len() + 10,
            "{row}"
        );
    }
    assert_eq!(details.matches("<details open>").count(), 3);
}

#[test]
fn each_rule_of_a_long_summary_has_its_share() {
    let sources = sources(&["a"]);
    let findings = many(20_000);
    let text = markdown(&context(&sources, &findings), None);
    assert!(
        text.len() <= MOST && text.len() > MOST - 4000,
        "{}",
        text.len()
    );
    assert!(text.contains("GitHub shows 10 annotations of a level"));
    assert_eq!(text.matches("<details>").count(), 3);
    assert_eq!(text.matches("</details>").count(), 3);
    let rows: Vec<usize> = text
        .split("<details>")
        .skip(1)
        .map(|rule| rule.matches("<tr><td>").count())
        .collect();
    assert!(rows.iter().all(|rows| *rows > 700), "{rows:?}");
    let left: Vec<&str> = text
        .lines()
        .filter(|line| line.contains("are left out here"))
        .collect();
    assert_eq!(left.len(), 3);
}
