//! Escapes in strings of JSON. <https://www.rfc-editor.org/rfc/rfc8259#section-7>

use crate::syntax::tree::{Data, Tree};

/// Returns the character of the escape at the start of a text, and the length of the escape. Half of a surrogate pair is not a
/// character, and is read as U+FFFD.
pub(in crate::syntax) fn escape(text: &str) -> Option<(char, usize)> {
    let meant = match text.as_bytes().get(1)? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => {
            let first = hex(text)?;
            let rest = &text[6..];
            let second = rest.starts_with("\\u").then(|| hex(rest)).flatten();
            return Some(match second {
                Some(second)
                    if (0xd800..0xdc00).contains(&first) && (0xdc00..0xe000).contains(&second) =>
                {
                    let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                    (char::from_u32(code)?, 12)
                }
                _ => (
                    char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER),
                    6,
                ),
            });
        }
        _ => return None,
    };
    Some((meant, 2))
}

/// Returns the text with each escape in its strings replaced by its character and blanks, so that every other byte stays where it is.
#[must_use]
pub fn without_escapes(text: &str, tree: &Tree<'_>) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let strings = tree
        .nodes()
        .filter(|node| matches!(node.data, Data::Text(_)));
    for string in strings.map(|node| node.span.range()) {
        let mut at = string.start;
        while let Some(next) = memchr::memchr(b'\\', &text.as_bytes()[at..string.end]) {
            at += next;
            let (c, length) = escape(&text[at..string.end]).unwrap_or((' ', 1));
            write_escape(&mut bytes[at..at + length], c);
            at += length;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Writes the character of an escape in its place. That of `\\` goes right before what follows it, as that may be what it escapes in
/// Markdown; the longest escape comes first, so that a line does not begin with blanks.
pub(in crate::syntax) fn write_escape(place: &mut [u8], c: char) {
    let c = if c.is_control() && !matches!(c, '\n' | '\t') {
        ' '
    } else {
        c
    };
    let from = usize::from(place.len() == 2);
    place.fill(b' ');
    let _ = c.encode_utf8(&mut place[from..]);
}

/// Returns the number of `\uXXXX`.
fn hex(text: &str) -> Option<u32> {
    let digits = text.get(2..6)?;
    let all = digits.bytes().all(|b| b.is_ascii_hexdigit());
    all.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}
