//! Pages that are parts of one document, which a script joins: the contents of one part link to the headings of others as `#heading`.

use std::collections::BTreeMap;

use crate::context::PageContext;
use crate::text::path::parent_of;
use crate::vault::{Destination, Resolution};

/// The fewest headings that the contents of a document name.
const FEWEST: usize = 3;

/// The most pages that are parts of one document.
const MOST_PARTS: usize = 200;

/// Returns whether a page is a part of a document: none of its links to itself leads anywhere, and the pages beside it have most of the
/// headings.
pub(super) fn is_part(context: &PageContext<'_>) -> bool {
    let vault = context.vault.vault;
    let own = context.page.file;
    let mut wanted = BTreeMap::new();
    for (link, destination) in
        context.links_where(|_, found| matches!(found, Resolution::One { .. }))
    {
        let Destination::File {
            found: Resolution::One { target, .. },
            path,
            subpath: Some(subpath),
        } = destination
        else {
            continue;
        };
        if !path.is_empty() || vault.paths().file(target) != Some(own) {
            continue;
        }
        let form = vault.heading_form(own, link.kind);
        if vault.has_anchor(own, &subpath, form) {
            return false;
        }
        wanted.insert(subpath, form);
    }
    if wanted.len() < FEWEST {
        return false;
    }
    let folder = parent_of(vault.path(own));
    let Some((_, parts)) = vault.paths().folder("", folder) else {
        return false;
    };
    if parts.len() > MOST_PARTS {
        return false;
    }
    let parts: Vec<_> = parts
        .iter()
        .filter_map(|&part| vault.paths().file(part))
        .collect();
    let there = wanted.iter().filter(|(subpath, form)| {
        let mut others = parts.iter().filter(|&&part| part != own);
        others.any(|&part| vault.has_anchor(part, subpath, **form))
    });
    there.count() * 2 > wanted.len()
}
