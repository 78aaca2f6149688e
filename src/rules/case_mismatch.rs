//! A link that resolves only because case is ignored.

use super::findings::Findings;
use super::rule::{Cause, Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::PageContext;
use crate::diagnostic::{Applicability, Fix, Subject};
use crate::settings::Level;
use crate::syntax::Link;
use crate::vault::path::{end_like, fold_case};
use crate::vault::{Destination, Resolution};

pub static RULE: Rule = Rule {
    name: "case-mismatch",
    summary: "a link that resolves only because case is ignored",
    docs: include_str!("case-mismatch.md"),
    theme: Theme::Links,
    level: Level::Warning,
    fix: FixKind::Safe,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling {
        cause: Cause::by_subject(None),
        ..Handling::USUAL
    },
    check: Check::Page(check),
};

/// The reason that ends each help.
const WHY: &str = "the link is broken on case-sensitive file systems and sites";

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let vault = context.vault.vault;
    let differs =
        |_: &Link, found: &Resolution| matches!(found, Resolution::One { case: true, .. });
    for (link, destination) in context.links_where(differs) {
        let Destination::File {
            found: Resolution::One { target, case: true },
            path,
            ..
        } = &destination
        else {
            continue;
        };
        if link.kind.is_wiki() && !path.contains('/') {
            // By name, Obsidian ignores case on every system.
            continue;
        }
        let file = vault.paths().path(*target);
        let span = link.path_span(context.source);
        let found = findings.add(
            span,
            "differs in case",
            format!("`{path}` differs in case from the file {file}"),
        );
        found.about(Subject::path(fold_case(path)));
        let rest = context.source.slice(link.subpath_span(context.source));
        let site = vault.site(context.page.file, link);
        match vault.write(site, &right_case(file, path), rest, *target) {
            Ok(right) => {
                found.help(format!("write `{}`: {WHY}", right.text));
                found.fix(Fix::edit(Applicability::Safe, right.edit(span)));
            }
            Err(_) => {
                found.help(format!("write it as the file is named: {WHY}"));
            }
        }
    }
}

/// Rewrites `path` in the case of `file`, keeping only as many folders as were written.
fn right_case(file: &str, path: &str) -> String {
    // `../` and a leading slash have no case.
    let named = path.trim_start_matches(['.', '/']);
    let start = &path[..path.len() - named.len()];
    format!("{start}{}", end_like(file, named))
}
