//! Decides which findings are reported and which are hidden. It runs after the rules, so that every finding is known.
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 levels, precedence, renames      severities; one finding a defect; pages that moved
//! 1 baseline, suppress, since        known findings; comments in pages; findings from before a change
//! ```

mod baseline;
mod levels;
mod precedence;
mod renames;
mod since;
mod suppress;

use std::collections::BTreeSet;

use crate::diagnostic::{Applicability, Diagnostic, Hidden};
use crate::pages::Limits;
use crate::rules::{self, Check, Needs, Rule};
use crate::text::{FileId, Sources};
use crate::vault::Vault;

pub use baseline::{Baseline, BaselineError, Update};
pub use levels::{Level, Levels};
pub use since::{Older, compared_paths, hide_older};

/// Settings that decide which findings are reported.
#[derive(Clone, Copy)]
pub struct Filters<'a> {
    /// Severity overrides.
    pub levels: &'a Levels,
    /// Returns whether findings on the page at a path are reported. All pages are indexed regardless.
    pub reported: &'a (dyn Fn(&str) -> bool + Sync),
    /// Baseline of known findings.
    pub baseline: Option<&'a Baseline>,
    /// Whether and how to rewrite the baseline.
    pub update: Option<Update>,
    /// The vault before a change. Findings that it has too are hidden.
    pub older: Option<Older<'a>>,
}

/// Findings with their final severities, and the reason for each that is hidden.
pub struct Filtered {
    /// The findings, sorted by path, offset and rule.
    pub diagnostics: Vec<Diagnostic>,
    /// The text of the new baseline, if it is rewritten.
    pub baseline: Option<String>,
}

/// Applies scope, levels, precedence, suppressions, the baseline and the older vault, in this order. All filtering of findings happens
/// here. `pages` are the reported pages.
#[must_use]
pub fn apply(
    found: Vec<Diagnostic>,
    vault: &Vault<'_>,
    pages: &[FileId],
    filters: &Filters<'_>,
) -> Filtered {
    let (sources, levels) = (vault.sources, filters.levels);
    let failed: BTreeSet<String> = found
        .iter()
        .filter(|finding| rules::reports_crash(finding.rule))
        .filter_map(|finding| finding.about.as_rule().map(str::to_owned))
        .collect();
    // Only if a rule has checked the whole page, a missing finding is known to be gone.
    let ran = |rule: &'static Rule, path: &str| {
        let page = sources.find(path).and_then(|file| vault.brief(file));
        levels.holds(rule, path)
            && (filters.reported)(path)
            && page.is_none_or(|page| may_run(rule, page.limits))
            && !failed.contains(rule.name)
    };
    let may_have = |finding: &Diagnostic| {
        let page = vault.brief(finding.primary.file);
        let rule = rules::find(finding.rule);
        page.zip(rule)
            .is_none_or(|(page, rule)| may_run(rule, page.limits))
    };
    let found = found.into_iter().filter(may_have).collect();
    let mut kept = keep_reported(found, sources, levels, filters.reported);
    let mut unused = suppress::suppress(&mut kept, pages, vault, &|rule, file| {
        ran(rule, vault.path(file))
    });
    let baseline = filters.baseline;
    let stale = baseline.map(|baseline| baseline.hide(&mut kept, sources, &ran));
    let text = filters
        .update
        .map(|update| Baseline::rewrite(baseline, &mut kept, sources, &ran, update));
    if text.is_none() {
        unused.extend(stale.unwrap_or_default());
    }
    unused.retain(|finding| rules::find(finding.rule).is_some_and(|rule| levels.runs(rule)));
    kept.extend(keep_reported(unused, sources, levels, &|_| true));
    // The baseline may be in any folder of the vault.
    let path = |finding: &Diagnostic| sources.get(finding.primary.file).path();
    kept.sort_by(|a, b| path(a).cmp(path(b)).then_with(|| a.order(b)));
    if let Some(older) = &filters.older {
        since::hide_older(&mut kept, sources, older);
    }
    Filtered {
        diagnostics: kept,
        baseline: text,
    }
}

/// Returns whether `rule` may run on `page`: on a page with unresolved merge conflicts, only rules that need nothing but its text;
/// on a data file without an ATLAS form, only those of ids and names.
#[must_use]
pub fn may_run(rule: &Rule, page: Limits) -> bool {
    let wanted = !page.ids_only || rule.handling.on_data_files;
    let can = !page.has_conflicts || rule.needs == Needs::Text;
    (wanted && can) || matches!(rule.check, Check::Run)
}

/// Returns whether a finding has a fix that may be applied.
///
/// A suppressed finding is intended, and one from before the change under review is not part of it. A finding of the baseline is
/// fixed like any other.
#[must_use]
pub fn may_fix(finding: &Diagnostic, allow_unsafe: bool) -> bool {
    let fix = finding.fix.as_ref();
    let is_allowed =
        fix.is_some_and(|fix| allow_unsafe || fix.applicability == Applicability::Safe);
    is_allowed && !matches!(finding.hidden, Some(Hidden::Allowed(_) | Hidden::Older))
}

/// Sets severities. Drops findings that are off, out of scope, repeated or replaced, and sorts the others.
fn keep_reported(
    mut found: Vec<Diagnostic>,
    sources: &Sources,
    levels: &Levels,
    reported: &(dyn Fn(&str) -> bool + Sync),
) -> Vec<Diagnostic> {
    found.retain_mut(|finding| {
        let source = sources.get(finding.primary.file);
        // A rule that crashed on the whole vault is reported on its first page, whatever the scope.
        let is_in_scope = rules::reports_crash(finding.rule) || reported(source.path());
        is_in_scope && levels.apply(finding, source.path())
    });
    found.sort_by(Diagnostic::order);
    found.dedup();
    precedence::drop_replaced(found)
}
