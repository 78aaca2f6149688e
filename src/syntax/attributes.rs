//! Attribute lists, which set ids in Markdown: `{#id .class}`.

use std::ops::Range;

/// The most bytes of an attribute list. Longer ones would be looked through again and again.
const LONGEST: usize = 400;

/// Collects the ids that attribute lists set, as in `{: #id .class }`.
/// <https://python-markdown.github.io/extensions/attr_list/>
pub(super) fn attribute_ids(text: &str, found: &mut Vec<Box<str>>) {
    let bytes = text.as_bytes();
    for open in memchr::memchr_iter(b'{', bytes) {
        let rest = &bytes[open + 1..text.len().min(open + LONGEST)];
        let end = memchr::memchr2(b'}', b'\n', rest).filter(|&end| rest[end] == b'}');
        if let Some(end) = end
            && let Some(id) = id_in(&text[open + 1..open + 1 + end])
        {
            // An escaped underscore is one.
            found.push(id.replace('\\', "").into());
        }
    }
}

/// Returns whether a text may have attribute lists as Pandoc, kramdown, Writerside and plugins of markdown-it have them in any place:
/// `{id="one"}`, `{ #one}`, `{: #one}`, `[]{#one}`; the last one behind what it belongs to. <https://pandoc.org/MANUAL.html#divs-and-spans>,
/// <https://kramdown.gettalong.org/syntax.html#block-ials>, <https://www.jetbrains.com/help/writerside/markup-reference.html>
pub(super) fn may_have_lists(text: &str) -> bool {
    let mut opens = memchr::memchr_iter(b'{', text.as_bytes());
    opens.any(|open| {
        let rest = &text.as_bytes()[open + 1..];
        let belongs = || {
            text[..open]
                .trim_end_matches(' ')
                .ends_with([')', ']', '$', '`'])
        };
        let starts: [&[u8]; 4] = [b" #", b"id=", b":#", b": #"];
        starts.iter().any(|start| rest.starts_with(start)) || (rest.starts_with(b"#") && belongs())
    })
}

/// Returns where the attribute list at the end of a heading starts, with the id that it sets: `{#id}`, `{: #id }`,
/// `{: id="..." }`, `{id="..."}` and in MDX `{/* #id */}`.
pub(super) fn heading_attributes(text: &str) -> Option<(Range<usize>, Option<&str>)> {
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
    let list = list.trim_start();
    let is_list = list.starts_with(['#', '.', ':']) || list.starts_with("id=");
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

#[cfg(test)]
mod tests {
    use super::{attribute_ids, heading_attributes};

    #[test]
    fn attribute_lists_set_ids() {
        let mut found = Vec::new();
        attribute_ids(
            "{#\\_fn} a {: #one .b }\n[x](y){ .c id=\"two\" } {{ x }} {#three}\n{ #open",
            &mut found,
        );
        let found: Vec<&str> = found.iter().map(|id| &**id).collect();
        assert_eq!(found, ["_fn", "one", "two", "three"]);
    }

    #[test]
    fn the_attribute_list_of_a_heading_is_at_its_end() {
        for (text, expected) in [
            ("Setup {#install}", Some((6, Some("install")))),
            ("Setup {: #a .b }", Some((6, Some("a")))),
            ("Setup {: id=\"c\" }", Some((6, Some("c")))),
            ("Setup {.wide}", Some((6, None))),
            (
                "Setup {id=\"e\" collapsible=\"true\"}",
                Some((6, Some("e"))),
            ),
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
