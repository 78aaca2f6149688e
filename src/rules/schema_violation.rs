//! A page that breaks the schema of its page type.

mod claim;
mod release;

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, ReplacedBy, Rule};
use super::theme::Theme;
use crate::context::PageContext;
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::Violation;
use crate::settings::Level;
use crate::text::placeholder;

pub static RULE: Rule = Rule {
    name: "schema-violation",
    summary: "a page that breaks the JSON Schema of its page type",
    docs: include_str!("schema-violation.md"),
    theme: Theme::Pages,
    level: Level::Error,
    fix: FixKind::Unsafe,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling {
        on_data_files: true,
        replaced_by: ReplacedBy::Rule(&super::INVISIBLE_CHARACTER),
        ..Handling::USUAL
    },
    check: Check::Page(check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    release::check(context, findings);
    let page = context.page;
    // The end of unclosed front matter is a guess, and so is the content of the page.
    let unsound = page.data().is_some_and(|(_, document)| !document.sound);
    if !page.facts.is_read || unsound || page.facts.has_unclosed_front {
        return;
    }
    // What is still to be written is not wrong, whether or not `placeholder-text` runs.
    let is_written = |violation: &&Violation| {
        // In YAML the quotes around a value are not part of it.
        let value = context.source.slice(violation.span);
        let value = value.trim_matches(['"', '\'']);
        !(violation.about_value && placeholder::is_in(value))
    };
    for violation in context.facts.violations.iter().filter(is_written) {
        report(violation, findings);
    }
    let guessed = claim::check(context, findings);
    for violation in guessed.iter().filter(is_written) {
        // The type of the page is a guess.
        report(violation, findings).severity(Severity::Warning);
    }
}

fn report<'f>(violation: &Violation, findings: &'f mut Findings) -> &'f mut Diagnostic {
    let found = findings.add(violation.span, &*violation.label, &violation.message);
    found.about(violation.about.clone());
    found.is_replaceable = violation.about_value;
    found.is_missing = violation.is_missing;
    found.help.clone_from(&violation.help);
    found.fix = violation.fix.clone().map(Box::new);
    found
}
