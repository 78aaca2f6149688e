//! A name that is, or was, another object's.

use super::{Check, Findings, FixKind, PageContext, Rule};
use crate::diagnostic::{Fix, Safety, Severity};
use crate::pairs::{Evidence, Half, Name, Subject, Verdict, WrongName};
use crate::settings::Level;

pub static RULE: Rule = Rule {
    name: "wrong-name",
    summary: "an id paired with the name of another object, and which half is wrong",
    docs: include_str!("wrong-name.md"),
    level: Level::Error,
    fix: FixKind::Unsafe,
    since: "0.1.0",
    check: Check::Page(check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    for (subject, verdict) in context.verdicts() {
        if let (Verdict::WrongName(wrong), Some(name)) = (verdict, subject.name) {
            report(context, subject, name, wrong, findings);
        }
    }
}

fn report(
    context: &PageContext<'_>,
    subject: &Subject<'_>,
    name: Name<'_>,
    wrong: &WrongName<'_>,
    findings: &mut Findings,
) {
    let view = context.vault.view;
    let (id, other) = (subject.id.as_ref(), wrong.other);
    let own = view.name(id).unwrap_or_default();
    let is = if wrong.current { "is" } else { "was" };
    let unverified = if wrong.official { "" } else { " (unverified)" };
    let message = format!(
        "\"{}\" {is} the name of `{other}`{unverified}, not of `{id}`, which is \"{own}\"",
        name.text
    );
    let why = match &wrong.why {
        Evidence::LinkedPage(page) => {
            format!("the linked page {} agrees", context.vault.vault.path(*page))
        }
        Evidence::RestOfPage => "the rest of the page agrees".to_owned(),
        Evidence::StepTitle(title) => format!("the step's title, \"{title}\", agrees"),
        Evidence::StepTactic(tactic) => format!("the step's tactic, `{tactic}`, agrees"),
        Evidence::ExactName => format!("the name is exactly that of `{other}`"),
    };
    let (span, label, right) = match wrong.half {
        Half::Id => (subject.span, "the id is wrong", other),
        Half::Name => (name.span, "the name is wrong", own),
    };
    let found = findings.add(span, label, message);
    found
        .help(format!("write `{right}`: {why}"))
        .about(id.to_owned())
        .fix(Fix::replace(Safety::Unsafe, span, right));
    if !wrong.official {
        found.severity(Severity::Warning);
    }
    let half = if wrong.half == Half::Id {
        (name.span, "this name")
    } else {
        (subject.span, "this id")
    };
    found.related(context.page.file, half.0, half.1);
}
