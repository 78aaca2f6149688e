//! What comments in pages allow.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Hidden};
use crate::rules::{Rule, can_be_suppressed, find, unused_suppression};
use crate::syntax::{Directive, Scope};
use crate::text::{FileId, Source, Sources};
use crate::vault::PageRef;

/// The place of a rule's name: which directive, and where in its list.
type Place = (usize, usize);

/// Hides what comments allow, and finds the comments that allow nothing. `found` is sorted, and stays so. `ran` tells whether a rule
/// looked at the whole of a page: only of such a rule can be said that it found nothing.
pub(super) fn suppress<'p>(
    found: &mut [Diagnostic],
    pages: impl Iterator<Item = PageRef<'p>>,
    sources: &Sources,
    ran: &dyn Fn(&'static Rule, PageRef<'_>) -> bool,
) -> Vec<Diagnostic> {
    let mut unused = Vec::new();
    for page in pages.filter(|page| !page.facts.suppressions.is_empty()) {
        let source = sources.get(page.file);
        let used = hide(of_file(found, page.file), source, &page.facts.suppressions);
        for (at, directive) in page.facts.suppressions.iter().enumerate() {
            for (nth, name) in directive.rules.iter().enumerate() {
                let Some(rule) = find(&name.text) else {
                    continue;
                };
                let judged = !can_be_suppressed(rule.name) || ran(rule, page);
                if judged && !used.contains(&(at, nth)) {
                    unused.push(unused_suppression(page.file, source, directive, nth));
                }
            }
        }
    }
    unused
}

/// The findings of one file.
fn of_file(found: &mut [Diagnostic], file: FileId) -> &mut [Diagnostic] {
    let from = found.partition_point(|finding| finding.primary.file < file);
    let to = found.partition_point(|finding| finding.primary.file <= file);
    &mut found[from..to]
}

/// Hides findings of one page, and says which names did it. Of several that could, the first on the line counts, else the first of the
/// file.
fn hide(found: &mut [Diagnostic], source: &Source, directives: &[Directive]) -> HashSet<Place> {
    let mut allowed: HashMap<(Option<usize>, &str), Place> = HashMap::new();
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
