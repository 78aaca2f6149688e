//! The view of a page for its analysis: facts, vault, catalog, and the extent of the text around an id.

use super::mention::{Mention, NamePosition};
use crate::catalog::View;
use crate::facts::Facts;
use crate::facts::separator::is_alone;
use crate::syntax::{Link, LinkKind, TextBlock};
use crate::text::{FileId, Span};
use crate::vault::{Destination, LinkedTo, Vault};

/// A page with the data that its analysis needs.
#[derive(Clone, Copy)]
pub struct PageView<'p> {
    pub file: FileId,
    pub facts: &'p Facts,
    pub vault: &'p Vault<'p>,
    /// The catalog as of the page's release.
    pub view: View<'p>,
    /// Whether ids that pages of the vault declare count as known.
    pub knows_vault_ids: bool,
}

/// An id in running text, with the text before and after it up to the nearest id, link or code.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    pub block: TextBlock,
    /// The id, or the link whose text is only the id.
    pub outer: Span,
    pub before: &'p str,
    pub after: &'p str,
    /// Whether `after` ends at another id.
    pub id_follows: bool,
}

impl<'p> PageView<'p> {
    /// Returns the id with its link if the link's text is only the id. None if the text contains more.
    pub(super) fn outer(&self, mention: &Mention<'p>) -> Option<Span> {
        let own = mention.code.map_or(mention.span, |code| code.span);
        let NamePosition::Label(link) = mention.position else {
            return Some(own);
        };
        let label = link.label?;
        self.is_alone(own, label).then_some(link.span)
    }

