//! A name that no object ever had.

use super::{Check, Findings, FixKind, PageContext, Rule};
use crate::diagnostic::{Fix, Safety};
use crate::pairs::Verdict;
use crate::settings::Level;

pub static RULE: Rule = Rule {
    name: "unknown-name",
    summary: "an id paired with a name that no object ever had",
    docs: include_str!("unknown-name.md"),
    level: Level::Warning,
    fix: FixKind::Unsafe,
    since: "0.1.0",
    check: Check::Page(check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let view = context.vault.view;
    for (subject, verdict) in context.verdicts() {
        let (Verdict::UnknownName { nearest }, Some(name)) = (verdict, subject.name) else {
            continue;
        };
        let id = &subject.id;
        let own = view.name(id).unwrap_or_default();
        let found = findings.add(
            name.span,
            "no such name",
            format!(
                "\"{}\" is the name of no ATLAS object; `{id}` is \"{own}\"",
                name.text
            ),
        );
        found.about(id.to_string());
        match nearest {
            Some((near, _)) if *near != id.as_ref() => {
                let near_name = view.name(near).unwrap_or_default();
                found.help(format!(
                    "write \"{own}\", or, if you mean \"{near_name}\", `{near}`"
                ));
            }
            _ => {
                found.help(format!("write \"{own}\""));
            }
        }
        found.fix(Fix::replace(Safety::Unsafe, name.span, own));
    }
}
