//! Pages that are parts of one document, which a script joins: the contents of one part link to the headings of others as `#heading`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::context::PageContext;
use crate::dialect::Dialect;
use crate::text::path::parent_of;
use crate::vault::{Destination, Resolution};

/// The fewest headings of other parts that the contents of a document name, and the fewest parts that have them.
const FEWEST: (usize, usize) = (3, 2);

/// The most pages that are parts of one document.
const MOST_PARTS: usize = 200;

/// Returns the headings of other parts that a page links to as its own. None of its links to itself leads anywhere, and each heading is on one
/// of the pages beside it: on several it would be that of a form which each of them has.
pub(super) fn headings_of_others(context: &PageContext<'_>) -> BTreeSet<String> {
    let vault = context.vault.vault;
    let own = context.page.file;
    if vault.dialect(own) == Dialect::Obsidian {
        return BTreeSet::new();
    }
    let mut wanted: BTreeMap<Cow<'_, str>, _> = BTreeMap::new();
    for (link, destination) in
        context.links_where(|_, found| matches!(found, Resolution::One { .. }))
    {
        let Destination::File {
            path,
            subpath: Some(subpath),
            ..
        } = destination
        else {
            continue;
        };
        if !path.is_empty() || link.kind.is_wiki() {
            continue;
        }
        let form = vault.heading_form(own, link.kind);
        if vault.has_anchor(own, &subpath, form) {
            return BTreeSet::new();
        }
        wanted.insert(subpath, form);
    }
    let folder = vault.paths().folder("", parent_of(vault.path(own)));
    let Some((_, pages)) = folder.filter(|(_, pages)| pages.len() <= MOST_PARTS) else {
        return BTreeSet::new();
    };
    let pages = pages.iter().filter_map(|&page| vault.paths().file(page));
    let others: Vec<_> = pages.filter(|&page| page != own).collect();
    let mut parts = BTreeSet::new();
    let mut found = BTreeSet::new();
    for (subpath, form) in wanted {
        let mut having = others
            .iter()
            .filter(|&&page| vault.has_anchor(page, &subpath, form));
        if let (Some(part), None) = (having.next(), having.next()) {
            parts.insert(*part);
            found.insert(subpath.into_owned());
        }
    }
    if found.len() < FEWEST.0 || parts.len() < FEWEST.1 {
        return BTreeSet::new();
    }
    found
}
