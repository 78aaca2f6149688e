//! Pictures that have to fit: narrow terminals, long lines and long paths.

use atlas_lint::render::{Context, full};
use atlas_lint::text::{Source, Sources, Span};

use super::{Pinned, at, context, drawn, error, sources};

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

/// A long mark on a narrow terminal leaves its label little room.
#[test]
fn a_label_does_not_stick_out() {
    let link = "[[frameworks/atlas/tactics/tactics-of-every-release-and-more]]";
    for before in ["", "word word word word ", "x\n\n\n\n\n\n\n\n\n\n"] {
        let text = format!("{before}{link} and more of it\n");
        let target = &link[2..link.len() - 2];
        let finding = error(at(&text, target), "no such file");
        for width in 36..60 {
            let sources = sources(&[&text]);
            let mut cx = context(&sources, std::slice::from_ref(&finding));
            cx.width = width;
            let picture = full::one(&cx, &finding).unwrap();
            for line in picture.lines() {
                assert!(line.chars().count() <= width, "{width}: {picture}");
            }
        }
    }
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
