//! Code that is not marked as Markdown marks it.

use std::ops::Range;

/// Elements whose text is code.
const ELEMENTS: [&str; 6] = ["code", "kbd", "pre", "samp", "tt", "var"];

/// Returns the parts of a text that are in an element of code, such as `<code>`, in text order.
pub(super) fn elements(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open = 0_usize;
    for at in memchr::memchr_iter(b'<', text.as_bytes()) {
        let rest = &text[at + 1..];
        let name = rest.strip_prefix('/').unwrap_or(rest);
        let length = name.bytes().take_while(u8::is_ascii_alphabetic).count();
        let name = &name[..length];
        if !ELEMENTS
            .iter()
            .any(|known| known.eq_ignore_ascii_case(name))
        {
            continue;
        }
        if !rest.starts_with('/') {
            if open == 0 {
                found.push(at..text.len());
            }
            open += 1;
        } else if open > 0 {
            open -= 1;
            if let Some(last) = found.last_mut().filter(|_| open == 0) {
                last.end = at;
            }
        }
    }
    found
}

/// Returns whether a place of a text is in one of its parts, which are in text order.
pub(super) fn holds(parts: &[Range<usize>], at: usize) -> bool {
    let after = parts.partition_point(|part| part.start <= at);
    after
        .checked_sub(1)
        .is_some_and(|last| at < parts[last].end)
}

/// Returns whether a table cell holds one half of a code span that a `|` in it has cut: one that is not escaped ends the cell.
pub(super) fn is_cut(cell: &str) -> bool {
    memchr::memchr_iter(b'`', cell.as_bytes()).count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::{elements, holds};

    #[test]
    fn an_element_of_code_is_open_until_it_closes() {
        for (text, expected) in [
            ("<code>a ", true),
            ("<CODE class=\"x\">a ", true),
            ("<pre><code>a</code> ", true),
            ("<code>a</code> ", false),
            ("<codes>a ", false),
            ("</code>a ", false),
            ("a < b ", false),
            ("", false),
        ] {
            let all = format!("{text}{{a-b}}");
            assert_eq!(holds(&elements(&all), text.len()), expected, "{text}");
        }
    }
}
