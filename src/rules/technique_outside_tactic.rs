//! A tactic stated for a technique that never had it.

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::analysis::{TacticStatus, tactic_help};
use crate::catalog::unverified;
use crate::context::PageContext;
use crate::diagnostic::Severity;
use crate::settings::Level;

pub static RULE: Rule = Rule {
    name: "technique-outside-tactic",
    summary: "a stated tactic that is not among its technique's in any release",
    docs: include_str!("technique-outside-tactic.md"),
    theme: Theme::Facts,
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
    for (stated, status) in context.tactics() {
        let TacticStatus::Never { official } = *status else {
            continue;
        };
        let (technique, tactic) = (stated.technique, stated.tactic);
        let named = |id: &str| format!("`{id}` \"{}\"", view.name(id).unwrap_or_default());
        let unverified = unverified(official);
        let found = findings.add(
            stated.span,
            "not its tactic",
            format!(
                "the technique {} was never in the tactic {}{unverified}",
                named(technique),
                named(tactic)
            ),
        );
        found
            .help(tactic_help(view, technique))
            .about(format!("{technique} {tactic}"))
            .related(context.page.file, stated.technique_span, "the technique");
        if !official {
            found.severity(Severity::Warning);
        }
    }
}
