//! Dates that a page states.

use crate::catalog::Kind;
use crate::syntax::Page;
use crate::text::Span;

/// Two dates from one place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The day of creation.
    pub created: Option<Span>,
    /// The day of the last change.
    pub modified: Option<Span>,
}

impl Written {
    /// Returns whether either date is stated.
    #[must_use]
    pub fn is_stated(&self) -> bool {
        self.created.is_some() || self.modified.is_some()
    }
}

/// Returns the dates of a Markdown page's object, from the fields of its `Metadata`.
#[must_use]
pub fn object_written(page: &Page<'_>) -> Written {
    let outline = &page.outline;
    let fields = outline
        .root()
        .and_then(|root| outline.get(root, "sections"))
        .and_then(|sections| outline.get(sections, "Metadata"))
        .and_then(|section| outline.get(section, "fields"));
    let field = |key| Some(outline.node(outline.get(fields?, key)?).span);
    Written {
        created: field("Created"),
        modified: field("Last Modified").or_else(|| field("Modified")),
    }
}

/// Returns the dates and the id of each object of a YAML page, except for case studies, which have their own.
#[must_use]
pub fn objects_written<'p>(page: &'p Page<'_>) -> Vec<(Option<&'p str>, Written)> {
    let tree = &page.outline;
    super::objects(page)
        .into_iter()
        .filter(|object| object.kind != Kind::CaseStudy)
        .map(|object| {
            let field = |keys: [&str; 2]| {
                let value = keys.iter().find_map(|key| tree.get(object.node, key))?;
                Some(tree.node(value).span)
            };
            let written = Written {
                created: field(["created_date", "created-date"]),
                modified: field(["modified_date", "modified-date"]),
            };
            (object.id.map(|(id, _)| id), written)
        })
        .collect()
}

/// Returns the dates of a Markdown page itself, from its front matter.
#[must_use]
pub fn page_written(page: &Page<'_>) -> Written {
    let front = page.front.as_ref().filter(|front| front.sound);
    let key = |key| {
        let tree = &front?.tree;
        Some(tree.node(tree.get(tree.root()?, key)?).span)
    };
    Written {
        created: key("created"),
        modified: key("modified").or_else(|| key("updated")),
    }
}
