//! Ids in the text of HTML blocks. Tags, comments and elements that mark code are ignored.

use std::ops::Range;

use super::anchors::element_ids;
use super::html_tags::{find, tag_end, tag_name};
use super::{Walker, html_table};
use crate::syntax::id;
use crate::syntax::raw::in_url;
use crate::text::Span;

/// Elements whose text is code or is not shown.
const OPAQUE: [&str; 7] = ["code", "kbd", "pre", "samp", "script", "style", "textarea"];

impl Walker<'_> {
    /// Collects the ATLAS ids of an HTML block, and the ids of its elements.
    pub(super) fn html_block(&mut self, span: Span) {
        element_ids(self.slice(span), &mut self.anchors.element_ids);
        let html = self.slice(span);
        // Other frameworks have ids in tables too.
        if html.contains("<td") {
            let tables = html_table::tables(html, span.start as usize);
            self.blocks.html_tables.extend(tables);
        }
        if id::within(&self.candidates, span).next().is_none() {
            return;
        }
        for range in texts(html) {
            let base = span.start as usize + range.start;
            let text = html.get(range).unwrap_or_default();
            let place = Span::new(base, base + text.len());
            let inside = id::within(&self.candidates, place);
            id::tokens_where(text, base, inside, &mut self.ids, |token| {
                !in_url(text, token.span.start as usize - base)
            });
        }
    }
}

/// Returns the text runs between the tags. Text after an unclosed tag or comment is ignored.
fn texts(html: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(open) = find(html, "<", at) {
        let rest = html.get(open..).unwrap_or_default();
        let after = rest.get(1..).unwrap_or_default();
        let name = tag_name(after);
        let is_comment = rest.starts_with("<!--");
        if !is_comment && name.is_empty() && !after.starts_with(['/', '!', '?']) {
            at = open + 1;
            continue;
        }
        found.push(start..open);
        let end = if is_comment {
            find(html, "-->", open + 4).map(|end| end + 3)
        } else {
            tag_end(rest).map(|end| open + end)
        };
        let Some(end) = end else { return found };
        let is_whole = html.get(..end).is_some_and(|tag| tag.ends_with("/>"));
        let hidden = OPAQUE.iter().find(|tag| tag.eq_ignore_ascii_case(name));
        at = match hidden.filter(|_| !is_whole) {
            // The closing tag is left to be read as a tag.
            Some(tag) => match closing(html, tag, end) {
                Some(close) => close,
                None => return found,
            },
            None => end,
        };
        start = at;
    }
    found.push(start..html.len());
    found
}

/// Returns the position of `</tag`.
fn closing(html: &str, tag: &str, from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(close) = find(html, "</", at) {
        let name = tag_name(html.get(close + 2..).unwrap_or_default());
        if name.eq_ignore_ascii_case(tag) {
            return Some(close);
        }
        at = close + 2;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::texts;

    fn read(html: &str) -> String {
        let texts: Vec<&str> = texts(html).into_iter().map(|range| &html[range]).collect();
        texts.concat()
    }

    #[test]
    fn text_stands_between_tags() {
        for (html, text) in [
            ("<td>a</td><td title=\"x > b\">c</td>", "ac"),
            ("a < b <!-- c <i> --> d", "a < b  d"),
            ("<pre>a</pre>b<CODE>c</code>d<code/>e", "bde"),
            ("<script>if (a < b) '</script>c", "c"),
            ("a <b", "a "),
            ("a<!-- b", "a"),
            ("<pre>a <b>c", ""),
            ("</div>a<?x?>b<!DOCTYPE html>c", "abc"),
            ("", ""),
        ] {
            assert_eq!(read(html), text, "{html}");
        }
    }
}
