//! The pipeline from texts to findings, as a pure function without file system, environment, clock or printing.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::catalog::View;
use crate::context::{Options, VaultContext};
use crate::date::Date;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::facts::Facts;
use crate::filter::{self, Filters, Levels, may_run};
use crate::pages::{PageStore, PanicMessage};
use crate::parallel;
use crate::readback::{FixChecker, Rejection};
use crate::rules::{self, Check, Findings, RULES, Rule};
use crate::syntax::document::is_data;
use crate::syntax::id;
use crate::text::{Condition, FileId, Sources};
use crate::vault::{Outside, PageRef, Surroundings, Vault};

/// Options of one check, apart from sources and catalog.
pub struct Settings<'a> {
    /// The store that reads pages and keeps them.
    pub store: &'a PageStore<'a>,
    /// The files around the vault.
    pub outside: &'a dyn Outside,
    /// Whether ids that pages of this vault declare count as known.
    pub vault_ids: bool,
    /// Whether wiki-links by bare name are checked in a vault that uses them as notes to be written.
    pub bare_names: bool,
    /// Which findings are reported.
    pub filters: Filters<'a>,
    /// The day of the run; later dates are implausible.
    pub today: Date,
}

/// Results of one check.
#[derive(Clone, Debug)]
pub struct Report {
    /// The findings, sorted by path, offset and rule.
    pub diagnostics: Vec<Diagnostic>,
    /// Number of pages that were reported on.
    pub pages: usize,
    /// What was checked on them.
    pub checked: Checked,
    /// The paths of reported pages that are templates of data files, and so were read as text.
    pub templates: Vec<String>,
    /// The paths in scope of files that are not pages and hold ATLAS ids, sorted.
    pub unchecked: Vec<String>,
    /// The paths in scope of pages in hidden folders, which are not checked, sorted.
    pub below_dot: Vec<String>,
    /// Whether something could not be checked: an unreadable file or a crashed rule.
    pub incomplete: bool,
    /// The dialects of the pages, in words.
    pub dialects: String,
    /// The text of the new baseline, if it is rewritten.
    pub baseline: Option<String>,
}

/// Numbers of what was checked on the reported pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    pub ids: usize,
    pub links: usize,
    /// Case studies.
    pub studies: usize,
    /// Number of rules that ran, if one did not run that runs by default. None otherwise.
    pub rules: Option<usize>,
}

impl Checked {
    fn on(pages: &[PageRef<'_>], levels: &Levels) -> Self {
        let sum = |of: fn(&Facts) -> usize| pages.iter().map(|page| of(page.facts)).sum();
        Self {
            ids: sum(|facts| facts.ids.len()),
            links: sum(|facts| facts.links.len()),
            studies: sum(|facts| facts.studies.len()),
            rules: levels.partial(),
        }
    }
}

/// Reads the pages of a vault. Calls `work` with the context of the vault and the findings on pages that crashed the reader.
pub fn with_vault<T>(
    sources: &Sources,
    view: View<'_>,
    settings: &Settings<'_>,
    work: impl for<'v> FnOnce(&'v VaultContext<'v>, Vec<Diagnostic>) -> T,
) -> T {
    read_vault(sources, settings, |vault, failed| {
        work(&context(vault, view, settings), failed)
    })
}

/// Reads the pages of a vault. Calls `work` with it and the findings on pages that crashed the reader.
fn read_vault<T>(
    sources: &Sources,
    settings: &Settings<'_>,
    work: impl for<'v> FnOnce(&'v Vault<'v>, Vec<Diagnostic>) -> T,
) -> T {
    let pages = settings.store.read(sources);
    let failed = pages.failed.iter();
    let failed = failed.map(|(file, why)| rules::internal_error("reading", *file, why));
    let failed = failed.collect();
    let store = settings.store;
    let around = Surroundings {
        dialects: &store.options().dialects,
        outside: settings.outside,
    };
    work(&Vault::new(sources, &pages, store.types(), around), failed)
}

fn context<'v>(
    vault: &'v Vault<'v>,
    view: View<'v>,
    settings: &'v Settings<'_>,
) -> VaultContext<'v> {
    let options = Options {
        page_types: settings.store.types(),
        vault_ids: settings.vault_ids,
        bare_names: settings.bare_names,
        today: settings.today,
        reported: settings.filters.reported,
    };
    VaultContext::new(vault, view, options)
}

#[must_use]
pub fn check(sources: &Sources, view: View<'_>, settings: &Settings<'_>) -> Report {
    with_vault(sources, view, settings, |context, failed| {
        run(context, failed, settings)
    })
}

/// Checks one vault at several releases. Calls `work` with each and its report.
pub fn check_at_each<'c, T>(
    sources: &Sources,
    views: impl Iterator<Item = View<'c>>,
    settings: &Settings<'_>,
    mut work: impl FnMut(View<'c>, &Report) -> T,
) -> Vec<T> {
    read_vault(sources, settings, |vault, failed| {
        views
            .map(|view| {
                let context = context(vault, view, settings);
                work(view, &run(&context, failed.clone(), settings))
            })
            .collect()
    })
}

