//! The tone of our texts: no exclamation marks and no pictures.

use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::support::files_below;

/// Returns whether a character is a picture: an emoji, a dingbat or a variation that asks for one.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

/// Returns the texts of a document that exclaim or show a picture. Code is left out: it may be about either.
fn not_plain(document: &str) -> Vec<String> {
    let options = Options::ENABLE_TABLES;
    let mut code = false;
    let mut found = Vec::new();
    // Text comes in pieces; a sentence ends with its block.
    let mut text = String::new();
    for event in Parser::new_ext(document, options) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => code = true,
            Event::End(TagEnd::CodeBlock) => code = false,
            Event::Text(piece) if !code => text += &piece,
            Event::Code(_) => text += "code",
            Event::SoftBreak | Event::HardBreak => text.push('\n'),
            Event::Start(
                Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::TableCell | Tag::List(_),
            )
            | Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell,
            ) => {
                let lines = text.lines().map(str::trim_end);
                found.extend(
                    lines
                        .filter(|line| {
                            line.contains("! ") || line.ends_with('!') || line.contains(is_picture)
                        })
                        .map(str::to_owned),
                );
                text.clear();
            }
            _ => {}
        }
    }
    found
}

/// Returns the documents that are written by hand.
fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|name| root.join(name));
    let below = ["docs", "src/rules"].map(|folder| files_below(&root.join(folder)));
    let documents = below.into_iter().flatten();
    let documents = documents.filter(|path| path.extension().is_some_and(|e| e == "md"));
    named.into_iter().chain(documents).collect()
}

#[test]
fn texts_are_plain() {
    let documents = documents();
    assert!(
        documents.len() > atlas_lint::rules::RULES.len(),
        "the documents of all rules are read"
    );
    for path in documents {
        let text = std::fs::read_to_string(&path).expect("a text can be read");
        assert_eq!(not_plain(&text), [""; 0], "{}", path.display());
    }
}

#[test]
fn what_is_not_plain_is_seen() {
    for text in [
        "Try it!",
        "Wow! It finds all.",
        "It finds `code`!",
        "# It works!",
        "- It works!\n- Yes.",
        "| a |\n| - |\n| Yes! |",
        "Done \u{2705}",
        "\u{1f680} Fast.",
    ] {
        assert_eq!(not_plain(text).len(), 1, "{text}");
    }
    for text in [
        "An image ![of it](a.png).",
        "It reads `![[a]]!` as a link.",
        "```\nassert!(true);\nerror!\n```",
        "A \u{2192} B",
    ] {
        assert_eq!(not_plain(text), [""; 0], "{text}");
    }
}
