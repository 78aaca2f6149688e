//! What the schema of case studies requires of a page.

use serde_json::Value;

use crate::schema::PageTypes;

/// The names of a key that a page must have; any of them will do, and the first is the usual one.
pub(super) type Names = Vec<String>;

/// The front matter keys, and the sections with their fields, that a page must have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Requirements {
    pub(super) front: Vec<Names>,
    pub(super) sections: Vec<(Names, Vec<Names>)>,
}

impl Requirements {
    /// Returns what the page type of case studies requires.
    pub(super) fn of(types: &PageTypes) -> Self {
        let own = types.0.iter().find(|one| one.name == "case-study");
        let Some(schema) = own.map(|one| one.schema.get().document()) else {
            return Self::default();
        };
        let sections = of_properties(schema.pointer("/properties/sections"));
        let with_fields = |names: Names| {
            let name = names.first().map_or("", String::as_str);
            let section = schema.pointer("/properties/sections/properties");
            let section = section.and_then(|sections| sections.get(name));
            let fields = section.and_then(|section| section.pointer("/properties/fields"));
            (names, of_properties(fields))
        };
        Self {
            front: of_properties(schema.pointer("/properties/frontmatter")),
            sections: sections.into_iter().map(with_fields).collect(),
        }
    }
}

/// Returns the required keys of an object's schema.
fn of_properties(schema: Option<&Value>) -> Vec<Names> {
    let names = schema.and_then(|schema| schema.get("required")?.as_array());
    let names = names.into_iter().flatten().filter_map(Value::as_str);
    let required = |name: &str| {
        let property = schema.and_then(|schema| schema.get("properties")?.get(name));
        let aliases = property.and_then(|property| property.get("x-aliases")?.as_array());
        let aliases = aliases.into_iter().flatten().filter_map(Value::as_str);
        [name]
            .into_iter()
            .chain(aliases)
            .map(str::to_owned)
            .collect()
    };
    names.map(required).collect()
}