/// Runs the rules over a vault.
fn run<'v>(
    context: &'v VaultContext<'v>,
    mut found: Vec<Diagnostic>,
    settings: &Settings<'_>,
) -> Report {
    let (vault, sources) = (context.vault, context.vault.sources);
    let running: Vec<&'static Rule> = RULES
        .iter()
        .copied()
        .filter(|rule| settings.filters.levels.runs(rule))
        .collect();
    let reported: Vec<PageRef<'_>> = vault
        .pages()
        .filter(|page| (settings.filters.reported)(vault.path(page.file)))
        .collect();
    let per_page = parallel::map(settings.store.jobs(), reported.len(), |at| {
        page_findings(context, reported[at], &running)
    });
    found.extend(per_page.into_iter().flatten());
    for rule in &running {
        if let Check::Vault(check) = rule.check {
            found.extend(run_rule(rule, FileId(0), |findings| {
                check(context, findings);
            }));
        }
    }
    // An unreadable page or a panicking rule makes the run incomplete, even at level `off`.
    let unread = |page: &PageRef<'_>| {
        let condition = sources.get(page.file).condition();
        matches!(condition, Condition::Unreadable(_))
    };
    let incomplete = reported.iter().any(unread)
        || found
            .iter()
            .any(|finding| rules::reports_crash(finding.rule));
    let filtered = filter::apply(found, vault, &reported, &settings.filters);
    Report {
        diagnostics: filtered.diagnostics,
        pages: reported.len(),
        checked: Checked::on(&reported, settings.filters.levels),
        templates: templates(&reported, vault),
        unchecked: unchecked(context, settings.filters.reported),
        below_dot: below_dot(vault, settings.filters.reported),
        incomplete,
        dialects: dialects(&reported, vault, settings),
        baseline: filtered.baseline,
    }
}

fn templates(reported: &[PageRef<'_>], vault: &Vault<'_>) -> Vec<String> {
    let is_template = |page: &&PageRef<'_>| {
        page.document
            .as_ref()
            .is_some_and(|document| document.template)
    };
    let found = reported.iter().filter(is_template);
    found.map(|page| vault.path(page.file).to_owned()).collect()
}

/// Returns the dialects of the pages in words. Data have none.
fn dialects(reported: &[PageRef<'_>], vault: &Vault<'_>, settings: &Settings<'_>) -> String {
    let paths = reported.iter().map(|page| vault.path(page.file));
    let paths = paths.filter(|path| !is_data(path));
    settings.store.options().dialects.in_words(paths)
}

/// Returns the paths of files with ATLAS ids that are not pages, as far as they were searched.
fn unchecked(context: &VaultContext<'_>, reported: &(dyn Fn(&str) -> bool + Sync)) -> Vec<String> {
    let (vault, sources) = (context.vault, context.vault.sources);
    let looked_at = sources
        .ids()
        .filter(|file| vault.page(*file).is_none())
        .map(|file| sources.get(file))
        .filter(|source| id::is_in(source.text().as_bytes()))
        .map(|source| source.path());
    let others = sources.with_ids().iter().map(String::as_str);
    let mut found: Vec<String> = looked_at
        .chain(others)
        .filter(|path| reported(path))
        .map(str::to_owned)
        .collect();
    found.sort_unstable();
    found
}

fn below_dot(vault: &Vault<'_>, reported: &(dyn Fn(&str) -> bool + Sync)) -> Vec<String> {
    let pages = vault.sources.below_dot().iter();
    pages.filter(|path| reported(path)).cloned().collect()
}

fn page_findings<'v>(
    context: &'v VaultContext<'v>,
    page: PageRef<'v>,
    running: &[&'static Rule],
) -> Vec<Diagnostic> {
    let context = context.of(page);
    let mut found = Vec::new();
    for rule in running {
        if !may_run(rule, page) {
            continue;
        }
        match rule.check {
            Check::Page(check) => {
                found.extend(run_rule(rule, page.file, |findings| {
                    check(context, findings);
                }));
            }
            Check::Alone(check) => {
                found.extend(run_rule(rule, page.file, |findings| {
                    check(&context.alone(), findings);
                }));
            }
            Check::Vault(_) | Check::Run => {}
        }
    }
    read_back(
        &FixChecker::new(page.get()),
        context.vault.vault,
        &mut found,
    );
    found
}

/// Removes fixes whose result would not parse as promised. Marks a fix as unsafe if it breaks links to a heading.
fn read_back(reader: &FixChecker<'_>, vault: &Vault<'_>, found: &mut [Diagnostic]) {
    for finding in found {
        let Some(fix) = &mut finding.fix else {
            continue;
        };
        let more = match reader.check(fix) {
            Err(why) => {
                finding.fix = None;
                (why != Rejection::Nothing).then(|| format!("--fix does not write it: {why}"))
            }
            Ok(())
                if fix.applicability == Applicability::Safe
                    && reader.breaks_anchor(fix, finding.primary.file, vault) =>
            {
                fix.applicability = Applicability::Unsafe;
                Some("links lead to this heading: correct them with it".to_owned())
            }
            Ok(()) => None,
        };
        if let Some(more) = more {
            let help = finding.help.take().unwrap_or_default();
            finding.help = Some(format!("{help}\n{more}"));
        }
    }
}

/// Runs one rule. A panic becomes a finding, and the run continues.
fn run_rule(rule: &'static Rule, file: FileId, check: impl Fn(&mut Findings)) -> Vec<Diagnostic> {
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
