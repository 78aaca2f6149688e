//! Scans of raw text that the Markdown parser's events do not cover.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::text::{Span, last_bytes};

/// Returns the length of the link destination at the start of `raw` by the rules of `CommonMark`: in `<>`, or up to white space
/// or an unbalanced parenthesis. <https://spec.commonmark.org/0.31.2/#link-destination>
pub(super) fn destination_length(raw: &str) -> usize {
    if let Some(inside) = raw.strip_prefix('<') {
        return inside.find('>').map_or(raw.len(), |end| end + 2);
    }
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, byte) in raw.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' if depth == 0 => return at,
            b')' => depth -= 1,
            byte if byte.is_ascii_whitespace() => return at,
            _ => {}
        }
    }
    raw.len()
}

/// Maximum number of bytes from the start of a URL to a place in it. Without a limit, one endless word would take quadratic time.
const URL_REACH: usize = 2_048;

/// Returns whether the word up to `at` is a URL.
pub(super) fn in_url(text: &str, at: usize) -> bool {
    let before = last_bytes(text.get(..at).unwrap_or_default(), URL_REACH);
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | '"');
    let mut seen = before.len();
    // Back to the last colon is faster than back to the start of the word, and mostly far enough.
    for colon in memchr::memrchr_iter(b':', before.as_bytes()) {
        if before[colon..seen].contains(ends) {
            return false;
        }
        if before[colon..].starts_with("://") {
            return true;
        }
        seen = colon;
    }
    false
}

/// Returns the block ids of a page: ` ^id` at the end of a line, or `^id` alone on it. Lines inside code count too, because a
/// missed report is better than a false one. Behind math, an image or other marks the blank may be missing.
pub(super) fn block_ids(text: &str, from: usize) -> Vec<Box<str>> {
    let body = text.get(from..).unwrap_or_default();
    memchr::memchr_iter(b'^', body.as_bytes())
        .filter_map(|at| {
            let before = body[..at].chars().next_back();
            let is_apart = before.is_none_or(|c| c.is_whitespace() || "$)]`*".contains(c));
            if !is_apart && !ends_in_quote_mark(&body[..at]) {
                return None;
            }
            let rest = &body[at + 1..];
            let length = rest
                .bytes()
                .take_while(|b| b.is_ascii_alphanumeric() || *b == b'-')
                .count();
            let after = rest[length..].trim_start_matches([' ', '\t', '\r']);
            let ends = after.is_empty() || after.starts_with('\n');
            (length > 0 && ends).then(|| rest[..length].into())
        })
        .collect()
}

/// Returns whether a text ends in the `>` of a quote, with nothing but such marks before it on the line.
fn ends_in_quote_mark(before: &str) -> bool {
    let marks = before.trim_end_matches(['>', ' ', '\t']);
    before.ends_with('>') && (marks.is_empty() || marks.ends_with('\n'))
}

/// Returns the spans from `{% comment %}` to `{% endcomment %}` in Liquid, which the build of a site leaves out.
/// <https://shopify.github.io/liquid/tags/template/>
pub(super) fn liquid_comments(text: &str, from: usize) -> Vec<Span> {
    static END: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("endcomment"));
    let body = text.get(from..).unwrap_or_default();
    let opens = |(_, rest): &(usize, &str)| {
        let tag = rest.trim_start_matches("{%").trim_start_matches('-');
        tag.trim_start().starts_with("comment")
    };
    let mut found = Vec::new();
    let mut done = 0;
    for end in END.find_iter(body.as_bytes()) {
        let tags = memchr::memmem::find_iter(&body.as_bytes()[done..end], "{%");
        let mut tags = tags.map(|at| (done + at, &body[done + at..end]));
        if let Some((start, _)) = tags.find(opens) {
            found.push(Span::new(start, end + END.needle().len()).shift(from));
        }
        done = end + END.needle().len();
    }
    found
}

/// Returns the spans of `%%comments%%`.
pub(super) fn comments(text: &str, from: usize) -> Vec<Span> {
    let body = text.get(from..).unwrap_or_default();
    let marks: Vec<usize> = memchr::memmem::find_iter(body.as_bytes(), "%%").collect();
    marks
        .chunks_exact(2)
        .map(|pair| Span::new(pair[0], pair[1] + 2).shift(from))
        .collect()
}
