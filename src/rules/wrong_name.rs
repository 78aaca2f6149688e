//! A name that is, or was, another object's.

use super::findings::Findings;
use super::rule::{Cause, Check, FixKind, Handling, Needs, ReplacedBy, Rule};
use super::theme::Theme;
use crate::analysis::{self, Blame, Evidence, IdProblem, Mention, NamePosition, WrongName};
use crate::catalog::{Lifetime, normalize_name, unverified};
use crate::context::{AloneContext, PageContext};
use crate::diagnostic::{Applicability, Fix, Severity, Subject};
use crate::facts::Name;
use crate::framework::{Issue, Owner, Problem};
use crate::settings::Level;
use crate::syntax::LinkKind;
use crate::text::Span;
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
    check: Check::Both(in_frameworks, check),
};

/// Reports names of other objects beside ids of frameworks.
fn in_frameworks(context: &AloneContext<'_>, findings: &mut Findings) {
    for issue in context.issues() {
        if let (Problem::WrongName { own, owners }, Some(name)) = (&issue.problem, issue.name) {
            in_framework(context, issue, (own, owners), name, findings);
        }
    }
}

fn in_framework(
    context: &AloneContext<'_>,
    issue: &Issue<'_>,
    (own, owners): (&str, &[Owner<'_>]),
    name: Span,
    findings: &mut Findings,
) {
    let id = &issue.id;
    let text = issue.name_in_words(context.source);
    let title = &issue.framework.title;
    let others: Vec<String> = owners.iter().map(owner).collect();
    let others = others.join(", ");
    let message = match owners {
        [Owner::Entry(..), ..] if id.contains(':') || issue.is_pinned => {
            format!("\"{text}\" is {others} of the {title}, not `{id}`, which is \"{own}\"")
        }
        [Owner::Entry(..), ..] => {
            format!("\"{text}\" is not `{id}` in any edition of the {title}, but {others}")
        }
        [beside @ Owner::Beside(_), ..] => {
            let verb = match bears(context, beside, &text) {
                Some(false) => "was",
                _ => "is",
            };
            format!(
                "\"{text}\" {verb} the name of {others}, not of `{id}` of {title}, which is \"{own}\""
            )
        }
        _ if !is_last_name(owners, &text) => format!(
            "\"{text}\" was the name of {others} in {title}, not of `{id}`, which is \"{own}\""
        ),
        _ => format!(
            "\"{text}\" is the name of {others} in {title}, not of `{id}`, which is \"{own}\""
        ),
    };
    let file = findings.file;
    // The name of an ATLAS object is right, whatever it refers to.
    let (place, label, other) = if issue.is_reference {
        (issue.span, "another object's id", (name, "this name"))
    } else {
        let other = if issue.in_target {
            "this link"
        } else {
            "this id"
        };
        (name, "another object's name", (issue.span, other))
    };
    let found = findings.add(place, label, message);
    found.about(Subject::object(id.as_str()));
    found.related(file, other.0, other.1);
    if issue.is_reference {
        found.severity(Severity::Warning);
    }
    for other in &issue.others {
        found.related(file, *other, "the same again");
    }
    let Some((other, has)) = instead(context, issue, owners, &text) else {
        found.help(format!("write \"{own}\", or the id that is meant"));
        return;
    };
    found.help(format!("write `{other}`{has} or write \"{own}\""));
    let is_beside = issue.others.is_empty() && !issue.in_target;
    if is_beside && !issue.is_reference {
        found.fix(Fix::replace(Applicability::Unsafe, issue.span, other));
    }
}

/// Returns the one id that a name may stand for, and what it has to do with the name.
fn instead(
    context: &AloneContext<'_>,
    issue: &Issue<'_>,
    owners: &[Owner<'_>],
    text: &str,
) -> Option<(String, String)> {
    let id = match owners {
        [Owner::Object(object)] => {
            let living = issue.framework.living(object)?;
            if living.id != object.id {
                return Some((
                    living.id.to_string(),
                    format!(", which replaced `{}`,", object.id),
                ));
            }
            object.id.to_string()
        }
        [Owner::Entry(_, number)] if issue.framework.released().count() == 1 => number.clone(),
        [Owner::Beside(other)] => other.clone(),
        _ => return None,
    };
    let owner = owners.first()?;
    let has = bears(context, owner, text).map_or("", |is_now| {
        if is_now {
            ", which has this name,"
        } else {
            ", which had this name,"
        }
    });
    Some((id, has.to_owned()))
}

/// Returns whether a text is the name that the first owner has now, or had last.
fn is_last_name(owners: &[Owner<'_>], text: &str) -> bool {
    let Some(Owner::Object(object)) = owners.first() else {
        return true;
    };
    let last = object.names.last().map_or("", |(_, name)| name);
    normalize_name(text).ends_with(&normalize_name(last))
}

/// Returns whether an object has a name now, or had it. None if the text is only a part of a name, or a name with more around it.
fn bears(context: &AloneContext<'_>, owner: &Owner<'_>, text: &str) -> Option<bool> {
    let plain = normalize_name(text);
    let (last, all): (&str, Vec<&str>) = match owner {
        Owner::Object(object) => {
            let names = object.names.iter().map(|(_, name)| &**name);
            (object.names.last()?.1.as_ref(), names.collect())
        }
        Owner::Entry(edition, number) => {
            let names = edition.names(number);
            (names.first().copied()?, names)
        }
        Owner::Beside(id) => {
            let names = context.view.names(id).map(|name| name.value.as_str());
            (context.view.name(id)?, names.collect())
        }
    };
    let is_it = |name: &&str| normalize_name(name) == plain;
    all.iter().any(is_it).then(|| is_it(&last))
}

/// Returns an object that has a name, in words.
fn owner(owner: &Owner<'_>) -> String {
    match owner {
        Owner::Object(other) => format!("`{}`", other.id),
        Owner::Entry(edition, number) => format!("`{number}:{}`", edition.edition),
        Owner::Beside(id) => format!("`{id}`"),
    }
}

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
