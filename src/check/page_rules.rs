//! Runs the rules on one page: those that need the page alone as soon as it is parsed, the others in its vault.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::context::{AloneContext, PageContext, VaultContext};
use crate::diagnostic::{Applicability, Diagnostic};
use crate::filter::may_run;
use crate::pages::PanicMessage;
use crate::readback::{FixChecker, LinkedHeadings, Rejection};
use crate::rules::{self, Check, Findings, Rule};
use crate::syntax::Page;
use crate::text::{FileId, Source, Span};

/// Returns the findings of the rules that need the page alone.
pub(super) fn alone(context: &AloneContext<'_>, running: &[&'static Rule]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in running {
        if let Check::Alone(check) | Check::Both(check, _) = rule.check
            && may_run(rule, context.facts.limits())
        {
            found.extend(run_rule(rule, context.file, |findings| {
                check(context, findings);
            }));
        }
    }
    read_back(&mut found, context.page);
    if context.page.is_markdown() {
        locate(&mut found, context.source);
    }
    // They are kept until all pages are read.
    found.iter_mut().for_each(Diagnostic::shrink);
    found.shrink_to_fit();
    found
}

/// Returns the findings of all rules on a page of a vault.
pub(super) fn all(
    context: &VaultContext<'_>,
    file: FileId,
    running: &[&'static Rule],
) -> Vec<Diagnostic> {
    let Some(page) = context.vault.lent_page(file) else {
        return Vec::new();
    };
    let page = page.get();
    page.source()
        .lent(|source| all_in(&context.with_source(page, source), running))
}

fn all_in(context: &PageContext<'_>, running: &[&'static Rule]) -> Vec<Diagnostic> {
    let page = context.page;
    let mut in_vault = Vec::new();
    for rule in running {
        if let Check::Page(check) | Check::Both(_, check) = rule.check
            && may_run(rule, page.facts.limits())
        {
            in_vault.extend(run_rule(rule, page.file, |findings| {
                check(context, findings);
            }));
        }
    }
    if in_vault.iter().any(|finding| finding.fix.is_some()) {
        let fixes = in_vault.iter().filter_map(|finding| finding.fix.as_ref());
        let edits = fixes.flat_map(|fix| fix.edits.iter().map(|edit| edit.span));
        let edits: Vec<Span> = edits.collect();
        page.for_edits(context.source, &edits, |page| {
            read_back(&mut in_vault, page);
        });
    }
    let mut found = match context.vault.vault.take_early(page.file) {
        Some(early) => early,
        None => page.with_page(|page| alone(&context.alone(page), running)),
    };
    in_vault.iter_mut().for_each(Diagnostic::shrink);
    found.append(&mut in_vault);
    if !page.is_data() {
        locate(&mut found, context.source);
    }
    let headings = LinkedHeadings::of(page, context.vault.vault);
    for finding in &mut found {
        if let Some(fix) = &mut finding.fix
            && fix.applicability == Applicability::Safe
            && headings.are_changed_by(fix)
        {
            fix.applicability = Applicability::Unsafe;
            add_help(finding, "links lead to this heading: correct them with it");
        }
    }
    // All findings are sorted so in the end. Of pages that are sorted, that needs no room for a second copy.
    found.sort_by(Diagnostic::order);
    found.shrink_to_fit();
    found
}

/// Removes fixes whose result would not parse as promised.
fn read_back(found: &mut [Diagnostic], page: &Page<'_>) {
    let checker = FixChecker::new(page);
    for finding in found {
        let Some(fix) = &mut finding.fix else {
            continue;
        };
        if let Err(why) = checker.check(fix) {
            finding.fix = None;
            if why != Rejection::Nothing {
                add_help(finding, &format!("--fix does not write it: {why}"));
            }
        }
    }
}

/// Notes the lines and columns of findings on a Markdown page while its text is there. The text of data may be one that stands in for the
/// file.
fn locate(found: &mut [Diagnostic], source: &Source) {
    for finding in found.iter_mut().filter(|it| it.position.is_none()) {
        let at = source.position(finding.primary.span.start as usize);
        finding.position = u32::try_from(at.line)
            .ok()
            .zip(u32::try_from(at.column).ok());
    }
}

fn add_help(finding: &mut Diagnostic, more: &str) {
    let help = finding.help.take().unwrap_or_default();
    finding.help = Some(format!("{help}\n{more}"));
}

/// Runs one rule. A panic becomes a finding, and the run continues.
pub(super) fn run_rule(
    rule: &'static Rule,
    file: FileId,
    check: impl Fn(&mut Findings),
) -> Vec<Diagnostic> {
    let mut findings = Findings::of(rule.name, rule.level, file);
    match catch_unwind(AssertUnwindSafe(|| check(&mut findings))) {
        Ok(()) => findings.into_vec(),
        Err(panic) => vec![rules::internal_error(
            rule.name,
            file,
            &PanicMessage::of(&*panic),
        )],
    }
}

#[cfg(test)]
mod tests {
    use super::run_rule;
    use crate::text::FileId;

    #[test]
    fn a_rule_that_panics_becomes_a_finding() {
        let rule = crate::rules::RULES[0];
        let found = run_rule(rule, FileId(7), |_| panic!("on purpose"));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].rule, "internal-error");
        assert_eq!(found[0].primary.file, FileId(7));
        assert!(found[0].message.contains(rule.name) && found[0].message.contains("on purpose"));
    }
}
