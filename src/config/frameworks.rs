//! The frameworks of a configuration: those that are compiled in, with its pins, and its own.

use std::error::Error;

use serde::Deserialize;
use serde_json::Value;

use super::problem::{Located, Problem};
use super::values::Config;
use crate::framework::{Entry, Framework, Frameworks, Numbering, Pin};
use crate::nearest::nearest;
use crate::schema::{FRAMEWORK, Instance, Loader, Schema};
use crate::syntax::yaml;
use crate::text::{Source, Span};

/// Finds the path of a file from the vault's root.
type Locate<'l> = dyn Fn(&str) -> Result<String, Box<dyn Error>> + 'l;

/// The setting of a framework that is not `off`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Setting {
    file: Option<String>,
    release: Option<String>,
    edition: Option<String>,
    keys: Vec<String>,
}

/// The place of a setting in the configuration.
struct At<'c> {
    source: &'c Source,
    key: &'c str,
}

impl At<'_> {
    /// Reports the value of one of its keys, or of the whole setting.
    fn problem(&self, inner: &[&str], message: String, help: Option<String>) -> Box<Problem> {
        let keys = [&["frameworks", self.key], inner].concat();
        Problem::at_key(self.source, &keys, message, help)
    }
}

impl Config {
    /// Returns the frameworks of the run. `locate` finds the path of a file from the vault's root.
    ///
    /// # Errors
    /// A framework that is not known, a version that it does not have, or a file that is no framework.
    pub fn frameworks(
        &self,
        source: &Source,
        locate: &Locate<'_>,
        load: &Loader<'_>,
    ) -> Result<Frameworks, Box<Problem>> {
        let mut frameworks = Frameworks::built_in();
        for (key, value) in &self.frameworks {
            let at = At { source, key };
            let Value::Object(_) = value else {
                // The schema lets `off` pass only.
                if frameworks.get(key).is_none() {
                    return Err(unknown(&frameworks, &at));
                }
                frameworks.remove(key);
                continue;
            };
            let setting: Setting = serde_json::from_value(value.clone())
                .map_err(|error| at.problem(&[], error.to_string(), None))?;
            if let Some(file) = &setting.file {
                add(&mut frameworks, &at, file, (locate, load))?;
            }
            match frameworks.get_mut(key) {
                Some(entry) => set(entry, &at, setting)?,
                None => return Err(unknown(&frameworks, &at)),
            }
        }
        Ok(frameworks)
    }
}

/// Adds a framework of the user.
fn add(
    frameworks: &mut Frameworks,
    at: &At<'_>,
    file: &str,
    (locate, load): (&Locate<'_>, &Loader<'_>),
) -> Result<(), Box<Problem>> {
    let unusable = |error: &dyn std::fmt::Display| {
        let message = format!("the framework `{file}` cannot be read: {error}");
        at.problem(&["file"], message, None)
    };
    let path = locate(file).map_err(|error| unusable(&error))?;
    let text = load(&path).map_err(|error| unusable(&error))?;
    let framework = read(&Source::new(path, text))?;
    if *framework.key != *at.key {
        let own = &framework.key;
        let help = format!("write `{own}`, or change `framework:` in the file");
        let message = format!("{file} is the framework `{own}`");
        return Err(at.problem(&[], message, Some(help)));
    }
    let added = frameworks.add(framework);
    added.map(|_| ()).map_err(|error| unusable(&error))
}

/// Sets the keys and the version of a framework.
fn set(entry: &mut Entry, at: &At<'_>, setting: Setting) -> Result<(), Box<Problem>> {
    if !setting.keys.is_empty() {
        entry.keys = setting.keys;
    }
    let framework = entry.framework();
    let pin = match (setting.release, setting.edition) {
        (Some(release), _) if framework.version_named(&release).is_none() => {
            let message = format!("{} has no version {release}", framework.title);
            return Err(at.problem(&["release"], message, Some(known(framework))));
        }
        (_, Some(edition)) if framework.edition_named(&edition).is_none() => {
            let message = format!("{} has no edition {edition}", framework.title);
            return Err(at.problem(&["edition"], message, Some(known(framework))));
        }
        (Some(release), _) => Some(Pin::Release(release)),
        (None, Some(edition)) => Some(Pin::Edition(edition)),
        (None, None) => None,
    };
    entry.pin = pin;
    Ok(())
}

/// Reports a framework that is not known.
fn unknown(frameworks: &Frameworks, at: &At<'_>) -> Box<Problem> {
    let known = frameworks.entries().iter().map(Entry::key);
    let help = nearest(at.key, known, 4).map_or_else(
        || "set `file:` to a framework of your own".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    at.problem(&[], format!("unknown framework `{}`", at.key), Some(help))
}

/// Returns the versions or editions of a framework in words.
fn known(framework: &Framework) -> String {
    match framework.numbering {
        Numbering::Stable => format!(
            "its versions are {} to {}",
            framework.version(0),
            framework.version(framework.newest())
        ),
        Numbering::PerEdition => {
            let editions: Vec<&str> = framework.released().map(|it| &*it.edition).collect();
            format!("its editions are {}", editions.join(", "))
        }
    }
}

/// Reads a framework of the user.
///
/// # Errors
/// What is not YAML or breaks the schema, at its place.
pub fn read(source: &Source) -> Result<Framework, Box<Problem>> {
    let located = |errors: Vec<Located>| Problem::in_framework(source, errors);
    let bom = source.bom_len();
    let text = source.text().get(bom..).unwrap_or_default();
    let (tree, errors) = yaml::parse(text, bom);
    if !errors.is_empty() {
        let errors = errors.into_iter();
        let errors =
            errors.map(|error| Located::new(error.span, super::read::yaml_words(&error.kind)));
        return Err(located(errors.collect()));
    }
    let start = |message: String| located(vec![Located::new(Span::empty(bom), message)]);
    let Some(root) = tree.root() else {
        return Err(start("the file is empty".to_owned()));
    };
    let schema = Schema::built_in("framework", FRAMEWORK).map_err(|error| start(error.message))?;
    let violations = schema.violations(Instance::Document(&tree));
    if !violations.is_empty() {
        let errors = violations.into_iter().map(|violation| {
            Located::new(violation.span, violation.message).with_help(violation.help)
        });
        return Err(located(errors.collect()));
    }
    let json = tree.to_json(root, &|_| Vec::new());
    Framework::from_json(json).map_err(|error| {
        let node = tree.get(root, error.key);
        let span = node.map_or(Span::empty(bom), |node| tree.unquoted_span(node));
        // A list is named by its start.
        let span = if error.key == "objects" {
            Span::empty(span.start as usize)
        } else {
            span
        };
        located(vec![Located::new(span, error.to_string())])
    })
}
