//! One round on one file: selects fixes that can be applied together, and applies them.

use super::edits::EditSet;
use super::key::{FindingKey, FixKey, key};
use super::result::Applied;
use crate::diagnostic::{Diagnostic, Edit, Fix, Promise};
use crate::readback::{self, PageSummary};
use crate::syntax::ReadOptions;
use crate::text::{Source, Span};

/// Result of a round.
pub(super) struct Round {
    pub(super) text: String,
    /// The summary of the page with this text; None if it is not a page, such as the baseline.
    pub(super) summary: Option<PageSummary>,
    /// The applied fixes.
    pub(super) made: Vec<Applied>,
    /// The findings that they resolve.
    pub(super) keys: Vec<FindingKey>,
    /// The fixes that were not applied, because their result did not parse as promised.
    pub(super) rejected: Vec<(FixKey, Applied)>,
}

/// A page before a round.
#[derive(Clone, Copy)]
pub(super) struct RoundInput<'a> {
    pub(super) source: &'a Source,
    pub(super) summary: Option<PageSummary>,
    pub(super) options: &'a ReadOptions,
}

/// Applies the fixes of findings that do not overlap, in order. A fix whose own bytes do not parse as promised is dropped. If the
/// rest still breaks the page, a binary search finds the first fix at fault, and the fixes after it wait for the next round. So a
/// page is parsed about 2 log n times at most.
pub(super) fn run(before: RoundInput<'_>, findings: &[&Diagnostic]) -> Round {
    let mut chosen = together(before.source.text(), findings);
    let mut rejected = Vec::new();
    // Each pass drops fixes that fail; what then still fails is searched for.
    for _ in 0..2 {
        let attempt = Attempt::of(before, &chosen);
        if attempt.whole && attempt.kept.iter().all(|kept| *kept) {
            return attempt.made(before, &chosen, &rejected);
        }
        if attempt.whole {
            let fails = |at: usize| !attempt.kept.get(at).copied().unwrap_or_default();
            let failed = (0..chosen.len()).filter(|&at| fails(at));
            rejected.extend(failed.map(|at| chosen[at]));
            let mut at = 0;
            chosen.retain(|_| {
                at += 1;
                !fails(at - 1)
            });
        } else {
            break;
        }
    }
    // The longest start of the list that is sound: the fix behind it is at fault.
    let (mut sound, mut spoiled) = (0, chosen.len() + 1);
    while spoiled - sound > 1 {
        let middle = usize::midpoint(sound, spoiled);
        let attempt = Attempt::of(before, &chosen[..middle.min(chosen.len())]);
        if attempt.whole && attempt.kept.iter().all(|kept| *kept) {
            sound = middle;
        } else {
            spoiled = middle;
        }
    }
    rejected.extend(chosen.get(sound));
    chosen.truncate(sound);
    Attempt::of(before, &chosen).made(before, &chosen, &rejected)
}

/// Returns the findings whose fixes can be applied together, in order.
fn together<'d>(text: &str, findings: &[&'d Diagnostic]) -> Vec<&'d Diagnostic> {
    let mut taken = EditSet::default();
    let mut chosen = Vec::new();
    for finding in findings {
        if let Some(fix) = &finding.fix
            && changes(text, fix)
            && taken.take(fix)
        {
            chosen.push(*finding);
        }
    }
    chosen
}

/// A text with fixes applied, and the check of it.
struct Attempt {
    text: String,
    summary: Option<PageSummary>,
    /// Whether the rest of the page is unchanged.
    whole: bool,
    /// For each fix whether all its edits read as promised.
    kept: Vec<bool>,
}

impl Attempt {
    fn of(before: RoundInput<'_>, chosen: &[&Diagnostic]) -> Self {
        let mut taken = EditSet::default();
        let fixes = || chosen.iter().filter_map(|finding| finding.fix.as_ref());
        for fix in fixes() {
            taken.take(fix);
        }
        let (text, places) = taken.applied(before.source.text());
        let mut edits: Vec<(Span, &Promise)> = Vec::new();
        let mut counts = Vec::new();
        for fix in fixes() {
            let promised = fix.edits.iter().filter_map(|edit| {
                let span = places.get(&(edit.span.start, edit.span.end))?;
                Some((*span, &edit.promise))
            });
            edits.extend(promised);
            counts.push(edits.len());
        }
        let source = before.source.with_text(&text);
        let Some(summary) = before.summary else {
            return Self {
                text,
                summary: None,
                whole: true,
                kept: vec![true; chosen.len()],
            };
        };
        let Some(page) = readback::check_page(&source, before.options, summary, &edits) else {
            return Self {
                text,
                summary: before.summary,
                whole: false,
                kept: vec![false; chosen.len()],
            };
        };
        let starts = std::iter::once(0).chain(counts.iter().copied());
        let all = |(from, to): (usize, &usize)| page.kept[from..*to].iter().all(|kept| *kept);
        Self {
            text,
            summary: Some(page.summary),
            whole: page.whole,
            kept: starts.zip(&counts).map(all).collect(),
        }
    }

    fn made(
        self,
        before: RoundInput<'_>,
        chosen: &[&Diagnostic],
        rejected: &[&Diagnostic],
    ) -> Round {
        let made = |finding: &&Diagnostic| Applied::of(finding, before.source);
        Round {
            text: self.text,
            summary: self.summary,
            made: chosen.iter().map(made).collect(),
            keys: chosen.iter().map(|finding| key(finding)).collect(),
            rejected: rejected
                .iter()
                .map(|finding| (FixKey::of(finding), made(finding)))
                .collect(),
        }
    }
}

/// Returns whether a fix is inside the text and changes it.
fn changes(text: &str, fix: &Fix) -> bool {
    let fits = |edit: &Edit| text.get(edit.span.range()).is_some();
    let writes = |edit: &Edit| text.get(edit.span.range()) != Some(edit.replacement.as_str());
    fix.edits.iter().all(fits) && fix.edits.iter().any(writes)
}
