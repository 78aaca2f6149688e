//! The keys of a configuration.

use globset::GlobSet;
use serde::Deserialize;
use serde_json::Value;

use super::globs::globs;
use crate::dialect::Dialect;
use crate::filter::Levels;
use crate::settings::{Level, RuleOptions};
use crate::syntax::document::{Form, is_data};

/// A configuration as it is written. Paths are relative to the file.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Config {
    /// The folder of the vault.
    pub vault: Option<String>,
    pub(super) exclude: Vec<String>,
    pub(super) include: Vec<String>,
    /// The file of findings that were there before.
    pub baseline: Option<String>,
    pub(super) dialect: Option<String>,
    pub(super) comments: Option<String>,
    /// The release to check against.
    pub catalog: CatalogConfig,
    /// Pins of frameworks beside ATLAS, and those of the user.
    pub(super) frameworks: serde_json::Map<String, Value>,
    pub(super) page_types: Vec<PageTypeConfig>,
    pub(super) rules: serde_json::Map<String, Value>,
}

/// The `catalog:` key.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct CatalogConfig {
    /// A release or a legacy number.
    pub release: Option<String>,
    /// An official file instead.
    pub file: Option<String>,
    /// Whether ids that pages of this vault declare count as known.
    pub vault_ids: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct PageTypeConfig {
    pub(super) name: String,
    #[serde(default, rename = "match")]
    pub(super) matches: Option<MatchConfig>,
    pub(super) schema: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct MatchConfig {
    pub(super) paths: Option<Vec<String>>,
    pub(super) frontmatter: serde_json::Map<String, Value>,
    pub(super) heading: Option<String>,
}

/// The data files that a configuration includes.
#[derive(Clone, Debug, Default)]
pub struct Included {
    named: GlobSet,
    claimed: GlobSet,
}

impl Included {
    /// Returns whether the file at a path is one of them.
    #[must_use]
    pub fn is_match(&self, path: &str) -> bool {
        match Form::of(path) {
            None => false,
            Some(_) if self.named.is_match(path) => true,
            Some(_) => is_data(path) && self.claimed.is_match(path),
        }
    }
}

impl Config {
    /// Returns how many page types it adds.
    #[must_use]
    pub fn page_type_count(&self) -> usize {
        self.page_types.len()
    }

    /// Returns the frameworks beside ATLAS that are set.
    pub fn framework_keys(&self) -> impl Iterator<Item = &str> {
        self.frameworks.keys().map(String::as_str)
    }

    /// Returns the dialect of all pages. None if it is detected.
    #[must_use]
    pub fn dialect(&self) -> Option<Dialect> {
        Dialect::named(self.dialect.as_deref()?)
    }

    /// Returns whether links inside `%%comments%%` are ignored.
    #[must_use]
    pub fn skips_comments(&self) -> bool {
        self.comments.as_deref() != Some("check")
    }

    /// Returns what is asked of rules beside their levels.
    #[must_use]
    pub fn rule_options(&self) -> RuleOptions {
        RuleOptions {
            bare_names: self.option("unresolved-link", "bare-names") == Some("error"),
            crosswalks: self.option("inconsistent-mapping", "crosswalks") == Some("warning"),
        }
    }

    /// Returns an option of a rule beside its level.
    fn option(&self, rule: &str, name: &str) -> Option<&str> {
        self.rules.get(rule)?.get(name)?.as_str()
    }

    /// Returns the globs of the pages that are not reported.
    ///
    /// # Errors
    /// If a glob is invalid.
    pub fn excluded(&self) -> Result<GlobSet, globset::Error> {
        globs(&self.exclude)
    }

    /// Returns the files that are pages whatever their shape: those of `include`, and YAML and JSON that a page type claims by path.
    ///
    /// # Errors
    /// If a glob is invalid.
    pub fn included(&self) -> Result<Included, globset::Error> {
        let by_path = |config: &PageTypeConfig| {
            let matches = config.matches.as_ref()?;
            let alone = matches.frontmatter.is_empty() && matches.heading.is_none();
            matches.paths.clone().filter(|_| alone)
        };
        let claimed = self.page_types.iter().filter_map(by_path).flatten();
        let claimed: Vec<String> = claimed.collect();
        Ok(Included {
            named: globs(&self.include)?,
            claimed: globs(&claimed)?,
        })
    }

    /// Returns the severity overrides.
    ///
    /// # Errors
    /// If a glob is invalid.
    pub fn levels(&self) -> Result<Levels, globset::Error> {
        let mut levels = Levels::default();
        for (rule, setting) in &self.rules {
            let level = setting.as_str().or_else(|| setting.get("level")?.as_str());
            let paths = setting.get("paths").and_then(Value::as_array).map(|paths| {
                let paths: Vec<String> = paths
                    .iter()
                    .filter_map(Value::as_str)
                    .map(str::to_owned)
                    .collect();
                globs(&paths)
            });
            if let Some(level) = level.and_then(Level::parse) {
                levels.set(rule, level, paths.transpose()?);
            }
        }
        Ok(levels)
    }

    /// Returns the globs that match none of these paths, each with its key. Such a glob is usually a mistake that leaves files unchecked.
    #[must_use]
    pub fn idle_globs(&self, paths: &[&str]) -> Vec<(String, String)> {
        let excluded = self.exclude.iter().map(|glob| ("exclude".to_owned(), glob));
        let included = self.include.iter().map(|glob| ("include".to_owned(), glob));
        let types = self.page_types.iter().flat_map(|page_type| {
            let globs = page_type
                .matches
                .iter()
                .flat_map(|matches| matches.paths.iter().flatten());
            globs.map(|glob| (format!("page-types: {}", page_type.name), glob))
        });
        let own = excluded
            .chain(included)
            .chain(types)
            .map(|(key, glob)| (key, glob.clone()));
        let rules = self.rules.iter().flat_map(|(rule, setting)| {
            let globs = setting
                .get("paths")
                .and_then(Value::as_array)
                .into_iter()
                .flatten();
            globs
                .filter_map(Value::as_str)
                .map(move |glob| (format!("rules: {rule}"), glob.to_owned()))
        });
        own.chain(rules)
            .filter(|(_, glob)| {
                let one = globs(std::slice::from_ref(glob));
                one.is_ok_and(|one| !paths.iter().any(|path| one.is_match(path)))
            })
            .collect()
    }
}
