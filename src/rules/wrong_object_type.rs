//! An id of one kind where another kind is needed.

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::analysis::{IdProblem, NamePosition};
use crate::context::PageContext;
use crate::diagnostic::Subject;
use crate::facts::ExpectedBy;
use crate::settings::Level;

pub static RULE: Rule = Rule {
    name: "wrong-object-type",
    summary: "an id of one kind of object where another kind is needed",
    docs: include_str!("wrong-object-type.md"),
    theme: Theme::Ids,
    level: Level::Error,
    fix: FixKind::None,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling {
        on_data_files: true,
        ..Handling::USUAL
    },
    check: Check::Page(check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let view = context.view;
    for (mention, problem) in context.problems() {
        let (IdProblem::WrongKind { found: kind }, Some((wanted, by))) =
            (problem, &mention.expected)
        else {
            continue;
        };
        let id = &mention.id;
        let place = match by {
            ExpectedBy::Field(name) => format!("the field `{name}`"),
            ExpectedBy::Key(name) => format!("the key `{name}`"),
            ExpectedBy::Route => format!("a `/{}/` route", wanted.folder()),
        };
        let (found, wanted) = (kind.label(), wanted.label());
        let name = view.name(id).unwrap_or_default();
        let help = match mention.position {
            NamePosition::Route(_) => format!(
                "the {found} \"{name}\" is at `/{}/{id}`; or write the id of a {wanted}",
                kind.folder()
            ),
            _ => format!("`{id}` is the {found} \"{name}\"; write the id of a {wanted}"),
        };
        findings
            .add(
                mention.span,
                format!("a {found}"),
                format!("`{id}` is a {found}, but {place} needs a {wanted}"),
            )
            .help(help)
            .about(Subject::object(id.to_string()));
    }
}
