//! A step without a tactic whose technique does not say which one it served.

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::analysis::tactics_of;
use crate::context::PageContext;
use crate::diagnostic::Subject;
use crate::settings::Level;

pub static RULE: Rule = Rule {
    name: "ambiguous-tactic",
    summary: "a step without a tactic whose technique has several",
    docs: include_str!("ambiguous-tactic.md"),
    theme: Theme::Facts,
    level: Level::Off,
    fix: FixKind::None,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling::USUAL,
    check: Check::Page(check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let view = context.view;
    for open in context.open_tactics() {
        let name = view.name(open.technique).unwrap_or_default();
        let choices = tactics_of(view, open.technique);
        let (several, help) = match choices.len() {
            0 => (
                format!(
                    "ATLAS {} gives it none",
                    view.catalog.release_name(view.pinned)
                ),
                "state the tactic that the step served".to_owned(),
            ),
            n => (
                format!("it has {n}"),
                format!("state the one that the step served: {}", choices.join(", ")),
            ),
        };
        findings
            .add(
                open.span,
                "which tactic",
                format!(
                    "the step states no tactic for its technique `{}` \"{name}\", and {several}",
                    open.technique
                ),
            )
            .help(help)
            .about(Subject::object(open.technique));
    }
}
