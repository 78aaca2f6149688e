//! Text that looks like an ATLAS id but is not well-formed.

use super::findings::Findings;
use super::rule::{Cause, Check, FixKind, Handling, Needs, ReplacedBy, Rule};
use super::theme::Theme;
use crate::analysis::{Evidence, IdProblem, Mention, NamePosition, Suggestion};
use crate::context::{AloneContext, PageContext};
use crate::diagnostic::{Applicability, Edit, Fix, Severity, Subject};
use crate::framework::Problem;
use crate::settings::Level;
use crate::syntax::LinkKind;
use crate::vault::LinkedTo;

pub static RULE: Rule = Rule {
    name: "malformed-id",
    summary: "text that looks like an ATLAS id but is not well-formed",
    docs: include_str!("malformed-id.md"),
    theme: Theme::Ids,
    level: Level::Error,
    fix: FixKind::Safe,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling {
        on_data_files: true,
        replaced_by: ReplacedBy::Rule(&super::INVISIBLE_CHARACTER),
        cause: Cause::by_message("malformed id"),
        ..Handling::USUAL
    },
    check: Check::Both(in_frameworks, check),
};

/// Reports ids of sub-techniques that lack zeros.
fn in_frameworks(context: &AloneContext<'_>, findings: &mut Findings) {
    for issue in context.issues() {
        if !matches!(issue.problem, Problem::Malformed) {
            continue;
        }
        let written = context.source.slice(issue.span);
        let (id, title) = (&issue.id, &issue.framework.title);
        let message = format!("`{written}` is not a well-formed id of {title}");
        let file = findings.file;
        let found = findings.add(issue.span, "not an id", message);
        found
            .severity(Severity::Warning)
            .about(Subject::object(id.as_str()))
            .help(format!("write `{id}`"));
        for other in &issue.others {
            found.related(file, *other, "the same again");
        }
        if issue.others.is_empty() {
            found.fix(Fix::replace(Applicability::Safe, issue.span, id.as_str()));
        }
    }
}

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    for (mention, problem) in context.problems() {
        let IdProblem::Malformed { suggestion } = problem else {
            continue;
        };
        let id = &mention.id;
        let found = findings.add(
            mention.span,
            "not an id",
            format!("`{id}` is not a well-formed ATLAS id"),
        );
        found.about(Subject::object(id.to_string()));
        match suggestion {
            Some(suggestion) => {
                let written = mention.spelled(&suggestion.id, context.source.slice(mention.span));
                found.help(help(context, suggestion, &written));
                if !mention.is_protected {
                    found.fix(fix(context, mention, suggestion, &written));
                }
            }
            None => {
                found.help("ids look like `AML.T0051`, `AML.T0051.000`, `AML.TA0001`, `AML.M0001` and `AML.CS0007`");
            }
        }
    }
}

/// Returns the help: what to write, and the evidence for it.
fn help(context: &PageContext<'_>, suggestion: &Suggestion<'_>, written: &str) -> String {
    match &suggestion.why {
        Some(Evidence::Linked(LinkedTo::Page(page))) => {
            let page = context.vault.vault.path(*page);
            format!("write `{written}`, which the linked page {page} declares")
        }
        Some(Evidence::Linked(LinkedTo::Route(route))) => {
            format!("write `{written}`: the link leads to `{route}`")
        }
        Some(Evidence::StepTitle(title)) => {
            format!("write `{written}`, whose name is the title of the step, \"{title}\"")
        }
        Some(Evidence::RestOfPage) => {
            format!("write `{written}`, which the rest of the page declares")
        }
        Some(_) => format!("write `{written}`, whose name is next to it"),
        None if suggestion.is_certain => format!("write `{written}`"),
        None => format!("write `{written}`, if you mean that one"),
    }
}

/// Builds the fix, which rewrites the id, and the same id in the route of its link.
fn fix(
    context: &PageContext<'_>,
    mention: &Mention<'_>,
    suggestion: &Suggestion<'_>,
    written: &str,
) -> Fix {
    let applicability = if suggestion.is_certain {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    };
    let mut fix = Fix::edit(
        applicability,
        Edit::id(mention.span, written, &suggestion.id),
    );
    if let NamePosition::Label(link) = mention.position
        && link.kind != LinkKind::Reference
        && let Some(span) = context.route_id(link, &mention.id)
    {
        fix.edits
            .push(Edit::id(span, &suggestion.id, &suggestion.id));
    }
    fix
}
