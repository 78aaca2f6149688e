//! The check of a plan in memory, before anything is written.

use std::collections::{BTreeMap, HashMap};

use super::back_links::{self, BackLinks};
use super::error::{Error, Finding};
use super::plan::Plan;
use crate::catalog::View;
use crate::check::{Settings, check, with_vault};
use crate::conventions::list_style::Conventions;
use crate::conventions::workspace::Workspace;
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{ORPHAN_PAGE, PLACEHOLDER_TEXT, Rule};
use crate::text::Sources;

/// Rules whose warnings a new page may have: its author has yet to fill it in and to link to it.
const EXPECTED: [&Rule; 2] = [&PLACEHOLDER_TEXT, &ORPHAN_PAGE];

/// A limit, in case entries keep causing others.
const MAX_ROUNDS: usize = 4;

/// Returns the plan for a new page: the page, and entries for it on other pages. It must bring no error.
pub(super) fn finished(
    sources: &Sources,
    view: View<'_>,
    settings: &Settings<'_>,
    conventions: &Conventions,
    (path, text): (String, String),
) -> Result<Plan, Error> {
    let mut texts = BTreeMap::from([(path.clone(), text)]);
    let mut notes = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let now = sources.with_texts(&texts);
        let mut found: BackLinks = with_vault(&now, view, settings, |context, _| {
            back_links::of(&Workspace::new(context), conventions, &path)
        });
        notes = found.notes;
        if found.texts.is_empty() {
            break;
        }
        texts.append(&mut found.texts);
    }
    let mut plan = Plan::of(sources, &path, texts);
    plan.notes = notes.iter().map(ToString::to_string).collect();
    verify(sources, view, settings, &mut plan)?;
    Ok(plan)
}

/// Checks that a plan brings no error to the vault around it, whose pages are `sources`.
///
/// # Errors
/// Returns the first error.
pub fn fits(
    sources: &Sources,
    view: View<'_>,
    settings: &Settings<'_>,
    plan: &Plan,
) -> Result<(), Error> {
    verify(sources, view, settings, &mut plan.clone())
}

/// Checks the vault with and without the changes of a plan. An error that the plan brings is refused, a warning noted.
pub(super) fn verify(
    sources: &Sources,
    view: View<'_>,
    settings: &Settings<'_>,
    plan: &mut Plan,
) -> Result<(), Error> {
    let texts = plan.files.iter();
    let texts = texts.map(|change| (change.path.clone(), change.after.clone()));
    let after = sources.with_texts(&texts.collect());
    let mut known: HashMap<(String, &'static str, String), usize> = HashMap::new();
    let key = |sources: &Sources, finding: &Diagnostic| {
        let path = sources.get(finding.primary.file).path().to_owned();
        (path, finding.rule, finding.message.clone())
    };
    for finding in check(sources, view, settings).diagnostics {
        *known.entry(key(sources, &finding)).or_default() += 1;
    }
    let mut worst = None;
    for finding in check(&after, view, settings).diagnostics {
        if let Some(count) = known
            .get_mut(&key(&after, &finding))
            .filter(|count| **count > 0)
        {
            *count -= 1;
            continue;
        }
        if is_expected(&finding) && finding.severity == Severity::Warning {
            continue;
        }
        let source = after.get(finding.primary.file);
        let place = source.position(finding.primary.span.start as usize);
        let brought = Finding {
            rule: format!("{}[{}]", finding.severity.as_str(), finding.rule),
            place: (source.path().to_owned(), place.line, place.column),
            message: finding.message.clone(),
        };
        match finding.severity {
            Severity::Error if !is_expected(&finding) => {
                worst.get_or_insert(Error::Finding(brought));
            }
            _ => plan.notes.push(format!("`check` will report {brought}")),
        }
    }
    worst.map_or(Ok(()), Err)
}

fn is_expected(finding: &Diagnostic) -> bool {
    EXPECTED.iter().any(|rule| rule.name == finding.rule)
}
