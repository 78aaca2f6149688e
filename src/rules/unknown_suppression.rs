//! A suppression of a rule that does not exist, or one that cannot be read.

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use super::{RULES, find};
use crate::context::AloneContext;
use crate::nearest::nearest;
use crate::settings::Level;
use crate::syntax::Flaw;

pub static RULE: Rule = Rule {
    name: "unknown-suppression",
    summary: "a suppression that names no rule, or that cannot be read",
    docs: include_str!("unknown-suppression.md"),
    theme: Theme::Run,
    level: Level::Error,
    fix: FixKind::None,
    since: "0.1.0",
    needs: Needs::Page,
    handling: Handling {
        can_be_suppressed: false,
        ..Handling::USUAL
    },
    check: Check::Alone(check),
};

/// The help for a malformed suppression.
const FORM: &str =
    "write `atlas-lint: allow(RULE) reason`, or `allow-file(RULE)` for the whole file";

fn check(context: &AloneContext<'_>, findings: &mut Findings) {
    for directive in context.facts.suppressions.iter() {
        if let Some((span, flaw)) = directive.flaw {
            let word = context.source.slice(span);
            let (label, message) = match flaw {
                Flaw::Verb if word.is_empty() => (
                    "no word follows",
                    "the comment names no suppression".to_owned(),
                ),
                Flaw::Verb => (
                    "not known",
                    format!("`{word}` is not a kind of suppression"),
                ),
                Flaw::List => (
                    "no rule follows",
                    format!("`{word}` lacks its list of rules in parentheses"),
                ),
                Flaw::Empty => ("no rule named", format!("`{word}` names no rule")),
                Flaw::Unclosed => (
                    "opens here",
                    "the comment with the suppression has no end".to_owned(),
                ),
            };
            findings.add(span, label, message).help(FORM).about("form");
        }
        for name in directive
            .rules
            .iter()
            .filter(|name| find(&name.text).is_none())
        {
            let message = format!(
                "no rule is called `{}`, so nothing is suppressed",
                name.text
            );
            let near = nearest(&name.text, RULES.iter().map(|rule| rule.name), 4);
            let help = near.map_or_else(
                || "`atlas-lint rules` lists the rules".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            findings
                .add(name.span, "no such rule", message)
                .help(help)
                .about(&*name.text);
        }
    }
}
