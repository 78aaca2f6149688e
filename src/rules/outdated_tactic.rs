//! A tactic stated for a technique that had it in an earlier release.

use super::findings::Findings;
use super::rule::{ByRelease, Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::analysis::{TacticStatus, tactic_help};
use crate::catalog::Kind;
use crate::context::PageContext;
use crate::settings::Level;

pub static RULE: Rule = Rule {
    name: "outdated-tactic",
    summary: "a stated tactic that was its technique's in an earlier release",
    docs: include_str!("outdated-tactic.md"),
    theme: Theme::Facts,
    level: Level::Warning,
    fix: FixKind::None,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling {
        on_data_files: true,
        by_release: ByRelease::Yes,
        ..Handling::USUAL
    },
    check: Check::Page(check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let view = context.view;
    for (stated, status) in context.tactics() {
        let TacticStatus::Before { until, official } = *status else {
            continue;
        };
        let (technique, tactic) = (stated.technique, stated.tactic);
        let named = |id: &str| format!("`{id}` \"{}\"", view.name(id).unwrap_or_default());
        let unverified = view.catalog.mark(until, Kind::Technique, official);
        findings
            .add(
                stated.span,
                "no longer its tactic",
                format!(
                    "the technique {} left the tactic {} with ATLAS {}{unverified}",
                    named(technique),
                    named(tactic),
                    view.catalog.release_name(until)
                ),
            )
            .help(tactic_help(view, technique))
            .about(format!("{technique} {tactic}"))
            .related(context.page.file, stated.technique_span, "the technique");
    }
}
