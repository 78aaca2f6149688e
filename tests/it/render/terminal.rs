//! What only a terminal gets: colors, marks of fixes and links; and what no terminal gets.

use atlas_lint::diagnostic::{Applicability, Diagnostic, Fix, Hidden, Label, Severity};
use atlas_lint::render::{concise, full};
use atlas_lint::text::Span;

use super::{A, Pinned, at, context, drawn, error, sources};

#[test]
fn escape_and_bidi_characters_are_written_out() {
    let text = "a \u{1b}[31m \u{202e}id\u{202c} ##[error]\n";
    let mut finding = Diagnostic::new(
        "rule",
        Severity::Error,
        Label::new(A, at(text, "\u{202e}id"), "\u{1b}]0;x\u{7}"),
        "\u{1b}[2J\u{9b}\u{e0041}\n::error::x",
    );
    finding.help("one\u{200b}\n::add-mask::two\r");
    drawn(&[text], &finding, |_| ()).is(r"
error[rule]: \x1b[2J\u{9b}\u{e0041}\n::error::x
   ╭─[v/a.md:1:9]
 1 │ a \x1b[31m \u{202e}id\u{202c} \x23#[error]
   ·            ─────┬────
   ·                 ╰── \x1b]0;x\x07
   ╰────
  help: one\u{200b}
        \x3a:add-mask::two\r
");
    let sources = sources(&[text]);
    let mut out = Vec::new();
    concise::write(&mut out, &context(&sources, &[finding])).unwrap();
    String::from_utf8(out).unwrap().is(r"
v/a.md:1:9: error[rule] \x1b[2J\u{9b}\u{e0041}\n::error::x
");
}

#[test]
fn colors_are_only_there_when_wanted() {
    let finding = error(Span::new(0, 1), "here");
    let color = drawn(&["ab\n"], &finding, |cx| cx.color = true);
    assert!(
        color.starts_with("\u{1b}[31;1merror[rule]\u{1b}[0m: message\n"),
        "{color:?}"
    );
    assert!(!drawn(&["ab\n"], &finding, |_| ()).contains('\u{1b}'));
}

#[test]
fn marks_tell_which_fix_there_is() {
    let mut finding = error(Span::new(0, 1), "");
    let sources = sources(&["a"]);
    let shown = |finding: &Diagnostic, interactive| {
        let mut cx = context(&sources, std::slice::from_ref(finding));
        cx.interactive = interactive;
        let mut out = Vec::new();
        concise::write(&mut out, &cx).unwrap();
        let picture = full::one(&cx, finding).unwrap();
        let title = picture.lines().next().unwrap_or_default().to_owned();
        (title, String::from_utf8(out).unwrap())
    };
    let line = "v/a.md:1:1: error[rule] message";
    for (applicability, mark) in [(Applicability::Safe, "[*]"), (Applicability::Unsafe, "[?]")] {
        finding.fix(Fix::replace(applicability, Span::new(0, 1), "b"));
        finding.hidden = None;
        let (title, terminal) = shown(&finding, true);
        assert_eq!(title, format!("error[rule] {mark}: message"));
        assert_eq!(terminal, format!("{line} {mark}\n"));
        assert_eq!(shown(&finding, false).1, format!("{line}\n"));
        finding.hidden = Some(Hidden::Older);
        assert_eq!(shown(&finding, true).0, "error[rule]: message (older)");
    }
}

#[test]
fn links_are_of_rules_and_files() {
    let finding = error(Span::new(0, 1), "");
    let sources = sources(&["a"]);
    let mut cx = context(&sources, std::slice::from_ref(&finding));
    cx.interactive = true;
    cx.links = Some("file:///vault/");
    let picture = full::one(&cx, &finding).unwrap();
    let link = |url: &str, text: &str| format!("\u{1b}]8;;{url}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\");
    let rule = link("https://docs/rule", "rule");
    assert!(
        picture.starts_with(&format!("error[{rule}]: ")),
        "{picture:?}"
    );
    let place = link("file:///vault/a.md", "v/a.md:1:1");
    assert!(picture.contains(&format!("[{place}]")), "{picture:?}");
    cx.links = None;
    assert!(!full::one(&cx, &finding).unwrap().contains('\u{1b}'));
}
