//! The data that a schema is applied to.

use serde_json::{Map, Value};

use crate::syntax::Page;
use crate::syntax::tree::{Entry, Part, Tree, Whole};

/// A page or a YAML document.
#[derive(Clone, Copy)]
pub enum Instance<'t, 's> {
    /// A page: its front matter and outline.
    Page(&'t Page<'s>),
    Document(&'t Tree<'s>),
}

/// Function that returns the canonical names of a mapping's keys in order, or an empty list if no key has another name.
pub type Rename<'r> = dyn Fn(&[Entry<'_>]) -> Vec<Option<String>> + 'r;

impl Instance<'_, '_> {
    /// Returns the instance as JSON, with canonical keys.
    pub fn json(self, rename: &Rename<'_>) -> Value {
        self.part_as_json(rename, Whole)
    }

    /// Returns the instance as JSON, like [`Self::json`], with null for the values that `part` leaves out.
    pub(super) fn part_as_json(self, rename: &Rename<'_>, part: impl Part) -> Value {
        match self {
            Self::Page(page) if page.document.is_some() => root_json(&page.outline, rename, part),
            Self::Page(page) => {
                let mut map = Map::new();
                if let Some(front) = &page.front {
                    let front = part
                        .value(FRONT)
                        .map(|part| root_json(&front.tree, rename, part));
                    map.insert(FRONT.to_owned(), front.unwrap_or_default());
                }
                if let Value::Object(outline) = root_json(&page.outline, rename, part) {
                    map.extend(outline);
                }
                Value::Object(map)
            }
            Self::Document(tree) => root_json(tree, rename, part),
        }
    }

    /// Returns whether the front matter at this pointer could not be read, so that nothing is reported there.
    pub fn is_unread(self, pointer: &str) -> bool {
        let front_sound = match self {
            Self::Page(page) if page.document.is_some() => true,
            Self::Page(page) => page.front.as_ref().is_none_or(|front| front.sound),
            Self::Document(_) => true,
        };
        !front_sound && (pointer == "/frontmatter" || pointer.starts_with("/frontmatter/"))
    }

    /// Returns the noun for the instance in messages.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Page(page) if page.document.is_some() => "the file",
            Self::Page(..) => "the page",
            Self::Document(_) => "the file",
        }
    }
}

/// The key of the front matter.
const FRONT: &str = "frontmatter";

fn root_json(tree: &Tree<'_>, rename: &Rename<'_>, part: impl Part) -> Value {
    tree.root().map_or(Value::Null, |root| {
        tree.part_to_json(root, &|all| rename(all), part)
    })
}
