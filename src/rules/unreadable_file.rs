//! A page that cannot be read.

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::AloneContext;
use crate::diagnostic::Diagnostic;
use crate::settings::Level;
use crate::text::{Condition, FileId, Span};

pub static RULE: Rule = Rule {
    name: "unreadable-file",
    summary: "a page that cannot be read: no permission, a dangling link, a loop",
    docs: include_str!("unreadable-file.md"),
    theme: Theme::Text,
    level: Level::Error,
    fix: FixKind::None,
    since: "0.1.0",
    needs: Needs::Page,
    handling: Handling {
        on_data_files: true,
        can_be_suppressed: false,
        is_compared: false,
        ..Handling::USUAL
    },
    check: Check::Alone(check),
};

fn check(context: &AloneContext<'_>, findings: &mut Findings) {
    if let Condition::Unreadable(why) = context.source.condition() {
        report(why, findings);
    }
}

fn report(why: &str, findings: &mut Findings) {
    findings
        .add(
            Span::empty(0),
            "",
            format!("the file cannot be read: {why}"),
        )
        .help("make the file readable, or exclude it: nothing in it was checked, so the run cannot say that the vault is clean")
        .about("file");
}

/// Returns a finding on a file that was read twice, with different texts.
#[must_use]
pub fn changed_during_run(file: FileId) -> Option<Diagnostic> {
    let mut findings = Findings::of(RULE.name, RULE.level, file);
    report("it changed during the run; run again", &mut findings);
    findings.into_vec().pop()
}
