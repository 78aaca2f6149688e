//! The page types of a configuration.

use std::error::Error;

use super::globs::globs;
use super::problem::Problem;
use super::values::{Config, PageTypeConfig};
use crate::nearest::nearest;
use crate::schema::{BUILT_IN, Loader, Match, PageSchema, PageType, PageTypes, Schema, pattern};
use crate::text::Source;

/// Finds a schema's path from the vault's root.
type Locate<'l> = dyn Fn(&str) -> Result<String, Box<dyn Error>> + 'l;

impl PageTypeConfig {
    /// Returns the condition under which a page has this type; None if a built-in type keeps its own.
    fn matches(&self, source: &Source, at: &str) -> Result<Option<Match>, Box<Problem>> {
        let fail = |keys: &[&str], why: String| {
            let keys = [&["page-types", at], keys].concat();
            Problem::at_key(source, &keys, why, None)
        };
        let Some(config) = &self.matches else {
            let known = BUILT_IN.iter().any(|(name, _)| *name == self.name);
            let why = format!("the page type `{}` lacks the key `match`", self.name);
            return if known {
                Ok(None)
            } else {
                Err(fail(&["name"], why))
            };
        };
        let paths = config.paths.as_deref().map(globs).transpose();
        let heading = config.heading.as_deref().map(pattern).transpose();
        Ok(Some(Match {
            paths: paths.map_err(|why| fail(&["match", "paths"], why.to_string()))?,
            front_matter: config.frontmatter.clone().into_iter().collect(),
            heading: heading.map_err(|why| {
                let written = config.heading.as_deref().unwrap_or_default();
                let why = format!("the heading pattern `{written}` {why}");
                fail(&["match", "heading"], why)
            })?,
        }))
    }
}

impl Config {
    /// Reports a schema file that does not exist, at the place that names it.
    fn no_schema(source: &Source, at: &str, name: &str, why: &dyn Error) -> Box<Problem> {
        let near = nearest(name, BUILT_IN.iter().map(|(name, _)| *name), 3);
        let help = near.map_or_else(
            || "write its path as seen from this file, inside the vault, or the name of a built-in schema".to_owned(),
            |near| format!("did you mean the built-in `{near}`?"),
        );
        let why = format!("the schema `{name}` cannot be read: {why}");
        Problem::at_key(source, &["page-types", at, "schema"], why, Some(help))
    }

    /// Returns the page types: those of the configuration, then the built-in ones that it does not replace. `locate` finds a schema's path
    /// from the vault's root.
    ///
    /// # Errors
    /// A schema is invalid (reported in its own file), or a pattern is invalid (reported in this one).
    pub fn page_types(
        &self,
        source: &Source,
        locate: &Locate<'_>,
        load: &Loader<'_>,
    ) -> Result<PageTypes, Box<Problem>> {
        let mut types = Vec::new();
        for (at, config) in self.page_types.iter().enumerate() {
            let at = at.to_string();
            let schema = if let Some(schema) = PageSchema::built_in(&config.schema) {
                schema
            } else {
                let path = locate(&config.schema)
                    .map_err(|why| Self::no_schema(source, &at, &config.schema, &*why))?;
                PageSchema::Own(Box::new(Schema::load(&path, load)?))
            };
            types.push(PageType {
                name: config.name.clone(),
                matches: config.matches(source, &at)?,
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
