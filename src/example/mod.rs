//! The examples of the rules' documents: each describes a vault, which is checked in memory.
//!
//! `explain` shows the first example of a rule; the tests run all of them.

mod around;
mod document;

use std::error::Error;
use std::sync::Arc;

use globset::GlobSet;

use crate::catalog::{Catalog, ReleaseIx, View};
use crate::check::{Report, Settings, check};
use crate::config::{Config, FILE_NAME};
use crate::date::Date;
use crate::disk::page_of;
use crate::filter::{Filters, Levels};
use crate::fix::{Repaired, repair};
use crate::framework::Frameworks;
use crate::pages::PageStore;
use crate::schema::{LoadError, PageTypes};
use crate::syntax::ReadOptions;
use crate::text::{Source, Sources};
use around::Around;

pub use document::{Block, Document, Section};

/// The day on which every example runs.
const TODAY: &str = "2026-06-15";

/// The release of an example that names none.
const RELEASE: &str = "2026.05";

/// The vault of a section.
pub struct Example<'s> {
    files: Vec<&'s Block>,
    config: Config,
    page_types: PageTypes,
    frameworks: Frameworks,
    levels: Levels,
    excluded: GlobSet,
    release: ReleaseIx,
    today: Date,
}

impl<'s> Example<'s> {
    /// Reads the example of a section. Returns `None` if the section has no file.
    ///
    /// # Errors
    /// A configuration that cannot be used, or an unknown release.
    pub fn of(section: &'s Section) -> Result<Option<Self>, Box<dyn Error>> {
        let blocks = &section.blocks;
        let files: Vec<&Block> = blocks.iter().filter(|block| block.is_file()).collect();
        if files.is_empty() {
            return Ok(None);
        }
        let text = blocks.iter().find(|block| block.is("config"));
        let source = Source::new(FILE_NAME, text.map_or("", |block| &block.body));
        let unusable = |problem: Box<_>| format!("the config of an example: {problem:?}");
        let config = Config::read(&source).map_err(unusable)?;
        let load = |path: &str| {
            let mut files = files.iter();
            let file = files.find(|file| file.path.as_deref() == Some(path));
            file.map(|file| file.body.clone())
                .ok_or_else(|| LoadError::File("no such file".into()))
        };
        let page_types = config
            .page_types(&source, &|path| Ok(path.to_owned()), &load)
            .map_err(unusable)?;
        let frameworks = config
            .frameworks(&source, &|path| Ok(path.to_owned()), &load)
            .map_err(unusable)?;
        let words = blocks.iter().filter_map(|block| block.info.as_deref());
        let named = words
            .flat_map(|info| info.split(' '))
            .find_map(|word| word.strip_prefix("catalog="));
        let release = config
            .catalog
            .release
            .as_deref()
            .or(named)
            .unwrap_or(RELEASE);
        Ok(Some(Self {
            page_types,
            frameworks,
            levels: config.levels()?,
            excluded: config.excluded()?,
            release: Catalog::embedded()
                .release(release)
                .ok_or_else(|| format!("no release {release}"))?,
            today: Date::parse(TODAY).ok_or("no day")?,
            files,
            config,
        }))
    }

    /// Returns the name of the release that the example is checked against.
    #[must_use]
    pub fn release(&self) -> &'static str {
        Catalog::embedded().release_name(self.release)
    }

    /// Returns the files of the example.
    #[must_use]
    pub fn sources(&self) -> Sources {
        let included = self.config.included().unwrap_or_default();
        let mut read = Vec::new();
        let mut others = Vec::new();
        for file in &self.files {
            let path = file.path.as_deref().unwrap_or_default();
            let Some(path) = around::inside(&self.config, path) else {
                continue;
            };
            if file.has("unreadable") {
                read.push(Source::unreadable(path, file.body.trim()));
                continue;
            }
            match page_of(path, included.is_match(path), file.bytes()) {
                Some(source) => read.push(source),
                None => others.push(path.to_owned()),
            }
        }
        Sources::new(read, others)
    }

    /// Returns what is found in texts.
    #[must_use]
    pub fn check(&self, sources: &Sources) -> Report {
        self.with_settings(|view, settings| check(sources, view, settings))
    }

    /// Fixes what is found in texts.
    #[must_use]
    pub fn repair(&self, sources: Sources, unsafe_too: bool) -> Repaired {
        let first = self.check(&sources);
        let store = PageStore::new(self.read_options(), &self.page_types, 1);
        repair(sources, first, unsafe_too, &store, &|sources| {
            self.check(sources)
        })
    }

    /// Calls `work` with the catalog and the settings of the example.
    pub fn with_settings<T>(&self, work: impl FnOnce(View<'static>, &Settings<'_>) -> T) -> T {
        let settings = Settings {
            store: &PageStore::new(self.read_options(), &self.page_types, 1),
            outside: &Around::of(&self.files, &self.config),
            vault_ids: self.config.catalog.vault_ids,
            rule_options: self.config.rule_options(),
            filters: Filters {
                levels: &self.levels,
                baseline: None,
                update: None,
                reported: &|path| !self.excluded.is_match(path),
                older: None,
            },
            today: self.today,
            frameworks: &self.frameworks,
            counts_frameworks: false,
            shows_texts: true,
        };
        work(Catalog::embedded().at(self.release), &settings)
    }

    fn read_options(&self) -> ReadOptions {
        ReadOptions {
            dialects: Arc::new(around::dialects(&self.files, &self.config)),
            skip_comments: self.config.skips_comments(),
        }
    }
}
