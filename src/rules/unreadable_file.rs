//! A page that cannot be read.

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::AloneContext;
use crate::settings::Level;
use crate::text::{Condition, Span};

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
        findings
            .add(
                Span::empty(0),
                "",
                format!("the file cannot be read: {why}"),
            )
            .help("make the file readable, or exclude it: nothing in it was checked, so the run cannot say that the vault is clean")
            .about("file");
    }
}
