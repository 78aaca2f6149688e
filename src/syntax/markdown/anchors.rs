//! Ids that elements and headings set: in HTML and in attribute lists.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::parser_options;
use crate::text::Span;

/// Collects the values of `id="..."` and `name="..."` in the tags of some HTML. <https://html.spec.whatwg.org/#attributes-2>
pub(super) fn element_ids(html: &str, found: &mut Vec<Box<str>>) {
    let bytes = html.as_bytes();
    for at in memchr::memchr_iter(b'=', bytes) {
        let before = html[..at].trim_end();
        let is_key = ["id", "name"].iter().any(|key| {
            let start = before.len().checked_sub(key.len());
            let named = start.filter(|&start| before.is_char_boundary(start));
            named.is_some_and(|start| {
                before[start..].eq_ignore_ascii_case(key)
                    && before[..start]
                        .ends_with(|c: char| c.is_whitespace() || c == '"' || c == '\'')
            })
        });
        if !is_key {
            continue;
        }
        let value = html[at + 1..].trim_start();
        let value = match value.as_bytes().first() {
            Some(b'{') => value[1..].trim_start(),
            _ => value,
        };
        let text = match value.chars().next() {
            Some(quote @ ('"' | '\'' | '`')) => value[1..].split(quote).next(),
            _ => value
                .split(|c: char| c.is_whitespace() || "\"'`=<>{}/".contains(c))
                .next(),
        };
        if let Some(id) = text.filter(|id| !id.is_empty()) {
            found.push(id.into());
        }
    }
}

/// Collects the ids that attribute lists set, as in `{: #id .class }`.
/// <https://python-markdown.github.io/extensions/attr_list/>
pub(super) fn attribute_ids(text: &str, found: &mut Vec<Box<str>>) {
    for open in memchr::memchr_iter(b'{', text.as_bytes()) {
        let line = text[open + 1..].lines().next().unwrap_or_default();
        if let Some((list, _)) = line.split_once('}')
            && let Some(id) = id_in(list)
        {
            found.push(id.into());
        }
    }
}

/// Returns where the attribute list at the end of a heading starts, with the id that it sets: `{#id}`, `{: #id }`,
/// `{: id="..." }` and in MDX `{/* #id */}`.
pub(in crate::syntax) fn heading_attributes(text: &str) -> Option<(Range<usize>, Option<&str>)> {
    let text = text.trim_end();
    let inside = text.strip_suffix('}')?;
    let open = inside.rfind('{')?;
    let list = &inside[open + 1..];
    let comment = list
        .trim()
        .strip_prefix("/*")
        .and_then(|c| c.strip_suffix("*/"));
    if let Some(comment) = comment {
        let id = comment.trim().strip_prefix('#')?;
        return Some((open..text.len(), Some(id)));
    }
    let is_list = list.trim_start().starts_with(['#', '.', ':']);
    is_list.then(|| (open..text.len(), id_in(list)))
}

/// Returns the id in the inside of an attribute list.
fn id_in(list: &str) -> Option<&str> {
    let list = list.trim_start().strip_prefix(':').unwrap_or(list);
    list.split_whitespace().find_map(|word| {
        let id = word.strip_prefix('#').or_else(|| {
            let value = word.strip_prefix("id=")?;
            Some(value.trim_matches(['"', '\'']))
        });
        id.filter(|id| !id.is_empty())
    })
}

/// The text of a heading as it is rendered, put together from the parser's events.
#[derive(Debug)]
pub(super) struct Rendered<'s> {
    text: Cow<'s, str>,
    end: usize,
}

impl<'s> Rendered<'s> {
    pub(super) fn new() -> Self {
        Self {
            text: Cow::Borrowed(""),
            end: 0,
        }
    }

    /// Adds a text. It borrows from the page as long as what was rendered is what is written.
    pub(super) fn push(&mut self, page: &'s str, span: Span, text: &str) {
        let written = page.get(span.range()) == Some(text);
        match &self.text {
            Cow::Borrowed("") if written => {
                self.text = Cow::Borrowed(page.get(span.range()).unwrap_or_default());
            }
            Cow::Borrowed(known) if written && self.end == span.start as usize => {
                let start = self.end - known.len();
                let whole = page.get(start..span.end as usize);
                self.text = Cow::Borrowed(whole.unwrap_or_default());
            }
            _ => self.text.to_mut().push_str(text),
        }
        self.end = span.end as usize;
    }

    pub(super) fn finish(self) -> Cow<'s, str> {
        let Some((list, _)) = heading_attributes(&self.text) else {
            return self.text;
        };
        match self.text {
            Cow::Borrowed(text) => Cow::Borrowed(text[..list.start].trim_end()),
            Cow::Owned(mut text) => {
                text.truncate(list.start);
                text.truncate(text.trim_end().len());
                Cow::Owned(text)
            }
        }
    }
}

/// Returns the text of a heading as it is rendered.
#[must_use]
pub fn rendered(heading: &str) -> String {
    let mut rendered = Rendered::new();
    let mut pictures = 0;
    for event in Parser::new_ext(&format!("# {heading}"), parser_options()) {
        match event {
            Event::Start(Tag::Image { .. }) => pictures += 1,
            Event::End(TagEnd::Image) => pictures -= 1,
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) if pictures == 0 => {
                rendered.text.to_mut().push_str(&text);
            }
            _ => {}
        }
    }
    rendered.finish().into_owned()
}

#[cfg(test)]
mod tests {
    use super::{attribute_ids, element_ids, heading_attributes};

    fn texts(found: &[Box<str>]) -> Vec<&str> {
        found.iter().map(|text| &**text).collect()
    }

    #[test]
    fn ids_of_elements_are_found_in_every_form() {
        for (html, expected) in [
            ("<a id=\"note\">", &["note"][..]),
            ("<a name='x' ID=y></a>", &["x", "y"]),
            ("<h3\n  class=\"c\"id = \"z\">", &["z"]),
            ("<B id={\"q\"} data-id=\"no\" valid=no>", &["q"]),
            ("<a id=>", &[]),
            ("<a id", &[]),
            ("é=1", &[]),
        ] {
            let mut found = Vec::new();
            element_ids(html, &mut found);
            assert_eq!(texts(&found), expected, "{html}");
        }
    }

    #[test]
    fn attribute_lists_set_ids() {
        let mut found = Vec::new();
        attribute_ids(
            "a {: #one .b }\n[x](y){ .c id=\"two\" } {{ x }} {#three}\n{ #open",
            &mut found,
        );
        assert_eq!(texts(&found), ["one", "two", "three"]);
    }

    #[test]
    fn the_attribute_list_of_a_heading_is_at_its_end() {
        for (text, expected) in [
            ("Setup {#install}", Some((6, Some("install")))),
            ("Setup {: #a .b }", Some((6, Some("a")))),
            ("Setup {: id=\"c\" }", Some((6, Some("c")))),
            ("Setup {.wide}", Some((6, None))),
            ("Setup {/* #d */}", Some((6, Some("d")))),
            ("Setup {name}", None),
            ("Setup", None),
            ("}", None),
        ] {
            let found = heading_attributes(text).map(|(list, id)| (list.start, id));
            assert_eq!(found, expected, "{text}");
        }
    }
}
