//! The list of linked pages in sections of certain names.

use foldhash::HashSet;

use crate::catalog::normalizes_to;
use crate::context::VaultContext;
use crate::syntax::without_count;
use crate::syntax::{Heading, Link, LinkKind, links_in};
use crate::text::{FileId, Span};
use crate::vault::PageRef;
use crate::vault::{Destination, Vault};

/// The entries that a page lists under certain headings.
pub(super) struct Listing<'p> {
    /// The heading of the first section that lists something.
    pub(super) heading: Span,
    /// The text of the heading, without a count.
    pub(super) name: &'p str,
    /// The pages that list entries and table rows stand for.
    pub(super) entries: Vec<Entry<'p>>,
    /// All pages that the sections link to.
    pages: HashSet<FileId>,
    /// All ids in the sections, and those that the linked pages declare.
    ids: HashSet<&'p str>,
}

/// A list entry or table row that stands for a linked page.
pub(super) struct Entry<'p> {
    pub(super) link: &'p Link,
    /// The page that the link leads to.
    pub(super) page: FileId,
    /// The heading of its section, without a count.
    pub(super) section: &'p str,
}

impl Entry<'_> {
    /// Returns the span of the link's label, else of its target.
    pub(super) fn place(&self) -> Span {
        self.link.label.unwrap_or(self.link.target_span)
    }
}

impl<'p> Listing<'p> {
    /// Collects what `page` lists under headings with these names: links to `is_target` pages. `None` if there is no such link.
    pub(super) fn of(
        context: &'p VaultContext<'_>,
        page: PageRef<'p>,
        names: &[&str],
        is_target: &dyn Fn(FileId) -> bool,
    ) -> Option<Self> {
        let vault = context.vault;
        let mut listing: Option<Self> = None;
        for (heading, body) in sections(page, names) {
            let links: Vec<(&Link, FileId)> = links_of(page, body)
                .filter_map(|link| Some((link, vault.linked_page(page.file, link)?)))
                .collect();
            if listing.is_none() && !links.iter().any(|(_, page)| is_target(*page)) {
                continue;
            }
            let name = without_count(&heading.text);
            let listing = listing.get_or_insert_with(|| Self {
                heading: heading.span,
                name,
                entries: Vec::new(),
                pages: HashSet::default(),
                ids: HashSet::default(),
            });
            listing.read(vault, page, (name, body), &links, is_target);
        }
        listing
    }

    fn read(
        &mut self,
        vault: &'p Vault<'p>,
        page: PageRef<'p>,
        (section, body): (&'p str, Span),
        links: &[(&'p Link, FileId)],
        is_target: &dyn Fn(FileId) -> bool,
    ) {
        self.ids
            .extend(page.ids_in(body).map(|token| token.id.as_ref()));
        for link in links_of(page, body) {
            if let Destination::Route(route) = vault.destination(page.file, link) {
                self.ids.insert(route.id);
            }
        }
        for (_, linked) in links {
            self.pages.insert(*linked);
            self.ids.extend(vault.declared_id(*linked));
        }
        for place in entries(page, body) {
            let first = links.partition_point(|(link, _)| link.span.start < place.start);
            let inside = links.get(first..).unwrap_or_default();
            // Later links of an entry belong to a remark.
            let entry = inside
                .iter()
                .take_while(|(link, _)| place.contains(link.span))
                .find(|(_, page)| is_target(*page));
            self.entries.extend(entry.map(|&(link, page)| Entry {
                link,
                page,
                section,
            }));
        }
    }

    /// Returns whether the list names `page`, or the object that `page` declares.
    pub(super) fn names(&self, vault: &Vault<'_>, page: FileId) -> bool {
        let declared = vault.declared_id(page);
        self.pages.contains(&page) || declared.is_some_and(|id| self.ids.contains(id))
    }

    /// Returns whether the list names an id, or a page that declares it.
    pub(super) fn names_id(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Returns the form of the list's links, for a suggested one.
    pub(super) fn kind(&self) -> LinkKind {
        let is_wiki = |entry: &Entry<'_>| entry.link.kind.is_wiki();
        if self.entries.first().is_none_or(is_wiki) {
            LinkKind::Wiki
        } else {
            LinkKind::Markdown
        }
    }
}

/// Returns the headings with these names and the body of each, up to the next heading of the same or a higher level. That of the last
/// has no end.
fn sections<'p>(page: PageRef<'p>, names: &[&str]) -> Vec<(&'p Heading, Span)> {
    let mut found: Vec<(&Heading, Span)> = Vec::new();
    let mut headings = page.facts.headings.iter();
    while let Some(heading) = headings.next() {
        let inside = found
            .last()
            .is_some_and(|(_, body)| body.contains(heading.span));
        // All the names are short; do not normalize long headings.
        let is_named = !inside && heading.text.len() < 60 && {
            let title = without_count(&heading.text);
            names.iter().any(|name| normalizes_to(title, name))
        };
        if !is_named {
            continue;
        }
        let next = headings
            .as_slice()
            .iter()
            .find(|next| next.level <= heading.level);
        let body = Span {
            start: heading.span.end,
            end: next.map_or(u32::MAX, |next| next.span.start),
        };
        found.push((heading, body));
    }
    found
}

fn links_of(page: PageRef<'_>, body: Span) -> impl Iterator<Item = &Link> {
    links_in(&page.facts.links, body).filter(|link| link.kind != LinkKind::Definition)
}

/// Returns the spans of the text of list entries and of table rows, in page order.
fn entries(page: PageRef<'_>, body: Span) -> Vec<Span> {
    let (lists, tables) = (&page.facts.blocks.lists, &page.facts.blocks.tables);
    let first = lists.partition_point(|list| list.span.start < body.start);
    let lists = lists[first..]
        .iter()
        .take_while(|list| list.span.start < body.end);
    let items = lists.flat_map(|list| list.items.iter().filter_map(|item| item.text));
    let first = tables.partition_point(|table| table.span.start < body.start);
    let tables = tables[first..]
        .iter()
        .take_while(|table| table.span.start < body.end);
    let rows = tables.flat_map(|table| &table.rows).filter_map(|row| {
        let (first, last) = (row.first()?, row.last()?);
        Some(Span::new(first.start as usize, last.end as usize))
    });
    let mut found: Vec<Span> = items.chain(rows).collect();
    found.sort_unstable();
    found
}
