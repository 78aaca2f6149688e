//! A suppression or baseline entry that hides nothing.

use super::can_be_suppressed;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Label, Severity, Subject};
use crate::settings::Level;
use crate::syntax::{Directive, Scope};
use crate::text::{FileId, Source, Span};

pub static RULE: Rule = Rule {
    name: "unused-suppression",
    summary: "a suppression, or an entry of the baseline, that hides nothing",
    docs: include_str!("unused-suppression.md"),
    theme: Theme::Run,
    level: Level::Warning,
    fix: FixKind::Safe,
    since: "0.1.0",
    needs: Needs::Page,
    handling: Handling {
        can_be_suppressed: false,
        ..Handling::USUAL
    },
    check: Check::Run,
};

/// Builds the finding for the rule at index `at` of a directive that hides no finding of it.
#[must_use]
pub fn unused(file: FileId, source: &Source, directive: &Directive, at: usize) -> Diagnostic {
    let name = &directive.rules[at];
    let rule: &str = &name.text;
    let (message, help) = if can_be_suppressed(rule) {
        let message = match directive.scope {
            Scope::File => format!("`{rule}` has nothing to suppress in this file"),
            Scope::Line(line) => format!("`{rule}` has nothing to suppress on line {}", line + 1),
        };
        (message, help(source, directive))
    } else {
        let help = "set its level in atlas-lint.yaml, or fix what it finds";
        (format!("`{rule}` cannot be suppressed"), help.to_owned())
    };
    let primary = Label::new(file, name.span, "suppresses nothing");
    let mut found = Diagnostic::new(RULE.name, Severity::Warning, primary, message);
    found.help(help).about(Subject::rule(rule));
    found.fix = removal(directive, at).map(Box::new);
    found
}

/// Builds the finding for the baseline entry at `span`, which has `count` findings of a rule on a page. `left` of them still
/// exist; `None` if another entry has the same findings.
#[must_use]
pub fn stale(
    file: FileId,
    span: Span,
    (rule, path): (&str, &str),
    (count, left): (usize, Option<usize>),
) -> Diagnostic {
    let n = if count == 1 {
        "a finding".to_owned()
    } else {
        format!("{count} findings")
    };
    let left = match (count, left) {
        (_, None) => "which another entry lists".to_owned(),
        (1, _) => "which is gone".to_owned(),
        (_, Some(0)) => "which are gone".to_owned(),
        (_, Some(1)) => "of which 1 remains".to_owned(),
        (_, Some(left)) => format!("of which {left} remain"),
    };
    let message = format!("the baseline lists {n} of `{rule}` on {path}, {left}");
    let primary = Label::new(file, span, "stale entry");
    let mut found = Diagnostic::new(RULE.name, Severity::Warning, primary, message);
    found.help("run `--write-baseline` to remove what is gone");
    found
}

fn help(source: &Source, directive: &Directive) -> String {
    let own = source.line_index(directive.span.end as usize);
    match directive.scope {
        Scope::Line(line) if line > own && source.slice(source.line_span(line)).trim().is_empty() => {
            "a comment alone on its line applies to the next line, which is blank: put it directly above that line"
                .to_owned()
        }
        _ => "remove it".to_owned(),
    }
}

/// Removes one rule from a list, or the comment if it is the only rule.
fn removal(directive: &Directive, at: usize) -> Option<Fix> {
    let name = directive.rules[at].span;
    let in_list = "remove the rule from the list";
    let (message, span) = match directive.rules.get(at + 1) {
        _ if directive.rules.len() == 1 => ("remove the comment", directive.removal?),
        Some(next) => {
            let end = next.span.start;
            (in_list, Span { end, ..name })
        }
        None => {
            let start = directive.rules[at - 1].span.end;
            (in_list, Span { start, ..name })
        }
    };
    Some(Fix {
        message: message.to_owned(),
        applicability: Applicability::Safe,
        edits: vec![Edit::markup(span, "")],
    })
}
