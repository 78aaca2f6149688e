//! What a terminal shows of many findings.

use atlas_lint::diagnostic::{Diagnostic, Hidden, Label, Severity, Subject};
use atlas_lint::render::{Context, count_causes, overview};
use atlas_lint::text::{FileId, Source, Sources, Span};

use super::{A, B, Pinned, context, sources};

/// Returns a finding at the first word of a line, counted from 0.
fn finding(file: FileId, line: usize, rule: &'static str, about: &str) -> Diagnostic {
    let span = Span::new(line * 5, line * 5 + 4);
    let label = Label::new(file, span, "here");
    let mut finding = Diagnostic::new(rule, Severity::Error, label, format!("about `{about}`"));
    finding.about(Subject::path(about));
    finding
}

/// Returns the overview of findings in two pages whose lines have one word each.
fn shown(findings: &[Diagnostic], change: impl Fn(&mut Context<'_>)) -> String {
    let text = "word\n".repeat(400);
    let sources = sources(&[&text, &text]);
    let mut cx = context(&sources, findings);
    change(&mut cx);
    let mut out = Vec::new();
    overview::write(&mut out, &cx).unwrap();
    String::from_utf8(out).unwrap()
}

fn pictures(text: &str) -> usize {
    text.matches("error[").count() + text.matches("warning[").count()
}

#[test]
fn findings_of_one_cause_share_a_picture() {
    let mut wiki = finding(B, 3, "unresolved-link", "x");
    wiki.message = "the embed `X` leads to no file".to_owned();
    let findings = [
        finding(A, 0, "unresolved-link", "x"),
        finding(A, 6, "unresolved-link", "x"),
        wiki,
    ];
    shown(&findings, |_| ()).is("
error[unresolved-link]: about `x`
   ╭─[v/a.md:1:1]
 1 │ word
   · ──┬─
   ·   ╰── here
 2 │ word
   ╰────
  the same in 2 more places: v/a.md:7, v/b.md:4

");
}

#[test]
fn names_are_told_apart_by_what_is_said_of_them() {
    let mut other = finding(A, 1, "wrong-name", "AML.T0051");
    other.message = "about another name".to_owned();
    let findings = [
        finding(A, 0, "wrong-name", "AML.T0051"),
        other,
        finding(A, 2, "outdated-name", "AML.T0051"),
    ];
    assert_eq!(pictures(&shown(&findings, |_| ())), 3);
}

#[test]
fn severities_and_hidden_findings_are_kept_apart() {
    let mut warning = finding(A, 1, "unresolved-link", "x");
    warning.severity = Severity::Warning;
    let mut hidden = finding(A, 2, "unresolved-link", "x");
    hidden.hidden = Some(Hidden::Baselined);
    let findings = [finding(A, 0, "unresolved-link", "x"), warning, hidden];
    assert_eq!(pictures(&shown(&findings, |_| ())), 3);
}

#[test]
fn places_are_listed_as_far_as_a_line_goes() {
    let findings: Vec<Diagnostic> = (0..217)
        .map(|line| finding(A, line, "unresolved-anchor", "x.md#y"))
        .collect();
    let narrow = shown(&findings, |_| ());
    let line = narrow.lines().find(|line| line.contains("the same"));
    assert_eq!(
        line,
        Some("  the same in 216 more places: v/a.md:2, v/a.md:3, … (--all lists them)")
    );
    let wide = shown(&findings, |cx| cx.width = 400);
    let line = wide.lines().find(|line| line.contains("the same"));
    assert_eq!(line.unwrap().matches("a.md:").count(), 10);
    let ascii = shown(&findings, |cx| cx.unicode = false);
    assert!(ascii.contains(", ... (--all lists them)"));
    assert_eq!(
        count_causes(&findings),
        "1 missing heading causes 217 findings"
    );
}

/// A place is not hidden behind words that are as long, and a path with blanks is not broken.
#[test]
fn one_place_is_not_left_out() {
    let findings: Vec<Diagnostic> = (0..5)
        .map(|line| finding(A, line, "unresolved-link", "x"))
        .collect();
    let listed = |findings: &[Diagnostic], path: &str, width: usize| {
        let text = "word\n".repeat(9);
        let sources = Sources::new(vec![Source::new(path, text.as_str())], Vec::new());
        let mut cx = context(&sources, findings);
        (cx.width, cx.interactive) = (width, true);
        let mut out = Vec::new();
        overview::write(&mut out, &cx).unwrap();
        let text = String::from_utf8(out).unwrap();
        text.split_once("  ╰────\n")
            .unwrap_or_default()
            .1
            .to_owned()
    };
    let spaced = "the name of a folder/a page.md";
    listed(&findings[..2], spaced, 40).is("
  the same in 1 more place:
    v/the name of a folder/a page.md:2

");
    listed(&findings[..3], spaced, 60).is("
  the same in 2 more places:
    v/the name of a folder/a page.md:2,
    v/the name of a folder/a page.md:3

");
    listed(&findings, spaced, 60).is("
  the same in 4 more places:
    v/the name of a folder/a page.md:2, … (--all lists them)

");
    listed(&findings, spaced, 30).is("
  the same in 4 more places:
    …/a page.md:2, … (--all
    lists them)

");
}

#[test]
fn many_causes_of_a_rule_are_five_pictures_and_a_count() {
    let findings = |n: usize| -> Vec<Diagnostic> {
        let place = |at: usize| if at.is_multiple_of(4) { B } else { A };
        (0..n)
            .map(|at| finding(place(at), at, "unresolved-link", &format!("x{at}")))
            .collect()
    };
    assert_eq!(pictures(&shown(&findings(20), |_| ())), 20);
    let many = shown(&findings(21), |_| ());
    assert_eq!(pictures(&many), 5);
    let (_, tail) = many.split_once("unresolved-link: ").unwrap();
    format!("unresolved-link: {tail}").is("
unresolved-link: 16 more findings with 16 other subjects, in 2 pages:
     12  v/a.md
      4  v/b.md

… and 16 more; --all shows them, --statistics counts them
");
}

#[test]
fn errors_come_first_where_pictures_are_cut() {
    let rules: Vec<&str> = atlas_lint::rules::RULES
        .iter()
        .map(|rule| rule.name)
        .collect();
    let mut findings: Vec<Diagnostic> = (0..150)
        .map(|at| finding(A, at, rules[at % 30], &format!("x{at}")))
        .collect();
    for (at, finding) in findings.iter_mut().enumerate() {
        if at < 60 {
            finding.severity = Severity::Warning;
        }
    }
    let text = shown(&findings, |_| ());
    assert_eq!(pictures(&text), 100);
    assert!(text.starts_with("error["));
    assert_eq!(text.matches("error[").count(), 90);
    assert!(text.ends_with("\n… and 50 more; --all shows them, --statistics counts them\n"));
    let few = shown(&findings[50..70], |_| ());
    assert!(few.starts_with("warning["));
}

#[test]
fn the_causes_of_few_findings_are_not_counted() {
    let same = |n: usize, rule| -> Vec<Diagnostic> {
        (0..n).map(|line| finding(A, line, rule, "x")).collect()
    };
    assert_eq!(count_causes(&same(9, "unresolved-link")), "");
    assert_eq!(
        count_causes(&same(1200, "unresolved-link")),
        "1 missing file causes 1,200 findings"
    );
    let mut hidden = same(40, "unresolved-link");
    for finding in &mut hidden {
        finding.hidden = Some(Hidden::Older);
    }
    assert_eq!(count_causes(&hidden), "");
    let mut several = same(20, "unresolved-link");
    several.extend(same(30, "wrong-name"));
    assert_eq!(
        count_causes(&several),
        "1 wrong name causes 30 findings; 1 missing file causes 20"
    );
}
