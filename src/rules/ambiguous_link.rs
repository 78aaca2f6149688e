//! A link that matches more than one file.

use super::findings::Findings;
use super::rule::{Cause, Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::{LinkForm, PageContext};
use crate::diagnostic::{Applicability, Fix, Subject};
use crate::settings::Level;
use crate::syntax::Link;
use crate::text::shortened_list;
use crate::vault::path::fold_case;
use crate::vault::{Destination, Paths, Resolution, Target};

pub static RULE: Rule = Rule {
    name: "ambiguous-link",
    summary: "a link that matches more than one file",
    docs: include_str!("ambiguous-link.md"),
    theme: Theme::Links,
    level: Level::Warning,
    fix: FixKind::Safe,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling {
        cause: Cause::by_subject(Some("ambiguous target")),
        ..Handling::USUAL
    },
    check: Check::Page(check),
};

/// Number of files shown in the message.
const SHOWN: usize = 5;
/// Above this many declaring pages, the id in the label does not help to choose a file.
const MOST_DECLARING: usize = 16;

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let vault = context.vault.vault;
    let is_ambiguous = |_: &Link, found: &Resolution| matches!(found, Resolution::Many { .. });
    for (link, destination) in context.links_where(is_ambiguous) {
        let Destination::File {
            found: Resolution::Many { first, all },
            path,
            ..
        } = &destination
        else {
            continue;
        };
        let first = *first;
        let others = all.iter().copied().filter(|&target| target != first);
        let paths = std::iter::once(first)
            .chain(others)
            .map(|target| vault.paths().path(target));
        let count = all.len();
        let paths = shortened_list(paths, count, SHOWN);
        let span = link.path_span(context.source);
        let found = findings.add(
            span,
            format!("{count} files"),
            format!("`{path}` matches {count} files: {paths}"),
        );
        found.about(Subject::path(fold_case(path)));
        let named = named(context, link, all);
        let chosen = named.as_ref().map_or(first, |(_, target)| *target);
        let rest = context.source.slice(link.subpath_span(context.source));
        match context.link_to(link, chosen, LinkForm::Short, rest) {
            Ok(unique) => {
                let text = &unique.text;
                let help = match &named {
                    Some((id, _)) => format!("write `{text}`, which declares `{id}`"),
                    None if vault.needs_whole_paths(context.page.file) => {
                        format!("the site opens none of them; write `{text}` if the first is meant")
                    }
                    None => format!("the first is opened; write `{text}` if it is meant"),
                };
                // What opens none of them does not show which one is meant.
                let is_opened = named.is_some() || !vault.needs_whole_paths(context.page.file);
                let applicability = if is_opened {
                    Applicability::Safe
                } else {
                    Applicability::Unsafe
                };
                found
                    .help(help)
                    .fix(Fix::edit(applicability, unique.edit(span)));
            }
            Err(why) => {
                let path = vault.paths().path(chosen);
                let opened = if vault.needs_whole_paths(context.page.file) {
                    "the site opens none of them".to_owned()
                } else {
                    format!("the first, {path}, is opened")
                };
                found.help(format!("{opened}; {why}"));
            }
        }
    }
}

/// Returns the id in the label and the one file of `all` whose page declares it. `None` if several do, or none.
fn named<'c>(
    context: &'c PageContext<'_>,
    link: &Link,
    all: &[Target],
) -> Option<(&'c str, Target)> {
    let id = context.label_id(link.label?)?;
    let vault = context.vault.vault;
    let (paths, declaring) = (vault.paths(), vault.declaring(id));
    // An id that so many pages declare identifies none of them.
    if declaring.len() > MOST_DECLARING {
        return None;
    }
    let mut declaring = declaring
        .iter()
        .map(|&page| Target::from(page))
        .filter(|&target| has(all, paths, target));
    let only = declaring.next()?;
    declaring.next().is_none().then_some((id, only))
}

/// Returns whether `target` is one of `all`, which is sorted by length of path, then by path.
fn has(all: &[Target], paths: &Paths<'_>, target: Target) -> bool {
    let key = |target: Target| {
        let path = paths.path(target);
        (path.chars().count(), path)
    };
    if all.len() <= MOST_DECLARING {
        return all.contains(&target);
    }
    let wanted = key(target);
    all.binary_search_by(|&other| key(other).cmp(&wanted))
        .is_ok()
}
