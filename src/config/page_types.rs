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
            paths: paths.map_err(|why| fail(&self.name, why.to_string()))?,
            front_matter: config.frontmatter.clone().into_iter().collect(),
            heading: heading.map_err(|why| {
                let written = config.heading.as_deref().unwrap_or_default();
                fail(written, format!("the heading pattern `{written}` {why}"))
            })?,
        }))
    }
}

impl Config {
    /// Reports a schema file that does not exist, at the place that names it.
    fn no_schema(source: &Source, name: &str, why: &dyn Error) -> Box<Problem> {
        let near = nearest(name, BUILT_IN.iter().map(|(name, _)| *name), 3);
        let help = near.map_or_else(
            || "write its path as seen from this file, inside the vault, or the name of a built-in schema".to_owned(),
            |near| format!("did you mean the built-in `{near}`?"),
        );
        let why = format!("the schema `{name}` cannot be read: {why}");
        Problem::at_word(source, name, why, Some(help))
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
        for config in &self.page_types {
            let schema = if let Some(schema) = PageSchema::built_in(&config.schema) {
                schema
            } else {
                let path = locate(&config.schema)
                    .map_err(|why| Self::no_schema(source, &config.schema, &*why))?;
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
