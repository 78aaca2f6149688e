//! Links of a page, and the bytes of their parts.

use serde::{Deserialize, Serialize};

use crate::text::{Source, Span};

#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// `[[target]]`
    Wiki,
    /// `![[target]]`
    Embed,
    /// `[text](dest)`, `<https://...>`, or a bare URL on atlas.mitre.org.
    Markdown,
    /// `![text](dest)`
    Image,
    /// `[text][ref]`: the text of a link. Its target is checked at the definition.
    Reference,
    /// `[ref]: dest`
    Definition,
}

impl LinkKind {
    /// Returns whether the link has double brackets.
    #[must_use]
    pub fn is_wiki(self) -> bool {
        matches!(self, Self::Wiki | Self::Embed)
    }
}

#[derive(Serialize, Deserialize, Clone, Debug)]
pub struct Link {
    pub kind: LinkKind,
    /// The whole link, brackets included.
    pub span: Span,
    /// The target as written with its subpath, without brackets and surrounding white space.
    pub target_span: Span,
    /// The target: as written in a wiki-link; in a Markdown link unescaped, but still percent-encoded.
    pub target: Box<str>,
    /// The label or text, if there is one.
    pub label: Option<Span>,
    /// Whether the link is in a table cell, where `|` is written `\|`.
    pub in_table: bool,
}

/// Returns those of `links`, which are in order, that start in `span`.
pub fn links_in(links: &[Link], span: Span) -> impl Iterator<Item = &Link> {
    let first = links.partition_point(|link| link.span.start < span.start);
    links[first..]
        .iter()
        .take_while(move |link| link.span.start < span.end)
}

impl Link {
    /// Returns the bytes of the target after its path: the subpath with its `#` and the white space before it. Empty without a
    /// subpath.
    #[must_use]
    pub fn subpath_span(&self, source: &Source) -> Span {
        Span {
            start: self.path_span(source).end,
            ..self.target_span
        }
    }

    /// Returns the bytes of the target without its subpath.
    #[must_use]
    pub fn path_span(&self, source: &Source) -> Span {
        let written = source.slice(self.target_span);
        let path = written.split('#').next().unwrap_or(written).trim_end();
        let start = self.target_span.start as usize;
        Span::new(start, start + path.len())
    }
}
