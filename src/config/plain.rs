//! Configurations that are plainly valid. The schema, which says where and why others are not, takes as long to compile as ten pages
//! take to check.

use serde_json::{Map, Value};

/// Returns whether the schema of the configuration certainly accepts a value.
pub(super) fn is_valid(config: &Value) -> bool {
    all(config, |key, value| match key {
        "vault" | "baseline" => value.is_string(),
        "exclude" | "include" => are_globs(value),
        "dialect" => is_one_of(
            value,
            &["obsidian", "github", "docusaurus", "mkdocs", "hugo"],
        ),
        "comments" => is_one_of(value, &["check", "skip"]),
        "catalog" => is_catalog(value),
        "page-types" => value
            .as_array()
            .is_some_and(|types| types.iter().all(is_page_type)),
        "rules" => all(value, is_setting),
        _ => false,
    })
}

/// Returns whether a value is a mapping whose entries all fit.
fn all(value: &Value, fits: impl Fn(&str, &Value) -> bool) -> bool {
    let map = value.as_object();
    map.is_some_and(|map| map.iter().all(|(key, value)| fits(key, value)))
}

fn has(value: &Value, key: &str) -> bool {
    value.get(key).is_some()
}

fn are_globs(value: &Value) -> bool {
    let items = value.as_array();
    items.is_some_and(|items| items.iter().all(Value::is_string))
}

fn is_one_of(value: &Value, known: &[&str]) -> bool {
    value.as_str().is_some_and(|text| known.contains(&text))
}

fn is_catalog(value: &Value) -> bool {
    let is_known = |key: &str, value: &Value| match key {
        "release" | "file" => value.is_string(),
        "vault-ids" => value.is_boolean(),
        _ => false,
    };
    all(value, is_known) && !(has(value, "release") && has(value, "file"))
}

fn is_page_type(value: &Value) -> bool {
    let is_known = |key: &str, value: &Value| match key {
        "name" | "schema" => value.is_string(),
        "match" => is_match(value),
        _ => false,
    };
    all(value, is_known) && has(value, "name") && has(value, "schema")
}

fn is_match(value: &Value) -> bool {
    let is_known = |key: &str, value: &Value| match key {
        "paths" => are_globs(value),
        "frontmatter" => value.is_object(),
        "heading" => value.is_string(),
        _ => false,
    };
    all(value, is_known) && !value.as_object().is_some_and(Map::is_empty)
}

/// Returns whether this is a setting of any rule. Those that only one rule has are left to the schema.
fn is_setting(_: &str, value: &Value) -> bool {
    let is_level = |value: &Value| is_one_of(value, &["error", "warning", "off"]);
    let is_known = |key: &str, value: &Value| match key {
        "level" => is_level(value),
        "paths" => are_globs(value),
        _ => false,
    };
    is_level(value) || (all(value, is_known) && has(value, "level"))
}

#[cfg(test)]
mod tests {
    use super::is_valid;
    use crate::schema::{CONFIG, Instance, Schema};
    use crate::syntax::yaml;

    /// Returns whether the text is plainly valid, and whether the schema accepts it.
    fn judged(schema: &Schema, text: &str) -> (bool, bool) {
        let (tree, errors) = yaml::parse(text, 0);
        assert!(errors.is_empty(), "{text}");
        let json = tree.to_json(tree.root().expect("a value"), &|_| Vec::new());
        let violations = schema.violations(Instance::Document(&tree));
        (is_valid(&json), violations.is_empty())
    }

    #[test]
    fn what_is_plainly_valid_is_valid_by_the_schema() {
        let schema = Schema::built_in("config", CONFIG).expect("a schema");
        for text in [
            "{}",
            "vault: content\nbaseline: a.jsonl\ndialect: hugo\ncomments: check\n",
            "exclude: [a/**]\ninclude: []\n",
            "catalog: {release: \"2026.05\", vault-ids: true}\n",
            "catalog: {file: a.yaml}\n",
            "page-types: [{name: a, schema: b, match: {paths: [c], frontmatter: {d: [1]}, heading: e}}]\n",
            "page-types: [{name: a, schema: b}]\n",
            "rules: {wrong-name: off, orphan-page: {level: error, paths: [a]}}\n",
            "rules: {unresolved-link: {level: error}}\n",
        ] {
            assert_eq!(judged(&schema, text), (true, true), "{text}");
        }
    }

    #[test]
    fn what_is_invalid_by_the_schema_is_not_plainly_valid() {
        let schema = Schema::built_in("config", CONFIG).expect("a schema");
        for text in [
            "[]",
            "a",
            "vault: 1",
            "vualt: a",
            "exclude: a",
            "include: [1]",
            "baseline: [a]",
            "dialect: word",
            "comments: true",
            "catalog: \"2026.05\"",
            "catalog: {release: 2026.05}",
            "catalog: {release: a, file: b}",
            "catalog: {vault-ids: a}",
            "catalog: {realease: a}",
            "page-types: {name: a, schema: b}",
            "page-types: [{name: a}]",
            "page-types: [{schema: a}]",
            "page-types: [{name: a, schema: b, match: {}}]",
            "page-types: [{name: a, schema: b, match: {heading: 1}}]",
            "page-types: [{name: a, schema: b, match: {frontmatter: a}}]",
            "page-types: [{name: a, schema: b, match: {path: [a]}}]",
            "page-types: [{name: a, schema: b, shema: c}]",
            "rules: off",
            "rules: {wrong-name: of}",
            "rules: {wrong-name: {paths: [a]}}",
            "rules: {wrong-name: {level: off, bare-names: error}}",
            "rules: {wrong-name: {level: off, paths: a}}",
            "rules: {unresolved-link: {}}",
            "rules: {unresolved-link: {paths: [a]}}",
        ] {
            assert_eq!(judged(&schema, text), (false, false), "{text}");
        }
    }
}
