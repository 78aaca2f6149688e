//! The state of a run between rounds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::key::{FindingKey, FixKey, key};
use super::limits::{MOST_ROUNDS, most_bytes};
use super::original::OriginalFindings;
use super::phase::Phase;
use super::result::{Applied, Repaired, Skipped};
use super::round::{self, Round, RoundInput};
use crate::check::Report;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Promise};
use crate::filter::may_fix;
use crate::pages::{PageStore, Pages};
use crate::readback::PageSummary;
use crate::text::{Condition, FileId, Source, Sources};

/// State of a run between rounds.
pub(super) struct Session<'s> {
    sources: Sources,
    store: &'s PageStore<'s>,
    unsafe_too: bool,
    /// Number of rounds so far.
    rounds: usize,
    /// The original texts of changed files.
    first: BTreeMap<FileId, Arc<Source>>,
    phase: Phase,
    /// Cached summaries of pages.
    summaries: BTreeMap<FileId, Option<PageSummary>>,
    known: OriginalFindings,
    made: Vec<Applied>,
    taken_back: BTreeMap<FixKey, Applied>,
    stacked: BTreeMap<FixKey, Applied>,
    left: BTreeMap<FileId, Skipped>,
}

/// The page must not be changed; the reason is recorded in `left`.
struct Untouchable;

/// Outcome of a round.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// A text has changed.
    Changed,
    /// Fixes were only rejected; others may still be applied.
    Rejected,
    /// No fix was left.
    Idle,
}

impl<'s> Session<'s> {
    pub(super) fn new(sources: Sources, store: &'s PageStore<'_>) -> Self {
        Self {
            sources,
            store,
            unsafe_too: false,
            rounds: 0,
            first: BTreeMap::new(),
            phase: Phase::default(),
            summaries: BTreeMap::new(),
            known: OriginalFindings::default(),
            made: Vec::new(),
            taken_back: BTreeMap::new(),
            stacked: BTreeMap::new(),
            left: BTreeMap::new(),
        }
    }

    /// Starts the phase of unsafe fixes.
    pub(super) fn go_on_with_unsafe(&mut self) {
        self.unsafe_too = true;
        self.rounds = 0;
        self.phase = Phase::after(self.made.len());
    }

    /// Runs rounds until no allowed fix is left. Returns the last report.
    pub(super) fn settle(
        &mut self,
        mut report: Report,
        check_sources: &dyn Fn(&Sources) -> Report,
    ) -> Report {
        self.learn(&report.diagnostics);
        while self.rounds < MOST_ROUNDS {
            match self.round(&report.diagnostics) {
                Outcome::Idle => return report,
                Outcome::Rejected => {}
                Outcome::Changed => {
                    report = check_sources(&self.sources);
                    self.learn(&report.diagnostics);
                }
            }
            self.rounds += 1;
        }
        let non_converging = self.non_converging(&report.diagnostics);
        if non_converging.is_empty() {
            return report;
        }
        for (file, rules) in non_converging {
            self.leave(file, Skipped::Unsettled(rules.into_iter().collect()));
        }
        check_sources(&self.sources)
    }

    /// Records the findings from before any unsafe fix.
    fn learn(&mut self, found: &[Diagnostic]) {
        if self.made.len() == self.phase.made || !self.unsafe_too {
            self.known = OriginalFindings::of(found);
        }
    }

    /// Runs one round on all files.
    fn round(&mut self, found: &[Diagnostic]) -> Outcome {
        let mut outcome = Outcome::Idle;
        // The check has read them.
        let pages = self.store.read(&self.sources);
        for (file, findings) in self.pending(found) {
            let Ok(summary) = self.summary(file, &pages) else {
                continue;
            };
            let Round {
                text,
                summary,
                made,
                keys,
                rejected,
            } = round::run(self.before(file, summary), &findings);
            if !rejected.is_empty() && outcome == Outcome::Idle {
                outcome = Outcome::Rejected;
            }
            self.taken_back.extend(rejected);
            if !made.is_empty() {
                if self.unsafe_too {
                    self.known.spend(&keys);
                }
                self.accept(file, &text, summary, made);
                outcome = Outcome::Changed;
            }
        }
        outcome
    }

