//! A link that more than one file answers.

use super::{Check, Findings, FixKind, Rule};
use crate::context::PageContext;
use crate::diagnostic::{Fix, Safety};
use crate::settings::Level;
use crate::vault::path::fold;
use crate::vault::{Destination, Resolution};

pub static RULE: Rule = Rule {
    name: "ambiguous-link",
    summary: "a link that more than one file answers",
    docs: include_str!("ambiguous-link.md"),
    level: Level::Warning,
    fix: FixKind::Safe,
    since: "0.1.0",
    check: Check::Page(check),
};

/// How many of the files are shown.
const SHOWN: usize = 5;

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let vault = context.vault.vault;
    for (link, destination) in context.links() {
        let Destination::File {
            found: Resolution::Many { first, all },
            path,
            ..
        } = destination
        else {
            continue;
        };
        let first = *first;
        let others = all.iter().copied().filter(|&target| target != first);
        let paths: Vec<&str> = std::iter::once(first)
            .chain(others)
            .take(SHOWN)
            .map(|target| vault.paths().path(target))
            .collect();
        let count = all.len();
        let more = count.saturating_sub(SHOWN);
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        let span = link.path_span(context.source);
        let found = findings.add(
            span,
            format!("{count} files"),
            format!(
                "`{path}` is answered by {count} files: {}{more}",
                paths.join(", ")
            ),
        );
        found.about(fold(path).into_owned());
        let unique = if link.kind.is_wiki() {
            vault.paths().shortest(first).to_owned()
        } else {
            vault.written(context.page.file, first, link.kind)
        };
        found
            .help(format!(
                "the first is opened; write `{unique}` if it is meant"
            ))
            .fix(Fix::replace(Safety::Safe, span, unique));
    }
}
