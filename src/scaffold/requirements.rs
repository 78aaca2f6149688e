//! What the schema of case studies requires of a page.

use serde_json::Value;

use crate::schema::PageTypes;

/// A key that a page must have, under one of several names, and a value that its schema accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Required {
    pub(super) names: Vec<String>,
    pub(super) sample: Option<String>,
}

/// The front matter keys, and the sections with their fields, that a page must have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Requirements {
    pub(super) front: Vec<Required>,
    pub(super) sections: Vec<(Required, Vec<Required>)>,
}

impl Requirements {
    /// Returns what the page type of case studies requires.
    pub(super) fn of(types: &PageTypes) -> Self {
        let own = types.0.iter().find(|one| one.name == "case-study");
        let Some(schema) = own.map(|one| one.schema.get().document()) else {
            return Self::default();
        };
        let sections = of_properties(schema.pointer("/properties/sections"));
        let with_fields = |required: Required| {
            let name = required.names.first().map_or("", String::as_str);
            let section = schema.pointer("/properties/sections/properties");
            let section = section.and_then(|sections| sections.get(name));
            let fields = section.and_then(|section| section.pointer("/properties/fields"));
            (required, of_properties(fields))
        };
        Self {
            front: of_properties(schema.pointer("/properties/frontmatter")),
            sections: sections.into_iter().map(with_fields).collect(),
        }
    }
}

/// Returns the required keys of an object's schema.
fn of_properties(schema: Option<&Value>) -> Vec<Required> {
    let names = schema.and_then(|schema| schema.get("required")?.as_array());
    let names = names.into_iter().flatten().filter_map(Value::as_str);
    let required = |name: &str| {
        let property = schema.and_then(|schema| schema.get("properties")?.get(name));
        let aliases = property.and_then(|property| property.get("x-aliases")?.as_array());
        let aliases = aliases.into_iter().flatten().filter_map(Value::as_str);
        Required {
            names: [name]
                .into_iter()
                .chain(aliases)
                .map(str::to_owned)
                .collect(),
            sample: property.and_then(sample),
        }
    };
    names.map(required).collect()
}

/// Returns a value that a schema names itself: its constant, its first choice or its first example.
fn sample(property: &Value) -> Option<String> {
    let first = |key: &str| property.get(key)?.as_array()?.first();
    let value = property
        .get("const")
        .or_else(|| first("enum"))
        .or_else(|| first("examples"))?;
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}
