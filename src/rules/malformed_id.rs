//! What is meant as an ATLAS id and is not one.

use super::{Check, Findings, FixKind, PageContext, Rule};
use crate::diagnostic::{Fix, Safety};
use crate::pairs::Verdict;
use crate::settings::Level;

pub static RULE: Rule = Rule {
    name: "malformed-id",
    summary: "what is meant as an ATLAS id and is not one",
    docs: include_str!("malformed-id.md"),
    level: Level::Error,
    fix: FixKind::Safe,
    since: "0.1.0",
    check: Check::Page(check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    for (subject, verdict) in context.verdicts() {
        let Verdict::Malformed { meant } = verdict else {
            continue;
        };
        let id = &subject.id;
        let found = findings.add(
            subject.span,
            "not an id",
            format!("`{id}` is not a well-formed ATLAS id"),
        );
        found.about(id.to_string());
        match meant {
            Some(meant) => {
                let meant = subject.spelled(meant, context.source);
                found.help(format!("write `{meant}`"));
                found.fix(Fix::replace(Safety::Safe, subject.span, meant));
            }
            None => {
                found.help("ids look like `AML.T0051`, `AML.T0051.000`, `AML.TA0001`, `AML.M0001` and `AML.CS0007`");
            }
        }
    }
}
