//! Pictures, lines and JSON of hand-made findings, pinned.

mod github;
mod gitlab;
mod hostile;
mod junit;
mod overview;
mod sarif;
mod summary;

use std::time::Duration;

use atlas_lint::check::Checked;
use atlas_lint::diagnostic::{Applicability, Diagnostic, Fix, Hidden, Label, Severity};
use atlas_lint::render::{Context, Counts, Palette, concise, full, json, summary_line};
use atlas_lint::text::{FileId, Source, Sources, Span};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

const A: FileId = FileId(0);
const B: FileId = FileId(1);

fn sources(texts: &[&str]) -> Sources {
    let paths = ["a.md", "b.md"];
    let files = paths
        .iter()
        .zip(texts)
        .map(|(&path, &text)| Source::new(path, text));
    Sources::new(files.collect(), Vec::new())
}

fn context<'a>(sources: &'a Sources, diagnostics: &'a [Diagnostic]) -> Context<'a> {
    Context {
        sources,
        diagnostics,
        total: Counts::of(diagnostics),
        causes: "",
        pages: sources.files().len(),
        checked: Checked::default(),
        unchecked: &[],
        vault: "content",
        prefix: "v/",
        inside: "",
        release: "2026.02",
        pinned: true,
        dialects: "obsidian",
        version: "1.2.3",
        incomplete: false,
        elapsed: Duration::from_millis(12),
        width: 80,
        interactive: false,
        color: false,
        links: None,
        unicode: true,
        docs_url: &|rule| format!("https://docs/{rule}"),
    }
}

/// The span of `part` in `text`.
fn at(text: &str, part: &str) -> Span {
    let start = text.find(part).unwrap();
    Span::new(start, start + part.len())
}

fn error(span: Span, label: &str) -> Diagnostic {
    Diagnostic::new(
        "rule",
        Severity::Error,
        Label::new(A, span, label),
        "message",
    )
}

