//! A name that is, or was, another object's.

use super::findings::Findings;
use super::rule::{Cause, Check, FixKind, Handling, Needs, ReplacedBy, Rule};
use super::theme::Theme;
use crate::analysis::{self, Blame, Evidence, IdProblem, Mention, NamePosition, WrongName};
use crate::catalog::{Lifetime, unverified};
use crate::context::PageContext;
use crate::diagnostic::{Applicability, Fix, Severity, Subject};
use crate::facts::Name;
use crate::settings::Level;
use crate::syntax::LinkKind;
use crate::vault::LinkedTo;

pub static RULE: Rule = Rule {
    name: "wrong-name",
    summary: "an id paired with the name of another object, and which half is wrong",
    docs: include_str!("wrong-name.md"),
    theme: Theme::Ids,
    level: Level::Error,
    fix: FixKind::Unsafe,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling {
        on_data_files: true,
        replaced_by: ReplacedBy::Rule(&super::INVISIBLE_CHARACTER),
        cause: Cause::by_message("wrong name"),
        ..Handling::USUAL
    },
    check: Check::Page(check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    for (mention, problem) in context.problems() {
        if let (IdProblem::WrongName(wrong), Some(name)) = (problem, mention.name) {
            report(context, mention, name, wrong, findings);
        }
    }
}

fn report(
    context: &PageContext<'_>,
    mention: &Mention<'_>,
    name: Name<'_>,
    wrong: &WrongName<'_>,
    findings: &mut Findings,
) {
    let view = context.view;
    let (id, other) = (mention.id.as_ref(), wrong.other);
    let own = analysis::spelled(view, id, name.text).unwrap_or_default();
    let text = name.shown();
    let is = if wrong.current { "is" } else { "was" };
    // Mark the half that depends on unofficial facts.
    let own_official = view.lifetime(id).is_some_and(Lifetime::is_official);
    let own_unverified = unverified(own_official);
    let unverified = unverified(wrong.official || !own_official);
    let message = if other == id {
        format!(
            "\"{text}\" was the name of `{id}`{unverified} before the id was given to another object; it is \"{own}\" now"
        )
    } else {
        format!(
            "\"{text}\" {is} the name of `{other}`{unverified}, not of `{id}`, which is \"{own}\"{own_unverified}"
        )
    };
    let right = match wrong.blame {
        Blame::Id => wrong.instead,
        Blame::Name => own.as_str(),
    };
    // The target of `[text][ref]` is in its definition.
    let elsewhere =
        matches!(mention.position, NamePosition::Route(link) if link.kind == LinkKind::Reference);
    let (span, label) = match wrong.blame {
        Blame::Id if elsewhere => (name.span, "the link leads to another object"),
        Blame::Id => (mention.span, "the id is wrong"),
        Blame::Name => (name.span, "the name is wrong"),
    };
    let found = findings.add(span, label, message);
    found
        .help(help(context, wrong, right))
        .about(Subject::object(id));
    if !(elsewhere && wrong.blame == Blame::Id) {
        found.fix(Fix::replace(Applicability::Unsafe, span, right));
    }
    if !wrong.official {
        found.severity(Severity::Warning);
    }
    if elsewhere {
        return;
    }
    let other_span = if wrong.blame == Blame::Id {
        (name.span, "this name")
    } else {
        (mention.span, "this id")
    };
    found.related(context.page.file, other_span.0, other_span.1);
}

/// Returns the help: what to write, and the evidence for it.
fn help(context: &PageContext<'_>, wrong: &WrongName<'_>, right: &str) -> String {
    let other = wrong.other;
    let why = match &wrong.why {
        Evidence::Linked(LinkedTo::Page(page)) => {
            format!("the linked page {} agrees", context.vault.vault.path(*page))
        }
        Evidence::Linked(LinkedTo::Route(route)) => format!("the link to `{route}` agrees"),
        Evidence::RestOfPage => "the rest of the page agrees".to_owned(),
        Evidence::StepTitle(title) => format!("the step's title, \"{title}\", agrees"),
        Evidence::RowTactic(tactic) => format!("the row's tactic, `{tactic}`, agrees"),
        Evidence::Column(kind) => format!("the column holds {}", kind.plural()),
        Evidence::StepTactic(tactic) => format!("the step's tactic, `{tactic}`, agrees"),
        Evidence::ExactName if wrong.instead != other => {
            format!("it replaced `{other}`, which had the name")
        }
        Evidence::ExactName if !wrong.current => {
            let now = context.view.name(other).unwrap_or_default();
            format!("the name was exactly that of `{other}`, which is \"{now}\" now")
        }
        Evidence::ExactName => format!("the name is exactly that of `{other}`"),
        Evidence::Gone => "no object has the other name any more".to_owned(),
    };
    match wrong.blame {
        Blame::Id => format!("write `{right}`: {why}"),
        Blame::Name => format!("write \"{right}\": {why}"),
    }
}
