//! Pages that a script joins from others, or that are copied to another folder: their links lead to files only from other folders.

use std::collections::BTreeSet;

use super::{Findings, MissingLink, PageContext};
use crate::dialect::Dialect;
use crate::text::grouped_digits;

/// The fewest such links of a joined page, the fewest files that they name,
const FEWEST: (usize, usize) = (100, 30);
/// and how many of its missing links they are.
const SHARE: (usize, usize) = (4, 5);

/// Takes the links of a joined page out of those that lead to no file, and reports them as one.
pub(super) fn take_out(
    context: &PageContext<'_>,
    missing: &mut Vec<MissingLink<'_>>,
    findings: &mut Findings,
) {
    let vault = context.vault.vault;
    // In Obsidian a name is enough.
    if missing.len() < FEWEST.0 || vault.dialect(context.page.file) == Dialect::Obsidian {
        return;
    }
    let leads_from_elsewhere = |(link, _, path): &MissingLink<'_>| {
        !link.kind.is_wiki() && !path.starts_with('/') && vault.paths().ends_some_path(path)
    };
    let links = missing.iter().filter(|(link, ..)| !link.kind.is_wiki());
    let (all, joined) = (
        links.clone().count(),
        links.filter(|it| leads_from_elsewhere(it)),
    );
    let count = joined.clone().count();
    let names: BTreeSet<&str> = joined.clone().map(|(_, _, path)| &**path).collect();
    let Some((first, ..)) = joined.clone().next().filter(|_| {
        count >= FEWEST.0 && names.len() >= FEWEST.1 && count * SHARE.1 >= all * SHARE.0
    }) else {
        return;
    };
    let count = grouped_digits(count);
    findings
        .add(
            first.path_span(context.source),
            "the first of them",
            format!(
                "{count} links lead to no file from here, but would from other folders, as on a page that is joined from others"
            ),
        )
        .help("write the paths anew where the page is made, or exclude it")
        .about("links of a joined page");
    missing.retain(|it| !leads_from_elsewhere(it));
}
