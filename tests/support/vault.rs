//! A vault in memory, to break and to mend.

use std::path::Path;

use atlas_lint::catalog::Catalog;
use atlas_lint::check::{Report, Settings, check};
use atlas_lint::config::Config;
use atlas_lint::date::Date;
use atlas_lint::disk;
use atlas_lint::filter::{Filters, Levels};
use atlas_lint::fix::{Repaired, repair};
use atlas_lint::framework::Frameworks;
use atlas_lint::pages::PageStore;
use atlas_lint::schema::{LoadError, PageTypes};
use atlas_lint::syntax::ReadOptions;
use atlas_lint::text::{Source, Sources};
use atlas_lint::vault::Nothing;

pub struct Vault {
    files: Vec<Source>,
    others: Vec<String>,
    release: &'static str,
    page_types: PageTypes,
    frameworks: Frameworks,
    levels: Levels,
}

impl Vault {
    pub fn of(files: Vec<Source>, release: &'static str) -> Self {
        let source = Source::new("atlas-lint.yaml", "");
        let config = Config::default();
        let page_types = config
            .page_types(&source, &|_| Err("no schemas here".into()), &|_| {
                Err(LoadError::File("no schemas here".into()))
            })
            .unwrap_or_else(|_| panic!("the built-in page types are read"));
        Self {
            files,
            others: Vec::new(),
            release,
            page_types,
            frameworks: Frameworks::built_in(),
            levels: config.levels().expect("levels"),
        }
    }

    /// Reads the vault in a folder.
    pub fn read(root: &Path, release: &'static str) -> Self {
        let root = disk::absolute(root).expect("the vault is there");
        let sources = disk::read_vault(&root, None, &|_| false, 2);
        let files = sources.files().iter().map(|file| Source::clone(file));
        let mut vault = Self::of(files.collect(), release);
        vault.others = sources.others().to_vec();
        vault
    }

    /// Reads the vault of this repository.
    pub fn content() -> Self {
        Self::read(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("content"),
            "2026.09",
        )
    }

    /// Returns the same vault with other texts.
    pub fn with(&self, text: impl Fn(&str) -> String) -> Self {
        let files = self
            .files
            .iter()
            .map(|file| file.with_text(&text(file.text())));
        let mut vault = Self::of(files.collect(), self.release);
        vault.others.clone_from(&self.others);
        vault
    }

    pub fn release(&self) -> &'static str {
        self.release
    }

    pub fn sources(&self) -> Sources {
        Sources::new(self.files.clone(), self.others.clone())
    }

    pub fn check(&self, sources: &Sources) -> Report {
        let catalog = Catalog::embedded();
        let release = catalog.release(self.release).expect("a release");
        let settings = Settings {
            store: &PageStore::new(ReadOptions::default(), &self.page_types, 2),
            outside: &Nothing,
            vault_ids: false,
            rule_options: atlas_lint::settings::RuleOptions::default(),
            filters: Filters {
                levels: &self.levels,
                baseline: None,
                update: None,
                reported: &|_| true,
                older: None,
            },
            frameworks: &self.frameworks,
            counts_frameworks: false,
            shows_texts: true,
            today: Date::parse("2026-11-26").expect("a day"),
        };
        check(sources, catalog.at(release), &settings)
    }

    pub fn repair(&self, sources: Sources, unsafe_too: bool) -> Repaired {
        let first = self.check(&sources);
        let store = PageStore::new(ReadOptions::default(), &self.page_types, 2);
        repair(sources, first, unsafe_too, &store, &|sources| {
            self.check(sources)
        })
    }
}
