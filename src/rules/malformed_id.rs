//! Text that looks like an ATLAS id but is not well-formed.

use super::findings::Findings;
use super::rule::{Cause, Check, FixKind, Handling, Needs, ReplacedBy, Rule};
use super::theme::Theme;
use crate::analysis::{Evidence, IdProblem, Mention, NamePosition, Suggestion};
use crate::context::PageContext;
use crate::diagnostic::{Applicability, Edit, Fix, Subject};
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
    check: Check::Page(check),
};

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
