//! The pipeline from texts to findings, as a pure function without file system, environment, clock or printing.
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 page_rules   the rules of one page
//! ```

mod page_rules;

use std::collections::BTreeSet;

use crate::catalog::View;
use crate::context::{Alone, AloneContext, Options, VaultContext};
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::facts::Facts;
use crate::filter::{self, Filters, Levels};
use crate::framework::{Frameworks, Usage};
use crate::pages::{Brief, EarlyCheck, PageStore};
use crate::parallel;
use crate::rules::{self, Check, RULES, Rule};
use crate::settings::RuleOptions;
use crate::syntax::Page;
use crate::syntax::document::is_data;
use crate::syntax::id;
use crate::text::{Condition, FileId, Sources};
use crate::vault::{Outside, Surroundings, Vault};

/// Options of one check, apart from sources and catalog.
pub struct Settings<'a> {
    /// The store that reads pages and keeps them.
    pub store: &'a PageStore<'a>,
    /// The files around the vault.
    pub outside: &'a dyn Outside,
    /// Whether ids that pages of this vault declare count as known.
    pub vault_ids: bool,
    /// What the configuration asks of rules beside their levels.
    pub rule_options: RuleOptions,
    /// Which findings are reported.
    pub filters: Filters<'a>,
    /// The day of the run; later dates are implausible.
    pub today: Date,
    /// The frameworks beside ATLAS.
    pub frameworks: &'a Frameworks,
    /// Whether what the pages use of them is counted.
    pub counts_frameworks: bool,
    /// Whether findings are shown with parts of the texts. Otherwise texts that were let go are not read again for them.
    pub shows_texts: bool,
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
    /// What the pages use of frameworks beside ATLAS, if it was counted.
    pub usage: Usage,
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
    fn on(pages: &[FileId], vault: &Vault<'_>, levels: &Levels) -> Self {
        let briefs = || pages.iter().filter_map(|file| vault.brief(*file));
        let sum = |of: fn(&Brief) -> u32| briefs().map(|page| of(page) as usize).sum();
        Self {
            ids: sum(|page| page.ids),
            links: sum(|page| page.links),
            studies: sum(|page| page.studies),
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
    read_vault(sources, settings, None, |vault, failed| {
        work(&context(vault, view, settings), failed)
    })
}

/// Reads the pages of a vault. Calls `work` with it and the findings on pages that crashed the reader.
fn read_vault<T>(
    sources: &Sources,
    settings: &Settings<'_>,
    early: Option<EarlyCheck<'_>>,
    work: impl for<'v> FnOnce(&'v Vault<'v>, Vec<Diagnostic>) -> T,
) -> T {
    let pages = settings.store.read_and_check(sources, early);
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
        rule_options: settings.rule_options,
        today: settings.today,
        frameworks: settings.frameworks,
        reported: settings.filters.reported,
    };
    VaultContext::new(vault, view, options)
}

#[must_use]
pub fn check(sources: &Sources, view: View<'_>, settings: &Settings<'_>) -> Report {
    let running = running(settings);
    let early = |file, page: &Page<'_>, facts: &Facts| {
        (settings.filters.reported)(page.source.path()).then(|| {
            let context = AloneContext::new(Alone {
                file,
                page,
                facts,
                view,
                today: settings.today,
                frameworks: settings.frameworks,
            });
            page_rules::alone(&context, &running)
        })
    };
    read_vault(sources, settings, Some(&early), |vault, failed| {
        run(&context(vault, view, settings), failed, settings)
    })
}

/// Checks one vault at several releases. Calls `work` with each and its report.
pub fn check_at_each<'c, T>(
    sources: &Sources,
    views: impl Iterator<Item = View<'c>>,
    settings: &Settings<'_>,
    mut work: impl FnMut(View<'c>, &Report) -> T,
) -> Vec<T> {
    read_vault(sources, settings, None, |vault, failed| {
        views
            .map(|view| {
                let context = context(vault, view, settings);
                work(view, &run(&context, failed.clone(), settings))
            })
            .collect()
    })
}