    fn before(&self, file: FileId, summary: Option<PageSummary>) -> RoundInput<'_> {
        RoundInput {
            source: self.sources.get(file),
            summary,
            options: self.store.options(),
        }
    }

    /// Returns the summary of a page; None for the baseline, which is not a page.
    fn summary(&mut self, file: FileId, pages: &Pages) -> Result<Option<PageSummary>, Untouchable> {
        if let Some(known) = self.summaries.get(&file) {
            return Ok(*known);
        }
        let source = self.sources.get(file);
        let summary = if self.sources.attached() == Some(file) {
            Ok(None)
        } else {
            pages.get(file).map(PageSummary::of).transpose()
        };
        match summary {
            _ if *source.condition() != Condition::Sound => {
                self.left.insert(file, Skipped::Damaged);
                Err(Untouchable)
            }
            Err(_) => {
                self.left.insert(file, Skipped::Conflicts);
                Err(Untouchable)
            }
            Ok(summary) => {
                self.summaries.insert(file, summary);
                Ok(summary)
            }
        }
    }

    /// Returns the findings with allowed fixes, by file.
    fn pending<'d>(&mut self, found: &'d [Diagnostic]) -> BTreeMap<FileId, Vec<&'d Diagnostic>> {
        let mut pending: BTreeMap<FileId, Vec<&Diagnostic>> = BTreeMap::new();
        let mut seen: BTreeMap<FindingKey, usize> = BTreeMap::new();
        for finding in found {
            let nth = *seen
                .entry(key(finding))
                .and_modify(|n| *n += 1)
                .or_insert(1);
            let file = finding.primary.file;
            if !may_fix(finding, self.unsafe_too)
                || self.left.contains_key(&file)
                || self.taken_back.contains_key(&FixKey::of(finding))
            {
                continue;
            }
            if self.is_stacked(finding, nth) {
                let made = Applied::of(finding, self.sources.get(file));
                self.stacked.insert(FixKey::of(finding), made);
                continue;
            }
            pending.entry(file).or_default().push(finding);
        }
        pending
    }

    /// Returns whether a finding, the `nth` of its kind on the page, was caused by an unsafe fix of this run, and its own fix is unsafe too
    /// and changes more than links. A link and its anchor may follow such a change.
    fn is_stacked(&self, finding: &Diagnostic, nth: usize) -> bool {
        let links = |edit: &Edit| matches!(edit.promise, Promise::Target(_) | Promise::Markup);
        let fix = finding.fix.as_ref();
        fix.is_some_and(|fix| {
            fix.applicability == Applicability::Unsafe && !fix.edits.iter().all(links)
        }) && !self.known.has(&key(finding), nth)
    }

    /// Stores the new text of a file, unless the file had this text before or would be too large.
    fn accept(
        &mut self,
        file: FileId,
        text: &str,
        summary: Option<PageSummary>,
        made: Vec<Applied>,
    ) {
        let rules: BTreeSet<&'static str> = made.iter().map(|made| made.rule).collect();
        let source = self.sources.get(file);
        let first = self.first.entry(file).or_insert_with(|| source.clone());
        let size = first.text().len();
        let before = self.phase.before.entry(file);
        before.or_insert_with(|| source.clone());
        if text.len() > most_bytes(size) {
            return self.leave(file, Skipped::Grown(rules.into_iter().collect()));
        }
        if let Some(rules) = self.phase.comes_back(file, source.text(), text, &rules) {
            return self.leave(file, Skipped::Unsettled(rules));
        }
        self.sources.rewrite(file, text);
        self.summaries.insert(file, summary);
        self.made.extend(made);
    }

    /// Returns the files that still have fixes, with the rules of the fixes.
    fn non_converging(&mut self, found: &[Diagnostic]) -> Vec<(FileId, BTreeSet<&'static str>)> {
        let mut non_converging = Vec::new();
        let pages = self.store.read(&self.sources);
        for (file, findings) in self.pending(found) {
            let Ok(summary) = self.summary(file, &pages) else {
                continue;
            };
            let round = round::run(self.before(file, summary), &findings);
            if self.phase.before.contains_key(&file) && !round.made.is_empty() {
                non_converging.push((file, round.made.iter().map(|made| made.rule).collect()));
            }
        }
        non_converging
    }

    /// Restores the text from before this phase, and excludes the file from further fixes.
    fn leave(&mut self, file: FileId, why: Skipped) {
        if let Some(before) = self.phase.forget(file) {
            self.sources.rewrite(file, before.text());
            if (self.first.get(&file)).is_some_and(|first| first.text() == before.text()) {
                self.first.remove(&file);
            }
        }
        self.summaries.remove(&file);
        let mut at = 0;
        let kept = self.phase.made;
        self.made.retain(|made| {
            at += 1;
            at <= kept || made.file != file
        });
        self.taken_back.retain(|_, made| made.file != file);
        self.left.insert(file, why);
    }

    pub(super) fn done(mut self, report: Report) -> Repaired {
        let remain: BTreeSet<FixKey> = report.diagnostics.iter().map(FixKey::of).collect();
        self.stacked.retain(|name, _| remain.contains(name));
        Repaired {
            sources: self.sources,
            before: self.first,
            made: self.made,
            taken_back: self.taken_back.into_values().collect(),
            stacked: self.stacked.into_values().collect(),
            left: self.left,
            report,
        }
    }
}
