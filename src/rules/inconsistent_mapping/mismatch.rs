//! Finds rows and list entries that pair an id with a link to a page whose front matter maps it to ATLAS.

use crate::catalog::Kind;
use crate::context::PageContext;
use crate::facts::separator::{is_alone, is_mark};
use crate::syntax::id::IdToken;
use crate::syntax::{Link, LinkKind, TextKind, links_in};
use crate::text::{FileId, Span};

/// An id next to a link to a page that maps other ids of the same kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mismatch<'v> {
    pub(super) span: Span,
    pub(super) id: &'v str,
    pub(super) page: FileId,
    pub(super) link: Span,
    /// The ids of the same kind that the page maps, with their spans.
    pub(super) mapped: Vec<(Box<str>, Span)>,
}

/// Returns the rows and list entries that disagree with the mappings of the pages they link to, in page order.
pub(super) fn mismatches<'v>(context: &PageContext<'v>) -> Vec<Mismatch<'v>> {
    let page = context.page;
    if page.facts.ids.is_empty() || page.facts.links.is_empty() {
        return Vec::new();
    }
    let search = Search { context };
    let rows = page
        .facts
        .blocks
        .tables
        .iter()
        .flat_map(|table| &table.rows);
    let mut found: Vec<Mismatch<'v>> = rows.filter_map(|cells| search.row(cells)).collect();
    let items = page
        .facts
        .blocks
        .texts
        .iter()
        .filter(|block| block.kind == TextKind::Item);
    found.extend(items.filter_map(|block| search.item(block.span)));
    found.sort_by_key(|mismatch| mismatch.span);
    found
}

struct Search<'c, 'p> {
    context: &'c PageContext<'p>,
}

impl<'p> Search<'_, 'p> {
    /// Checks a row with a single id, where the id and each link fill a cell.
    fn row(&self, cells: &[Span]) -> Option<Mismatch<'p>> {
        let row = Span {
            start: cells.first()?.start,
            end: cells.last()?.end,
        };
        let id = self.only_id(row)?;
        let links: Vec<&Link> = cells
            .iter()
            .filter_map(|&cell| {
                let link = self
                    .links(cell)
                    .find(|link| self.is_alone(link.span, cell))?;
                let bare = self.is_alone(id.span, cell) || cell.contains(id.span);
                (!bare || link.span.contains(id.span)).then_some(link)
            })
            .collect();
        let own_cell = cells.iter().any(|&cell| {
            self.is_alone(id.span, cell)
                || links
                    .iter()
                    .any(|link| link.span.contains(id.span) && cell.contains(link.span))
        });
        if own_cell {
            self.mismatch(id, links.into_iter())
        } else {
            None
        }
    }

    /// Checks a list entry with a single id that has a link right next to it.
    fn item(&self, span: Span) -> Option<Mismatch<'p>> {
        let id = self.only_id(span)?;
        let is_adjacent = |link: &&Link| {
            let gap = if link.span.contains(id.span) {
                return true;
            } else if link.span.end <= id.span.start {
                Span {
                    start: link.span.end,
                    end: id.span.start,
                }
            } else {
                Span {
                    start: id.span.end.min(link.span.start),
                    end: link.span.start,
                }
            };
            let sign = |c: char| {
                is_mark(c) || matches!(c, '(' | ')' | ':' | '-' | '|' | '\u{2013}' | '\u{2014}')
            };
            self.context.source.slice(gap).chars().all(sign)
        };
        let near = self.links(span).find(is_adjacent)?;
        // The id may belong to any other link of the entry, so all are compared. The finding names the adjacent one.
        let others = self.links(span).filter(|link| link.span != near.span);
        self.mismatch(id, std::iter::once(near).chain(others))
    }

    /// Returns the first of `links` that leads to a page with other mappings. `None` if any of them leads to a page that agrees.
    fn mismatch<'l>(
        &self,
        id: &'p IdToken,
        links: impl Iterator<Item = &'l Link>,
    ) -> Option<Mismatch<'p>> {
        if id.malformed.is_some() || !self.context.view.is_current(&id.id) {
            return None;
        }
        let kind = Kind::of_id(&id.id)?;
        let mut other = None;
        for link in links {
            let (vault, own) = (self.context.vault.vault, self.context.page.file);
            let linked = vault.linked_page(own, link);
            let linked = linked.filter(|target| *target != own);
            let Some(target) = linked else {
                continue;
            };
            if vault.declared_id(target).is_some() {
                return None;
            }
            let is_mapped = vault.brief(target).is_some_and(|page| page.is_mapped);
            let facts = is_mapped.then(|| vault.lent_facts(target)).flatten();
            let mapped = facts.iter().flat_map(|facts| &facts.mapped);
            let of_kind = |(id, _): &&(Box<str>, Span)| Kind::of_id(id) == Some(kind);
            let mapped: Vec<(Box<str>, Span)> = mapped.filter(of_kind).cloned().collect();
            if mapped.iter().any(|(mapped, _)| self.is_kin(mapped, &id.id)) {
                return None;
            }
            if !mapped.is_empty() && other.is_none() {
                other = Some((target, link.span, mapped));
            }
        }
        let (page, link, mapped) = other?;
        Some(Mismatch {
            span: id.span,
            id: &id.id,
            page,
            link,
            mapped,
        })
    }

    /// Returns whether two ids are equal, or one is a sub-technique of the other.
    fn is_kin(&self, a: &str, b: &str) -> bool {
        a == b || self.context.view.parent(a) == Some(b) || self.context.view.parent(b) == Some(a)
    }

    fn only_id(&self, span: Span) -> Option<&'p IdToken> {
        let mut ids = self.context.page.ids_in(span);
        let id = ids.next()?;
        ids.next().is_none().then_some(id)
    }

    fn links(&self, span: Span) -> impl Iterator<Item = &'p Link> + use<'p> {
        links_in(&self.context.facts.links, span)
            .take_while(move |link| span.contains(link.span))
            .filter(|link| matches!(link.kind, LinkKind::Wiki | LinkKind::Markdown))
    }

    fn is_alone(&self, part: Span, whole: Span) -> bool {
        let slice = |span| self.context.source.slice(span);
        whole.contains(part) && is_alone(part, whole, slice)
    }
}
