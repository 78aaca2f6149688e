//! Characters that the target of each kind of link can hold, and the encoding of all others.

use std::fmt::Write as _;

use crate::syntax::LinkKind;
use crate::text::{SOFT_HYPHEN, is_invisible};

/// Encodes a path or subpath for the target of a link. A wiki-link has no escapes, so the first invalid character is returned
/// as an error. A Markdown destination can percent-encode anything.
pub(super) fn encode(text: &str, kind: LinkKind) -> Result<String, char> {
    if !kind.is_wiki() {
        return Ok(percent(text));
    }
    let doubled = |pair: &str| text.contains(pair).then(|| pair.chars().next());
    let bad = text.chars().find(|&c| !fits_wiki(c));
    let bad = bad.or_else(|| ["::", "%%", "~~"].into_iter().find_map(doubled).flatten());
    bad.map_or_else(|| Ok(text.to_owned()), Err)
}

/// Returns whether a wiki-link can hold a character: one that neither ends the target nor is markup, in Obsidian or in MDX.
fn fits_wiki(c: char) -> bool {
    !is_hidden(c) && !"[]|#^\\`<>{}$*".contains(c)
}

/// Percent-encodes what would end a Markdown destination, be read as an escape, or be invisible.
/// <https://spec.commonmark.org/0.31.2/#link-destination>
fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let plain = c.is_ascii_alphanumeric()
            || "-._/,+=@'!".contains(c)
            || (!c.is_ascii() && !c.is_whitespace() && !is_hidden(c));
        if plain {
            out.push(c);
            continue;
        }
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn is_hidden(c: char) -> bool {
    c.is_control() || is_invisible(c) || c == SOFT_HYPHEN || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::encode;
    use crate::syntax::LinkKind;

    #[test]
    fn a_wiki_link_refuses_what_is_markup() {
        for bad in [
            "a]]b",
            "a|b",
            "a#b",
            "a^b",
            "a\nb",
            "a\u{1b}b",
            "a\u{202e}b",
            "a`b",
            "a<b>",
            "a\\b",
            "::error::x",
            "a%%b",
            "{a}",
            "$a$",
            "*a*",
            "a\u{e0041}",
        ] {
            assert!(encode(bad, LinkKind::Wiki).is_err(), "{bad:?}");
        }
        for good in [
            "a/b c",
            "v1.2 notes",
            "R&D (old)",
            "C: x",
            "50% off",
            "naïve_name",
            "日本語",
        ] {
            assert_eq!(encode(good, LinkKind::Embed).as_deref(), Ok(good));
        }
    }

    #[test]
    fn a_markdown_destination_takes_everything_encoded() {
        let encoded = |text| encode(text, LinkKind::Markdown).expect("everything can be encoded");
        assert_eq!(encoded("a b/ü.md"), "a%20b/ü.md");
        assert_eq!(encoded("Top 50% a.md"), "Top%2050%25%20a.md");
        assert_eq!(encoded("a)<b>#?\\[]"), "a%29%3Cb%3E%23%3F%5C%5B%5D");
        assert_eq!(encoded("a&amp;b"), "a%26amp%3Bb");
        assert_eq!(encoded("a\u{202e}\n"), "a%E2%80%AE%0A");
        assert_eq!(encoded("a:b"), "a%3Ab");
    }
}
