//! A label that names one object over a link to the page of another.

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, ReplacedBy, Rule};
use super::theme::Theme;
use crate::analysis::{self, IdProblem, Mention, NamePosition};
use crate::catalog::normalize_name;
use crate::context::{AloneContext, LinkForm, PageContext};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Subject};
use crate::framework::Problem;
use crate::settings::Level;
use crate::syntax::{Link, LinkKind};
use crate::text::FileId;
use crate::text::path::without_md;
use crate::vault::LinkedTo;

pub static RULE: Rule = Rule {
    name: "wrong-link-target",
    summary: "a label that names one object over a link to the page of another",
    docs: include_str!("wrong-link-target.md"),
    theme: Theme::Links,
    level: Level::Error,
    fix: FixKind::Safe,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling {
        replaced_by: ReplacedBy::Rule(&super::INVISIBLE_CHARACTER),
        ..Handling::USUAL
    },
    check: Check::Both(in_frameworks, check),
};

/// Reports labels with an id over links to another object of its framework, or to the site of another framework.
fn in_frameworks(context: &AloneContext<'_>, findings: &mut Findings) {
    for issue in context.issues() {
        let (id, title) = (&issue.id, &issue.framework.title);
        let (message, help) = match &issue.problem {
            Problem::WrongTarget { target } => (
                format!("the label says `{id}`, but the link leads to `{target}`"),
                format!("correct the link, or write `{target}`"),
            ),
            Problem::OtherSite { site } => (
                format!("`{id}` is an id of {title}, but the link leads to the site of {site}"),
                format!("link to the page of `{id}`, or write the id of the {site} object"),
            ),
            _ => continue,
        };
        let file = findings.file;
        let found = findings.add(issue.span, "this id", message);
        found.help(help).about(Subject::object(id.as_str()));
        if let Some(target) = issue.target {
            found.related(file, target, "the link leads here");
        }
    }
}

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let vault = context.vault.vault;
    for (mention, problem) in context.problems() {
        let (IdProblem::WrongTarget { target, declared }, NamePosition::Label(link)) =
            (problem, mention.position)
        else {
            continue;
        };
        let page = match target {
            LinkedTo::Page(page) => page,
            LinkedTo::Route(route) => {
                wrong_route(mention, link, route, declared, findings);
                continue;
            }
        };
        let id = &mention.id;
        let target = vault.path(*page);
        let message = format!(
            "the label says `{id}`, but the link leads to {target}, which declares `{declared}`"
        );
        let found = findings.add(mention.span, "this id", message);
        found.about(Subject::object(id.to_string()));
        if let Some(declaration) = vault.declaration(*page)
            && let Some(place) = declaration
                .places
                .iter()
                .find(|place| *place.id == **declared)
        {
            found.related(*page, place.id_span, "the linked page declares this");
        }
        match vault.declaring(id) {
            [] => {
                found.help(format!(
                    "no page declares `{id}`; correct the label or add that page"
                ));
            }
            [right] => relink(context, (mention, link), (*right, declared), found),
            several => {
                let paths: Vec<&str> = several
                    .iter()
                    .take(5)
                    .map(|&file| vault.path(file))
                    .collect();
                found.help(format!("`{id}` is declared by {}", paths.join(", ")));
            }
        }
    }
}

/// Suggests the only page that declares the id.
fn relink(
    context: &PageContext<'_>,
    (mention, link): (&Mention<'_>, &Link),
    (right, declared): (FileId, &str),
    found: &mut Diagnostic,
) {
    let id = &mention.id;
    let path = context.vault.vault.path(right);
    let path = without_md(path);
    found.help(format!("link to `{path}`, which declares `{id}`"));
    // The target of a reference link is in its definition, which other links may share.
    if link.kind == LinkKind::Reference {
        return;
    }
    match context.link_to(link, right.into(), LinkForm::Full, "") {
        Ok(target) => {
            let applicability = if is_backed(context, mention, declared) {
                Applicability::Unsafe
            } else {
                Applicability::Safe
            };
            found.fix(Fix::edit(applicability, target.edit(link.target_span)));
        }
        Err(why) => {
            found.help(format!("`{id}` is declared by `{path}`, but {why}"));
        }
    }
}

/// Reports a label over a route to another object. Either the label or the route is wrong.
fn wrong_route(
    mention: &Mention<'_>,
    link: &Link,
    route: &str,
    declared: &str,
    findings: &mut Findings,
) {
    let id = &mention.id;
    let file = findings.file;
    let found = findings.add(
        mention.span,
        "this id",
        format!("the label says `{id}`, but the link leads to `{route}`"),
    );
    found.about(Subject::object(id.to_string())).help(format!(
        "link to `{id}`, or write `{declared}` in the label"
    ));
    // The target of `[text][ref]` is in its definition.
    if link.kind != LinkKind::Reference {
        found.related(file, link.target_span, "the link leads here");
    }
}

/// Returns whether the title of the step, or another cell of the row, agrees with the linked page. Then the label may be wrong
/// instead.
fn is_backed(context: &PageContext<'_>, mention: &Mention<'_>, declared: &str) -> bool {
    let page = context.page;
    let names = |text: &str| analysis::is_name(context.view, declared, &normalize_name(text));
    let mut steps = context.facts.studies.iter().flat_map(|study| &study.steps);
    let step = steps.find(|step| {
        let technique = step.technique;
        technique.is_some_and(|technique| technique.contains(mention.span))
    });
    if let Some(title) = step.and_then(|step| step.title)
        && analysis::title(context.view, declared, context.source.slice(title))
            .0
            .is_current()
    {
        return true;
    }
    let tables = &page.facts.blocks.tables;
    let after = tables.partition_point(|table| table.span.start <= mention.span.start);
    let table = after.checked_sub(1).and_then(|at| tables.get(at));
    let row = table.and_then(|table| {
        let after = table.rows.partition_point(|row| {
            row.first()
                .is_none_or(|cell| cell.start <= mention.span.start)
        });
        table.rows.get(after.checked_sub(1)?)
    });
    let others = row.into_iter().flatten();
    others
        .filter(|cell| !cell.contains(mention.span))
        .any(|&cell| {
            names(context.source.slice(cell)) || page.ids_in(cell).any(|id| *id.id == *declared)
        })
}
