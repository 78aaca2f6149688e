//! Pictures of every span of difficult texts.

use atlas_lint::render::full;
use atlas_lint::text::Span;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{A, B, context, drawn, error, sources};

/// Returns the text above the marks in a picture of one line.
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
