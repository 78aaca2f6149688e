//! A page that no page type claims.

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::catalog::Kind;
use crate::context::AloneContext;
use crate::diagnostic::Subject;
use crate::settings::Level;

pub static RULE: Rule = Rule {
    name: "unmatched-page",
    summary: "a page that no page type claims",
    docs: include_str!("unmatched-page.md"),
    theme: Theme::Pages,
    level: Level::Off,
    fix: FixKind::None,
    since: "0.1.0",
    needs: Needs::Page,
    handling: Handling::USUAL,
    check: Check::Alone(check),
};

fn check(context: &AloneContext<'_>, findings: &mut Findings) {
    let page = context.page;
    // The type of a page that could not be read is unknown.
    if !page.read || page.has_unclosed_front() {
        return;
    }
    if context.facts.has_page_type {
        return;
    }
    let heading = page.main_heading().map(|heading| heading.span);
    let help = match &context.facts.declaration {
        Some(declaration) => {
            let id = &declaration.id;
            let kind = Kind::of_id(id).map_or("object", Kind::label);
            format!("write the heading `# {id}: Name`, which makes it the page of a {kind}")
        }
        None => {
            "add a page type that matches it to `page-types`, or its path to `exclude`".to_owned()
        }
    };
    findings
        .add(
            heading.unwrap_or_default(),
            "of no page type",
            "no page type claims this page, so no schema checks it",
        )
        .help(help)
        .about(Subject::path(context.source.path()));
}
