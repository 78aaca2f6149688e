//! Reading a configuration, with its mistakes at their places.

use super::globs::mistake;
use super::plain;
use super::problem::{Located, Problem};
use super::values::Config;
use crate::nearest::nearest;
use crate::rules::{self, RULES};
use crate::schema::{CONFIG, Instance, Schema};
use crate::syntax::tree::{Data, NodeId, Tree};
use crate::syntax::yaml::{self, YamlErrorKind};
use crate::text::{Source, Span};

impl Config {
    /// Reads the configuration in `source`.
    ///
    /// # Errors
    /// What is not YAML, unknown, or of the wrong type, each at its place.
    pub fn read(source: &Source) -> Result<Self, Box<Problem>> {
        Self::parse(source).map_err(|errors| Problem::in_config(source, errors))
    }

    fn parse(source: &Source) -> Result<Self, Vec<Located>> {
        let bom = source.bom_len();
        let text = source.text().get(bom..).unwrap_or_default();
        if let crate::text::Condition::Damaged { span, .. } = source.condition() {
            return Err(vec![Located::new(*span, "the file is not UTF-8 text")]);
        }
        let (tree, errors) = yaml::parse(text, bom);
        if !errors.is_empty() {
            return Err(errors
                .into_iter()
                .map(|error| Located::new(error.span, yaml_words(&error.kind)))
                .collect());
        }
        let Some(root) = tree.root() else {
            return Ok(Self::default());
        };
        let json = tree.to_json(root, &|_| Vec::new());
        let mut errors = Vec::new();
        if !plain::is_valid(&json) {
            let schema = Schema::built_in("config", CONFIG)
                .map_err(|error| vec![Located::new(Span::empty(0), error.message)])?;
            let violations = schema.violations(Instance::Document(&tree)).into_iter();
            errors.extend(violations.map(|violation| {
                let help = release_form(&tree, text, bom, violation.span).or(violation.help);
                Located::new(violation.span, violation.message).with_help(help)
            }));
        }
        errors.extend(unknown_rules(&tree));
        errors.extend(bad_globs(&tree));
        if !errors.is_empty() {
            errors.sort_by_key(|error| error.span);
            return Err(errors);
        }
        serde_json::from_value(json)
            .map_err(|error| vec![Located::new(Span::empty(0), error.to_string())])
    }
}

/// Returns how to write a release that is directly after `catalog:`, if its place is `span`.
fn release_form(tree: &Tree<'_>, text: &str, bom: usize, span: Span) -> Option<String> {
    let node = tree.get(tree.root()?, "catalog")?;
    if tree.node(node).span != span || !matches!(tree.data(node), Data::Text(_) | Data::Number(_)) {
        return None;
    }
    let range = span.range();
    let written = text.get(range.start - bom..range.end - bom)?;
    let release = written.trim_matches(['"', '\'']);
    let is_release = !release.is_empty()
        && release
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '.');
    is_release.then(|| format!("write `catalog: {{ release: \"{release}\" }}`"))
}

fn unknown_rules(tree: &Tree<'_>) -> Vec<Located> {
    let rules = tree.root().and_then(|root| tree.get(root, "rules"));
    let entries = rules.map(|rules| tree.entries(rules)).unwrap_or_default();
    entries
        .iter()
        .filter(|entry| rules::find(&entry.key).is_none())
        .map(|entry| {
            let help = nearest_rule(&entry.key).map(|near| format!("did you mean `{near}`?"));
            let message = format!("unknown rule `{}`", entry.key);
            Located::new(entry.key_span, message).with_help(help)
        })
        .collect()
}

/// Returns the globs that cannot be read.
fn bad_globs(tree: &Tree<'_>) -> Vec<Located> {
    let Some(root) = tree.root() else {
        return Vec::new();
    };
    let values = |node: Option<NodeId>| -> Vec<NodeId> {
        let entries = node.map(|node| tree.entries(node)).unwrap_or_default();
        entries.iter().map(|entry| entry.value).collect()
    };
    let items = |node: Option<NodeId>| match node.map(|node| tree.data(node)) {
        Some(Data::List(items)) => items.clone(),
        _ => Vec::new(),
    };
    let of_rules = values(tree.get(root, "rules"));
    let of_rules = of_rules.into_iter().map(|rule| tree.get(rule, "paths"));
    let of_types = items(tree.get(root, "page-types"));
    let of_types = of_types
        .into_iter()
        .map(|of| tree.get(tree.get(of, "match")?, "paths"));
    let lists = [tree.get(root, "exclude"), tree.get(root, "include")];
    let globs = lists
        .into_iter()
        .chain(of_rules)
        .chain(of_types)
        .flat_map(items);
    let mistakes = globs.filter_map(|node| {
        let Data::Text(pattern) = tree.data(node) else {
            return None;
        };
        let message = format!("`{pattern}` is not a glob: {}", mistake(pattern)?);
        Some(Located::new(tree.node(node).span, message))
    });
    mistakes.collect()
}

/// Returns the rule whose name is nearest to a mistyped one.
#[must_use]
pub fn nearest_rule(name: &str) -> Option<&'static str> {
    nearest(name, RULES.iter().map(|rule| rule.name), 4)
}

pub(super) fn yaml_words(kind: &YamlErrorKind) -> String {
    match kind {
        YamlErrorKind::Syntax(why) => format!("not YAML: {why}"),
        YamlErrorKind::RepeatedKey { key, .. } => format!("the key `{key}` is repeated"),
        YamlErrorKind::KeyNotString => "a key that is not text; put it in quotes".to_owned(),
        YamlErrorKind::NumberOutOfRange => "a number that JSON does not have".to_owned(),
        YamlErrorKind::TooDeep | YamlErrorKind::TooLarge | YamlErrorKind::Cyclic => {
            "the file nests or expands beyond the limits".to_owned()
        }
        YamlErrorKind::Other { format, why, .. } => format!("not {format}: {why}"),
        YamlErrorKind::SecondDocument => "a second YAML document".to_owned(),
    }
}
