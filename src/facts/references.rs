//! The reference lists of a page.

use serde::{Deserialize, Serialize};

use super::object::Object;
use super::url::unpadded;
use crate::syntax::blocks::{Blocks, List};
use crate::syntax::tree::{NodeId, Tree};
use crate::syntax::{LinkKind, Page, links_in};
use crate::text::Span;

/// Titles of reference sections, in lower case.
const TITLES: [&str; 10] = [
    "references",
    "reference",
    "reference list",
    "list of references",
    "references and sources",
    "external references",
    "sources",
    "sources and references",
    "bibliography",
    "works cited",
];

/// Characters that end a bare URL.
const ENDS: &str = "<>()[]\"'`|";

/// A reference of a case study.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    /// All of it.
    pub span: Span,
    /// Its URL.
    pub url: Option<Span>,
}

/// Returns the reference sections of a page in text order, each from below its heading to the next heading of the same or a higher level.
#[must_use]
pub fn reference_sections(page: &Page<'_>) -> Vec<Span> {
    let headings = &page.headings;
    let mut found: Vec<Span> = Vec::new();
    for (at, heading) in headings.iter().enumerate() {
        let inside = found.last().is_some_and(|last| last.contains(heading.span));
        if inside || !is_title(&heading.text) {
            continue;
        }
        let end = headings[at + 1..]
            .iter()
            .find(|next| next.level <= heading.level)
            .map_or(page.source.text().len(), |next| next.span.start as usize);
        found.push(Span::new(heading.span.end as usize, end));
    }
    found
}

/// Returns whether a span is inside one of `sections`, which are sorted and do not overlap.
#[must_use]
pub fn is_within(sections: &[Span], span: Span) -> bool {
    let after = sections.partition_point(|section| section.start <= span.start);
    after
        .checked_sub(1)
        .is_some_and(|last| sections[last].contains(span))
}

/// Returns whether a heading is that of a reference section, ignoring its number, its count and marks around it.
fn is_title(heading: &str) -> bool {
    const LONGEST: usize = 60;
    let bare = heading.trim_matches(|c: char| !c.is_alphabetic());
    let may_be = |first: &u8| b"rlesbw".contains(&first.to_ascii_lowercase());
    heading.len() <= LONGEST
        && bare.as_bytes().first().is_some_and(may_be)
        && TITLES.contains(&bare.replace('&', "and").to_lowercase().as_str())
}

/// Returns the lists of a page's reference sections, without nested lists.
pub fn reference_blocks<'b>(
    blocks: &'b Blocks,
    sections: &'b [Span],
) -> impl Iterator<Item = &'b List> {
    blocks.lists.iter().filter(move |list| {
        list.depth == 0 && is_within(sections, Span::empty(list.span.start as usize))
    })
}

/// Returns the reference lists of a page: those of its reference sections, or in YAML those of its objects.
pub(super) fn reference_lists(
    page: &Page<'_>,
    objects: &[Object],
    sections: &[Span],
) -> Vec<Vec<Reference>> {
    if page.document.is_some() {
        return objects
            .iter()
            .map(|object| object_references(&page.outline, object.node))
            .collect();
    }
    reference_blocks(&page.blocks, sections)
        .map(|list| {
            list.items
                .iter()
                .map(|item| Reference {
                    span: item.span,
                    url: item.text.and_then(|text| url(page, text)),
                })
                .collect()
        })
        .collect()
}

/// Returns the URL of an item: the target of its first link to another site, else of its first Markdown link, else its first
/// bare URL.
fn url(page: &Page<'_>, text: Span) -> Option<Span> {
    let links = || links_in(&page.links, text).filter(|link| link.kind == LinkKind::Markdown);
    let abroad = links().find(|link| link.target.contains("://"));
    abroad
        .map(|link| link.target_span)
        .or_else(|| bare_url(page, text))
        .or_else(|| links().next().map(|link| link.target_span))
}

/// Returns the first bare URL in a text.
fn bare_url(page: &Page<'_>, text: Span) -> Option<Span> {
    let written = page.source.slice(text);
    let base = text.start as usize;
    let at = written.match_indices("://").find_map(|(at, _)| {
        let schemes = ["https", "http"];
        let scheme = schemes
            .iter()
            .find(|scheme| written[..at].ends_with(**scheme))?;
        let hidden = page.blocks.is_opaque(Span::empty(base + at).start);
        (!hidden).then_some(at - scheme.len())
    })?;
    let rest = &written[at..];
    let url = rest[..url_length(rest)].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
    Some(Span::new(at, at + url.len()).shift(base))
}

/// Returns the length of the URL at the start of a text. Parentheses belong to it in pairs, as in `https://example.com/a_(b)`.
fn url_length(text: &str) -> usize {
    let mut open = Vec::new();
    let mut length = text.len();
    for (at, c) in text.char_indices() {
        match c {
            '(' => open.push(at),
            ')' if open.pop().is_some() => {}
            _ if c.is_whitespace() || ENDS.contains(c) => {
                length = at;
                break;
            }
            _ => {}
        }
    }
    match open.first() {
        // The encoded space between a URL and an aside belongs to neither: `https://example.com/a%20(see there)`.
        Some(&aside) => unpadded(&text[..aside]).len(),
        None => length,
    }
}

/// Returns the references of an object.
pub(super) fn object_references(tree: &Tree<'_>, object: NodeId) -> Vec<Reference> {
    let list = tree.get(object, "references");
    list.map_or(&[][..], |list| tree.items(list))
        .iter()
        .map(|&node| Reference {
            span: tree.node(node).span,
            url: written_url(tree, node),
        })
        .collect()
}

/// Returns the bytes of a URL that is written literally. In a block, over several lines or with escapes, white space is YAML syntax.
fn written_url(tree: &Tree<'_>, node: NodeId) -> Option<Span> {
    let value = tree.get(node, "url")?;
    let text = tree.text(value)?;
    let span = tree.node(value).span;
    let length = (span.end - span.start) as usize;
    let plain = length == text.len() || length == text.len() + 2;
    (plain && !text.contains('\n')).then(|| tree.unquoted_span(value))
}