/// The picture of a finding, drawn as `change` says.
fn drawn(texts: &[&str], finding: &Diagnostic, change: impl Fn(&mut Context<'_>)) -> String {
    let sources = sources(texts);
    let mut cx = context(&sources, std::slice::from_ref(finding));
    change(&mut cx);
    full::one(&cx, finding).unwrap()
}

/// The picture of one mark on `part` of a page.
fn picture(text: &str, part: &str) -> String {
    drawn(&[text], &error(at(text, part), "here"), |_| ())
}

/// Text that a test pins.
trait Pinned {
    fn is(&self, expected: &str);
}

impl Pinned for String {
    #[track_caller]
    fn is(&self, expected: &str) {
        let expected = expected.trim_start_matches('\n');
        assert!(self == expected, "expected:\n{expected}\nactual:\n{self}");
    }
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
fn narrow_and_ascii_terminals() {
    let text =
        "- **Technique:** [[frameworks/atlas/techniques/x|AML.T0000: Search Open Databases]]\n";
    let mut finding = error(
        at(text, "AML.T0000"),
        "no page declares this id, or any like it",
    );
    finding
        .help("look into frameworks/atlas/techniques/reconnaissance, then:\n\n  - link to a page");
    drawn(&[text], &finding, |cx| cx.width = 40).is(r"
error[rule]: message
   ╭─[v/a.md:1:50]
 1 │ …/x|AML.T0000: Search Open Databas…
   ·     ────┬────
   ·         ╰─┤ no page declares this
   ·           │ id, or any like it
   ╰────
  help: look into
        frameworks/atlas/techniques/reconnaissance,
        then:

          - link to a page
");
    let ascii = |cx: &mut Context<'_>| (cx.width, cx.unicode) = (60, false);
    let ascii = drawn(&[text], &finding, ascii);
    ascii.is(r"
error[rule]: message
   ,-[v/a.md:1:50]
 1 | .../atlas/techniques/x|AML.T0000: Search Open Databa...
   :                        ^^^^|^^^^
   :                            `-| no page declares this
   :                              | id, or any like it
   `----
  help: look into
        frameworks/atlas/techniques/reconnaissance, then:

          - link to a page
");
    assert!(ascii.is_ascii());
}

#[test]
fn colours_are_only_there_when_wanted() {
    let finding = error(Span::new(0, 1), "here");
    let color = drawn(&["ab\n"], &finding, |cx| cx.color = true);
    assert!(
        color.starts_with("\u{1b}[31;1merror[rule]\u{1b}[0m: message\n"),
        "{color:?}"
    );
    assert!(!drawn(&["ab\n"], &finding, |_| ()).contains('\u{1b}'));
}

#[test]
fn a_line_of_five_megabytes_is_cut() {
    let text = format!(
        "{}[[target]]{}",
        "word ".repeat(500_000),
        " more".repeat(500_000)
    );
    let sources = sources(&[&text]);
    let finding = error(at(&text, "target"), "here");
    let cx = context(&sources, std::slice::from_ref(&finding));
    let first = full::one(&cx, &finding).unwrap();
    first.is(r"
error[rule]: message
   ╭─[v/a.md:1:2500003]
 1 │ …rd word word word word word word word word word [[target]] more more more…
   ·                                                    ───┬──
   ·                                                       ╰── here
   ╰────
");
    assert_eq!(full::one(&cx, &finding).unwrap(), first);
}

#[test]
fn the_last_line_of_a_long_file_has_its_number() {
    let text = "A line of some forty bytes, a usual one\n".repeat(11_250) + "[[target]]\n";
    let sources = sources(&[&text]);
    let finding = error(at(&text, "target"), "here");
    let cx = context(&sources, std::slice::from_ref(&finding));
    full::one(&cx, &finding).unwrap().is(r"
error[rule]: message
       ╭─[v/a.md:11251:3]
 11250 │ A line of some forty bytes, a usual one
 11251 │ [[target]]
       ·   ───┬──
       ·      ╰── here
       ╰────
");
}

/// What stands above the marks of a picture of one line.
fn above_marks(picture: &str) -> Option<String> {
    let lines: Vec<&str> = picture.lines().collect();
    let at = lines
        .iter()
        .position(|line| line.contains(" · ") && line.contains(['─', '▲']))?;
    let column = |line: &str, byte: usize| line[..byte].width();
    let marks = lines[at];
    let from = column(marks, marks.find(['─', '┬', '▲'])?);
    let to = from + marks.trim_start_matches([' ', '·']).width();
    let mut used = 0;
    let mut under = String::new();
    for c in lines[at - 1].chars() {
        let width = c.width().unwrap_or(0);
        if used >= from && used < to && width > 0 {
            under.push(c);
        }
        used += width;
    }
    Some(under)
}

#[test]
fn every_span_of_nasty_texts_is_drawn() {
    let nasty = [
        "",
        "\n",
        "\r\n\r",
        "\u{feff}",
        "\u{feff}\r\n\u{feff}x",
        "a\tb\r\n\tc\u{0}\u{1b}[0m\u{9b}\n",
        "日本\u{301}語\u{200b}\u{202e}x",
        "👩\u{200d}💻\u{fe0f}👍🏽\n🇩🇪",
        "\u{301}\u{fe0f}\u{200d}\u{e0041}",
        "##[error]x\n::error::\n\n\n\n\n\n\nend",
        "می\u{200c}خواهم \u{2028}\u{85}\n",
    ];
    for text in nasty {
        let sources = sources(&[text, text]);
        for start in 0..=text.len() + 1 {
            for end in start..=text.len() + 2 {
                let mut finding = error(Span::new(start, end), text);
                finding.related(A, Span::new(start / 2, end / 2), text);
                finding.related(B, Span::new(end, end), "").help(text);
                let mut cx = context(&sources, std::slice::from_ref(&finding));
                for width in [0, 30, 80] {
                    cx.width = width;
                    let picture = full::one(&cx, &finding).unwrap();
                    let place = sources.get(A).position(start);
                    let place = format!("─[v/a.md:{}:{}]\n", place.line, place.column);
                    assert!(
                        picture.contains(&place),
                        "{text:?} {start}..{end}\n{picture}"
                    );
                    assert!(
                        picture.contains(['▲', '┬', '▶']),
                        "{text:?} {start}..{end}\n{picture}"
                    );
                    let raw = |c: char| {
                        c != '\n'
                            && (c.is_control()
                                || "\u{202e}\u{200b}\u{e0041}\u{2028}\u{feff}".contains(c))
                    };
                    assert!(
                        !picture.contains(raw),
                        "{text:?} {start}..{end}\n{picture:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_mark_stands_under_its_own_characters() {
    let text = "日本 x\u{301}é 👍 ab\tcd\u{1b} 語 🇩🇪 end of the line, which is cut on narrow terminals 漢字";
    for (start, _) in text.char_indices() {
        for (end, c) in text.char_indices() {
            let part = text.get(start..end + c.len_utf8()).unwrap_or_default();
            if part.is_empty() || part.starts_with('\u{301}') || part.contains('\t') {
                continue;
            }
            let shown = part.replace('\u{1b}', "\\x1b").replace('\u{301}', "");
            let finding = error(Span::new(start, start + part.len()), "");
            for width in [36, 100] {
                let picture = drawn(&[text], &finding, |cx| cx.width = width);
                let under = above_marks(&picture).unwrap();
                let cut = under.trim_end_matches('…');
                assert!(
                    !cut.is_empty() && shown.starts_with(cut),
                    "{part:?}\n{picture}"
                );
                assert!(under == shown || shown.width() > 24, "{part:?}\n{picture}");
            }
        }
    }
}

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

#[test]
fn the_summary_counts() {
    let mut finding = error(Span::new(0, 1), "");
    finding.fix(Fix::replace(Applicability::Safe, Span::new(0, 1), "b"));
    let findings = [finding];
    let sources = sources(&["a"]);
    let mut cx = context(&sources, &findings);
    assert_eq!(
        summary_line(&cx, Palette::PLAIN),
        "1 page, 1 error, 0 warnings (1 fixable with --fix) in 12 ms, against ATLAS 2026.02 (pinned), dialect obsidian"
    );
    (cx.pages, cx.pinned) = (221, false);
    cx.total = Counts {
        errors: 40,
        warnings: 1,
        suppressed: 2,
        baselined: 3,
        ..Counts::default()
    };
    cx.elapsed = Duration::from_millis(1234);
    assert_eq!(
        summary_line(&cx, Palette::PLAIN),
        "221 pages, 40 errors, 1 warning, 2 suppressed, 3 in the baseline in 1.2 s, \
         against ATLAS 2026.02 (the newest known; set `catalog.release` to pin it), dialect obsidian\nshowing 1 of 41 findings"
    );
}

#[test]
fn the_summary_tells_both_kinds_of_fixes() {
    let sources = sources(&["a"]);
    let mut cx = context(&sources, &[]);
    let mut summary = |fixable, unsafe_fixable| {
        cx.total = Counts {
            warnings: 42,
            fixable,
            unsafe_fixable,
            ..Counts::default()
        };
        summary_line(&cx, Palette::PLAIN)
    };
    for (safe, more, words) in [
        (
            12,
            30,
            "42 warnings (12 fixable with --fix, 30 more with --unsafe-fixes) in",
        ),
        (12, 0, "42 warnings (12 fixable with --fix) in"),
        (
            0,
            30,
            "42 warnings (30 fixable with --fix --unsafe-fixes) in",
        ),
        (0, 0, "42 warnings in"),
    ] {
        let summary = summary(safe, more);
        assert!(summary.contains(words), "{summary}");
    }
}

#[test]
fn a_clean_run_says_what_agrees() {
    let sources = sources(&["a"]);
    let mut cx = context(&sources, &[]);
    cx.pages = 279;
    cx.checked = Checked {
        ids: 5123,
        links: 1,
        studies: 57,
    };
    let clean = "No findings: 279 pages, 5,123 ids, 1 link, 57 case studies agree with ATLAS 2026.02 (pinned)";
    assert_eq!(summary_line(&cx, Palette::PLAIN), clean);
    let color = Palette {
        color: true,
        links: false,
    };
    assert_eq!(
        summary_line(&cx, color),
        format!("\u{1b}[32;1m{clean}\u{1b}[0m")
    );
    cx.total.baselined = 2;
    assert!(
        summary_line(&cx, Palette::PLAIN)
            .ends_with("checked against ATLAS 2026.02 (pinned), 2 in the baseline")
    );
    cx.incomplete = true;
    assert!(summary_line(&cx, Palette::PLAIN).starts_with("279 pages, 0 errors"));
    (cx.incomplete, cx.pages) = (false, 0);
    assert!(summary_line(&cx, Palette::PLAIN).starts_with("0 pages, 0 errors"));
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
    for (safety, mark) in [(Applicability::Safe, "[*]"), (Applicability::Unsafe, "[?]")] {
        finding.fix(Fix::replace(safety, Span::new(0, 1), "b"));
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

#[test]
fn a_long_path_fits_on_a_narrow_terminal() {
    let path = "frameworks/techniques/persistence/a-rather-long-name-of-a-page.md";
    let sources = Sources::new(vec![Source::new(path, "a")], Vec::new());
    let finding = error(Span::new(0, 1), "");
    let mut cx = context(&sources, std::slice::from_ref(&finding));
    cx.width = 40;
    let header = |cx: &Context<'_>| {
        let picture = full::one(cx, &finding).unwrap();
        picture.lines().nth(1).unwrap_or_default().to_owned()
    };
    assert_eq!(header(&cx), format!("   ╭─[v/{path}:1:1]"));
    cx.interactive = true;
    assert_eq!(header(&cx), "   ╭─[…ather-long-name-of-a-page.md:1:1]");
    cx.width = 60;
    assert_eq!(
        header(&cx),
        "   ╭─[…/persistence/a-rather-long-name-of-a-page.md:1:1]"
    );
}
