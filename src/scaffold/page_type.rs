//! The plan for a page type: its schema, a first page, and its lines in the configuration.

use std::collections::BTreeMap;

use super::error::Error;
use super::heading::{PLACEHOLDER, yaml_value};
use super::plan::{Change, Plan};
use crate::config::{Config, FILE_NAME};
use crate::schema::PageTypes;
use crate::text::{Source, Sources};
use crate::vault::path::is_template;

/// The configuration of the vault.
#[derive(Clone, Copy, Debug)]
pub enum Configuration<'c> {
    /// There is none yet.
    Missing,
    /// The text of atlas-lint.yaml at the root of the vault.
    AtRoot(&'c str),
    /// It is elsewhere; the path from there to the vault, with a slash at its end.
    Elsewhere(&'c str),
}

/// Plans a page type.
///
/// # Errors
/// Returns why nothing can be written.
pub fn plan(
    sources: &Sources,
    types: &PageTypes,
    configuration: Configuration<'_>,
    name: &str,
) -> Result<Plan, Error> {
    let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_name = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.len() <= 60
        && name.chars().all(is_word)
        // A page in a folder of templates is a template.
        && !is_template(&format!("{name}/example.md"));
    if !is_name {
        return Err(Error::PageTypeName(name.to_owned()));
    }
    if types.0.iter().any(|known| known.name == name) {
        return Err(Error::PageTypeInUse(name.to_owned()));
    }
    let schema = format!("schemas/{name}.schema.json");
    let page = format!("{name}/example.md");
    for path in [&schema, &page] {
        if sources.find(path).is_some() || sources.others().contains(path) {
            return Err(Error::Exists(path.clone()));
        }
    }
    let prefix = match configuration {
        Configuration::Elsewhere(prefix) => prefix,
        _ => "",
    };
    let entry = format!(
        "  - name: {name}\n    match: {{ paths: [\"{name}/**/*.md\"] }}\n    schema: {prefix}{schema}\n"
    );
    let texts = BTreeMap::from([(schema.clone(), schema_text(name)), (page, page_text(name))]);
    let mut plan = Plan::of(sources, &schema, texts);
    let changed = match configuration {
        Configuration::Missing => Some((None, format!("page-types:\n{entry}"))),
        Configuration::AtRoot(text) => extended(text, &entry).map(|after| (Some(text), after)),
        Configuration::Elsewhere(_) => None,
    };
    match changed {
        Some((before, after)) => plan.files.push(Change {
            path: FILE_NAME.to_owned(),
            before: before.map(str::to_owned),
            after,
        }),
        None => plan.notes.push(format!(
            "add these lines below `page-types:` in atlas-lint.yaml:\n{}",
            entry.trim_end()
        )),
    }
    Ok(plan)
}

/// Returns a configuration with one more page type, if its `page-types:` is a list in block style or missing.
fn extended(text: &str, entry: &str) -> Option<String> {
    let key = |line: &str| line.starts_with("page-types:");
    let after = if text.lines().any(key) {
        let mut out = String::new();
        let mut lines = text.split_inclusive('\n').peekable();
        while let Some(line) = lines.next() {
            out += line;
            if line.trim_end() == "page-types:" {
                let next = lines.peek().copied().unwrap_or_default();
                let indent = next.len() - next.trim_start().len();
                let spaces = " ".repeat(indent);
                for line in entry.lines() {
                    out += &format!("{spaces}{}\n", line.get(2..).unwrap_or_default());
                }
            }
        }
        out
    } else {
        let end = if text.is_empty() || text.ends_with('\n') {
            ""
        } else {
            "\n"
        };
        format!("{text}{end}\npage-types:\n{entry}")
    };
    let read = Config::read(&Source::new(FILE_NAME, after.as_str())).ok()?;
    let before = Config::read(&Source::new(FILE_NAME, text)).ok()?;
    (read.page_type_count() == before.page_type_count() + 1).then_some(after)
}

fn schema_text(name: &str) -> String {
    format!(
        r#"{{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "{name}",
  "type": "object",
  "required": ["frontmatter", "heading", "sections"],
  "properties": {{
    "frontmatter": {{
      "type": "object",
      "required": ["type"],
      "properties": {{
        "type": {{ "description": "write `type: {name}`", "enum": ["{name}"] }}
      }}
    }},
    "heading": {{ "description": "write a heading below the front matter", "type": "string" }},
    "sections": {{
      "type": "object",
      "required": ["Summary"],
      "properties": {{
        "Summary": {{ "description": "write `## Summary` and what the page is about", "type": "object", "required": ["text"] }}
      }}
    }}
  }}
}}
"#
    )
}

fn page_text(name: &str) -> String {
    format!(
        "---\ntype: {}\n---\n\n# Example\n\n## Summary\n\n{PLACEHOLDER}\n",
        yaml_value(name, None)
    )
}

#[cfg(test)]
mod tests {
    use super::extended;

    const ENTRY: &str =
        "  - name: playbook\n    match: { paths: [\"p/**\"] }\n    schema: s.json\n";

    #[test]
    fn a_configuration_gets_one_more_page_type() {
        let other = "- name: other\n  match: { paths: [a] }\n  schema: b.json\n";
        for before in [
            String::new(),
            "vault: a".to_owned(),
            format!("page-types:\n{other}vault: a\n"),
            format!("page-types:\n    {}", other.replace("\n  ", "\n      ")),
        ] {
            let after = extended(&before, ENTRY).unwrap_or_else(|| panic!("{before}"));
            assert!(after.contains("name: playbook"), "{after}");
        }
        assert_eq!(extended("page-types: []\n", ENTRY), None);
        assert_eq!(extended("unknown: 1\n", ENTRY), None);
    }
}
