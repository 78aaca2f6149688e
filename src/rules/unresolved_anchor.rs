//! A link to a heading or block that its page does not have.

use super::{Check, Findings, FixKind, PageContext, Rule};
use crate::diagnostic::{Fix, Safety};
use crate::nearest::nearest;
use crate::settings::Level;
use crate::text::Span;
use crate::vault::{Destination, Resolution, anchor};

pub static RULE: Rule = Rule {
    name: "unresolved-anchor",
    summary: "a link to a heading or block that its page does not have",
    docs: include_str!("unresolved-anchor.md"),
    level: Level::Error,
    fix: FixKind::Unsafe,
    since: "0.1.0",
    check: Check::Page(check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let vault = context.vault.vault;
    for (link, destination) in context.links() {
        if !link.target.contains('#') {
            continue;
        }
        let Destination::File {
            found: Resolution::One { target, .. },
            subpath: Some(subpath),
            ..
        } = destination
        else {
            continue;
        };
        // Subpaths of other files (`#page=3`) are not ours to read, nor is a page that could not be read.
        let page = vault
            .paths()
            .file(*target)
            .and_then(|file| vault.page(file));
        let Some(page) = page.filter(|page| page.read) else {
            continue;
        };
        if anchor::exists(page, subpath, vault.heading_form(link.kind)) {
            continue;
        }
        let path = vault.path(page.file);
        let here = page.file == context.page.file;
        let place = if here {
            "this page".to_owned()
        } else {
            path.to_owned()
        };
        let what = if subpath.starts_with('^') {
            "block"
        } else {
            "heading"
        };
        let name = subpath.trim_start_matches('^');
        let found = findings.add(
            span(context, link.target_span),
            format!("no such {what}"),
            format!("{place} has no {what} `{name}`"),
        );
        found.about(format!("{path}#{}", anchor::plain(subpath)));
        let last = subpath
            .rsplit('#')
            .next()
            .unwrap_or(subpath)
            .trim_start_matches('^');
        let known = anchor::candidates(page, subpath);
        if let Some(near) = nearest(last, known.iter().copied(), 6) {
            found.help(format!("did you mean `{near}`?"));
            if link.kind.is_wiki() && !near.contains(['|', '#', '^', ']', '[']) {
                let caret = if what == "block" { "^" } else { "" };
                let edit = found.primary.span;
                found.fix(Fix::replace(Safety::Unsafe, edit, format!("{caret}{near}")));
            }
        }
    }
}

/// The bytes of the subpath, without its `#`.
fn span(context: &PageContext<'_>, target: Span) -> Span {
    let written = context.source.slice(target);
    let at = written.find('#').map_or(0, |at| at + 1);
    Span::new(target.start as usize + at, target.end as usize)
}
