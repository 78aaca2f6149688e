//! Dates that a page states.

use serde::{Deserialize, Serialize};

use super::object::Object;
use crate::catalog::Kind;
use crate::syntax::Page;
use crate::text::Span;

/// Two dates from one place.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatedDates {
    /// The day of creation.
    pub created: Option<Span>,
    /// The day of the last change.
    pub modified: Option<Span>,
}

/// The dates of a page and of its objects.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// Those of a Markdown page's object, from the fields of its `Metadata`.
    pub object: StatedDates,
    /// Those of a Markdown page itself, from its front matter.
    pub page: StatedDates,
    /// Those of each object of a YAML page, in the order of [`Facts::objects`](super::Facts::objects). Case studies have their own.
    pub objects: Vec<StatedDates>,
}

/// Reads the dates of a page with its objects.
pub(super) fn dates(page: &Page<'_>, objects: &[Object]) -> Dates {
    Dates {
        object: object_written(page),
        page: page_written(page),
        objects: objects_written(page, objects),
    }
}

impl StatedDates {
    /// Returns whether either date is stated.
    pub(super) fn is_stated(&self) -> bool {
        self.created.is_some() || self.modified.is_some()
    }
}

fn object_written(page: &Page<'_>) -> StatedDates {
    let outline = &page.outline;
    let field = |key| Some(outline.node(outline.metadata(key)?.value).span);
    StatedDates {
        created: field("Created"),
        modified: field("Last Modified").or_else(|| field("Modified")),
    }
}

fn objects_written(page: &Page<'_>, objects: &[Object]) -> Vec<StatedDates> {
    let tree = &page.outline;
    objects
        .iter()
        .map(|object| {
            if object.kind == Kind::CaseStudy {
                return StatedDates::default();
            }
            let field = |keys: [&str; 2]| {
                let value = keys.iter().find_map(|key| tree.get(object.node, key))?;
                Some(tree.node(value).span)
            };
            StatedDates {
                created: field(["created_date", "created-date"]),
                modified: field(["modified_date", "modified-date"]),
            }
        })
        .collect()
}

fn page_written(page: &Page<'_>) -> StatedDates {
    let front = page.front.as_ref().filter(|front| front.sound);
    let key = |key| {
        let tree = &front?.tree;
        Some(tree.node(tree.get(tree.root()?, key)?).span)
    };
    StatedDates {
        created: key("created"),
        modified: key("modified").or_else(|| key("updated")),
    }
}