    /// Returns the text at `span`, which must be among the excerpts in the facts.
    pub(super) fn slice(&self, span: Span) -> &'p str {
        self.facts.excerpts.slice(span)
    }

    /// Returns the rest of the excerpt from a byte on.
    pub(super) fn rest(&self, start: u32) -> &'p str {
        self.facts.excerpts.rest(start)
    }

    /// Returns the target of a link and the id of that target.
    pub(super) fn leads_to(&self, link: &'p Link) -> Option<(LinkedTo<'p>, &'p str)> {
        self.vault.linked(self.file, link)
    }

    /// Returns whether `whole` contains only `part` and marks around it.
    pub(super) fn is_alone(&self, part: Span, whole: Span) -> bool {
        is_alone(part, whole, |span| self.slice(span))
    }

    /// Returns the text around the id at index `at` of `found`, which is sorted.
    pub(super) fn place(&self, found: &[Mention<'p>], at: usize) -> Option<Place<'p>> {
        let mention = found.get(at)?;
        let (outer, label) = match (self.outer(mention), mention.position) {
            (Some(outer), _) => (outer, None),
            // `[MITRE ATLAS AML.T0051: Name](https://...)`. The text of a link to a page of the vault may be about that page.
            (None, NamePosition::Label(link))
                if !matches!(self.leads_to(link), Some((LinkedTo::Page(_), _))) =>
            {
                let own = mention.code.map_or(mention.span, |code| code.span);
                (own, Some(link.label?))
            }
            _ => return None,
        };
        if self.is_in_image(outer) {
            return None;
        }
        let block = |texts: &'p [TextBlock]| {
            let after = texts.partition_point(|block| block.span.start <= outer.start);
            let last = texts.get(after.checked_sub(1)?);
            last.filter(|block| block.span.contains(outer))
        };
        let block = block(&self.facts.blocks.texts).or_else(|| block(&self.facts.strings))?;
        let previous = at.checked_sub(1).and_then(|at| found.get(at));
        let next = found.get(at + 1).map(|next| next.span.start);
        let start = previous
            .map_or(0, |previous| previous.span.end)
            .max(block.span.start)
            .max(self.barrier_before(outer))
            .min(outer.start);
        let end = self.barrier_after(outer).min(block.span.end).max(outer.end);
        // A link whose text is the next id starts before that id.
        let id_follows = next.is_some_and(|next| {
            if let Some(label) = label {
                return next < label.end;
            }
            let links = &self.facts.links;
            let link = links.partition_point(|link| link.span.start < end);
            let inside = links.get(link).is_some_and(|link| {
                link.span.start == end && link.span.contains(Span::empty(next as usize))
            });
            next <= end || inside
        });
        let end = next.map_or(end, |next| next.min(end).max(outer.end));
        let start = label.map_or(start, |label| label.start.max(start));
        let end = label.map_or(end, |label| label.end.min(end));
        let slice = |start, end| self.slice(Span { start, end });
        Some(Place {
            block: *block,
            outer,
            before: slice(start, outer.start),
            after: slice(outer.end, end),
            id_follows,
        })
    }

    /// Returns whether `outer` is in the text of an image.
    fn is_in_image(&self, outer: Span) -> bool {
        let links = &self.facts.links;
        let at = links.partition_point(|link| link.span.start <= outer.start);
        links
            .get(at.saturating_sub(2)..at)
            .unwrap_or_default()
            .iter()
            .any(|link| {
                matches!(link.kind, LinkKind::Image | LinkKind::Embed)
                    && link.span.contains(outer)
                    && link.span != outer
            })
    }

    /// Returns the end of the last link or code before `outer`.
    fn barrier_before(&self, outer: Span) -> u32 {
        let link = self.link_before(outer).map_or(0, |link| link.span.end);
        let opaque = &self.facts.blocks.opaque;
        let at = opaque.partition_point(|span| span.start < outer.start);
        let opaque = at.checked_sub(1).and_then(|at| opaque.get(at));
        link.max(opaque.map_or(0, |span| span.end))
    }

    /// Returns the start of the next link or code after `outer`.
    fn barrier_after(&self, outer: Span) -> u32 {
        let link = self
            .link_after(outer)
            .map_or(u32::MAX, |link| link.span.start);
        let opaque = &self.facts.blocks.opaque;
        let at = opaque.partition_point(|span| span.start < outer.end);
        link.min(opaque.get(at).map_or(u32::MAX, |span| span.start))
    }

    /// Returns the last link that ends before `outer`.
    pub(super) fn link_before(&self, outer: Span) -> Option<&'p Link> {
        let links = &self.facts.links;
        let at = links.partition_point(|link| link.span.start < outer.start);
        links
            .get(at.saturating_sub(2)..at)?
            .iter()
            .rev()
            .find(|link| link.span.end <= outer.start)
    }

    /// Returns the first link that starts after `outer`.
    pub(super) fn link_after(&self, outer: Span) -> Option<&'p Link> {
        let links = &self.facts.links;
        let at = links.partition_point(|link| link.span.start < outer.end);
        links.get(at)
    }

    /// Returns the link whose text contains `name`.
    pub(super) fn link_around(&self, name: Span) -> Option<&'p Link> {
        let links = &self.facts.links;
        let at = links.partition_point(|link| link.span.start <= name.start);
        links
            .get(at.saturating_sub(2)..at)?
            .iter()
            .rev()
            .find(|link| link.label.is_some_and(|label| label.contains(name)))
    }

    /// Returns whether the text of a link may name an object next to an id. That of an image or of a link to a page about
    /// something else may not; that of a link within the page may, as in a table of contents.
    pub(super) fn may_name(&self, link: &'p Link) -> bool {
        if matches!(
            link.kind,
            LinkKind::Image | LinkKind::Embed | LinkKind::Definition
        ) {
            return false;
        }
        if link.target.starts_with('#') {
            return true;
        }
        match self.vault.destination(self.file, link) {
            Destination::Route(_) => true,
            Destination::External => !link.kind.is_wiki(),
            Destination::File { .. } => self
                .vault
                .linked_page(self.file, link)
                .is_some_and(|page| self.vault.declared_id(page).is_some()),
        }
    }
}
