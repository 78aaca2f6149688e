//! A rule that panicked. The finding lets the run go on, and keeps the page from looking clean.

use super::rule::{Check, FixKind, Handling, Needs, Reports, Rule};
use super::theme::Theme;
use crate::diagnostic::{Diagnostic, Label, Severity, Subject};
use crate::pages::PanicMessage;
use crate::settings::Level;
use crate::text::{FileId, Span};

pub static RULE: Rule = Rule {
    name: "internal-error",
    summary: "a rule that crashed on a page (a bug in atlas-lint)",
    docs: include_str!("internal-error.md"),
    theme: Theme::Run,
    level: Level::Error,
    fix: FixKind::None,
    since: "0.1.0",
    needs: Needs::Page,
    handling: Handling {
        on_data_files: true,
        can_be_suppressed: false,
        is_compared: false,
        reports: Reports::Crash,
        ..Handling::USUAL
    },
    check: Check::Run,
};

/// Builds the finding for `rule`, which panicked on `file`.
#[must_use]
pub fn finding(rule: &str, file: FileId, why: &PanicMessage) -> Diagnostic {
    let primary = Label::new(file, Span::empty(0), "");
    let message = format!("the rule `{rule}` failed: {why}");
    let mut found = Diagnostic::new(RULE.name, Severity::Error, primary, message);
    found
        .help(format!(
            "this is a bug in atlas-lint; please report it with the page at {}/issues",
            env!("CARGO_PKG_REPOSITORY")
        ))
        .about(Subject::rule(rule));
    found
}
