//! `atlas-lint.yaml`: read through the same tree and the same schema engine as pages, so that its mistakes are shown the same way.

mod globs;
mod problem;

use globs::globs;
use globset::GlobSet;
use serde::Deserialize;
use serde_json::Value;

use crate::filter::Levels;
use crate::nearest::nearest;
use crate::rules::{self, RULES};
use crate::schema::{
    BUILT_IN, CONFIG, Instance, Loader, Match, PageSchema, PageType, PageTypes, Schema, pattern,
};
use crate::settings::{Dialect, Level};
use crate::syntax::tree::Tree;
use crate::syntax::yaml::{self, YamlErrorKind};
use crate::text::{Source, Span};
pub use problem::Problem;

/// The name of the file.
pub const FILE_NAME: &str = "atlas-lint.yaml";

/// A configuration as it is written. Paths are relative to the file.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Config {
    /// The folder of the vault.
    pub vault: Option<String>,
    exclude: Vec<String>,
    include: Vec<String>,
    /// The file of findings that were there before.
    pub baseline: Option<String>,
    dialect: Option<String>,
    comments: Option<String>,
    /// The release to check against.
    pub catalog: CatalogConfig,
    page_types: Vec<PageTypeConfig>,
    rules: serde_json::Map<String, Value>,
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
struct PageTypeConfig {
    name: String,
    #[serde(default, rename = "match")]
    matches: Option<MatchConfig>,
    schema: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct MatchConfig {
    paths: Option<Vec<String>>,
    frontmatter: serde_json::Map<String, Value>,
    heading: Option<String>,
}

impl PageTypeConfig {
    /// What makes a page one of this type; None for a built-in type that is told as ever.
    fn matches(&self, source: &Source) -> Result<Option<Match>, Box<Problem>> {
        let fail = |word: &str, why: String| Problem::at_word(source, word, why, None);
        let Some(config) = &self.matches else {
            let known = BUILT_IN.iter().any(|(name, _)| *name == self.name);
            let why = format!("the page type `{}` lacks the key `match`", self.name);
            return if known {
                Ok(None)
            } else {
                Err(fail(&self.name, why))
            };
        };
        let paths = config.paths.as_deref().map(globs).transpose();
        let heading = config.heading.as_deref().map(pattern).transpose();
        Ok(Some(Match {
            paths: paths.map_err(|why| fail(&self.name, why))?,
            front_matter: config.frontmatter.clone().into_iter().collect(),
            heading: heading.map_err(|why| {
                let written = config.heading.as_deref().unwrap_or_default();
                fail(written, format!("the heading pattern `{written}` {why}"))
            })?,
        }))
    }
}

impl Config {
    /// Reads the configuration in `source`.
    ///
    /// # Errors
    /// What is not YAML, unknown, or of the wrong type, each at its place.
    pub fn read(source: &Source) -> Result<Self, Box<Problem>> {
        Self::parse(source).map_err(|errors| Problem::in_config(source, errors))
    }

    fn parse(source: &Source) -> Result<Self, Vec<(Span, String, Option<String>)>> {
        let bom = source.bom_len();
        let text = source.text().get(bom..).unwrap_or_default();
        if let crate::text::Condition::Damaged { span, .. } = source.condition() {
            return Err(vec![(*span, "the file is not UTF-8 text".to_owned(), None)]);
        }
        let (tree, errors) = yaml::parse(text, bom);
        if !errors.is_empty() {
            return Err(errors
                .into_iter()
                .map(|error| (error.span, yaml_words(&error.kind), None))
                .collect());
        }
        let Some(root) = tree.root() else {
            return Ok(Self::default());
        };
        let schema = Schema::built_in("config", CONFIG)
            .map_err(|error| vec![(Span::empty(0), error.message, None)])?;
        let mut errors: Vec<_> = schema
            .violations(Instance::Document(&tree))
            .into_iter()
            .map(|violation| (violation.span, violation.message, violation.help))
            .collect();
        errors.extend(unknown_rules(&tree));
        if !errors.is_empty() {
            errors.sort_by_key(|(span, ..)| *span);
            return Err(errors);
        }
        let json = tree.to_json(root, &|_| Vec::new());
        serde_json::from_value(json)
            .map_err(|error| vec![(Span::empty(0), error.to_string(), None)])
    }

