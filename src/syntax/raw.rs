//! What is read from the raw text, beside the Markdown parser's events.

use crate::text::Span;

/// The length of a link destination at the start of `raw`, as `CommonMark` has it: in `<>`, or up to white space or a parenthesis
/// that is not balanced. <https://spec.commonmark.org/0.31.2/#link-destination>
pub(super) fn destination_length(raw: &str) -> usize {
    if let Some(inside) = raw.strip_prefix('<') {
        return inside.find('>').map_or(raw.len(), |end| end + 2);
    }
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, c) in raw.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' if depth == 0 => return at,
            ')' => depth -= 1,
            c if c.is_ascii_whitespace() => return at,
            _ => {}
        }
    }
    raw.len()
}

/// How far back a URL may start, so that one endless word does not cost without end.
const URL_REACH: usize = 2_048;

/// Whether the word around `at` is a URL up to there.
pub(super) fn in_url(text: &str, at: usize) -> bool {
    let from = (at.saturating_sub(URL_REACH)..=at)
        .find(|&from| text.is_char_boundary(from))
        .unwrap_or(at);
    let before = text.get(from..at).unwrap_or_default();
    let word = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | '"'))
        .next();
    word.is_some_and(|word| word.contains("://"))
}

/// The block ids of a page: ` ^id` at the end of a line, or `^id` alone on it. A line inside code counts too: a link to it is
/// not reported, which is the lesser evil.
pub(super) fn block_ids(text: &str, from: usize) -> Vec<&str> {
    let body = text.get(from..).unwrap_or_default();
    memchr::memchr_iter(b'^', body.as_bytes())
        .filter_map(|at| {
            let before = body[..at].chars().next_back();
            if before.is_some_and(|c| !c.is_whitespace()) {
                return None;
            }
            let rest = &body[at + 1..];
            let length = rest
                .bytes()
                .take_while(|b| b.is_ascii_alphanumeric() || *b == b'-')
                .count();
            let after = rest[length..].trim_start_matches([' ', '\t', '\r']);
            let ends = after.is_empty() || after.starts_with('\n');
            (length > 0 && ends).then(|| &rest[..length])
        })
        .collect()
}

/// The spans of `%%comments%%`.
pub(super) fn comments(text: &str, from: usize) -> Vec<Span> {
    let body = text.get(from..).unwrap_or_default();
    let marks: Vec<usize> = memchr::memmem::find_iter(body.as_bytes(), "%%").collect();
    marks
        .chunks_exact(2)
        .map(|pair| Span::new(pair[0], pair[1] + 2).shift(from))
        .collect()
}
