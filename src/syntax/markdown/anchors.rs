//! Ids that HTML elements set, and the rendered text of headings.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::parser_options;
use crate::dialect::{SlugStyle, Slugs};
use crate::syntax::attributes::heading_attributes;
use crate::text::{Span, first_bytes};

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

/// The longest heading in HTML, in bytes.
const LONGEST_HEADING: usize = 400;

/// Collects the slugs of headings in HTML, as GitHub makes them. It keeps the blank at the start of `<h2> Name</h2>` as a dash.
pub(super) fn html_heading_slugs(text: &str, found: &mut Vec<Box<str>>) {
    let mut slugs = Slugs::default();
    for at in memchr::memchr_iter(b'<', text.as_bytes()) {
        if !text[at..].starts_with("<h") {
            continue;
        }
        let rest = first_bytes(&text[at + "<h".len()..], LONGEST_HEADING);
        let Some(level @ '1'..='6') = rest.chars().next() else {
            continue;
        };
        let inside = rest[1..].split_once('>').filter(|(attributes, _)| {
            attributes.is_empty() || attributes.starts_with(char::is_whitespace)
        });
        let end = format!("</h{level}");
        let Some((heading, _)) = inside.and_then(|(_, after)| after.split_once(&end)) else {
            continue;
        };
        let parts = heading.split('<');
        let shown = parts
            .enumerate()
            .map(|(at, part)| match part.split_once('>') {
                Some((_, after)) if at > 0 => after,
                _ => part,
            });
        let shown: String = shown.collect();
        let forms = slugs.next_forms(&shown, SlugStyle::Github);
        found.extend(forms.map(String::into_boxed_str));
    }
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
    use super::element_ids;

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
}
