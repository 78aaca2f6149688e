//! A whole check over a small vault, with all rules.

use atlas_lint::check::{Report, Settings, check};
use atlas_lint::config::Config;
use atlas_lint::date::Date;
use atlas_lint::dialect::{Dialect, Dialects, Marks};
use atlas_lint::filter::{Baseline, Filters, Level, Levels, Update};
use atlas_lint::fix::{Repaired, Skipped, repair};
use atlas_lint::framework::Frameworks;
use atlas_lint::pages::PageStore;
use atlas_lint::rules::RULES;
use atlas_lint::schema::{LoadError, PageTypes};
use atlas_lint::syntax::{self, ReadOptions};
use atlas_lint::text::{Source, Sources};

use atlas_lint::vault::Nothing;
use std::sync::Arc;

use super::files::Files;
use super::holds;

/// Checks and fixes a vault.
pub fn run(data: &[u8]) {
    let vault = Vault::read(data);
    let sources = vault.sources();
    let one = vault.look(&sources, 1);
    let two = vault.look(&sources, 2);
    assert_eq!(one.diagnostics, two.diagnostics, "on one thread and on two");
    holds::places(&sources, &one.diagnostics);
    holds::inert(&sources, &one.diagnostics);
    for unsafe_too in [false, true] {
        vault.settles(one.clone(), unsafe_too);
    }
}

/// A vault, and how it is checked.
pub struct Vault {
    files: Files,
    config: Config,
    levels: Levels,
    types: PageTypes,
    dialect: Dialect,
}

impl Vault {
    /// Reads an input. A configuration that cannot be used does not count.
    pub fn read(data: &[u8]) -> Self {
        let mut files = Files::cut(data, "a.md");
        let source = files.take("atlas-lint.yaml");
        let mut config = Config::read(&source).unwrap_or_default();
        let mut types = types(&config, &source, &files);
        if types.is_none() {
            config = Config::default();
            types = self::types(&config, &source, &files);
        }
        let named = Dialect::ALL
            .into_iter()
            .find(|d| files.words.contains(d.name()));
        let dialect = named.or(config.dialect()).unwrap_or_default();
        Self {
            levels: every_rule(config.levels().unwrap_or_default()),
            types: types.unwrap_or_default(),
            files,
            config,
            dialect,
        }
    }

    /// Takes a file out that is no page.
    pub fn take(&mut self, path: &str) -> Source {
        self.files.take(path)
    }

    /// Gives each file another text.
    pub fn map(&mut self, text: impl Fn(&[u8]) -> Vec<u8>) {
        for bytes in self.files.files.values_mut() {
            *bytes = text(bytes);
        }
    }

    /// The texts.
    pub fn sources(&self) -> Sources {
        self.files.sources(&self.config)
    }

    /// Checks on so many threads.
    pub fn look(&self, sources: &Sources, jobs: usize) -> Report {
        self.look_past(sources, jobs, None, None)
    }

    /// Checks with a baseline, or writes one.
    pub fn look_past(
        &self,
        sources: &Sources,
        jobs: usize,
        baseline: Option<&Baseline>,
        update: Option<Update>,
    ) -> Report {
        let excluded = self.config.excluded().unwrap_or_default();
        let settings = Settings {
            store: &PageStore::new(self.read_options(), &self.types, jobs),
            outside: &Nothing,
            vault_ids: self.config.catalog.vault_ids,
            rule_options: self.config.rule_options(),
            filters: Filters {
                levels: &self.levels,
                baseline,
                update,
                reported: &|path| !excluded.is_match(path),
                older: None,
            },
            today: Date::parse("2026-06-15").expect("a day"),
            frameworks: &Frameworks::built_in(),
            counts_frameworks: false,
            shows_texts: true,
        };
        check(sources, holds::view(&self.files.words), &settings)
    }

    fn read_options(&self) -> ReadOptions {
        ReadOptions {
            dialects: Arc::new(Dialects::set(self.dialect, Marks::default())),
            skip_comments: self.config.skips_comments(),
        }
    }

    /// That fixes come to an end, stay bounded, and leave pages that can be read.
    fn settles(&self, found: Report, unsafe_too: bool) {
        let look = |sources: &Sources| self.look(sources, 1);
        let store = PageStore::new(self.read_options(), &self.types, 1);
        let fixed = repair(self.sources(), found, unsafe_too, &store, &look);
        bounded(&fixed);
        readable(&fixed);
        holds::places(&fixed.sources, &fixed.report.diagnostics);
        if unsafe_too {
            return;
        }
        let non_converging = fixed
            .left
            .values()
            .find(|left| matches!(left, Skipped::Unsettled(_)));
        assert!(
            non_converging.is_none(),
            "safe fixes chase one another: {non_converging:?}"
        );
        let Repaired {
            sources, report, ..
        } = fixed;
        let again = repair(sources, report, false, &store, &look);
        assert_eq!(again.made, [], "safe fixes that were not made at once");
    }
}

/// Turns on the rules that are off unless asked for.
fn every_rule(mut levels: Levels) -> Levels {
    for rule in RULES.iter().filter(|rule| rule.level == Level::Off) {
        levels.set(rule.name, Level::Warning, None);
    }
    levels
}

fn types(config: &Config, source: &Source, files: &Files) -> Option<PageTypes> {
    let load = |path: &str| {
        let bytes = files
            .files
            .get(path)
            .ok_or_else(|| LoadError::File("no such file".into()))?;
        Ok(String::from_utf8_lossy(bytes).into_owned())
    };
    let locate = |path: &str| Ok(path.to_owned());
    config.page_types(source, &locate, &load).ok()
}

fn bounded(fixed: &Repaired) {
    for (&file, before) in &fixed.before {
        let after = fixed.sources.get(file).text();
        let most = 2 * before.text().len() + (64 << 10);
        assert!(after.len() <= most, "{} grows", before.path());
    }
}

fn readable(fixed: &Repaired) {
    for (&file, before) in &fixed.before {
        let after = fixed.sources.get(file);
        if is_read(before) {
            assert!(
                is_read(after),
                "{:?}\nbecame\n{:?}",
                before.text(),
                after.text()
            );
        }
    }
}

/// Returns whether the YAML of a page can be read, if it has any.
fn is_read(source: &Source) -> bool {
    let page = syntax::read(source, &ReadOptions::default());
    page.is_none_or(|page| {
        page.front.as_ref().is_none_or(|front| front.sound)
            && page.document.as_ref().is_none_or(|document| document.sound)
    })
}