    /// How links are read.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match self.dialect.as_deref() {
            Some("docusaurus") => Dialect::Docusaurus,
            _ => Dialect::Obsidian,
        }
    }

    /// Whether links inside `%%comments%%` are left out.
    #[must_use]
    pub fn skips_comments(&self) -> bool {
        self.comments.as_deref() == Some("skip")
    }

    /// The pages that are not reported.
    ///
    /// # Errors
    /// A glob that is none.
    pub fn excluded(&self) -> Result<GlobSet, String> {
        globs(&self.exclude)
    }

    /// The YAML and JSON files that are pages whatever their shape: those of `include`, and those that a page type claims by path.
    ///
    /// # Errors
    /// A glob that is none.
    pub fn included(&self) -> Result<GlobSet, String> {
        let by_path = |config: &PageTypeConfig| {
            let matches = config.matches.as_ref()?;
            let alone = matches.frontmatter.is_empty() && matches.heading.is_none();
            matches.paths.clone().filter(|_| alone)
        };
        let claimed = self.page_types.iter().filter_map(by_path).flatten();
        let all: Vec<String> = self.include.iter().cloned().chain(claimed).collect();
        globs(&all)
    }

    /// What findings weigh.
    ///
    /// # Errors
    /// A glob that is none.
    pub fn levels(&self) -> Result<Levels, String> {
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

    /// A schema that is not there, shown where it is named.
    fn no_schema(source: &Source, name: &str, why: &str) -> Box<Problem> {
        let near = nearest(name, BUILT_IN.iter().map(|(name, _)| *name), 3);
        let help = near.map_or_else(
            || "write its path as seen from this file, inside the vault, or the name of a built-in schema".to_owned(),
            |near| format!("did you mean the built-in `{near}`?"),
        );
        let why = format!("the schema `{name}` cannot be read: {why}");
        Problem::at_word(source, name, why, Some(help))
    }

    /// The page types: those of the configuration, then the built-in ones that it does not replace. `locate` finds a schema's path from
    /// the vault's root.
    ///
    /// # Errors
    /// A schema that cannot be used, in its own file; a pattern that is none, in this one.
    pub fn page_types(
        &self,
        source: &Source,
        locate: &dyn Fn(&str) -> Result<String, String>,
        load: &Loader<'_>,
    ) -> Result<PageTypes, Box<Problem>> {
        let mut types = Vec::new();
        for config in &self.page_types {
            let schema = if let Some(schema) = PageSchema::built_in(&config.schema) {
                schema
            } else {
                let path = locate(&config.schema)
                    .map_err(|why| Self::no_schema(source, &config.schema, &why))?;
                PageSchema::Own(Box::new(Schema::load(&path, load)?))
            };
            types.push(PageType {
                name: config.name.clone(),
                matches: config.matches(source)?,
                schema,
            });
        }
        for (name, _) in BUILT_IN {
            if types.iter().all(|known| known.name != name) {
                types.extend(PageSchema::built_in(name).map(|schema| PageType {
                    name: name.to_owned(),
                    matches: None,
                    schema,
                }));
            }
        }
        Ok(PageTypes(types))
    }
}

fn unknown_rules(tree: &Tree<'_>) -> Vec<(Span, String, Option<String>)> {
    let rules = tree.root().and_then(|root| tree.get(root, "rules"));
    let entries = rules.map(|rules| tree.entries(rules)).unwrap_or_default();
    entries
        .iter()
        .filter(|entry| rules::find(&entry.key).is_none())
        .map(|entry| {
            let help = nearest_rule(&entry.key).map(|near| format!("did you mean `{near}`?"));
            (
                entry.key_span,
                format!("unknown rule `{}`", entry.key),
                help,
            )
        })
        .collect()
}

/// The rule whose name is nearest to a mistyped one.
#[must_use]
pub fn nearest_rule(name: &str) -> Option<&'static str> {
    nearest(name, RULES.iter().map(|rule| rule.name), 4)
}

fn yaml_words(kind: &YamlErrorKind) -> String {
    match kind {
        YamlErrorKind::Syntax(why) => format!("not YAML: {why}"),
        YamlErrorKind::RepeatedKey { key, .. } => format!("the key `{key}` is repeated"),
        YamlErrorKind::KeyNotString => "a key that is not text; put it in quotes".to_owned(),
        YamlErrorKind::NumberOutOfRange => "a number that JSON does not have".to_owned(),
        YamlErrorKind::TooDeep | YamlErrorKind::TooLarge | YamlErrorKind::Cyclic => {
            "the file nests or expands beyond the limits".to_owned()
        }
        YamlErrorKind::SecondDocument => "a second YAML document".to_owned(),
    }
}
