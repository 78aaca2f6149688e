//! Pictures of findings: their places, and the marks under the text.

use atlas_lint::diagnostic::{Applicability, Fix, Severity};
use atlas_lint::text::Span;

use super::{A, B, Pinned, at, drawn, error};

/// Draws one mark on `part` of a page.
fn picture(text: &str, part: &str) -> String {
    drawn(&[text], &error(at(text, part), "here"), |_| ())
}

#[test]
fn one_finding_with_two_places_in_a_file() {
    let text = "# AML.T0051: LLM Prompt Injection\n\n- **ID:** AML.T0054\n";
    let mut finding = error(at(text, "AML.T0054"), "another id");
    finding
        .related(A, at(text, "AML.T0051"), "the heading's id")
        .help("make them agree");
    drawn(&[text], &finding, |_| ()).is(r"
error[rule]: message
   ╭─[v/a.md:3:11]
 1 │ # AML.T0051: LLM Prompt Injection
   ·   ────┬────
   ·       ╰── the heading's id
 2 │
 3 │ - **ID:** AML.T0054
   ·           ────┬────
   ·               ╰── another id
   ╰────
  help: make them agree
");
}

#[test]
fn one_finding_with_places_far_away_and_in_another_file() {
    let text = format!("see [[b|X]]\n{}the end\n", "\n".repeat(8));
    let mut finding = error(at(&text, "X"), "");
    finding.severity(Severity::Warning);
    finding
        .related(B, Span::new(2, 3), "is named Y")
        .related(A, at(&text, "the"), "again");
    finding.fix(Fix::replace(Applicability::Safe, Span::new(8, 9), "Y"));
    drawn(&[&text, "# Y\n"], &finding, |_| ()).is(r"
warning[rule] [*]: message
   ╭─[v/a.md:1:9]
 1 │ see [[b|X]]
   ·         ─
   ╰────
   ╭─[v/b.md:1:3]
 1 │ # Y
   ·   ┬
   ·   ╰── is named Y
   ╰────
    ╭─[v/a.md:10:1]
 10 │ the end
    · ─┬─
    ·  ╰── again
    ╰────
  help: write `Y`
");
}

#[test]
fn overlapping_labels_get_pictures_of_their_own() {
    let text = "[[one|two]]";
    let mut finding = error(at(text, "one"), "target");
    finding
        .related(A, at(text, "one|two"), "link")
        .related(A, at(text, "two"), "label");
    drawn(&[text], &finding, |_| ()).is(r"
error[rule]: message
   ╭─[v/a.md:1:3]
 1 │ [[one|two]]
   ·   ─┬─ ─┬─
   ·    │   ╰── label
   ·    ╰── target
   ╰────
   ╭─[v/a.md:1:3]
 1 │ [[one|two]]
   ·   ───┬───
   ·      ╰── link
   ╰────
");
}

#[test]
fn the_mark_stands_under_tabs_wide_and_combining_characters() {
    picture("a\tb\t- key: x\n", "key").is(r"
error[rule]: message
   ╭─[v/a.md:1:7]
 1 │ a   b   - key: x
   ·           ─┬─
   ·            ╰── here
   ╰────
");
    picture("日本語 [[リンク]] x\n", "リンク").is(r"
error[rule]: message
   ╭─[v/a.md:1:7]
 1 │ 日本語 [[リンク]] x
   ·          ───┬──
   ·             ╰── here
   ╰────
");
    // A joined emoji, a skin tone and a selector: terminals disagree on how wide they are.
    picture("👩\u{200d}💻 👍🏽 ❤\u{fe0f} [[x]]\n", "[[x]]").is(r"
error[rule]: message
   ╭─[v/a.md:1:11]
 1 │ 👩\u{200d}💻 👍 ❤ [[x]]
   ·                   ──┬──
   ·                     ╰── here
   ╰────
");
    picture("abx\u{304} [[y]]\n", "\u{304} [").is(r"
error[rule]: message
   ╭─[v/a.md:1:4]
 1 │ abx̄ [[y]]
   ·   ─┬─
   ·    ╰── here
   ╰────
");
}

#[test]
fn a_mark_at_the_end_of_a_file_or_in_an_empty_one_is_drawn() {
    let end = |text: &str| drawn(&[text], &error(Span::empty(text.len()), "missing"), |_| ());
    end("# A").is(r"
error[rule]: message
   ╭─[v/a.md:1:4]
 1 │ # A
   ·    ▲
   ·    ╰── missing
   ╰────
");
    end("# A\n").is(r"
error[rule]: message
   ╭─[v/a.md:2:1]
 1 │ # A
 2 │
   · ▲
   · ╰── missing
   ╰────
");
    end("").is(r"
error[rule]: message
   ╭─[v/a.md:1:1]
 1 │
   · ▲
   · ╰── missing
   ╰────
");
    // Past the end, and a span that is only the line end.
    let text = "ab\r\ncd";
    drawn(&[text], &error(Span::new(90, 99), "past"), |_| ()).is(r"
error[rule]: message
   ╭─[v/a.md:2:3]
 1 │ ab
 2 │ cd
   ·   ▲
   ·   ╰── past
   ╰────
");
    drawn(&[text], &error(Span::new(2, 4), "line end"), |_| ()).is(r"
error[rule]: message
   ╭─[v/a.md:1:3]
 1 │ ab
   ·   ▲
   ·   ╰── line end
 2 │ cd
   ╰────
");
}

#[test]
fn crlf_and_a_byte_order_mark_take_no_column() {
    picture("\u{feff}# AML\r\ntext\r\n", "AML").is(r"
error[rule]: message
   ╭─[v/a.md:1:3]
 1 │ # AML
   ·   ─┬─
   ·    ╰── here
 2 │ text
   ╰────
");
    let text = "\u{feff}---\r\nid: a\r\n---\r\n";
    drawn(&[text], &error(Span::new(0, 19), "block"), |_| ()).is(r"
error[rule]: message
   ╭─[v/a.md:1:1]
 1 │ ╭─▶ ---
 2 │ │   id: a
 3 │ ├─▶ ---
   · ╰──── block
   ╰────
");
    let long = "---\n".to_owned() + &"key: 1\n".repeat(90);
    drawn(&[&long], &error(Span::new(0, long.len()), ""), |_| ()).is(r"
error[rule]: message
   ╭─[v/a.md:1:1]
 1 │ ╭─▶ ---
 2 │ │   key: 1
 3 │ │   key: 1
 4 │ │   key: 1
 5 │ ├─▶ key: 1
   · ╰──── to line 91
 6 │     key: 1
   ╰────
");
}
