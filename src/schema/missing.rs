//! Messages about missing parts, at the place where they belong.

use jsonschema::ValidationError;
use serde_json::Value;

use super::messages::MessageBuilder;
use super::phrases::part_noun;
use super::violation::Violation;
use crate::diagnostic;
use crate::text::Span;

/// Returns the message for a missing part. `required` are the parts that a missing mapping would need.
fn sentence(
    pointer: &str,
    key: &str,
    whole: &str,
    required: &[String],
    title: Option<&str>,
) -> String {
    match key {
        "frontmatter" if pointer.is_empty() => "the page has no front matter".to_owned(),
        "fields" | "sections" if !required.is_empty() => {
            let noun = if key == "fields" { "field" } else { "section" };
            let s = if required.len() == 1 { "" } else { "s" };
            format!("{whole} lacks the {noun}{s} {}", required.join(", "))
        }
        "fields" | "sections" | "items" | "tables" | "text" => {
            format!("{whole} has no {}", title.unwrap_or(key))
        }
        _ => format!("{whole} lacks the {} `{key}`", part_noun(pointer)),
    }
}

impl MessageBuilder<'_, '_, '_> {
    pub(super) fn missing(
        &self,
        pointer: &str,
        key: &str,
        error: &ValidationError<'_>,
    ) -> Option<Violation> {
        let mut intended = self.misspelled.intended_in(pointer);
        let renamed = intended.any(|known| known == key || self.is_alias(error, key, known));
        if renamed {
            return None;
        }
        let schema = self
            .subschema(error)?
            .get("properties")
            .and_then(|all| all.get(key));
        let schema = schema.map(|schema| self.follow(schema));
        let word = |word: &str| schema.and_then(|s| s.get(word)).and_then(Value::as_str);
        let whole = self.container(pointer);
        let required: Vec<String> = schema
            .and_then(|schema| schema.get("required"))
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(|key| format!("`{key}`"))
            .collect();
        let message = sentence(pointer, key, &whole, &required, word("title"));
        let inner = || {
            let only = schema?.get("required")?.as_array()?;
            let [only] = only.as_slice() else { return None };
            schema?
                .get("properties")?
                .get(only.as_str()?)?
                .get("description")?
                .as_str()
        };
        let help = word("description")
            .or_else(inner)
            .or_else(|| self.word(error, "description"));
        // Missing front matter belongs in the first line, wherever the first heading is.
        let span = match key {
            "frontmatter" if pointer.is_empty() => Span::empty(0),
            _ => self.places.locate(pointer).anchor,
        };
        Some(Violation {
            span,
            label: "missing here".into(),
            message,
            help: help.map(str::to_owned),
            about: diagnostic::Subject::value(pointer, &format!("required {key}")),
            about_value: false,
            is_missing: true,
            fix: None,
        })
    }

    fn is_alias(&self, error: &ValidationError<'_>, key: &str, name: &str) -> bool {
        self.subschema(error)
            .and_then(|schema| {
                schema
                    .get("properties")?
                    .get(key)?
                    .get("x-aliases")?
                    .as_array()
            })
            .is_some_and(|aliases| aliases.iter().any(|alias| alias == name))
    }

    fn follow<'v>(&'v self, schema: &'v Value) -> &'v Value {
        let target = schema.get("$ref").and_then(Value::as_str);
        target
            .and_then(|target| self.schema.pointer(target.strip_prefix('#')?))
            .unwrap_or(schema)
    }
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn a_missing_mapping_is_told_by_what_it_would_hold() {
        let required = |keys: &[&str]| keys.iter().map(|key| format!("`{key}`")).collect();
        let fields = |keys: &[&str]| {
            let required: Vec<String> = required(keys);
            sentence("/sections/A", "fields", "`A`", &required, Some("facts"))
        };
        assert_eq!(fields(&["ID"]), "`A` lacks the field `ID`");
        assert_eq!(fields(&["ID", "Type"]), "`A` lacks the fields `ID`, `Type`");
        assert_eq!(fields(&[]), "`A` has no facts");
    }

    #[test]
    fn only_the_front_matter_of_the_page_is_called_so() {
        let of = |pointer, key| sentence(pointer, key, "the page", &[], None);
        assert_eq!(of("", "frontmatter"), "the page has no front matter");
        assert_eq!(
            of("/sections", "frontmatter"),
            "the page lacks the section `frontmatter`"
        );
        assert_eq!(of("/frontmatter", "id"), "the page lacks the key `id`");
    }
}
