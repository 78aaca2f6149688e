//! Pages that a script joins from others, or that are copied to another folder: their links lead to files only from other folders.

use std::collections::BTreeSet;

use super::{Findings, PageContext};
use crate::dialect::Dialect;
use crate::syntax::Link;
use crate::text::{Span, grouped_digits};
use crate::vault::{Destination, Missing, Resolution};

/// The fewest such links of a joined page, the fewest files that they name,
const FEWEST: (usize, usize) = (100, 30);
/// and how many of its missing links they are.
const SHARE: (usize, usize) = (4, 5);

/// Returns whether a link that leads to no file would lead to one from the folder of another page.
pub(super) fn leads_from_elsewhere(context: &PageContext<'_>, link: &Link, path: &str) -> bool {
    !link.kind.is_wiki()
        && !path.starts_with('/')
        && context.vault.vault.paths().ends_some_path(path)
}

/// Returns the number of such links of a joined page, and where the first of them is.
pub(super) fn joined(context: &PageContext<'_>) -> Option<(usize, Span)> {
    let vault = context.vault.vault;
    // In Obsidian a name is enough.
    if vault.dialect(context.page.file) == Dialect::Obsidian {
        return None;
    }
    let is_missing = |link: &Link, found: &Resolution| {
        !link.kind.is_wiki()
            && matches!(
                found,
                Resolution::None(Missing::NoFile | Missing::OutsideVault)
            )
    };
    let (mut all, mut count) = (0, 0);
    let mut names = BTreeSet::new();
    let mut first = None;
    for (link, destination) in context.links_where(is_missing) {
        let Destination::File { path, .. } = destination else {
            continue;
        };
        all += 1;
        if leads_from_elsewhere(context, link, &path) {
            count += 1;
            names.insert(path.into_owned());
            first = first.or(Some(link.path_span(context.source)));
        }
    }
    let is_joined =
        count >= FEWEST.0 && names.len() >= FEWEST.1 && count * SHARE.1 >= all * SHARE.0;
    first.filter(|_| is_joined).map(|first| (count, first))
}

/// Reports all of them as one.
pub(super) fn report(count: usize, first: Span, findings: &mut Findings) {
    let count = grouped_digits(count);
    findings
        .add(
            first,
            "the first of them",
            format!(
                "{count} links lead to no file from here, but would from other folders, as on a page that is joined from others"
            ),
        )
        .help("write the paths anew where the page is made, or exclude it")
        .about("links of a joined page");
}