/// Returns the rules that run.
fn running(settings: &Settings<'_>) -> Vec<&'static Rule> {
    let rules = RULES.iter().copied();
    rules
        .filter(|rule| settings.filters.levels.runs(rule))
        .collect()
}

/// Runs the rules over a vault.
fn run<'v>(
    context: &'v VaultContext<'v>,
    mut found: Vec<Diagnostic>,
    settings: &Settings<'_>,
) -> Report {
    let (vault, sources) = (context.vault, context.vault.sources);
    let running = running(settings);
    let reported: Vec<FileId> = vault
        .page_files()
        .filter(|file| (settings.filters.reported)(vault.path(*file)))
        .collect();
    let per_page = parallel::map(settings.store.jobs(), reported.len(), |at| {
        page_rules::all(context, reported[at], &running)
    });
    found.reserve_exact(per_page.iter().map(Vec::len).sum());
    found.extend(per_page.into_iter().flatten());
    for rule in &running {
        if let Check::Vault(check) = rule.check {
            found.extend(page_rules::run_rule(rule, FileId(0), |findings| {
                check(context, findings);
            }));
        }
    }
    // An unreadable page or a panicking rule makes the run incomplete, even at level `off`.
    let unread = |file: &FileId| {
        let condition = sources.get(*file).condition();
        matches!(condition, Condition::Unreadable(_))
    };
    let incomplete = reported.iter().any(unread)
        || found
            .iter()
            .any(|finding| rules::reports_crash(finding.rule));
    let mut filtered = filter::apply(found, vault, &reported, &settings.filters);
    let has_changed = report_changed(&mut filtered.diagnostics, sources, settings.shows_texts);
    Report {
        diagnostics: filtered.diagnostics,
        pages: reported.len(),
        checked: Checked::on(&reported, vault, settings.filters.levels),
        templates: templates(&reported, vault),
        unchecked: unchecked(context, settings.filters.reported),
        below_dot: below_dot(vault, settings.filters.reported),
        incomplete: incomplete || has_changed,
        dialects: dialects(&reported, vault, settings),
        usage: usage(context, &reported, settings),
        baseline: filtered.baseline,
    }
}

/// Replaces the findings on files that changed during the run. Their places are those of texts that are gone. Returns whether there are
/// any such files.
fn report_changed(found: &mut Vec<Diagnostic>, sources: &Sources, shows_texts: bool) -> bool {
    if shows_texts {
        let labels = found
            .iter()
            .flat_map(|finding| finding.related.iter().chain([&finding.primary]));
        let shown: BTreeSet<FileId> = labels.map(|label| label.file).collect();
        // Now, as texts that were let go are read again to show the findings.
        for file in shown {
            sources.get(file).lent(|source| {
                let _ = source.text();
            });
        }
    }
    let changed: Vec<FileId> = sources.changed().collect();
    if changed.is_empty() {
        return false;
    }
    found.retain(|finding| {
        let mut files = finding.related.iter().map(|related| related.file);
        !changed.contains(&finding.primary.file) && !files.any(|file| changed.contains(&file))
    });
    found.extend(changed.into_iter().filter_map(rules::changed_during_run));
    let path = |finding: &Diagnostic| sources.get(finding.primary.file).path();
    found.sort_by(|a, b| path(a).cmp(path(b)).then_with(|| a.order(b)));
    true
}

/// Counts what the pages use of frameworks beside ATLAS, if that was asked for. They are read for it once more.
fn usage(context: &VaultContext<'_>, reported: &[FileId], settings: &Settings<'_>) -> Usage {
    let mut usage = Usage::default();
    if !settings.counts_frameworks {
        return usage;
    }
    let of_pages = parallel::map(settings.store.jobs(), reported.len(), |at| {
        let page = context.vault.lent_page(reported[at])?;
        let of_page = |page: &Page<'_>| Usage::of(page, settings.frameworks, &context.view);
        Some(page.get().with_page(of_page))
    });
    of_pages
        .into_iter()
        .flatten()
        .for_each(|of_page| usage.add(of_page));
    usage
}

fn templates(reported: &[FileId], vault: &Vault<'_>) -> Vec<String> {
    let is_template = |file: &&FileId| {
        let data = vault.data(**file);
        data.is_some_and(|(_, document)| document.template)
    };
    let found = reported.iter().filter(is_template);
    found.map(|file| vault.path(*file).to_owned()).collect()
}

/// Returns the dialects of the pages in words. Data have none.
fn dialects(reported: &[FileId], vault: &Vault<'_>, settings: &Settings<'_>) -> String {
    let paths = reported.iter().map(|file| vault.path(*file));
    let paths = paths.filter(|path| !is_data(path));
    settings.store.options().dialects.in_words(paths)
}

/// Returns the paths of files with ATLAS ids that are not pages, as far as they were searched.
fn unchecked(context: &VaultContext<'_>, reported: &(dyn Fn(&str) -> bool + Sync)) -> Vec<String> {
    let (vault, sources) = (context.vault, context.vault.sources);
    let looked_at = sources
        .ids()
        .filter(|file| vault.brief(*file).is_none())
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
