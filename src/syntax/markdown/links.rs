//! Links and ids of a run of inline content.

use pulldown_cmark::LinkType;

use super::Walker;
use crate::syntax::error::{SyntaxError, WikiLinkError};
use crate::syntax::id;
use crate::syntax::link::{Link, LinkKind};
use crate::syntax::raw::{destination_length, in_url};
use crate::syntax::wiki::{Scan, covering};
use crate::text::{Span, find_pair};

/// Part of every bare URL to the ATLAS site.
pub(in crate::syntax) const SITE: &str = "://atlas.mitre.org/";

/// A link that the Markdown parser opened and has not closed yet.
pub(super) struct OpenLink {
    link_type: LinkType,
    pub(super) image: bool,
    dest: Box<str>,
    span: Span,
    pub(super) inner_end: usize,
}

impl Walker<'_> {
    pub(super) fn open_link(&mut self, link_type: LinkType, image: bool, dest: &str, span: Span) {
        self.inline(span);
        let inner_end = span.start as usize + 1 + usize::from(image);
        self.open_links.push(OpenLink {
            link_type,
            image,
            dest: dest.into(),
            span,
            inner_end,
        });
    }

    pub(super) fn close_link(&mut self) {
        let Some(open) = self.open_links.pop() else {
            return;
        };
        let span = open.span;
        let (start, end) = (span.start as usize, span.end as usize);
        let text_start = start + 1 + usize::from(open.image);
        let auto = matches!(open.link_type, LinkType::Autolink | LinkType::Email);
        let (kind, target_span, label) = if auto {
            let inside = Span::new(text_start, end.saturating_sub(1));
            (LinkKind::Markdown, inside, None)
        } else {
            let label = self.trimmed(Span::new(text_start, open.inner_end));
            if open.link_type == LinkType::Inline {
                let kind = if open.image {
                    LinkKind::Image
                } else {
                    LinkKind::Markdown
                };
                let target = self.destination(open.inner_end, end);
                (kind, target, Some(label))
            } else {
                (LinkKind::Reference, span, Some(label))
            }
        };
        // Ids in the destination and title are not prose, and a `[[` that opens this link does not open a wiki-link.
        let opener = Span::new(start, text_start + 1);
        if !auto && self.slice(opener).ends_with("[[") {
            self.opaque.push(opener);
        } else if !auto && self.is_in_brackets(span, kind) {
            self.opaque.push(Span::new(start - 1, text_start));
        }
        let hidden_from = if auto { text_start } else { open.inner_end };
        self.opaque.push(Span::new(hidden_from, end));
        let target = match open.link_type {
            LinkType::Email => format!("mailto:{}", open.dest).into(),
            _ => open.dest,
        };
        self.leaf_links.push(Link {
            kind,
            span,
            target_span,
            target,
            label,
            in_table: self.in_cell(),
        });
    }

    /// Returns whether `[[` is a bracket around a Markdown link here: `[[paper](url), [code](url)]`. `[[x]]` stays a wiki-link
    /// even if `[x]` is defined.
    fn is_in_brackets(&self, link: Span, kind: LinkKind) -> bool {
        let bytes = self.text.as_bytes();
        let before = link.range().start.checked_sub(1);
        let before = before.and_then(|at| bytes.get(at));
        let closed = kind == LinkKind::Reference && bytes.get(link.range().end) == Some(&b']');
        before == Some(&b'[') && !closed
    }

    /// Returns the bytes of the destination in `](destination "title")`, which starts at `from`.
    fn destination(&self, from: usize, end: usize) -> Span {
        let raw = self.text.get(from..end).unwrap_or_default();
        let Some(open) = find_pair(raw, *b"](") else {
            return Span::new(from, end);
        };
        let inside = raw.get(open + 2..).unwrap_or_default();
        let start = open + 2 + inside.len() - inside.trim_start().len();
        Span::new(start, start + destination_length(&raw[start..]))
            .shift(from)
            .narrowed(raw.as_bytes().get(start) == Some(&b'<'))
    }

    pub(super) fn definition(&mut self, dest: &str, span: Span) {
        let raw = self.slice(span);
        let Some(colon) = find_pair(raw, *b"]:") else {
            return;
        };
        let rest = &raw[colon + 2..];
        let start = colon + 2 + rest.len() - rest.trim_start().len();
        let target = Span::new(start, start + destination_length(&raw[start..]))
            .shift(span.start as usize)
            .narrowed(raw.as_bytes().get(start) == Some(&b'<'));
        self.links.push(Link {
            kind: LinkKind::Definition,
            span,
            target_span: target,
            target: dest.into(),
            label: None,
            in_table: false,
        });
    }

    /// Collects the links and ids of a leaf, and clears the spans that hid some of them.
    pub(super) fn links_and_ids(&mut self, span: Span, in_table: bool) {
        if self.opaque.len() > 1 {
            self.opaque.sort_unstable();
        }
        let mut wiki = self.wiki_links(span, in_table);
        if !wiki.is_empty() {
            self.leaf_links
                .retain(|link| covering_link(&wiki, link.span.start).is_none());
        }
        self.bare_routes(span);
        for hidden in [&self.comments, &self.hidden] {
            if !hidden.is_empty() {
                self.leaf_links
                    .retain(|link| covering(hidden, link.span.start as usize).is_none());
            }
        }
        self.leaf_ids(span, &wiki);
        if !self.leaf_links.is_empty() || !wiki.is_empty() {
            self.links.append(&mut self.leaf_links);
            self.links.append(&mut wiki);
        }
        self.opaque.clear();
    }

    /// Returns the wiki-links of a leaf, and collects the broken ones as errors.
    fn wiki_links(&mut self, leaf: Span, in_table: bool) -> Vec<Link> {
        // Found for the whole page at once, as few of its many leaves have one.
        let openings = self.no_opening.within(&self.openings, leaf);
        if openings.is_empty() {
            return Vec::new();
        }
        let scan = Scan::new(self.slice(leaf), leaf.start as usize, in_table);
        let (mut wiki, errors) = scan.links(&self.opaque);
        for hidden in [&self.comments, &self.hidden] {
            if !hidden.is_empty() {
                wiki.retain(|link| covering(hidden, link.span.start as usize).is_none());
            }
        }
        for error in errors {
            let at = error.start() as usize;
            if covering(&self.comments, at).is_none() && covering(&self.hidden, at).is_none() {
                let error = self.bare_separator(error, leaf, in_table);
                self.errors.push(error);
            }
        }
        wiki
    }

    /// Collects the ids of a leaf. `wiki` are its wiki-links.
    fn leaf_ids(&mut self, span: Span, wiki: &[Link]) {
        let inside = self.no_candidate.within(&self.candidates, span);
        if inside.is_empty() {
            return;
        }
        let inside = inside.iter().map(|&at| at as usize);
        let (text, base) = (self.slice(span), span.start as usize);
        let (opaque, hidden) = (&self.opaque, &self.hidden);
        id::tokens_where(text, base, inside, &mut self.ids, |token| {
            let at = token.span.start as usize;
            let link = covering_link(wiki, token.span.start);
            let in_target = link.is_some_and(|link| link.target_span.contains(token.span));
            let hidden = covering(opaque, at).or_else(|| covering(hidden, at));
            !in_target && hidden.is_none() && !in_url(text, at - base)
        });
    }

    /// Returns the error of an unescaped `|` instead of an unclosed link in a table cell: most likely the link's own `|` ends the cell.
    fn bare_separator(&self, error: SyntaxError, leaf: Span, in_table: bool) -> SyntaxError {
        let SyntaxError::WikiLink {
            span,
            kind: WikiLinkError::Unclosed { .. },
        } = &error
        else {
            return error;
        };
        let end = leaf.end as usize;
        let after = self.text.get(end..).unwrap_or_default();
        let gap = after.len() - after.trim_start_matches([' ', '\t']).len();
        let line = after.lines().next().unwrap_or_default();
        if in_table && after[gap..].starts_with('|') && line.contains("]]") {
            let at = Span::empty(end + gap).start;
            return SyntaxError::WikiLink {
                span: *span,
                kind: WikiLinkError::BareSeparator { at },
            };
        }
        error
    }

    /// Checks a row with more cells than the header. The parser drops the extra cells, and with them links that bare separators
    /// cut.
    pub(super) fn surplus_cells(&mut self, end: usize) {
        let last = self.table.rows.last().and_then(|row| row.last());
        let start = last.map_or(end, |cell| cell.end as usize);
        let text = self.text.get(start..end).unwrap_or_default();
        // Code in these cells was not parsed, so a report would be a guess.
        if find_pair(text, *b"[[").is_none() || text.contains('`') {
            return;
        }
        let (links, _) = Scan::new(text, start, true).links(&[]);
        for link in links {
            let Some(at) = self.slice(link.span).find('|') else {
                continue;
            };
            let at = link.span.start as usize + at;
            if !self.text[..at].ends_with('\\') {
                self.errors.push(SyntaxError::WikiLink {
                    span: link.span,
                    kind: WikiLinkError::BareSeparator {
                        at: Span::empty(at).start,
                    },
                });
            }
        }
    }

    /// Collects the ids in bare URLs to the ATLAS site, which renderers turn into links.
    fn bare_routes(&mut self, span: Span) {
        let inside = self.no_route.within(&self.routes, span).iter();
        if inside.len() == 0 {
            return;
        }
        let text = self.slice(span);
        let inside = inside.map(|at| (at - span.start) as usize);
        let routes: Vec<usize> = inside
            .take_while(|at| at + SITE.len() <= text.len())
            .collect();
        let mut known: Vec<Span> = self.leaf_links.iter().map(|link| link.span).collect();
        known.sort_unstable();
        for at in routes {
            let start = text[..at].rfind("http").unwrap_or(at);
            let url = &text[start..];
            let length = url
                .find(|c: char| c.is_whitespace() || "<>()[]\"'`|,;".contains(c))
                .unwrap_or(url.len());
            let url = url[..length].trim_end_matches(['.', ':', '!', '?', '*', '_']);
            let target_span = Span::new(start, start + url.len()).shift(span.start as usize);
            let at = target_span.start as usize;
            if covering(&known, at).is_some() || covering(&self.opaque, at).is_some() {
                continue;
            }
            self.leaf_links.push(Link {
                kind: LinkKind::Markdown,
                span: target_span,
                target_span,
                target: url.into(),
                label: None,
                in_table: false,
            });
        }
    }
}

/// Returns the link that a byte is in. `links` are in order and do not overlap.
fn covering_link(links: &[Link], at: u32) -> Option<&Link> {
    let after = links.partition_point(|link| link.span.start <= at);
    let link = links.get(after.checked_sub(1)?)?;
    (at < link.span.end).then_some(link)
}
