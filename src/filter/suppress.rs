//! Applies suppression comments.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Hidden};
use crate::rules::{Rule, can_be_suppressed, find, unused_suppression};
use crate::syntax::{Directive, Scope};
use crate::text::{FileId, Source};
use crate::vault::Vault;

/// Index of a directive, and of a rule's name in its list.
type DirectiveIndex = (usize, usize);

/// Hides the findings that comments suppress, and returns a finding for each comment that suppresses nothing. `found` is sorted. `ran`
/// returns whether a rule checked the whole page; a rule that did not may have findings there.
pub(super) fn suppress(
    found: &mut [Diagnostic],
    pages: &[FileId],
    vault: &Vault<'_>,
    ran: &dyn Fn(&'static Rule, FileId) -> bool,
) -> Vec<Diagnostic> {
    let mut unused = Vec::new();
    for &file in pages {
        let has_any = vault.brief(file).is_some_and(|page| page.has_suppressions);
        let Some(facts) = has_any.then(|| vault.lent_facts(file)).flatten() else {
            continue;
        };
        let source = &*vault.sources.opened(file);
        let used = hide(of_file(found, file), source, &facts.suppressions);
        for (at, directive) in facts.suppressions.iter().enumerate() {
            for (nth, name) in directive.rules.iter().enumerate() {
                let Some(rule) = find(&name.text) else {
                    continue;
                };
                let is_checked = !can_be_suppressed(rule.name) || ran(rule, file);
                if is_checked && !used.contains(&(at, nth)) {
                    unused.push(unused_suppression(file, source, directive, nth));
                }
            }
        }
    }
    unused
}

/// Returns the findings of one file.
fn of_file(found: &mut [Diagnostic], file: FileId) -> &mut [Diagnostic] {
    let from = found.partition_point(|finding| finding.primary.file < file);
    let to = found.partition_point(|finding| finding.primary.file <= file);
    &mut found[from..to]
}

/// Hides findings of one page, and returns the names that suppress them. Of several, the first for the line is used, else the first for the
/// file.
fn hide(
    found: &mut [Diagnostic],
    source: &Source,
    directives: &[Directive],
) -> HashSet<DirectiveIndex> {
    let mut allowed: HashMap<(Option<usize>, &str), DirectiveIndex> = HashMap::new();
    for (at, directive) in directives.iter().enumerate() {
        let line = match directive.scope {
            Scope::Line(line) => Some(line),
            Scope::File => None,
        };
        for (nth, name) in directive.rules.iter().enumerate() {
            allowed.entry((line, &*name.text)).or_insert((at, nth));
        }
    }
    let mut used = HashSet::new();
    for finding in found.iter_mut().filter(|f| can_be_suppressed(f.rule)) {
        let line = source.line_index(finding.primary.span.start as usize);
        let on_line = allowed.get(&(Some(line), finding.rule));
        if let Some(&(at, nth)) = on_line.or_else(|| allowed.get(&(None, finding.rule))) {
            finding.hidden = Some(Hidden::Allowed(directives[at].reason.to_string()));
            used.insert((at, nth));
        }
    }
    used
}
