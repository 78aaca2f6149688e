//! Steps that are not numbered in page order, and `step-id`s that are not unique or have gaps.

mod headings;
mod ids;
mod mentions;

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, ReplacedBy, Rule};
use super::theme::Theme;
use crate::context::PageContext;
use crate::settings::Level;

pub static RULE: Rule = Rule {
    name: "misnumbered-step",
    summary: "steps that are not numbered 1..n in page order, or `step-id`s that are not S00, S01 and so on",
    docs: include_str!("misnumbered-step.md"),
    theme: Theme::Procedures,
    level: Level::Error,
    fix: FixKind::Safe,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling {
        replaced_by: ReplacedBy::Rule(&super::INVISIBLE_CHARACTER),
        ..Handling::USUAL
    },
    check: Check::Page(check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    headings::check(context, findings);
    for study in &context.facts.studies {
        ids::check(context, study, findings);
    }
}
