//! Rows and list entries that set an id beside a link to a page of the vault's own, which is mapped to ATLAS by its front matter.

use std::collections::HashMap;

use super::ground::is_mark;
use super::tags;
use crate::catalog::{Kind, Status, View};
use crate::syntax::id::IdToken;
use crate::syntax::{Link, LinkKind, TextKind};
use crate::text::{FileId, Source, Span};
use crate::vault::PageRef;
use crate::vault::Vault;

/// More ids than a page about one subject is mapped to.
const MOST: usize = 50;

/// An id beside a link to a page that maps other ids of its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The bytes of the id.
    pub span: Span,
    /// The id.
    pub id: String,
    /// The linked page.
    pub page: FileId,
    /// The link.
    pub link: Span,
    /// The ids of the same kind that the page maps, and where.
    pub mapped: Vec<(String, Span)>,
}

/// The rows and entries of a page that disagree with the mappings of the pages they link to.
#[must_use]
pub fn mismatches<'p>(
    page: PageRef<'p>,
    source: &'p Source,
    vault: &'p Vault<'p>,
    view: View<'p>,
) -> Vec<Mismatch> {
    if page.ids.is_empty() || page.get().links.is_empty() {
        return Vec::new();
    }
    let mut search = Search {
        page,
        source,
        vault,
        view,
        known: HashMap::new(),
    };
    let rows = page
        .get()
        .blocks
        .tables
        .iter()
        .flat_map(|table| &table.rows);
    let mut found: Vec<Mismatch> = rows.filter_map(|cells| search.row(cells)).collect();
    let items = page
        .blocks
        .texts
        .iter()
        .filter(|block| block.kind == TextKind::Item);
    found.extend(items.filter_map(|block| search.item(block.span)));
    found.sort_by_key(|mismatch| mismatch.span);
    found
}

struct Search<'p> {
    page: PageRef<'p>,
    source: &'p Source,
    vault: &'p Vault<'p>,
    view: View<'p>,
    /// What each linked page maps; None for one that declares an id.
    known: HashMap<FileId, Vec<(String, Span)>>,
}

impl<'p> Search<'p> {
    /// A row whose only id and whose links each fill a cell.
    fn row(&mut self, cells: &[Span]) -> Option<Mismatch> {
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
            self.mismatch(id, &links)
        } else {
            None
        }
    }

    /// An entry that sets an id and a link side by side.
    fn item(&mut self, span: Span) -> Option<Mismatch> {
        let id = self.only_id(span)?;
        let links: Vec<&Link> = self.links(span).collect();
        let beside = |link: &&&Link| {
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
            self.source.slice(gap).chars().all(sign)
        };
        let near = links.iter().find(beside).copied()?;
        // Any other link of the entry may be what the id is of; the nearest is named.
        let all: Vec<&Link> = std::iter::once(near)
            .chain(links.iter().copied().filter(|link| link.span != near.span))
            .collect();
        self.mismatch(id, &all)
    }

    /// The first of `links` that leads to a page with other mappings, unless one of them leads to a page that agrees.
    fn mismatch(&mut self, id: &'p IdToken, links: &[&Link]) -> Option<Mismatch> {
        if id.malformed.is_some() || !matches!(self.view.status(&id.id), Status::Current(_)) {
            return None;
        }
        let kind = Kind::of_id(&id.id)?;
        let mut other = None;
        for link in links {
            let Some(target) = self
                .vault
                .linked_page(self.page.file, link)
                .filter(|target| *target != self.page.file)
            else {
                continue;
            };
            if self.vault.declaration(target).is_some() {
                return None;
            }
            let mapped: Vec<(String, Span)> = self
                .mapped(target)
                .iter()
                .filter(|(mapped, _)| Kind::of_id(mapped) == Some(kind))
                .cloned()
                .collect();
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
            id: id.id.to_string(),
            page,
            link,
            mapped,
        })
    }

    /// The ids that the front matter of a page maps it to.
    fn mapped(&mut self, file: FileId) -> &[(String, Span)] {
        let vault = self.vault;
        self.known.entry(file).or_insert_with(|| {
            vault
                .page(file)
                .map_or_else(Vec::new, |page| mapped(page, vault.sources.get(file)))
        })
    }

    /// Whether two ids are one, or one is the other's sub-technique.
    fn is_kin(&self, a: &str, b: &str) -> bool {
        a == b || self.view.parent(a) == Some(b) || self.view.parent(b) == Some(a)
    }

    fn only_id(&self, span: Span) -> Option<&'p IdToken> {
        let mut ids = self.page.ids_in(span);
        let id = ids.next()?;
        ids.next().is_none().then_some(id)
    }

    fn links(&self, span: Span) -> impl Iterator<Item = &'p Link> + use<'p> {
        let links = &self.page.get().links;
        let first = links.partition_point(|link| link.span.start < span.start);
        links[first..]
            .iter()
            .take_while(move |link| span.contains(link.span))
            .filter(|link| matches!(link.kind, LinkKind::Wiki | LinkKind::Markdown))
    }

    fn is_alone(&self, part: Span, whole: Span) -> bool {
        if !whole.contains(part) {
            return false;
        }
        let before = Span {
            end: part.start,
            ..whole
        };
        let after = Span {
            start: part.end,
            ..whole
        };
        let is_empty = |span| self.source.slice(span).chars().all(is_mark);
        is_empty(before) && is_empty(after)
    }
}

/// The ids in a page's front matter that are no part of its title.
fn mapped(page: PageRef<'_>, source: &Source) -> Vec<(String, Span)> {
    let Some(front) = page.get().front.as_ref().filter(|front| front.sound) else {
        return Vec::new();
    };
    let title = page.title().unwrap_or_default();
    let mut found: Vec<(String, Span)> = page
        .ids_in(front.body)
        .filter(|mention| mention.malformed.is_none() && !title.contains(mention.span))
        .map(|mention| (mention.id.to_string(), mention.span))
        .collect();
    let mut in_tags = Vec::new();
    tags::subjects(page, source, &mut in_tags);
    found.extend(
        in_tags
            .into_iter()
            .filter(|subject| subject.malformed.is_none())
            .map(|subject| (subject.id.into_owned(), subject.span)),
    );
    found.sort();
    found.dedup_by(|a, b| a.0 == b.0);
    // A page of so many ids is a list of them.
    if found.len() > MOST {
        Vec::new()
    } else {
        found
    }
}
