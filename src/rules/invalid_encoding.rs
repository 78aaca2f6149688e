//! Bytes that are not UTF-8 text.

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::AloneContext;
use crate::settings::Level;
use crate::text::{Condition, Damage};

pub static RULE: Rule = Rule {
    name: "invalid-encoding",
    summary: "bytes that are not UTF-8, a page in UTF-16, or a NUL byte",
    docs: include_str!("invalid-encoding.md"),
    theme: Theme::Text,
    level: Level::Error,
    fix: FixKind::None,
    since: "0.1.0",
    needs: Needs::Text,
    handling: Handling {
        on_data_files: true,
        ..Handling::USUAL
    },
    check: Check::Alone(check),
};

fn check(context: &AloneContext<'_>, findings: &mut Findings) {
    let Condition::Damaged { span, why } = context.source.condition() else {
        return;
    };
    let (message, label, help) = match why {
        Damage::NotUtf8(byte) => (
            format!("the byte 0x{byte:02x} is not UTF-8"),
            "not UTF-8",
            "save the page as UTF-8; nothing else in it was checked",
        ),
        Damage::Utf16 => (
            "the page is UTF-16, not UTF-8".to_owned(),
            "UTF-16",
            "save the page as UTF-8; nothing in it was checked",
        ),
        Damage::Nul => (
            "the page has a NUL byte".to_owned(),
            "NUL",
            "remove it; nothing else in the page was checked",
        ),
    };
    findings
        .add(*span, label, message)
        .help(help)
        .about("encoding");
}
