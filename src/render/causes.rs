//! Groups findings by their cause: one rule, one subject.

use std::collections::{BTreeMap, HashMap};

use super::summary_line::count;
use crate::diagnostic::{Diagnostic, Hidden, Severity};
use crate::rules::{CauseKey, handling};
use crate::text::grouped_digits;

/// Findings that have one cause, in the order of the output.
pub(super) struct Cause<'a> {
    pub(super) first: &'a Diagnostic,
    pub(super) others: Vec<&'a Diagnostic>,
}

impl<'a> Cause<'a> {
    /// Iterates over its findings.
    pub(super) fn all(&self) -> impl Iterator<Item = &'a Diagnostic> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }

    /// Returns the number of its findings.
    pub(super) fn findings(&self) -> usize {
        1 + self.others.len()
    }
}

/// Groups findings by cause, in the order of the first finding of each.
pub(super) fn causes<'a>(findings: impl Iterator<Item = &'a Diagnostic>) -> Vec<Cause<'a>> {
    let mut causes: Vec<Cause<'a>> = Vec::new();
    let mut known: HashMap<Key<'a>, usize> = HashMap::new();
    for finding in findings {
        let at = *known.entry(Key::of(finding)).or_insert(causes.len());
        match causes.get_mut(at) {
            Some(cause) => cause.others.push(finding),
            None => causes.push(Cause {
                first: finding,
                others: Vec::new(),
            }),
        }
    }
    causes
}

/// Key that findings of one cause share.
#[derive(PartialEq, Eq, Hash)]
struct Key<'a> {
    rule: &'a str,
    severity: Severity,
    about: &'a str,
    /// The message, if it is more specific than the subject: it has the name next to an id.
    message: &'a str,
    hidden: Option<&'a str>,
}

impl<'a> Key<'a> {
    fn of(finding: &'a Diagnostic) -> Self {
        let by_subject = handling(finding.rule).cause.key == CauseKey::Subject;
        Self {
            rule: finding.rule,
            severity: finding.severity,
            about: finding.about.as_str(),
            message: if by_subject { "" } else { &finding.message },
            hidden: finding.hidden.as_ref().map(|hidden| match hidden {
                Hidden::Allowed(reason) => reason.as_str(),
                Hidden::Baselined => "baseline",
                Hidden::Older => "older",
            }),
        }
    }
}

/// With fewer findings of a rule, the causes are seen at a glance.
const FEWEST: usize = 10;

/// Returns how many causes the reported findings have, for the rules where that is half of their number or less:
/// `14 missing headings cause 217 findings`. Empty if there is no such rule.
#[must_use]
pub fn count_causes(findings: &[Diagnostic]) -> String {
    let reported = findings.iter().filter(|finding| finding.hidden.is_none());
    // By rule, so that equal numbers come in the order of their rules.
    let mut counts: BTreeMap<&str, (&str, usize, usize)> = BTreeMap::new();
    for cause in causes(reported) {
        let rule = cause.first.rule;
        if let Some(noun) = handling(rule).cause.noun {
            let (_, causes, findings) = counts.entry(rule).or_insert((noun, 0, 0));
            *causes += 1;
            *findings += cause.findings();
        }
    }
    let mut known: Vec<(usize, usize, &str)> = counts
        .into_values()
        .filter(|(_, causes, findings)| *findings >= FEWEST && causes * 2 <= *findings)
        .map(|(noun, causes, findings)| (findings, causes, noun))
        .collect();
    known.sort_by_key(|(findings, ..)| std::cmp::Reverse(*findings));
    let parts = known
        .iter()
        .enumerate()
        .map(|(at, (findings, causes, noun))| {
            let verb = if *causes == 1 { "causes" } else { "cause" };
            let what = if at == 0 { " findings" } else { "" };
            let findings = grouped_digits(*findings);
            format!("{} {verb} {findings}{what}", count(*causes, noun))
        });
    parts.collect::<Vec<_>>().join("; ")
}
